"""Measurements to be repeated: `python -m benchmarks.NAME`."""
