"""What the layers and tables say of a notice and of each of its places: plain text, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from safeground.publish.notices.mark import Issuer
from safeground.publish.notices.mark_words import clock_text, mark_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin, Place, Way
    from safeground.publish.notices.mark import Mark

Role = Literal["to leave", "to go to"]
NOT_STATED = "not stated"
PROTECTION = (
    "People outside of the areas, and people who stay, keep their protection. "
    "That an area is designated is its issuer's claim."
)


def notice_properties(bulletin: Bulletin, mark: Mark) -> dict[str, str]:
    """Return a notice's words; times are ISO 8601 with their offset, what is not stated says so."""
    stated = {
        "issuer": bulletin.issuer,
        "issued": time_text(bulletin.issued),
        "starts": time_text(bulletin.starts),
        "deadline": time_text(bulletin.deadline),
        "deadline_means": bulletin.deadline_means,
        "end": bulletin.end,
        "stays": bulletin.stays,
        "contact": bulletin.contact,
        "channels": "; ".join(bulletin.channels),
        "languages": "; ".join(bulletin.languages),
    }
    texts = {f"text_{language}": text for language, text in sorted(bulletin.text.items())}
    return {
        "notice": bulletin.id,
        "mark": mark_sentence(mark, bulletin),
        "fingerprint": mark.fingerprint if isinstance(mark, Issuer) else "",
        "status": bulletin.status,
        "message": bulletin.message,
        "changes": "; ".join(bulletin.changes),
        **{key: value or NOT_STATED for key, value in stated.items()},
        "message_expires": bulletin.expires.isoformat(timespec="seconds"),
        "protection": PROTECTION,
        "source": "" if bulletin.source is None else bulletin.source.title,
        **texts,
    }


def place_properties(place: Place, role: Role) -> dict[str, str]:
    """Return an area's words."""
    by = place.designated_by or NOT_STATED
    return {
        "area": place.id,
        "role": role,
        "kind": place.kind,
        "called": place.called or NOT_STATED,
        "designated_by": by,
        "blocks": "; ".join(place.listed or place.blocks),
        "streets_along_edge": "; ".join(place.streets),
        "landmarks": "; ".join(place.landmarks),
        "valid_from": time_text(place.valid_from) or NOT_STATED,
        "valid_to": time_text(place.valid_to) or NOT_STATED,
    }


def way_properties(way: Way) -> dict[str, str]:
    """Return a corridor's words."""
    return {
        "way": way.id,
        "role": "way",
        "open": "; ".join(way.open) or NOT_STATED,
        "along_streets": "; ".join(way.streets),
    }


def places_of(bulletin: Bulletin) -> Iterator[tuple[Place, Role]]:
    """Yield each area of a notice with what it is to it: those to leave first."""
    for place in bulletin.areas:
        yield place, "to leave"
    for place in bulletin.to:
        yield place, "to go to"


def account(bulletin: Bulletin, mark: Mark) -> str:
    """Return a notice in plain lines, the mark first, for a program that shows one text."""

    def said(moment: datetime | None) -> str:
        return NOT_STATED if moment is None else clock_text(moment)

    means = "" if bulletin.deadline_means is None else f" ({bulletin.deadline_means})"
    lines = [
        mark_sentence(mark, bulletin),
        f"Notice {bulletin.id} ({bulletin.message}), issued {said(bulletin.issued)}",
        f"Begins: {said(bulletin.starts)}",
        f"Deadline: {said(bulletin.deadline)}{means if bulletin.deadline else ''}",
        f"End or return: {bulletin.end or NOT_STATED}",
        f"This message ends: {clock_text(bulletin.expires)}",
        PROTECTION,
    ]
    return "\n".join(lines)


def time_text(moment: datetime | None) -> str | None:
    """Return a time in ISO 8601 with its offset, to the second."""
    return None if moment is None else moment.isoformat(timespec="seconds")
