"""Who says what of supplies, and how they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.wording import statement_words
from safeground.questions import counts
from safeground.questions.supply_levels import OF_STATE

if TYPE_CHECKING:
    from safeground.ledger.state import Standing


def claim_words(standing: Standing) -> str:
    """Say who says what, since when, with what kind of claim it is where it tells of no state."""
    claim = standing.claim
    ends = dict.fromkeys(end for end in (claim.valid.from_, claim.valid.to) if end)
    since = " to ".join(ends) or claim.published
    when = f" ({since})" if since else ""
    hedge = f", {claim.hedge}" if claim.hedge else ""
    kind = "" if claim.kind in OF_STATE or claim.amount else f"{claim.kind.replace('_', ' ')}: "
    return f"{counts.called(claim)}{when}: {kind}{statement_words(claim)}{hedge}"
