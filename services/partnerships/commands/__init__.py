"""What can be asked of partnerships: one function per use case, each load, decide, save."""
