"""The score card of a notice: fourteen lines, each 0, partial, met or unknown, with what it rests on.

The lines are those that agencies and monitors judge orders to leave by (C1 to C14). Eight rest on the
rules of *clear*, three on the findings of *reach*, *room* and *services*, and three on what the notice
and the plan state. Three are never *met*, because no notice can show it: that a way stays open (C4), that
the conditions that agencies set are kept (C8), that everybody was reached (C9). A score says nothing on
whether an order is lawful.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from safeground.plan.model import Conditions
from safeground.questions.clear_rules import RULES
from safeground.questions.clear_rules.run import Run
from safeground.questions.clear_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading, Topic
    from safeground.questions.clear_case import Surroundings
    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.finding import Finding
    from safeground.questions.flaw import Flaw

Score = Literal["0", "partial", "met", "unknown"]

CRITERIA: dict[str, str] = {
    "C1": "The area is unambiguous: text, map and list of blocks are the same",
    "C2": "Start, deadline and time zone are stated",
    "C3": "The time given is at least what leaving needs, for slow walkers and patients and at night too",
    "C4": "A route is named, and open in the time given",
    "C5": "The destination is named and lies outside every current order and closed area",
    "C6": "There is room at the destination",
    "C7": "There are water, toilets, food and care at the destination",
    "C8": "The conditions that agencies set for such an area are stated: all parties agree, essentials, free "
    "movement and return, supervision",
    "C9": "It reached people offline too, in their languages and in forms that they can use",
    "C10": "Families stay together, and vulnerable groups are provided for",
    "C11": "It is temporary, with an end or a condition for return",
    "C12": "It says that those who stay keep their protection",
    "C13": "It is stable: not contradicted, moved or taken back",
    "C14": "How often these people have been ordered to move before",
}
"""Criterion → what it asks, in the order of the card."""

CORE = {
    "C1": ("named-not-drawn", "drawn-not-named"),
    "C5": ("destination-under-order",),
    "C13": ("contradicts-notice",),
}
"""Criterion → rules without which it cannot be met."""

OFFLINE = (
    "radio",
    "leaflet",
    "flyer",
    "loudspeaker",
    "poster",
    "print",
    "megaphone",
    "siren",
    "door",
    "sms",
    "call",
)
"""Words by which a channel is one that works without the internet."""
FORM = {name: name.replace("_", " ") for name in msgspec.structs.asdict(Conditions()) if name != "source"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the card."""

    criterion: str
    """``C1`` to ``C14``."""
    asks: str
    score: Score
    statement: str
    """Why, in one sentence."""
    evidence: tuple[str, ...] = ()
    """Names of rules, ids of findings, areas and notices."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the lines of one notice are made from; ``score_cards`` says what each is."""

    case: NoticeCase
    flaws: tuple[Flaw, ...]
    findings: Sequence[Finding]
    conditions: Mapping[str, Conditions]

    @property
    def destinations(self) -> tuple[str, ...]:
        """Names of the destinations that the notice states."""
        return tuple(one.name for one in self.case.notice.to)

    def of(self, question: str, part: str = "") -> tuple[Finding, ...]:
        """Return the findings of a question on the notice's destinations, those whose id holds ``part``."""
        here = set(self.destinations)
        return tuple(
            one
            for one in self.findings
            if one.question == question and part in one.id and set(one.subject.split(" and ")) <= here
        )


def score_cards(
    notices: Sequence[Published],
    readings: Mapping[str, TextReading],
    around: Surroundings,
    flaws: Sequence[Flaw],
    findings: Sequence[Finding] = (),
    conditions: Mapping[str, Conditions] | None = None,
) -> dict[str, tuple[Line, ...]]:
    """Return the fourteen lines of each notice, by its id.

    Parameters
    ----------
    notices, readings, around
        As ``clear.examine`` takes them.
    flaws
        What it found.
    findings
        Findings of the other questions, of the plan that the notices are from.
    conditions
        Area id → which of the conditions that agencies set are stated for it.
    """
    run = Run(around, readings, notices)
    of: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        of.setdefault(flaw.notice, []).append(flaw)
    cards = {
        one.id: Card(run.case(one.id), tuple(of.get(one.id, ())), findings, conditions or {})
        for one in notices
    }
    return {notice: tuple(_line(card, criterion) for criterion in CRITERIA) for notice, card in cards.items()}


