"""The bugs that must turn a row red: each changes one module of the product as it is loaded, in the suite's platform only.

They are imported as a process starts, before eventlet has patched anything: what uses sockets they take from the module that they
change, or import where they need it.
"""
