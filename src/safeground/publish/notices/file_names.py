"""Names of files from ids: the same on every system, never two alike."""

from __future__ import annotations

import hashlib
import re


def stem(*ids: str) -> str:
    """Return a file name's stem from ids; where signs had to go, a digest keeps it apart from others.

    Examples
    --------
    >>> stem("notice-1", "low-town", "ar")
    'notice-1.low-town.ar'
    >>> stem("أمر 1")
    '1-b8e235d0'
    """
    plain = ".".join(re.sub(r"[^A-Za-z0-9_-]+", "-", one).strip("-")[:40] for one in ids)
    if plain == ".".join(ids):
        return plain
    digest = hashlib.sha256("\0".join(ids).encode()).hexdigest()
    return f"{plain}-{digest[:8]}"
