"""A season of the centers, step after step."""
