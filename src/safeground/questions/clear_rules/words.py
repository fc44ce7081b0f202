"""How rules say what they found: blocks, people, ground, times; rounded, so that anyone may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.wording import number, people_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.quantity import Range

MOST_NAMED = 12


def listed(ids: Sequence[str], most: int = MOST_NAMED) -> str:
    """Say a list: its first members, and how many are in it.

    Examples
    --------
    >>> listed(["36", "47"]), listed([str(i) for i in range(20)], most=3)
    ('36 and 47', '0, 1, 2 and 17 more')
    """
    if len(ids) > most:
        return f"{', '.join(ids[:most])} and {len(ids) - most} more"
    return " and ".join(filter(None, (", ".join(ids[:-1]), *ids[-1:])))


def blocks(ids: Sequence[str]) -> str:
    """Say blocks: ``block 47``, ``blocks 36 and 47``."""
    return f"block{'s' if len(ids) != 1 else ''} {listed(ids)}"


def are(ids: Sequence[str]) -> str:
    """Return the verb for as many."""
    return "are" if len(ids) != 1 else "is"


def as_evidence(ids: Sequence[str]) -> tuple[str, ...]:
    """Return every block, so that a machine can take them up."""
    return tuple(f"block {one}" for one in ids)


def ground(km2: float, persons: Range | None) -> str:
    """Say how much ground it is and how many people live there."""
    people = "nobody counted the people there" if persons is None else people_words(persons)
    return f"{surface(km2)}, {people}"


def surface(km2: float) -> str:
    """Say a surface; what is smaller than a hectare as that."""
    return f"{number(km2)} km²" if km2 >= 0.01 else "less than 0.01 km²"


def moment(at: datetime) -> str:
    """Say a time to the minute, with its offset.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> moment(datetime(2026, 3, 4, 18, tzinfo=UTC))
    '2026-03-04 18:00 +00:00'
    """
    offset = at.strftime("%z")
    zone = f" {offset[:3]}:{offset[3:5]}" if offset else ""
    return f"{at:%Y-%m-%d %H:%M}{zone}"


def capital(text: str) -> str:
    """Return a sentence with a capital at its start."""
    return text[:1].upper() + text[1:]
