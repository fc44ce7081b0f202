"""The texts of many notices, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.plan.reading.read import read_text

if TYPE_CHECKING:
    from safeground.plan.notice_set import NoticeSet
    from safeground.plan.reading.text_reading import TextReading


def readings(found: NoticeSet) -> dict[str, TextReading]:
    """Return notice id → what its texts say."""
    return {
        notice.id: read_text(
            notice.text,
            names=found.names,
            blocks=found.blocks,
            issued=notice.issued,
            zone=found.zones.get(notice.id),
        )
        for notice in found.notices
    }
