"""Variants side by side: a page, a table and JSON, in both editions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

import safeground
from safeground.compare import COSTS
from safeground.formats.hxl_table import hxl_table, number_cell
from safeground.publish.compare_chart import compare_svg
from safeground.publish.figures import Figures
from safeground.publish.page import environment_with
from safeground.publish.redact import COUNTS_OF_PEOPLE, SMALLEST_PUBLIC_COUNT, rounded
from safeground.quantity import Range
from safeground.whole_folder import whole_folder

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

    from safeground.compare import Comparison, Figure
    from safeground.publish.figures import Audience

COLUMNS = (
    ("variant", "#meta+variant"), ("cost", "#indicator+name"), ("low", "#indicator+value+min"),
    ("high", "#indicator+value+max"), ("unit", "#indicator+unit"), ("missing", "#meta+missing"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One cost over all variants."""

    name: str
    definition: str
    cells: tuple[tuple[str, Markup | None, str], ...]
    """Name of the variant, its figure, and what is missing where there is none."""


def write_comparison(comparison: Comparison, out: Path) -> None:
    """Write ``compare.html``, ``compare.csv`` and ``compare.json`` into ``restricted/`` and ``public/``.

    Raises
    ------
    OutputError
        As ``whole_folder``.
    """
    public = public_comparison(comparison)
    editions: tuple[tuple[Audience, Comparison], ...] = (("restricted", comparison), ("public", public))
    with whole_folder(out) as folder:
        for audience, edition in editions:
            place = folder / audience
            place.mkdir()
            (place / "compare.html").write_text(compare_html(edition, audience), encoding="utf-8")
            (place / "compare.csv").write_bytes(compare_csv(edition).encode())
            (place / "compare.json").write_bytes(compare_json(edition, audience))


def public_comparison(comparison: Comparison) -> Comparison:
    """Return the comparison with totals rounded outwards, and few people only as few."""
    variants = tuple(replace(one, figures=_public_figures(one.figures)) for one in comparison.variants)
    return replace(comparison, variants=variants)


def _public_figures(figures: dict[str, Figure]) -> dict[str, Figure]:
    """Round figures; days of few people, whose number could be worked out from them, are not shown."""
    public = {key: _public(figure) for key, figure in figures.items()}
    people = figures["people_moved"].range
    if people is not None and 0 < people.high < SMALLEST_PUBLIC_COUNT:
        few = f"not shown: fewer than {SMALLEST_PUBLIC_COUNT:,} people are told to move"
        public["person_days"] = replace(figures["person_days"], range=None, missing=few)
    return public


def _public(figure: Figure) -> Figure:
    found = figure.range
    if found is None or found.unit not in COUNTS_OF_PEOPLE:
        return figure
    if 0 < found.high < SMALLEST_PUBLIC_COUNT:
        return replace(figure, range=Range(0.0, float(SMALLEST_PUBLIC_COUNT), found.unit))
    return replace(figure, range=rounded(found))


def compare_html(comparison: Comparison, audience: Audience) -> str:
    """Return the page; for ``public`` pass the public comparison."""
    figures = Figures(audience)
    rows = tuple(
        Row(
            cost.name,
            cost.definition,
            tuple(
                (one.name, None if found.range is None else figures.say(found.range), found.missing)
                for one in comparison.variants
                for found in (one.figures[cost.key],)
            ),
        )
        for cost in COSTS
    )
    return environment_with(figures, {}).get_template("compare.html").render(
        restricted=audience == "restricted",
        version=safeground.__version__,
        variants=comparison.variants,
        warnings=comparison.warnings,
        rows=rows,
        chart=compare_svg(comparison, figures, "variants"),
        hashes=comparison.hashes,
    )  # fmt: skip


def compare_csv(comparison: Comparison) -> str:
    """Return a row for each variant and cost; an end that nobody knows is an empty cell."""
    rows = [
        (
            one.name,
            cost.key,
            number_cell(None if found.range is None else found.range.low),
            number_cell(None if found.range is None else found.range.high),
            cost.unit,
            found.missing,
        )
        for cost in COSTS
        for one in comparison.variants
        for found in (one.figures[cost.key],)
    ]
    return hxl_table(COLUMNS, rows)


def compare_json(comparison: Comparison, audience: Audience) -> bytes:
    """Return the comparison for machines; an infinite end is null."""
    document = {
        "format": "safeground-comparison",
        "version": 1,
        "safeground": safeground.__version__,
        "edition": audience,
        "warnings": comparison.warnings,
        "variants": [
            {
                "name": one.name,
                "title": one.title,
                "status": one.status,
                "figures": {
                    key: {"range": found.range, "missing": found.missing}
                    for key, found in one.figures.items()
                },
                "inputs": comparison.hashes[one.name],
            }
            for one in comparison.variants
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)
