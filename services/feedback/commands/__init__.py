"""What can be asked of feedback: one function per use case, each load, decide, save."""
