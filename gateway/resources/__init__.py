"""What the API offers: load, call, dump."""
