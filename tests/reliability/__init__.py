"""Machinery that kills, starves and races the service to see what its promises are worth. Run by a few tests, and as a
whole by `python -m benchmarks.reliability`."""
