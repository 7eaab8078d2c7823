"""Benchmarks: how fast the platform is, as ratios to its peers, all measured in one run on the same machine."""
