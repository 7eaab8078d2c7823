"""The texts of the demonstration."""
