"""Can people return? Conditions as stated, held against claims; the way back; who is away, and since when.

"Met" and "not met" stand only for what the plan states and claims can check. Where nothing is stated the
answer is *unknown*, with what is missing. Nothing here proposes that anybody go, stay or come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.knowing import about
from safeground.questions.finding import Finding, HeldAgainst
from safeground.questions.return_conditions import CAVEAT, claims_on, condition_findings, plainly
from safeground.questions.return_figures import added_findings, figure_findings
from safeground.questions.return_orders import order_findings
from safeground.questions.return_status import status_findings
from safeground.questions.return_way import way_finding

if TYPE_CHECKING:
    from safeground.plan.places import LoadedPlan
    from safeground.plan.return_words import Return
    from safeground.questions.finding import Answer
    from safeground.questions.returning import Returning


def findings(
    loaded: LoadedPlan,
    back: Returning,
) -> tuple[Finding, ...]:
    """Answer *return* for each area that people are told to leave or to go back to.

    Parameters
    ----------
    loaded
        The plan with its places and claims.
    back
        What claims of displacement come to, what was found of the ways back, and whom notices tell to move.
    """
    way_to = {one.area: one for one in back.ways}
    words_of = {one.area: one for one in loaded.plan.returns}
    areas = [
        area.id for area in loaded.plan.areas if area.kind in ("ordered", "return") or area.id in words_of
    ]
    found: list[Finding] = []
    for area in areas:
        words = words_of.get(area)
        found.append(_stated(loaded, area, words))
        if words is not None:
            found += [*condition_findings(loaded, words), *_choice(loaded, words), *_at_home(loaded, words)]
            found.append(way_finding(loaded, words, way_to.get(area)))
        found += [*order_findings(loaded, area, words), *status_findings(loaded, area, back.displacement)]
        found += figure_findings(loaded, area, words, back.displacement)
    return (*found, *added_findings(loaded, back.told))


def _stated(loaded: LoadedPlan, area: str, words: Return | None) -> Finding:
    """Return what is said of going back, and what is not."""
    orders = [one for one in loaded.plan.notices if area in one.areas]
    said = []
    lacking = []
    if words is None or not words.conditions:
        lacking.append("conditions")
    else:
        number = len(words.conditions)
        measured = sum(one.holds_if is not None for one in words.conditions)
        said.append(
            f"{number} {'condition' if number == 1 else 'conditions'}, of which {measured} can be measured"
        )
    for name, value in (
        ("from when", words and words.begins),
        ("by when", words and words.until),
        ("whether it is people’s own choice", words and words.choice != "not stated"),
        ("the way back", words and (words.corridors or words.from_)),
        ("how people are told", words and words.told_by),
    ):
        (said if value else lacking).append(name)
    ends = [f"{one.id} says: “{one.end}”" for one in orders if one.end]
    text = f"{area}: of going back {('stated: ' + ', '.join(said)) if said else 'nothing is stated'}"
    text += f"; not stated: {', '.join(lacking)}" if said and lacking else ""
    text += (
        f". {'; '.join(ends)}; nothing measures it"
        if ends and (words is None or not words.conditions)
        else ""
    )
    answer: Answer = "unknown" if lacking else "depends"
    missing = (
        f"of going back to {area}: {', '.join(lacking)}; the issuer of the order could say"
        if lacking
        else None
    )
    return _finding(loaded, area, "stated", answer, f"{text}.", missing=missing, words=words)


def _choice(loaded: LoadedPlan, words: Return) -> list[Finding]:
    """Return what is said on choice: a permission is none, and what is said is not what is so."""
    if words.choice == "not stated":
        return []
    text = {
        "stated": f"{words.area}: it is stated that people choose themselves whether they go back",
        "disputed": f"{words.area}: whether people choose themselves to go back is disputed",
    }[words.choice]
    held = HeldAgainst(
        text="people choose themselves whether they go back", source=words.source or words.area
    )
    answer: Answer = "depends" if words.choice == "disputed" else "unknown"
    missing = "what displaced people say of it; a survey of their intentions could tell"
    return [
        _finding(
            loaded, words.area, "choice", answer, f"{text}.", held=held, words=words,
            missing=missing if answer == "unknown" else None,
        )
    ]  # fmt: skip


def _at_home(loaded: LoadedPlan, words: Return) -> list[Finding]:
    """Return what claims say of services and damage there; held against nothing where no condition is."""
    place = next(
        (one for one in _places(loaded) if words.area in (one[0], *one[1])), (words.area, (words.area,))
    )
    names = {" ".join(name.split()).casefold() for name in (place[0], *place[1], words.area)}
    found = []
    for measure in words.at_home:
        on_it = claims_on(loaded, None, measure)
        claims = [one for one in on_it if " ".join(one.subject.split()).casefold() in names]
        then = [one for one in claims if about(one, loaded.plan.as_of) != "no"]
        count, others = len(then), len(claims) - len(then)
        said = "no claim says" if not then else f"{count} {'claim says' if count == 1 else 'claims say'}"
        text = f"{words.area}: {said} how it is with {plainly(measure)} there"
        if others:
            text += f"; {others} {'claim is' if others == 1 else 'claims are'} of another time"
        missing = (
            f"a claim of {plainly(measure)} in {words.area}; whoever assesses damage or runs services could "
            "say"
            if not then
            else f"a condition that {plainly(measure)} is held against; none is stated"
        )
        found.append(
            _finding(
                loaded, words.area, f"home.{measure}", "unknown", f"{text}.", missing=missing, words=words,
                evidence=tuple(one.id for one in claims),
            )
        )  # fmt: skip
    return found


def _places(loaded: LoadedPlan) -> list[tuple[str, tuple[str, ...]]]:
    words = loaded.plan.displacement
    if words is None:
        return []
    return [(place.area or place.id, (place.id, *place.called)) for place in words.places]


def _finding(
    loaded: LoadedPlan,
    area: str,
    what: str,
    answer: Answer,
    statement: str,
    *,
    words: Return | None,
    missing: str | None = None,
    held: HeldAgainst | None = None,
    evidence: tuple[str, ...] = (),
) -> Finding:
    source = (words.source if words is not None else None) or loaded.path.name
    return Finding(
        id=f"return.{area}.{what}",
        question="return",
        subject=area,
        answer=answer,
        statement=statement,
        held_against=held,
        missing=missing,
        evidence=(source, *evidence),
        caveat=CAVEAT,
    )
