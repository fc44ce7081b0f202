"""A claim: what somebody stated of something, exactly as far as they stated it.

A field that the source does not fill is empty and stays so. An anonymous source has a role and no field for
a name. Nothing here is ever changed: a correction is another claim.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "figure", "status", "event", "order", "commitment", "demand", "expectation", "denial", "belief",
    "agreement_term", "threat", "question_unanswered",
]  # fmt: skip
Qualifier = Literal[
    "exact", "about", "nearly", "almost", "at_least", "more_than", "at_most", "less_than", "few", "several",
    "dozens", "few_dozen", "scores", "hundreds", "several_hundred", "thousands", "tens_of_thousands",
    "majority", "minority", "unspecified",
]  # fmt: skip
Basis = Literal["stated", "inferred", "unknown"]
Sensitivity = Literal["public", "restricted"]
PlacePrecision = Literal["point", "site", "neighbourhood", "locality", "district", "territory", "unknown"]


class Recorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all that the ledger keeps: unknown fields are faults."""


class Named(Recorded, frozen=True, kw_only=True, tag="named"):
    """A person who speaks in public, or a formally named body."""

    name: str


class ByRole(Recorded, frozen=True, kw_only=True, tag="role_only"):
    """One person who is not named: the role as printed, and no more."""

    role: str


class Collective(Recorded, frozen=True, kw_only=True, tag="collective"):
    """A loose group: "officials", "residents", a country."""

    called: str


Source = Named | ByRole | Collective


class Amount(Recorded, frozen=True, kw_only=True):
    """A number with the words around it; ends that were not stated are None, never invented.

    ``low`` and ``high`` are bounds of the true value if the source is right; ``more_than`` and ``less_than``
    exclude theirs.
    """

    qualifier: Qualifier
    value: float | None = None
    """The number as printed; None for words without one ("several hundred")."""
    low: float | None = None
    high: float | None = None
    unit: str
    by_convention: bool = False
    """Whether an end is what a word is taken to mean ("thousands": at least 2,000), not a reported number."""


class Period(Recorded, frozen=True, kw_only=True):
    """From when to when a claim holds, or in which window its moment lies.

    ``from_`` alone: since then, and still so when it was published. ``to`` alone: true by then, its beginning
    not stated.
    """

    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    basis: Basis = "unknown"
    window: bool = False
    """Whether the ends are those of an uncertainty about one moment, not of a duration."""


class Place(Recorded, frozen=True, kw_only=True):
    """Where, as precisely as was stated."""

    name: str
    precision: PlacePrecision = "unknown"
    lon: float | None = None
    lat: float | None = None
    uncertain_m: float | None = None
    """How far off the coordinates may be."""


class Claim(Recorded, frozen=True, kw_only=True):
    """One checkable unit of what was said."""

    id: str
    kind: Kind
    subject: str
    """What or whom it is about; private persons by role only, never by name."""
    measure: str
    """What of it: ``people_killed``, ``crossing_status``."""
    amount: Amount | None = None
    state: str | None = None
    """What it says where it is no number: ``open``, ``agreed``; a time for the measure of a time."""
    hedge: str | None = None
    """The words that weaken it, as printed: "seemingly", "is believed"."""
    definition: str | None = None
    """What is counted and what is not, where the source says so."""
    track: str | None = None
    """Which of several counts that are kept apart it belongs to."""
    counts_for: str | None = None
    """The day for which it counts, where that is not the day on which it happened."""
    valid: Period = Period()
    said: Period = Period()
    published: str | None = None
    zone: str
    """IANA name of the zone in which its days are days."""
    stated_by: Source
    promisor: str | None = None
    """Of a commitment: who is to keep it, where another tells of it."""
    addressee: str | None = None
    reported_by: tuple[str, ...] = ()
    """The chain through which it came, from the one who heard it to the copy that was read."""
    link: str | None = None
    """Address of the copy that was read."""
    place: Place | None = None
    sensitivity: Sensitivity = "restricted"
    recorder: str
    """Who entered it: a role or initials."""
    origin: str | None = None
    """The file and row that it was imported from."""
    note: str | None = None
