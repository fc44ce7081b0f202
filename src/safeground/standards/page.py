"""The tables of planning figures as Markdown, for the manual: ``python -m safeground.standards.page PAGE``.

A page has a pair of comments for each table, ``<!-- table: walking -->`` and ``<!-- end -->``; what stands
between them is written anew.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from safeground.standards import number_words, standards, street_classes
from safeground.wording import number, percent, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.quantity import Range
    from safeground.standards import Standard

STREETS = "streets"
NUMBER_WORDS = "number-words"
BLOCK = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """Return the page with every table between its comments as the figures are now."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{table(found[2])}\n{found[3]}", page)


def table(name: str) -> str:
    """Return one table in Markdown."""
    if name == STREETS:
        return _streets()
    if name == NUMBER_WORDS:
        return _number_words()
    rows = [_row(one) for one in standards().values() if one.table == name]
    return _lines(("figure", "value", "where it stands", "note"), rows)


def _row(one: Standard) -> tuple[str, str, str, str]:
    source = f"[{one.source}]({one.url})" if one.url else one.source
    edition = f" ({one.edition})" if one.edition else ""
    return f"`{one.key}`", _value(one.range), f"{source}{edition}: {one.clause}", one.note


def _value(quantity: Range) -> str:
    said = percent(quantity) if quantity.unit == "share" else say(quantity)
    if quantity.best is None or quantity.is_exact:
        return said
    best = percent(type(quantity).exact(quantity.best, "share")) if quantity.unit == "share" else None
    return f"{said}; best {best or number(quantity.best)}"


def _streets() -> str:
    rows = [
        (
            f"`{one.name}`",
            say(one.width_m),
            f"{one.lanes.low:g} to {one.lanes.high:g}" if one.by_vehicle else "",
            say(one.vehicle_speed_km_h) if one.by_vehicle else "no vehicles",
            one.note,
        )
        for one in street_classes().values()
    ]
    return _lines(("class", "clear width", "lanes, both ways", "speed of vehicles", "note"), rows)


def _number_words() -> str:
    rows = [
        (
            f"`{one.qualifier}`",
            one.words,
            "none" if one.low is None else f"at least {number(one.low)}",
            one.source,
            one.note,
        )
        for one in number_words().values()
    ]
    return _lines(("qualifier", "words", "end", "where it stands", "note"), rows)


def _lines(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main(path: str) -> None:
    """Write the tables of a page anew."""
    page = Path(path)
    page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
