"""A flaw of a notice: which rule found it, what and where it is, on what evidence, and how to mend it."""

from __future__ import annotations

from typing import Literal

import msgspec

from safeground.quantity import Range

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From the gravest on."""


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in a notice that misleads, contradicts itself or is missing."""

    rule: str
    """Stable name of the rule: ``named-not-drawn``."""
    severity: Severity
    notice: str
    """Id of the notice."""
    what: str
    """One sentence with its figures: ``Block 47 is named in the text and not drawn on the map.``"""
    where: str
    """Where in the notice: ``text (en), "blocks 36, 38-54"``; ``map``; ``deadline``."""
    evidence: tuple[str, ...] = ()
    """What it rests on: words of the notice, ids of blocks and of other notices, names of files."""
    mend: str
    """What its issuer can do about it, as an instruction."""
    persons: Range | None = None
    """People who live in what is named and not drawn, drawn and not named …; None where nobody counted."""
    area_km2: float | None = None
