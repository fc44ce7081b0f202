"""*Kept* for the public edition: examined again as if the ledger held only claims that are marked public.

So no answer, count or shortfall there can be worked back to a restricted claim. Figures that remain are those
that sources printed themselves, and none is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from safeground.publish.timeline_public import public_standings
from safeground.questions.kept import examine
from safeground.questions.sources import HELD_BACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.plan.pause_words import Commitment, Pause
    from safeground.questions.kept import Kept


def public_kept(plan: Plan, claims: Mapping[str, Standing], file: str) -> Kept | None:
    """Return the answer to *kept* from what is public; None where nothing public could be kept.

    Parameters
    ----------
    plan
        Of the public edition: ``without_names`` has been there.
    claims
        Every claim of the plan's ledger.
    file
        Name of the ledger.
    """
    return examine(plan, public_standings(claims), file=file)


def without_names(plan: Plan) -> Plan:
    """Return the plan without who announced or told what only a restricted source reports."""
    held_back = {source.id for source in plan.sources if source.sensitivity == "restricted"}
    return msgspec.structs.replace(
        plan,
        pauses=tuple(_pause(one, held_back) for one in plan.pauses),
        commitments=tuple(_commitment(one, held_back) for one in plan.commitments),
    )


def _pause(pause: Pause, held_back: set[str]) -> Pause:
    extensions = tuple(
        msgspec.structs.replace(one, by=HELD_BACK) if one.source in held_back else one
        for one in pause.extensions
    )
    terms = tuple(
        msgspec.structs.replace(one, speaker=None) if one.source in held_back else one for one in pause.terms
    )
    return msgspec.structs.replace(pause, extensions=extensions, terms=terms)


def _commitment(promise: Commitment, held_back: set[str]) -> Commitment:
    if promise.source not in held_back:
        return promise
    told_by = None if promise.told_by is None else HELD_BACK
    return msgspec.structs.replace(promise, speaker=None, told_by=told_by, also_said_by=())
