"""What was written as a property or a cell, read back: times and polygons of each notice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from safeground.publish.notices.bulletin import Reread
from safeground.publish.notices.properties import NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    Row = tuple[Mapping[str, object], BaseGeometry | None]


def reread_rows(rows: Iterable[Row]) -> dict[str, Reread]:
    """Return each notice's areas and times out of rows of properties with a geometry.

    Raises
    ------
    ValueError
        Rows of one notice that tell different times, an area twice, or a time that is none.
    """
    areas: dict[str, dict[str, BaseGeometry]] = {}
    times: dict[str, tuple[datetime | None, ...]] = {}
    for row, geometry in rows:
        notice = str(row["notice"])
        told = tuple(_time(row[key]) for key in ("issued", "deadline", "message_expires"))
        if times.setdefault(notice, told) != told:
            msg = f"notice {notice} has different times in different rows"
            raise ValueError(msg)
        of_notice = areas.setdefault(notice, {})
        area = row.get("area")
        if area and geometry is not None:
            # An area may be one to leave and one to go to; the same twice says nothing new.
            if str(area) in of_notice and not of_notice[str(area)].equals(geometry):
                msg = f"notice {notice} has two polygons of area {area}"
                raise ValueError(msg)
            of_notice[str(area)] = geometry
    return {
        notice: Reread(areas=areas[notice], issued=issued, deadline=deadline, expires=expires)
        for notice, (issued, deadline, expires) in times.items()
    }


def _time(value: object) -> datetime | None:
    return None if value in (None, "", NOT_STATED) else datetime.fromisoformat(str(value))
