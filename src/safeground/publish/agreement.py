"""Where public claims answer as all claims do: the rule of *kept*, *supply* and *return* in public.

An answer is published where the claims that are marked public give the one that all claims give; else the
public edition says *unknown*, whichever of the two is the graver. So it is never more favourable than what is
known, needs no order of answers, and of what is held back tells only that it matters. What is said beside an
answer, figures above all, is published where it is the same, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from safeground.questions.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.questions.finding import QuestionName

NOT_ANSWERED: Final = "what may be published does not answer this"
"""The reason of every *unknown* that this rule makes."""
ANSWER_ALONE: Final = "Only the answer is published, as not all that is known may be"
MISSING: Final = "claims that may be published and give the answer that all known ones give"


def agreed(
    question: QuestionName, whole: Iterable[Finding], alone: Iterable[Finding], shown: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return the findings that may be published.

    Parameters
    ----------
    question
        Whose findings they are.
    whole
        What follows from all claims.
    alone
        What follows from public claims, with all figures of the ground as in ``whole``.
    shown
        The same as the public edition words and rounds it: what is returned where nothing differs.
    """
    of_all = {one.id: one for one in whole}
    of_public = {one.id: one for one in alone}
    found = []
    for one in shown:
        if one.id not in of_all or one.id not in of_public:
            continue
        full, public = of_all[one.id], of_public[one.id]
        if not full.answer == public.answer == one.answer:
            found.append(_unanswered(one, full, public))
        elif _says(full) != _says(public):
            found.append(_answer_alone(one, full, public))
        else:
            found.append(one)
    if of_all.keys() - {one.id for one in found}:
        found.append(_more(question))
    return tuple(found)


def _says(finding: Finding) -> Finding:
    """Return a finding without its evidence: who says it is no part of what is said."""
    return msgspec.structs.replace(finding, evidence=())


def _unanswered(one: Finding, full: Finding, public: Finding) -> Finding:
    return msgspec.structs.replace(
        one,
        answer="unknown",
        statement=f"{NOT_ANSWERED.capitalize()}: {_about(one, full, public)}.",
        held_against=one.held_against if full.held_against == public.held_against else None,
        figure=None,
        missing=MISSING,
        deciders=(),
        break_even=None,
        evidence=(),
        certificate=None,
    )


def _answer_alone(one: Finding, full: Finding, public: Finding) -> Finding:
    if one.answer == "unknown":
        return _unanswered(one, full, public)
    said = _unanswered(one, full, public)
    return msgspec.structs.replace(
        said,
        answer=one.answer,
        statement=f"{ANSWER_ALONE}: {_about(one, full, public)}.",
        missing=None,
        evidence=one.evidence,
    )


def _about(one: Finding, full: Finding, public: Finding) -> str:
    """Say what a finding is about in words that no claim stands in."""
    held = one.held_against
    if held is None or full.held_against != public.held_against:
        what = one.id.removeprefix(f"{one.question}.").removeprefix(f"{one.subject}.").replace(".", ", ")
        return what if one.subject in what else f"{one.subject}, {what}"
    return held.text if held.text.startswith(one.subject) else f"{one.subject}, {held.text}"


def _more(question: QuestionName) -> Finding:
    """Return the finding that stands for those that rest on claims which are not public."""
    return Finding(
        id=f"{question}.withheld",
        question=question,
        subject=question,
        answer="unknown",
        statement=f"{NOT_ANSWERED.capitalize()}: something else that was examined.",
        missing=MISSING,
    )
