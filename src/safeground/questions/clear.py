"""Is it clear? Named rules look for what misleads, contradicts itself or is missing in each notice.

A rule is *met* by a notice in which it finds nothing, *not met* by one in which it finds a flaw, and
*unknown* where the datum to test it is missing. Rules whose flaws are notes are no requirement and give
no finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.quantity import Range
from safeground.questions.clear_rules import RULES
from safeground.questions.clear_rules.run import Run
from safeground.questions.finding import REACH_CAVEAT, Figure, Finding, HeldAgainst
from safeground.questions.flaw import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.questions.clear_case import Surroundings
    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.clear_rules.rule import Rule
    from safeground.questions.flaw import Flaw

CAVEAT = REACH_CAVEAT
RULE_SOURCE = "docs/clear.md"


def examine(
    notices: Sequence[Published],
    readings: Mapping[str, TextReading],
    around: Surroundings,
    rules: Sequence[Rule] = RULES,
) -> tuple[Flaw, ...]:
    """Return every flaw, the gravest first; of one severity, in the order of the notices and of the rules.

    What rules share is worked out once for all of them.

    Parameters
    ----------
    notices
        The notices to examine; those of ``around`` stand beside them.
    readings
        Notice id → what was read in its texts, of the notices of ``around`` too.
    around
        What they are held against.
    rules
        The rules that look.
    """
    run = Run(around, readings, notices)
    flaws = [flaw for notice in notices for one in rules for flaw in one.on(run.case(notice.id))]
    return tuple(sorted(flaws, key=lambda flaw: SEVERITIES.index(flaw.severity)))


def findings(
    notices: Sequence[Published],
    readings: Mapping[str, TextReading],
    around: Surroundings,
    flaws: Sequence[Flaw],
) -> tuple[Finding, ...]:
    """Return the findings of *clear*: one for each notice and each rule whose flaws are errors or warnings.

    Those of errors come first: the first flaw that a reader meets is to be one that misleads most.

    Parameters
    ----------
    notices, readings, around
        As ``examine`` takes them.
    flaws
        What it found.
    """
    run = Run(around, readings, notices)
    by_rule: dict[tuple[str, str], list[Flaw]] = {}
    for flaw in flaws:
        by_rule.setdefault((flaw.notice, flaw.rule), []).append(flaw)
    return tuple(
        _finding(run.case(notice.id), one, by_rule.get((notice.id, one.name), []))
        for severity in SEVERITIES
        for notice in notices
        for one in RULES
        if one.severity == severity != "note"
    )


def _finding(case: NoticeCase, rule: Rule, flaws: Sequence[Flaw]) -> Finding:
    lacking = None if flaws else rule.lacks(case)
    held = HeldAgainst(text=f"{rule.name}: {rule.meaning}", source=RULE_SOURCE)
    evidence = tuple(dict.fromkeys((case.notice.id, *_files(case))))
    finding_id = f"clear.{case.notice.id}.{rule.name}"
    if lacking is not None:
        return Finding(
            id=finding_id,
            question="clear",
            subject=case.notice.id,
            answer="unknown",
            statement=f"Whether {rule.name} holds of {case.notice.id} is unknown: {lacking} is missing.",
            held_against=held,
            missing=lacking,
            evidence=evidence,
            caveat=CAVEAT,
        )
    more = f" And {len(flaws) - 1} more of this kind." if len(flaws) > 1 else ""
    said = f"Nothing found of {rule.name} in {case.notice.id}."
    if flaws:
        said = f"{case.notice.id}: {flaws[0].what}{more}"
    return Finding(
        id=finding_id,
        question="clear",
        subject=case.notice.id,
        answer="not_met" if flaws else "met",
        statement=said,
        held_against=held,
        figure=Figure(label="flaws", range=Range.exact(float(len(flaws)), "flaws")),
        evidence=evidence,
        caveat=CAVEAT,
    )


def _files(case: NoticeCase) -> tuple[str, ...]:
    around = case.run.around
    named = [one.file for one in (around.blocks, around.names) if one is not None and one.file]
    return (*named, *(layer.file for layer in around.layers))
