"""Breaking things on purpose: ``python -m tests.faults``."""
