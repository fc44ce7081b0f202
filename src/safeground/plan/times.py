"""Times of a plan file: with an offset, or in the plan's time zone where that is not ambiguous."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.formats.yaml_file import Mapping, Scalar
from safeground.remarks import Remark

if TYPE_CHECKING:
    from safeground.errors import FaultList
    from safeground.formats.yaml_file import Node
    from safeground.remarks import RemarkKind

TIME_EXAMPLE = "2026-03-04T06:00+02:00"
_OF_ONE_SITE: Final = ", supply."
"""When the stock of a hospital was counted is not for everybody."""
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(Z|[+-]\d{2}:?\d{2})?")


class Times:
    """Reads times, and remembers which ones took the plan's time zone.

    Parameters
    ----------
    node
        The document, whose ``time_zone`` is an IANA name.
    file, faults
        Where what goes wrong is noted.
    names_the_zone
        How its user states a zone: a key of the document, or an option of a command.
    """

    def __init__(
        self, node: Node, file: str, faults: FaultList, *, names_the_zone: str = "time_zone"
    ) -> None:
        self._names_the_zone = names_the_zone
        self._file = file
        self._faults = faults
        self._zone: ZoneInfo | None = None
        self._zone_is_wrong = False
        self._applied: list[str] = []
        self._other_offset: list[str] = []
        entries = node.entries if isinstance(node, Mapping) else ()
        named = [entry.value for entry in entries if entry.key == "time_zone"]
        if named and isinstance(named[0], Scalar) and not named[0].is_null:
            self._set_zone(named[0])

    def read(self, text: str, place: str) -> datetime | None:
        """Return the time with its offset; None where it is wrong, and the fault is noted."""
        match = _TIME.fullmatch(text)
        if match is None:
            day_only = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)
            fix = (
                "Add the time of day; where it is not known, leave the key out and say so in a note."
                if day_only
                else "Write year-month-day, T, hours:minutes, offset."
            )
            self._faults.add(place, repr(text), f"a time: {TIME_EXAMPLE}", fix)
            return None
        day, clock, offset = match.groups()
        try:
            written = datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
        except ValueError as error:
            self._faults.add(
                place, f"{text!r} ({error})", f"a time: {TIME_EXAMPLE}", "Correct the day or the time."
            )
            return None
        if offset is None:
            return self._in_zone(written, text, place)
        self._compare(written, text, place)
        return written

    def remarks(self, most: int | None = None) -> tuple[Remark, ...]:
        """Return where the time zone was applied, and where a stated offset is not the zone's.

        Of more than ``most`` places only so many are listed; the count is of all.
        """
        said: tuple[tuple[RemarkKind, str, list[str]], ...] = (
            (
                "inferred",
                f"The plan's time zone {self._zone} was applied to times without an offset",
                self._applied,
            ),
            (
                "warning",
                f"Stated offsets differ from the plan's time zone {self._zone} (kept as stated)",
                self._other_offset,
            ),
        )
        return tuple(
            Remark(kind, self._file, f"{text}: {_listed(some, most)}.", len(some), restricted=restricted)
            for kind, text, places in said
            for restricted in (False, True)
            if (some := [one for one in places if (_OF_ONE_SITE in one) is restricted])
        )

    def _zone_stated(self) -> str:
        return "a plan with time_zone" if self._names_the_zone == "time_zone" else self._names_the_zone

    def _zone_example(self) -> str:
        if self._names_the_zone == "time_zone":
            return "`time_zone: Asia/Gaza` (say) at the top of the plan"
        return f"give the zone that is meant: {self._names_the_zone} Asia/Gaza (say)"

    def _set_zone(self, named: Scalar) -> None:
        try:
            self._zone = ZoneInfo(named.text)
        except (KeyError, ValueError, OSError):
            self._zone_is_wrong = True
            self._faults.add(
                f"line {named.line}, time_zone" if named.line else self._names_the_zone,
                repr(named.text),
                "a name of the IANA time zone database: Asia/Gaza, Europe/Kyiv, Etc/UTC",
                "Look up the name for the territory.",
            )

    def _in_zone(self, local: datetime, text: str, place: str) -> datetime | None:
        if self._zone is None:
            if not self._zone_is_wrong:
                self._faults.add(
                    place,
                    f"the time {text} without offset",
                    f"a time with offset ({TIME_EXAMPLE}), or {self._zone_stated()}",
                    f"Add the offset, or {self._zone_example()}.",
                )
            return None
        # At the end of summer time an hour happens twice, at its start an hour does not happen.
        offsets = [local.replace(tzinfo=self._zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1)]
        real = [
            offset
            for offset in dict.fromkeys(offsets)
            if (local - offset).replace(tzinfo=UTC).astimezone(self._zone).replace(tzinfo=None) == local
        ]
        times = [local.replace(tzinfo=timezone(offset)) for offset in real]
        if len(times) == 1:
            self._applied.append(f"{place}: {_written(times[0])}")
            return times[0]
        self._faults.add(
            place,
            f"the time {text}, which the clocks of {self._zone} {'show twice' if times else 'never show'}",
            "a time with offset",
            f"Write {' or '.join(map(_written, times))}."
            if times
            else "The clocks jump over it: check the time.",
        )
        return None

    def _compare(self, written: datetime, text: str, place: str) -> None:
        if self._zone is None or not written.utcoffset():
            return
        there = written.astimezone(self._zone)
        if there.utcoffset() != written.utcoffset():
            self._other_offset.append(f"{place}: {text} is {_written(there)} there")


def has_offset(text: str) -> bool:
    """Return whether a time as written says its offset."""
    match = _TIME.fullmatch(text)
    return match is not None and match[3] is not None


def _listed(places: list[str], most: int | None) -> str:
    cut = most is not None and len(places) > most
    return "; ".join(places[:most]) + (" …" if cut else "")


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds" if time.second or time.microsecond else "minutes")
