"""Protected sites: hospitals, water, power, shelters, schools."""

from __future__ import annotations

from typing import Literal

import msgspec

from safeground.quantity import Range

SiteClass = Literal[
    "hospital",
    "clinic",
    "water",
    "power",
    "shelter",
    "school",
    "warehouse",
    "bakery",
    "worship",
    "heritage",
    "other",
]
Sensitivity = Literal["public", "restricted"]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One site. Its position is restricted unless the table says otherwise."""

    id: str
    name: str
    site_class: SiteClass
    lon: float
    lat: float
    position_uncertainty_m: float = 0.0
    beds: Range | None = None
    patients: Range | None = None
    sensitivity: Sensitivity = "restricted"
    status: str | None = None
    source: str | None = None
