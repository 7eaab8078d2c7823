"""`toono verify`: whether everything that is kept twice says the same, and nothing is left lying about."""

from deploy.cli.verify.command import verify

__all__ = ["verify"]
