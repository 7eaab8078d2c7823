"""The `toono` command."""
