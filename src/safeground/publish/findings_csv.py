"""``findings.csv``: a row a finding, with HXL tags, for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.formats.hxl_table import hxl_table, number_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.questions.finding import Finding

COLUMNS = (
    ("id", "#meta+id"),
    ("question", "#meta+question"),
    ("subject", "#subject"),
    ("answer", "#status+answer"),
    ("statement", "#description"),
    ("figure", "#indicator+name"),
    ("low", "#indicator+value+min"),
    ("best", "#indicator+value+best"),
    ("high", "#indicator+value+max"),
    ("unit", "#indicator+unit"),
    ("held_against", "#meta+held_against"),
    ("required_low", "#indicator+target+min"),
    ("required_high", "#indicator+target+max"),
    ("standard", "#meta+standard"),
    ("missing", "#meta+missing"),
    ("decides", "#meta+decides"),
    ("evidence", "#meta+source"),
)


def findings_csv(findings: Iterable[Finding]) -> str:
    """Return the table: header, HXL tag row, a row a finding; UTF-8 with a byte-order mark for Excel."""
    return hxl_table(COLUMNS, map(_row, findings))


def _row(finding: Finding) -> list[str]:
    figure, held = finding.figure, finding.held_against
    required = held.required if held is not None else None
    return [
        finding.id,
        finding.question,
        finding.subject,
        finding.answer,
        finding.statement,
        figure.label if figure else "",
        number_cell(figure.range.low if figure else None),
        number_cell(figure.range.best if figure else None),
        number_cell(figure.range.high if figure else None),
        figure.range.unit if figure else "",
        held.text if held else "",
        number_cell(required.low if required else None),
        number_cell(required.high if required else None),
        held.source if held else "",
        finding.missing or "",
        "; ".join(decider.assumption for decider in finding.deciders),
        "; ".join(finding.evidence),
    ]
