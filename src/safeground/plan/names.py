"""The gazetteer of names: neighbourhoods, towns and districts, with their spellings in several scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.remarks import Remark


@dataclass(frozen=True, slots=True)
class Name:
    """A place with a name.

    Parameters
    ----------
    id
        Its id in the file.
    spellings
        Every spelling, in any script; the first is the one that is shown.
    kind
        ``neighbourhood``, ``town``, ``district`` … in the file's words; empty where it has none.
    within
        Id of the district or town that it belongs to; None where unknown.
    geometry
        Polygon or point (WGS 84); None where unknown.
    """

    id: str
    spellings: tuple[str, ...]
    kind: str = ""
    within: str | None = None
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a territory.

    Parameters
    ----------
    names
        In the file's order.
    file
        The file they came from.
    remarks
        What was inferred, repaired or left out in reading.
    """

    names: tuple[Name, ...]
    file: str = ""
    remarks: tuple[Remark, ...] = ()