def _line(card: Card, criterion: str) -> Line:
    score, statement, evidence = _SCORED.get(criterion, _by_rules(criterion))(card)
    return Line(
        criterion=criterion, asks=CRITERIA[criterion], score=score, statement=statement, evidence=evidence
    )


_Scored = tuple[Score, str, tuple[str, ...]]


def _by_rules(criterion: str) -> Callable[[Card], _Scored]:
    """Score by the flaws of a criterion's rules: 0 with an error, partial with a warning."""

    def scored(card: Card) -> _Scored:
        rules = [one for one in RULES if one.criterion == criterion and one.severity != "note"]
        found = [one for one in card.flaws if one.rule in {rule.name for rule in rules}]
        names = tuple(dict.fromkeys(one.rule for one in found))
        gravest = next((one for one in found if one.severity == "error"), None)
        if gravest is not None:
            return "0", _first(gravest, found), names
        lacking = [
            (rule.name, rule.lacks(card.case)) for rule in rules if rule.name in CORE.get(criterion, ())
        ]
        missing = next((what for _, what in lacking if what is not None), None)
        if missing is not None:
            tested = f" {_first(found[0], found)}" if found else ""
            return "unknown", f"Not known: {missing} is missing.{tested}", names
        if found:
            return "partial", _first(found[0], found), names
        tested_by = tuple(rule.name for rule in rules if rule.lacks(card.case) is None)
        return "met", f"Nothing found by {len(tested_by)} rules.", tested_by

    return scored


def _first(flaw: Flaw, found: Sequence[Flaw]) -> str:
    more = len(found) - 1
    return flaw.what + (f" And {more} more." if more else "")


def _time(card: Card) -> _Scored:
    short = [one for one in card.flaws if one.rule == "too-little-time"]
    if short:
        return "0", short[0].what, ("too-little-time",)
    prefix = f"reach.{card.case.notice.id}."
    meant = card.case.notice.deadline_means
    for one in card.findings:
        if not one.id.startswith(prefix) or (meant and one.id != prefix + meant):
            continue
        if one.answer == "not_met":
            return "0", one.statement, (one.id,)
        if one.answer == "not_refuted":
            text = "A schedule exists on these inputs; it holds for nobody who cannot walk unaided."
            return "partial", text, (one.id,)
    return "unknown", "Not known: neither a proof nor a schedule of this notice is there.", ()


def _route(card: Card) -> _Scored:
    if any(one.rule == "no-route" for one in card.flaws):
        return "0", "It does not say which way to take.", ("no-route",)
    routes = tuple(one.name for one in card.case.notice.routes)
    said = f"It names {listed(routes)}" if routes else "It names or draws a way"
    return "partial", f"{said}; whether that is open, and stays so, no notice shows.", routes


def _planning(question: str, part: str) -> Callable[[Card], _Scored]:
    """Score by findings against planning minimums: met where all are above, 0 where all are below."""

    def scored(card: Card) -> _Scored:
        if not card.destinations:
            return "unknown", "Not known: no destination is stated.", ()
        found = card.of(question, part)
        ids = tuple(one.id for one in found)
        answers = {one.answer for one in found}
        below = next((one for one in found if one.answer == "below"), None)
        if not found or not answers <= {"above", "below"}:
            if below is not None:
                return "partial", below.statement, ids
            known = found[0].statement if found else f"no finding of {question} on its destination is there."
            return "unknown", f"Not known: {known}", ids
        if below is None:
            text = f"{len(found)} planning minimums are exceeded; a minimum is no proof that it is enough."
            return "met", text, ids
        return ("0" if answers == {"below"} else "partial"), below.statement, ids

    return scored


