"""What all words of a plan file share."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Number = float | Annotated[tuple[float, ...], msgspec.Meta(min_length=2, max_length=3)]
"""One number, ``[low, high]`` or ``[low, best, high]``: read with ``Range.of``."""

Stated = Literal["stated", "not stated", "disputed"]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every struct of the plan file: unknown keys are faults."""
