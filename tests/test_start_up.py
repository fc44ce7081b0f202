"""Help is there at once: no command loads what another needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "numba",
    "numpy",
    "scipy",
    "rasterio",
    "osmium",
    "pyogrio",
    "pyproj",
    "shapely",
    "exactextract",
    "jinja2",
)

PROBE = """
import sys
from safeground.cli import app
app({words!r}, result_action="return_value")
print("loaded:", *sorted(set({heavy!r}) & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["assess", "--help"], ["ledger", "import", "--help"], ["demo"]],
    ids=" ".join,
)
def test_loads_nothing_heavy(words: list[str]) -> None:
    probe = PROBE.format(words=words, heavy=HEAVY)
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1].strip() == "loaded:"


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    probe = (
        "import sys, safeground; print(sorted(name for name in sys.modules if name.startswith('safeground')))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['safeground']"
