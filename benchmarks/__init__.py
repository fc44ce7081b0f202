"""Measurements of the flow engine, beside another program on the same network: ``python -m benchmarks``."""