def _conditions(card: Card) -> _Scored:
    known = {one: card.conditions[one] for one in card.destinations if one in card.conditions}
    if not known:
        return "unknown", "Not known: which conditions are stated for its destination.", ()
    stated = {
        (area, text): getattr(conditions, field)
        for area, conditions in known.items()
        for field, text in FORM.items()
    }
    open_ones = tuple(f"{area}: {text}: {how}" for (area, text), how in stated.items() if how != "stated")
    evidence = tuple(f"{area}: {text}: {how}" for (area, text), how in stated.items())
    if not open_ones and len(known) == len(card.destinations):
        text = "All conditions that agencies set are stated; whether they are kept is another question."
        return "partial", text, evidence
    if all(how == "not stated" for how in stated.values()):
        return "0", "None of the conditions that agencies set is stated.", evidence
    text = f"Of the conditions that agencies set, {len(stated) - len(open_ones)} of {len(stated)} are stated."
    return "partial", text, evidence


def _reached(card: Card) -> _Scored:
    flaws = [one for one in card.flaws if one.rule == "language-missing"]
    if flaws:
        return "0", flaws[0].what, ("language-missing",)
    channels = card.case.notice.channels
    offline = [one for one in channels if any(word in one.casefold() for word in OFFLINE)]
    others = [one for one in card.flaws if _criterion(one) == "C9"]
    if not channels:
        return "unknown", "Not known: by which channels it was made known.", tuple(one.rule for one in others)
    if not offline:
        text = f"Its channels, {listed(channels)}, are none that is known to work offline."
        return "0", text, tuple(channels)
    text = f"By {listed(offline)} it can be had offline; whether it reached everybody, no notice shows."
    return "partial", text, (*channels, *(one.rule for one in others))


def _said(rule: str, text: str) -> Callable[[Card], _Scored]:
    """Score what is either said or not."""

    def scored(card: Card) -> _Scored:
        found = next((one for one in card.flaws if one.rule == rule), None)
        return ("0", found.what, (rule,)) if found is not None else ("met", text, (rule,))

    return scored


def _groups(card: Card) -> _Scored:
    if card.case.notice.stays is None and not _speaks(card.case, "stays"):
        return "0", "It says nothing of those who cannot leave by themselves.", ("no-word-on-those-who-stay",)
    text = "It speaks of those who stay or cannot leave; of families, nothing is read from a notice."
    return "partial", text, ()


def _burden(card: Card) -> _Scored:
    rule = next(one for one in RULES if one.name == "ordered-again")
    lacking = rule.lacks(card.case)
    if lacking is not None:
        return "unknown", f"Not known: {lacking} is missing.", ()
    found = [one for one in card.flaws if one.rule == "ordered-again"]
    if not found:
        return "met", "None of the earlier notices that are known is for any of this ground.", ()
    return "0", found[0].what, found[0].evidence


def _criterion(flaw: Flaw) -> str | None:
    return next((one.criterion for one in RULES if one.name == flaw.rule), None)


def _speaks(case: NoticeCase, topic: Topic) -> bool:
    return any(one == topic for one, _ in case.reading.topics)


_SCORED: dict[str, Callable[[Card], _Scored]] = {
    "C3": _time,
    "C4": _route,
    "C6": _planning("room", ".after."),
    "C7": _planning("services", ""),
    "C8": _conditions,
    "C9": _reached,
    "C10": _groups,
    "C11": _said(
        "no-end", "It states an end, or a condition for return; whether that is kept is another question."
    ),
    "C12": _said("no-word-on-those-who-stay", "It says what holds for those who stay or cannot leave."),
    "C14": _burden,
}
