"""The bugs that must turn a row red: each changes one module of the product as it is loaded, in the suite's platform only."""
