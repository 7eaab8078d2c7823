"""The demonstration: a country, its ministry's lists and a season of its centers, through the public API alone."""
