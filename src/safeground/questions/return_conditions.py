"""Conditions of going back: whether they are stated, measurable, and met by the claims that stand.

Claims are asked as of the plan's moment: one of which nobody says that it is so then decides nothing, and one
that was published later is not known yet. Claims that differ stand side by side: the answer then depends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from safeground.ledger.knowing import about
from safeground.questions.finding import Finding, HeldAgainst
from safeground.questions.known_claims import known_claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.claim import Claim
    from safeground.plan.places import LoadedPlan
    from safeground.plan.return_words import Measurable, Return, ReturnCondition
    from safeground.questions.finding import Answer

Verdict = Literal["holds", "fails", "open"]

CAVEAT = "What is claimed is not what is so. A permission to go back is not a choice, and proposes nothing."
NOT_STATED = "not stated"


def condition_findings(loaded: LoadedPlan, words: Return) -> tuple[Finding, ...]:
    """Return a finding for each condition that is stated for an area."""
    return tuple(
        _measured(loaded, words, one, one.holds_if)
        if one.holds_if is not None
        else _worded(loaded, words, one)
        for one in words.conditions
    )


def claims_on(loaded: LoadedPlan, subject: str | None, measure: str) -> tuple[Claim, ...]:
    """Return the known claims on a subject (None: on any) and a measure, by id."""
    known = known_claims(loaded)
    return tuple(one for one in known if one.measure == measure and subject in (None, one.subject))


def verdict(term: Measurable, claim: Claim) -> Verdict:
    """Return what a claim says of a measurable condition; ``open`` where its ends lie on both sides.

    An end that is only what a word is taken to mean ("thousands") nobody counted, so it decides nothing.
    """
    if term.state is not None:
        if claim.state is None:
            return "open"
        return "holds" if claim.state.casefold() == term.state.casefold() else "fails"
    amount = claim.amount
    if amount is None or amount.unit != term.unit or amount.by_convention:
        return "open"
    low = -math.inf if amount.low is None else amount.low
    high = math.inf if amount.high is None else amount.high
    least = -math.inf if term.at_least is None else term.at_least
    most = math.inf if term.at_most is None else term.at_most
    if low >= least and high <= most:
        return "holds"
    above = low > most or (low == most and amount.qualifier == "more_than")
    below = high < least or (high == least and amount.qualifier == "less_than")
    return "fails" if above or below else "open"


def _measured(loaded: LoadedPlan, words: Return, one: ReturnCondition, term: Measurable) -> Finding:
    at = loaded.plan.as_of
    known = claims_on(loaded, term.subject, term.measure)
    read = [(claim, about(claim, at)) for claim in known]
    then = [(claim, sure) for claim, sure in read if sure != "no"]
    found: list[Verdict] = [verdict(term, claim) if sure == "certain" else "open" for claim, sure in then]
    answer = _answer(found)
    said = f"{words.area}: the condition “{one.words}”, measured by {plainly(term.measure)} of {term.subject}"
    said += f" ({_limit(term)})"
    return _finding(
        loaded, words, one, answer,
        statement=f"{said}: {_counted(found)}.",
        missing=None if answer != "unknown" else _missing(term, len(known)),
        evidence=tuple(claim.id for claim, _ in then),
    )  # fmt: skip


def _worded(loaded: LoadedPlan, words: Return, one: ReturnCondition) -> Finding:
    known = {claim.id for claim in known_claims(loaded)}
    named = [claim for claim in one.evidence if claim in known]
    absent = len(one.evidence) - len(named)
    text = f"{words.area}: the condition “{one.words}” has nothing by which it could be measured"
    text += (
        f"; {_claims(len(named))} of the ledger {'is' if len(named) == 1 else 'are'} named beside it"
        if named
        else ""
    )
    text += (
        f"; {_claims(absent)} that the plan names {'is' if absent == 1 else 'are'} not in the ledger"
        if absent
        else ""
    )
    return _finding(
        loaded, words, one, "unknown", statement=f"{text}.",
        missing=f"what “{one.words}” comes to, as a number or a state; whoever set it could say",
        evidence=tuple(named),
    )  # fmt: skip


def _answer(found: Sequence[Verdict]) -> Answer:
    if not found:
        return "unknown"
    if set(found) == {"holds"}:
        return "met"
    return "not_met" if set(found) == {"fails"} else "depends"


def _counted(found: Sequence[Verdict]) -> str:
    if not found:
        return "no claim says how it is"
    if len(found) == 1:
        said = {"holds": "says that it holds", "fails": "says that it does not", "open": "decides neither"}
        return f"1 claim {said[found[0]]}"
    words: tuple[tuple[Verdict, str, str], ...] = (
        ("holds", "say that it holds", "that it holds"),
        ("fails", "say that it does not", "that it does not"),
        ("open", "decide neither", "decide neither"),
    )
    parts: list[str] = []
    for one, first, further in words:
        if count := found.count(one):
            parts.append(f"{count} {further}" if parts else f"{count} of {_claims(len(found))} {first}")
    return ", ".join(parts)


def _missing(term: Measurable, earlier: int) -> str:
    older = f" ({_claims(earlier)} {'is' if earlier == 1 else 'are'} of another time)" if earlier else ""
    return f"a claim of {plainly(term.measure)} of {term.subject} as of the plan's moment{older}"


def _limit(term: Measurable) -> str:
    if term.state is not None:
        return f"to be {term.state}"
    parts = [f"at least {term.at_least:g}"] if term.at_least is not None else []
    parts += [f"at most {term.at_most:g}"] if term.at_most is not None else []
    return f"{' and '.join(parts)} {term.unit}"


def plainly(measure: str) -> str:
    """Return the name of a measure as readers read it, who know no file of claims."""
    return measure.replace("_", " ")


def _claims(count: int) -> str:
    return "1 claim" if count == 1 else f"{count:,} claims"


def _finding(
    loaded: LoadedPlan,
    words: Return,
    one: ReturnCondition,
    answer: Answer,
    *,
    statement: str,
    missing: str | None,
    evidence: tuple[str, ...],
) -> Finding:
    source = one.source or words.source or loaded.path.name
    held = one.words if one.stated_by is None else f"{one.words} (stated by {one.stated_by})"
    return Finding(
        id=f"return.{words.area}.condition.{one.id}",
        question="return",
        subject=words.area,
        answer=answer,
        statement=statement,
        held_against=HeldAgainst(text=held, source=source),
        missing=missing,
        evidence=(source, *evidence),
        caveat=CAVEAT,
    )
