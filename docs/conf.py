"""How the manual is built: offline, with warnings as errors."""

from safeground import __version__

project = "Safeground"
author = "The Safeground authors"
copyright = "2026, The Safeground authors"  # noqa: A001
version = release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Safeground {release}"
html_copy_source = False
myst_heading_anchors = 3
