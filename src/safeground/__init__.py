"""Safeground: does a plan that says it protects civilians do so?"""

__version__ = "0.1.0"
