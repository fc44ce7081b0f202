"""The table of ``verification/clear-notices/REPORT.md``, made by ``python -m tests.generated``."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.generated.planters import PLANTERS

from safeground.questions.clear_rules import RULES

if TYPE_CHECKING:
    from tests.generated.measure import Measured

FOLDER = Path(__file__).parents[2] / "verification" / "clear-notices"
REPORT = FOLDER / "REPORT.md"
SEED = 20_260_304
MASKED_BECAUSE: dict[tuple[str, ...], str] = {
    ("destination-off-map", "destination-closed"): "off the map, it no longer ends in the closed area",
    ("destination-off-map", "destination-in-sea"): "another place than the sea's",
    ("destination-off-map", "destination-under-order"): "another place than the ordered one",
    ("destination-not-found", "destination-closed"): "without an outline it ends nowhere",
    ("destination-not-found", "destination-in-sea"): "without an outline it ends nowhere",
    ("destination-not-found", "destination-under-order"): "without an outline it ends nowhere",
    ("no-destination", "destination-closed"): "what is not stated ends nowhere",
    ("no-destination", "destination-in-sea"): "what is not stated ends nowhere",
    ("no-destination", "destination-under-order"): "what is not stated ends nowhere",
    ("no-deadline", "contradicts-notice"): "without a deadline there is none to contradict",
    ("no-deadline", "too-little-time"): "without a deadline nobody knows what time it leaves",
    ("no-issue-time", "too-little-time"): "without an issue nobody knows what time it leaves",
    ("no-issue-time", "taken-back-soon"): "without an issue nobody knows how soon",
    ("no-issue-time", "ordered-again"): "without an issue nobody knows what was before",
    ("no-issue-time", "contradicts-notice"): "without an issue nobody knows what was in force",
    ("no-issue-time", "boundary-moved"): "without an issue nobody knows what was before",
    ("no-issue-time", "area-changed"): "without an issue nobody knows what was before",
    ("no-issue-time", "destination-under-order"): "without an issue nobody knows what was in force",
    ("no-area", "map-too-coarse"): "no block is named that could be too small",
    ("outline-too-intricate", "map-too-coarse"): "no block is named that could be too small",
    ("ambiguous-block", "map-too-coarse"): "the one block named is no block, so that none is too small",
    ("no-area", "unknown-place"): "it names an area by then, though one that nobody knows",
    ("no-area", "ambiguous-place"): "it names an area by then, though it may be two",
    (
        "deadline-before-issue",
        "too-little-time",
    ): "a deadline before its issue leaves no time to hold against",
    ("deadline-before-issue", "contradicts-notice"): "it was over before it began",
    ("deadline-before-issue", "destination-under-order"): "it was over before it began",
}
"""Two mistakes of which one takes away what the other is about."""


def masked_rows(found: Measured) -> list[str]:
    return [
        f"| `{one}` | `{another}` | `{rule}` | {times} | {reason(one, another)} |"
        for (one, another, rule), times in sorted(found.masked.items())
    ]


def reason(one: str, another: str) -> str:
    return MASKED_BECAUSE.get((one, another)) or MASKED_BECAUSE.get((another, one)) or "not known"


def table(found: Measured, real: Measured | None) -> str:
    """One row a rule: planted, found, with just its blocks, false findings, precision, recall."""
    lines = [
        "| rule | severity | planted | found | false | precision | recall | on published blocks | found |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for rule in RULES:
        name = rule.name
        wrong = found.false[name] + found.false_on_right[name]
        there = (
            ("–", "–") if real is None or not real.planted[name] else (real.planted[name], real.found[name])
        )
        lines.append(
            f"| `{name}` | {rule.severity} | {found.planted[name]} | {found.found[name]} | {wrong} "
            f"| {found.precision(name):.3f} | {found.recall(name):.3f} | {there[0]} | {there[1]} |"
        )
    return "\n".join(lines)


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of the report's table of rules."""
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"^\| `([a-z-]+)` \| (?:error|warning|note) \| (\d+) \|", text, re.MULTILINE)
    return [{"rule": rule, "planted": planted} for rule, planted in found]


def write(found: Measured, real: Measured | None) -> None:
    """Put the tables into the report, between its marks, and the rows into ``findings.csv``."""
    parts = {
        "rules": table(found, real),
        "pairs": "\n".join(
            [
                "| mistake | with | not found | times | because |",
                "| --- | --- | --- | --- | --- |",
                *masked_rows(found),
            ]
        ),
        "counts": (
            f"Right notices of the town: {found.right:,}, flaws in them: {found.false_on_right.total()}. "
            + (
                ""
                if real is None
                else f"Right notices on the published blocks: {real.right:,}, flaws in them: "
                f"{real.false_on_right.total()}. "
            )
            + f"Notices with one mistake: {found.planted.total():,}. Notices with two: {found.pairs:,}, with "
            f"{found.pairs_found:,} of {2 * found.pairs:,} mistakes found."
        ),
    }
    text = REPORT.read_text(encoding="utf-8")
    for name, body in parts.items():
        text = re.sub(
            rf"<!-- {name} -->.*?<!-- end -->",
            lambda _, name=name, body=body: f"<!-- {name} -->\n\n{body}\n\n<!-- end -->",
            text,
            flags=re.DOTALL,
        )
    REPORT.write_text(text, encoding="utf-8")
    with (FOLDER / "findings.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["rule", "planted", "found", "false"])
        rows.writerows(
            [name, found.planted[name], found.found[name], found.false[name] + found.false_on_right[name]]
            for name in PLANTERS
        )
