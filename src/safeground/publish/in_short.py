"""*Supply* and *return* answered in a sentence or two, from their findings alone: for brief and report.

A finding's text and figure may be published, so what is said here may be, too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from safeground.questions.finding import GRAVITY
from safeground.wording import people_words, percent, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from safeground.quantity import Range
    from safeground.questions.finding import Answer, Finding, QuestionName

NEED: Final = "supply.need."
PERSON_DAYS: Final = "person_days"
MOST_COMMODITIES: Final = 4
NEED_WORDS: Final[dict[Answer, str]] = {
    "not_met": "Not all that is needed, even with everything working: of {} can come",
    "unknown": "As figures are missing, of {} can come",
    "depends": "Depending on the ranges, of {} can come",
    "met": "With every figure at its worst, all that is needed of {} can come",
}
COUNT_WORDS: Final[dict[Answer, str]] = {
    "not_met": "not met", "unknown": "unknown", "depends": "open (“depends”)", "met": "met",
}  # fmt: skip


def supply_in_short(findings: Sequence[Finding]) -> str:
    """Return what share of each need can come, the gravest answer first, and how many stocks run dry.

    Parameters
    ----------
    findings
        Of *supply*; empty text where none is on a need or on stocks.
    """
    needs = [one for one in findings if one.id.startswith(NEED) and one.figure is not None]
    said = []
    for answer in GRAVITY:
        own = [one for one in needs if one.answer == answer]
        if own:
            said.append(f"{NEED_WORDS[answer].format(_shares(own, whole=answer == 'met'))}.")
    said += [one.statement for one in findings if one.id == "supply.stocks"]
    return " ".join(said)


def return_in_short(findings: Sequence[Finding]) -> str:
    """Return how the stated conditions stand, who is away by the claims, and what an order adds.

    Parameters
    ----------
    findings
        Of *return*.
    """
    conditions = [one for one in findings if ".condition." in one.id]
    said = [_conditions(conditions), *_away(findings)]
    added = [(one.subject, one.figure.range) for one in findings if one.id.endswith(".adds") and one.figure]
    if added:
        said.append(_added(*max(added, key=lambda one: (one[1].unit == PERSON_DAYS, one[1].high))))
    if conditions and not any(one.id.endswith(".choice") for one in findings):
        said.append("Whether people choose for themselves is not stated.")
    return " ".join(said)


def held_in_short(finding: Finding, titles: Mapping[str, str]) -> str:
    """Return what a finding is held against, and the title of its source or the name of the standard."""
    held = finding.held_against
    if held is None:
        return ""
    source = titles.get(held.source) or held.source.partition(": ")[0]
    return f"Held against: {held.text}, {source}."


def _away(findings: Sequence[Finding]) -> list[str]:
    """Return who is away by the claims, of the area that most left; nothing where no claim bounds it."""
    figures = {one.id: one.figure.range for one in findings if one.figure is not None}
    bounded = [
        (figures[one.id], one.subject)
        for one in findings
        if one.id.endswith(".displaced") and one.id in figures and _is_bounded(figures[one.id])
    ]
    if not bounded:
        return []
    people, area = max(bounded, key=lambda one: (one[0].high, one[0].low))
    days = figures.get(f"return.{area}.person-days")
    until_now = f", {say(days)} so far" if days is not None and _is_bounded(days) else ""
    return [f"By the claims {people_words(people)} who left {area} are not back{until_now}."]


def _is_bounded(amount: Range) -> bool:
    return amount.low > 0 or math.isfinite(amount.high)


def _added(notice: str, amount: Range) -> str:
    if amount.unit != PERSON_DAYS:
        return f"{notice} tells {people_words(amount)} to move; for how long is not stated."
    return f"{notice} adds {say(amount)} away until the day stated for going back, if all go."


def _shares(findings: Sequence[Finding], *, whole: bool) -> str:
    said = [
        one.subject if whole or one.figure is None else f"{one.subject} {percent(one.figure.range)}"
        for one in findings[:MOST_COMMODITIES]
    ]
    if len(findings) > MOST_COMMODITIES:
        said.append(f"{len(findings) - MOST_COMMODITIES} more")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _conditions(findings: Sequence[Finding]) -> str:
    if not findings:
        return "No condition for going back is stated."
    count = len(findings)
    told = [(words, sum(one.answer == answer for one in findings)) for answer, words in COUNT_WORDS.items()]
    parts = [
        f"{number} is {words}" if number == 1 else f"{number} are {words}" for words, number in told if number
    ]
    if count == 1:
        words = next(words for words, number in told if number)
        return f"The one condition that is stated for going back is {words}."
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"Of {count} conditions stated for going back, {listed}."


IN_SHORT: Final[dict[QuestionName, Callable[[Sequence[Finding]], str]]] = {
    "supply": supply_in_short,
    "return": return_in_short,
}
"""Questions with so many findings that a sentence goes before them."""
