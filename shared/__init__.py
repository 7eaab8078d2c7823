"""Plumbing that every process of Toono shares. It knows no word of the domain."""
