"""Areas that somebody declared finished and that became active again: the status goes back, and is shown.

Claims of the measure ``area_status`` say ``finished`` or ``active``, each for its own time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.ledger.moments import moment
from safeground.plan.return_words import AREA_STATUS
from safeground.questions.finding import Finding, HeldAgainst
from safeground.questions.return_conditions import CAVEAT, claims_on

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.plan.places import LoadedPlan

FINISHED: Final = "finished"
ACTIVE: Final = "active"


def status_findings(loaded: LoadedPlan, area: str) -> tuple[Finding, ...]:
    """Return a finding where an area was declared finished; none where nobody did."""
    told = sorted(_told(loaded, area), key=lambda one: (one[0], one[2]))
    finished = [one for one in told if one[1] == FINISHED]
    if not finished:
        return ()
    first = finished[0]
    again = [one for one in told if one[1] == ACTIVE and one[0] > first[0]]
    tied = [one for one in told if one[1] == ACTIVE and one[0] == first[0]]
    evidence = tuple(dict.fromkeys(one[2] for one in (*finished, *again, *tied)))
    text = f"{area}: declared finished as of {first[0]:%Y-%m-%d}"
    if again:
        text += f", said to be active again as of {again[0][0]:%Y-%m-%d}: its status has gone back"
    elif tied:
        text += ", and said to be active on the same day"
    else:
        text += "; nothing says that it became active again"
    return (
        Finding(
            id=f"return.{area}.status",
            question="return",
            subject=area,
            answer="not_met" if again else "depends" if tied else "met",
            statement=f"{text}.",
            held_against=HeldAgainst(text="declared finished, and not active again", source=first[2]),
            evidence=evidence,
            caveat=CAVEAT,
        ),
    )


def _told(loaded: LoadedPlan, area: str) -> list[tuple[datetime, str, str]]:
    """Return when what was said of an area's status, and by which claim or notice."""
    at = loaded.plan.as_of
    words = loaded.plan.displacement
    names = {area}
    if words is not None:
        names |= {
            name for one in words.places if area in (one.area, one.id) for name in (one.id, *one.called)
        }
    known = {_plain(name) for name in names}
    found = []
    for claim in claims_on(loaded, None, AREA_STATUS):
        when = _when(claim)
        if (
            _plain(claim.subject) in known
            and claim.state in (FINISHED, ACTIVE)
            and when is not None
            and when <= at
        ):
            found.append((when, claim.state, claim.id))
    return found


def _when(claim: Claim) -> datetime | None:
    text = claim.valid.from_ or claim.valid.to or claim.published
    return None if text is None else moment(text, claim.zone).earliest


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
