"""*Kept* for the public edition: examined again as if the ledger held only claims that are marked public.

What all claims give otherwise is unknown there (``agreement``), so no count or shortfall can be worked back
to a restricted claim. Figures that remain are those that sources printed themselves, and none is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from safeground.publish.agreement import agreed
from safeground.publish.agreement_kept import agreed_kept
from safeground.publish.timeline_public import public_standings
from safeground.questions.kept import examine
from safeground.questions.sources import HELD_BACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.plan.pause_words import Commitment, Pause
    from safeground.questions.finding import Finding
    from safeground.questions.kept_account import KeptAccount


def public_kept(
    whole: Plan,
    plan: Plan,
    findings: Iterable[Finding],
    account: KeptAccount,
    claims: Mapping[str, Standing],
) -> tuple[tuple[Finding, ...], KeptAccount | None]:
    """Return the findings and the account that may be published; no account where nothing public is kept.

    Parameters
    ----------
    whole, plan
        The whole plan, and that of the public edition: ``without_names`` has been there.
    findings, account
        What was found from all claims.
    claims
        Every claim of the plan's ledger.
    """
    public = public_standings(claims)
    alone, shown = examine(whole, public), examine(plan, public)
    if alone is None or shown is None:
        return agreed("kept", findings, (), ()), None
    return agreed("kept", findings, alone.findings, shown.findings), agreed_kept(account, shown.account)


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
