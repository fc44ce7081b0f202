"""Compiled loops of the flow engine; arrays only. ``python -m safeground.flow.kernels`` compiles them all."""
