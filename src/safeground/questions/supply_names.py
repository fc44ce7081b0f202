"""Who says what of supplies, and how they are named: the restricted edition holds no source back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.ledger.store import source_name
from safeground.ledger.wording import statement_words
from safeground.questions import counts
from safeground.questions.sources import said_by
from safeground.questions.supply_levels import OF_STATE

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.questions.kept_account import Count


@dataclass(frozen=True, slots=True)
class Naming:
    """How an edition names sources.

    Parameters
    ----------
    everybody
        Whether restricted sources are named, too: in the restricted edition alone.
    """

    everybody: bool = False

    def claimant(self, claim: Claim) -> str:
        """Return what the source of a claim is called."""
        return source_name(claim) if self.everybody else counts.called(claim)

    def counter(self, count: Count) -> str:
        """Return what the source of a count is called."""
        return count.by if self.everybody else count.called

    def source(self, plan: Plan, source: str) -> str:
        """Return who states something of the plan: the publisher, else the title; what is no id, as it is."""
        named = next((one for one in plan.sources if one.id == source), None)
        if named is None or not self.everybody:
            return said_by(plan, source)
        return named.publisher or named.title

    def words(self, standing: Standing) -> str:
        """Say who says what, since when; of a claim that tells of no state, with its kind."""
        claim = standing.claim
        ends = dict.fromkeys(end for end in (claim.valid.from_, claim.valid.to) if end)
        since = " to ".join(ends) or claim.published
        when = f" ({since})" if since else ""
        hedge = f", {claim.hedge}" if claim.hedge else ""
        kind = "" if claim.kind in OF_STATE or claim.amount else f"{claim.kind.replace('_', ' ')}: "
        return f"{self.claimant(claim)}{when}: {kind}{statement_words(claim)}{hedge}"


PUBLIC_NAMING: Final = Naming()
"""Only sources that may be named in public are."""
