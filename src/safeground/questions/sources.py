"""How a finding says who stated a figure: by name only where the source may be named in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safeground.plan.model import Plan

HELD_BACK = "a source that is held back"


def said_by(plan: Plan, source: str) -> str:
    """Return who states something: the publisher, else the title; what is no id of a source, as written."""
    for one in plan.sources:
        if one.id == source:
            return (one.publisher or one.title) if one.sensitivity == "public" else HELD_BACK
    return source
