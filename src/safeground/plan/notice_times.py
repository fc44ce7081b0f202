"""Times in tables of notices: ISO 8601, or the form of mail and web servers (RFC 1123, always GMT)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from safeground.formats.yaml_file import Entry, Mapping, Scalar
from safeground.plan.times import Times, has_offset

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.errors import FaultList
    from safeground.remarks import Remark

_MAIL = re.compile(
    r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC?|[+-]\d{4})"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})(?=[T ])")


class TableTimes:
    """Reads the times of one table.

    Parameters
    ----------
    file, faults
        Where what goes wrong is noted.
    zone
        IANA name for times without an offset; None where there is none, and such times are faults.
    """

    def __init__(self, file: str, faults: FaultList, zone: str | None) -> None:
        entries = () if zone is None else (Entry("time_zone", Scalar(zone, False, 0), 0),)
        self._times = Times(Mapping(entries, 0), file, faults, names_the_zone="--zone")
        self.days_only: list[str] = []
        """Where a day stands without the time of day."""

    def read(self, text: str, place: str) -> tuple[datetime | None, bool]:
        """Return the time, and whether it says its own offset; None where it is none, wrong, or a day only.

        Examples
        --------
        >>> from safeground.errors import FaultList
        >>> times = TableTimes("orders.csv", FaultList("orders.csv"), None)
        >>> times.read("Fri, 08 Dec 2023 08:10:00 GMT", "row 2")[0].isoformat()
        '2023-12-08T08:10:00+00:00'
        """
        text = text.strip()
        if not text:
            return None, True
        if _MAIL.fullmatch(text):
            try:
                return parsedate_to_datetime(text), True
            except ValueError:
                pass
        if _DAY.fullmatch(text):
            self.days_only.append(f"{place}: {text}")
            return None, True
        text = dashed(text)
        return self._times.read(text, place), has_offset(text)

    def remarks(self) -> tuple[Remark, ...]:
        """Return where a zone was applied."""
        return self._times.remarks()


def dashed(text: str) -> str:
    """Return a time whose day is written with slashes, as spreadsheets do, with dashes.

    Examples
    --------
    >>> dashed("2026/03/05 10:00:00")
    '2026-03-05 10:00:00'
    """
    return _SLASHED.sub(r"\1-\2-\3", text)
