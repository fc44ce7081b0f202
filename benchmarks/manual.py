"""The manual's page of measurements: what stands between two marks is put there anew."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def put_between(begin: str, end: str, shown: str, docs: Path = DOCS) -> None:
    """Replace what stands between the marks in ``benchmarks.md``."""
    page = docs / "benchmarks.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n\n{shown}\n\n{end}{after}", encoding="utf-8")
