"""What was inferred, repaired or left out on the way: said in the report, never silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RemarkKind = Literal["inferred", "repaired", "left out", "warning"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing a reader must know about how an input was read.

    Parameters
    ----------
    kind
        ``inferred`` (filled in by a stated rule), ``repaired`` (changed to be usable), ``left out``
        (not used), ``warning`` (used as it is, and doubtful).
    file
        The input it is about.
    text
        A whole sentence.
    count
        How many rows, features, streets … it concerns; None where a count says nothing.
    persons
        How many people stand behind it; None where unknown or not applicable.
    restricted
        Whether it says where something is, or what restricted claims hold: no public edition has it.
    """

    kind: RemarkKind
    file: str
    text: str
    count: int | None = None
    persons: float | None = None
    restricted: bool = False
