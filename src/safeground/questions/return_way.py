"""The way back, in words: what the network shows of it, worded as *reach* words the way out.

Never "can": a schedule only fails to refute. Where no day is stated the time that it needs is given.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.quantity import Range
from safeground.questions.finding import Decider, Figure, Finding, HeldAgainst
from safeground.questions.reach_words import at_least, at_most, listed
from safeground.wording import people_words

if TYPE_CHECKING:
    from safeground.journey.outcome import Outcome
    from safeground.journey.way_back import WayBack
    from safeground.plan.places import LoadedPlan
    from safeground.plan.return_words import Return
    from safeground.questions.finding import Answer

CAVEAT = (
    "Says nothing on whether a return is voluntary, or what people find there. Only the network "
    "is looked at, as mapped and with the closures and hours that the plan states, and as if nobody else "
    "were on it: other ways back and ways out are not added."
)


def way_finding(loaded: LoadedPlan, words: Return, found: WayBack | None) -> Finding:
    """Return what the network shows of the way back to an area."""
    if found is None or not found.start:
        lacking = "streets" if found is None else "from where people go back"
        who = "a street map" if found is None else "the issuer of the order"
        return _finding(
            loaded, words, "unknown", f"{words.area}: the way back is not examined.",
            missing=f"{lacking}: not stated; {who} could say",
        )  # fmt: skip
    if found.hidden:
        verb = "is" if len(found.hidden) == 1 else "are"
        return _finding(
            loaded, words, "unknown", f"{words.area}: the way back is not examined.",
            missing=f"where {listed(found.hidden)} {verb}: not drawn; the issuer of the order could draw it",
        )  # fmt: skip
    way = f"{words.area}, the way back from {listed(found.start)}"
    outcome = found.outcome
    if found.no_way is not None:
        return _off_the_streets(loaded, words, f"{way}: no way back on the mapped streets ({found.no_way}).")
    if found.nobody:
        return _finding(
            loaded, words, "unknown", f"{way}: nobody is counted who would go back.",
            missing="whether anybody is away whom no claim counts; displacement tracking could say",
        )  # fmt: skip
    if outcome is None:
        return _finding(
            loaded, words, "unknown", f"{way}: how many people go back is not known.",
            missing="how many people are away; displacement tracking could say",
        )  # fmt: skip
    streets = loaded.plan.ground.streets
    if streets is not None and streets.grade == "schematic":
        return _finding(
            loaded, words, "unknown", f"{way}: the streets are schematic, so no time is proven.",
            missing="mapped streets: a schematic network gives no answer",
        )  # fmt: skip
    if outcome.persons.high <= 0:
        return _off_the_streets(loaded, words, f"{way}: no way back on the mapped streets.")
    return _examined(loaded, words, outcome, way, by_claims=found.by_claims)


def _examined(loaded: LoadedPlan, words: Return, outcome: Outcome, way: str, *, by_claims: bool) -> Finding:
    who = people_words(outcome.persons)
    ordered = "" if by_claims else " ordered to leave"
    text = f"{way}: of {who}{ordered} who can move and have a route, the last is back after "
    text += f"{at_least(outcome.lower_h)} at the least"
    if outcome.upper_h is None:
        text += f"; no schedule was found ({outcome.no_upper or 'none for all'})"
    else:
        text += (
            f"; a schedule has all of them back in {at_most(outcome.upper_h)}, if all know, all set out at "
        )
        text += "once and no street differs from the map"
    if outcome.stranded.high > 0:
        text += f". {people_words(outcome.stranded)} have no route on the mapped streets"
    if outcome.cannot_walk.high > 0:
        text += f". Not counted in it: {people_words(outcome.cannot_walk)} who cannot walk unaided"
    hours = Range(outcome.lower_h, math.inf if outcome.upper_h is None else outcome.upper_h, "h")
    figure = Figure(label="until the last is back", range=hours)
    if outcome.deadline_h is None:
        missing = "by when people can be back: no day is stated; the issuer of the order could say"
        if words.until is not None:
            missing = f"from when people could go back by {words.until}, which is over; the issuer could say"
        return _finding(loaded, words, "unknown", f"{text}.", missing=missing, figure=figure)
    held = HeldAgainst(text=f"all back by {words.until}", source=words.source or words.area)
    if outcome.refuted_on_streets and outcome.refuted_on_open_ground:
        if not (by_claims and words.from_):
            return _off_their_number(loaded, words, f"{text}.", figure, held, by_claims=by_claims)
        certificate = f"proofs/{outcome.notice}-arrived/certificate.json"
        return _finding(
            loaded, words, "not_met", f"{text}.", figure=figure, held=held, certificate=certificate
        )
    if outcome.refuted_on_streets:
        return _off_the_streets(loaded, words, f"{text}.", figure=figure, held=held)
    in_time = outcome.upper_h is not None and outcome.upper_h <= outcome.deadline_h
    answer: Answer = "not_refuted" if in_time and outcome.stranded.high <= 0 else "depends"
    return _finding(loaded, words, answer, f"{text}.", figure=figure, held=held)


def _off_their_number(
    loaded: LoadedPlan, words: Return, text: str, figure: Figure, held: HeldAgainst, *, by_claims: bool
) -> Finding:
    """Return a refutation that rests on people of whom nobody says that they are there."""
    there = (
        "who has left need not be where the orders send people"
        if by_claims
        else "who was ordered to leave need not have left"
    )
    return _depending(
        loaded, words, f"{text} Depends on how many are there: {there}.", "how many are there and go back",
        f"{there}, and fewer may be back in time", figure, held,
    )  # fmt: skip


def _off_the_streets(
    loaded: LoadedPlan,
    words: Return,
    text: str,
    *,
    figure: Figure | None = None,
    held: HeldAgainst | None = None,
) -> Finding:
    return _depending(
        loaded, words, f"{text} Depends on leaving the streets.", "leaving the streets",
        "on foot beside the mapped streets there may be a way", figure, held,
    )  # fmt: skip


def _depending(
    loaded: LoadedPlan,
    words: Return,
    text: str,
    assumption: str,
    effect: str,
    figure: Figure | None,
    held: HeldAgainst | None,
) -> Finding:
    """Return an answer that hangs on one assumption of which nothing is stated."""
    decider = Decider(
        assumption=assumption, range=Range(0.0, 1.0, "share"), effect=effect, moves=1.0, turns_answer=True
    )
    return _finding(loaded, words, "depends", text, deciders=(decider,), figure=figure, held=held)


def _finding(
    loaded: LoadedPlan,
    words: Return,
    answer: Answer,
    statement: str,
    *,
    missing: str | None = None,
    figure: Figure | None = None,
    held: HeldAgainst | None = None,
    deciders: tuple[Decider, ...] = (),
    certificate: str | None = None,
) -> Finding:
    ground = loaded.plan.ground
    files = (words.source, ground.streets.file if ground.streets else None, loaded.path.name)
    return Finding(
        id=f"return.{words.area}.way",
        question="return",
        subject=words.area,
        answer=answer,
        statement=statement,
        held_against=held,
        figure=figure,
        missing=missing,
        deciders=deciders,
        evidence=tuple(dict.fromkeys(item for item in files if item)),
        certificate=certificate,
        caveat=CAVEAT,
    )
