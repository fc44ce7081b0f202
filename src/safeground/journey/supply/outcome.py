"""What a plan's supplies come to, as the questions read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from safeground.quantity import Range
from safeground.supply.certificate import MARGIN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from safeground.journey.supply.open import AreaOpen
    from safeground.journey.supply.people import People
    from safeground.remarks import Remark
    from safeground.supply.certificate import SupplyCertificate, SupplyProof
    from safeground.supply.problem import SupplyProblem

WHOLE: Final = 1.0 - 1e-6
"""A share from which a need is met in full: the solver's tolerance."""
NOTHING: Final = MARGIN
"""A bound up to this share of the need is one of nothing but rounding."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A part of the bound: what holds supplies back.

    Parameters
    ----------
    kind
        ``gate``, ``hours``, ``closed``, ``inspection``, ``collection``, ``road``, ``trucks``, ``intake``,
        ``storage``, ``made`` (inside). Where nothing at all can come, what lets nothing through: ``shut``
        gates, ``closed road``, else of the kinds above; ``times`` where everything lets something through.
    names
        Gates, routes … that it is at. Names of routes are restricted.
    amount
        How much of the bound passes it, in the commodity's unit; NaN where it is not told.
    """

    kind: str
    names: tuple[str, ...]
    amount: float


@dataclass(frozen=True, slots=True)
class CommodityOutcome:
    """One commodity over all days.

    Parameters
    ----------
    commodity, unit
        Its id and unit.
    source
        Where the need of a person stands.
    need
        All need, from the least of all places together to the most of each.
    most
        No more than this can be delivered and used: proven by the certificate.
    least
        What a delivery plan supplies at the worst ends; it was carried out on the arrays.
    least_share
        The share of its need that each place gets at least in that plan, at the fewest.
    unknown_areas
        Areas whose need nobody knows: in no figure here.
    bottlenecks
        What the bound is made of, the largest part first.
    certificate, proof
        Of the bound; None in the public edition.
    break_even
        The bound stays below the need unless gates and roads let through this many times as much; None where
        it does not depend on them.
    """

    commodity: str
    unit: str
    source: str
    need: Range
    most: float
    least: float
    least_share: float
    unknown_areas: tuple[str, ...]
    bottlenecks: tuple[Bottleneck, ...]
    certificate: SupplyCertificate | None
    proof: SupplyProof | None
    break_even: float | None
    by_people: bool = False
    """Whether the need is people times a figure that everybody knows."""
    stores: int = 0
    """At how many stores and crossings an amount of it is stated: of few, a total tells that of one."""
    amounts_said: bool = True
    """Whether amounts are said, and not shares alone."""
    not_counted: tuple[str, ...] = ()
    """Further sources of which the plan says nothing: in no figure here."""
    depends_on: tuple[str, ...] = ()
    """On what it depends whether a need is met that the bound does not refute, in words anyone may read."""
    counted: Range | None = None
    """The need as it was counted, where claims that count other people have widened it."""
    missing: tuple[str, ...] = ()
    """What is not stated and would decide, besides what the supplies lack as a whole."""
    inside_stated: bool = True
    """Whether it is known what wells and plants inside give, of water: most of it need not come in."""
    unknown_sites: int = 0
    """How many sites use it up at a rate that nobody states: in no figure here."""

    @property
    def refuted(self) -> bool:
        """Whether no delivery can meet the need, even where it is least."""
        return self.most < self.need.low * (1 - MARGIN)

    @property
    def possible(self) -> bool:
        """Whether a delivery plan meets all need at the worst ends."""
        more = self.counted is not None and self.need.high > self.counted.high
        return self.least_share >= WHOLE and not more

    @property
    def share(self) -> Range:
        """The share of the need that can be met: from the delivery plan at the worst to the bound."""
        high = 1.0 if self.need.low <= 0 else min(1.0, self.most / self.need.low)
        return Range(min(self.least / self.need.high if self.need.high > 0 else 1.0, high), high, "share")


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """Restricted: what a place gets of a commodity, shared fairly or by priority."""

    place: str
    commodity: str
    unit: str
    need: float
    at_best: float
    at_worst: float
    short_days: tuple[int, ...]
    """Days (from 0) on which less than its need is met even at the best ends."""


@dataclass(frozen=True, slots=True)
class Course:
    """A commodity by day, of the plan that shares at the best ends, and what is needed."""

    commodity: str
    unit: str
    entered: tuple[float, ...]
    collected: tuple[float, ...]
    delivered: tuple[float, ...]
    used: tuple[float, ...]
    needed: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SupplyOutcome:
    """Everything about the supplies that needs no claims.

    Parameters
    ----------
    begins, days
        From when on, and how many days.
    people
        Who is where by day.
    commodities
        Those that somebody needs.
    shares, courses
        How the plan that shares at the best ends gives to places, and what it does by day.
    sharing
        The rule: ``fairly`` or ``by priority``, with what cut it off.
    areas
        Whether supplies have an open way to each area.
    missing
        What is not stated and does not work at the worst.
    transit
        Time of each route [h], and why it is not known for the others.
    problem
        The arrays of every certificate.
    """

    begins: datetime
    days: int
    people: People
    commodities: tuple[CommodityOutcome, ...] = ()
    shares: tuple[PlaceShare, ...] = ()
    courses: tuple[Course, ...] = ()
    sharing: str = ""
    areas: tuple[AreaOpen, ...] = ()
    missing: tuple[str, ...] = ()
    transit: Mapping[str, Range] = field(default_factory=dict)
    no_transit: Mapping[str, str] = field(default_factory=dict)
    problem: SupplyProblem | None = None
    remarks: tuple[Remark, ...] = ()
