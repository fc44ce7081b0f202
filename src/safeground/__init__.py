"""Examine whether a plan that says it protects civilians does so."""

__version__ = "0.1.0"
