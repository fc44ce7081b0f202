"""A file → its alerts: one message, or those in a feed. Nothing is dropped without a remark."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.cap import Alert, Area, Circle, Info, Named, Reference, Resource, Ring
from safeground.formats.cap_text import (
    read_circle,
    read_number,
    read_pair,
    read_reference,
    read_time,
    words_of,
)
from safeground.formats.cap_words import PARTS, SPACES, codes
from safeground.formats.xml_file import XmlElement, read_xml
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

T = TypeVar("T")
TIME = "a time with offset, as 2026-03-04T06:00:00+02:00"


def read_cap(source: Path | bytes, *, name: str = "") -> tuple[Alert, tuple[Remark, ...]]:
    """Read one message.

    Parameters
    ----------
    source
        A file, or what stands in it.
    name
        The file's name for messages, where ``source`` is bytes.

    Returns
    -------
    tuple
        The alert, and what was left out or repaired in reading it: elements that CAP does not have, elements
        that stand twice, codes outside their lists, rings that were not closed.

    Raises
    ------
    InputError
        XML that is refused (see ``formats/xml_file``), no CAP 1.1 or 1.2, a feed, or all that cannot be
        understood in it: required elements missing, times, polygons and circles that are none.
    """
    file, root, remarks = _opened(source, name)
    if root.name != "alert":
        count = len(alerts_in(root))
        raise InputError(
            [
                Fault(
                    file,
                    f"line {root.line}",
                    f"<{root.name}> with {count} alerts in it"
                    if count
                    else f"<{root.name}>, which is no alert",
                    "one CAP message (<alert>)",
                    "Read it as a feed, or take the message out of it."
                    if count
                    else "A feed of links holds no messages: fetch the message that an entry links to.",
                )
            ]
        )
    return _read(root, file, remarks)


def read_feed(source: Path | bytes, *, name: str = "") -> tuple[tuple[Alert, ...], tuple[Remark, ...]]:
    """Read every message in a file: in a feed (Atom, RSS), in an envelope (EDXL-DE), or the only one.

    Raises
    ------
    InputError
        As ``read_cap``; and a file without any message.
    """
    file, root, remarks = _opened(source, name)
    found = alerts_in(root)
    if not found:
        read_cap(source, name=file)
    entries = sum(element.name in ("entry", "item") for element in root.walk())
    if entries > len(found):
        text = "Entries of the feed hold only a link to their message"
        remarks = (*remarks, Remark("left out", file, text, entries - len(found)))
    alerts = []
    for element in found:
        alert, said = _read(element, file, ())
        alerts.append(alert)
        remarks += said
    return tuple(alerts), remarks


def alerts_in(root: XmlElement) -> list[XmlElement]:
    """Return the elements that are CAP messages: the root, or those anywhere in a feed or an envelope."""
    if root.name == "alert":
        return [root]
    return [element for element in root.walk() if element.name == "alert" and element.space in SPACES]


def _opened(source: Path | bytes, name: str) -> tuple[str, XmlElement, tuple[Remark, ...]]:
    file = name or ("" if isinstance(source, bytes) else str(source))
    root, remarks = read_xml(source, name=file)
    return file, root, remarks


def _read(root: XmlElement, file: str, remarks: tuple[Remark, ...]) -> tuple[Alert, tuple[Remark, ...]]:
    faults = FaultList(file)
    if root.space not in SPACES:
        faults.add(
            f"line {root.line}",
            f"the namespace {root.space!r}" if root.space else "no namespace",
            "CAP 1.1 or 1.2 (urn:oasis:names:tc:emergency:cap:1.2)",
            "State it at <alert>, or convert the file to CAP 1.2.",
        )
        faults.raise_if_any()
    reader = _Reader(root, faults)
    alert = reader.alert(root)
    faults.raise_if_any()
    return alert, (*remarks, *reader.remarks(file))


class _Reader:
    """Reads elements one by one; faults and what was passed over gather on the way."""

    def __init__(self, root: XmlElement, faults: FaultList) -> None:
        self.space, self.version, self.faults = root.space, SPACES[root.space], faults
        self.strange: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.empty: Counter[str] = Counter()
        self.closed = 0

    def remarks(self, file: str) -> tuple[Remark, ...]:
        """Return what was passed over, counted."""

        def told(counter: Counter[str], text: str) -> list[Remark]:
            return [
                Remark("left out", file, text.format(one), count) for one, count in sorted(counter.items())
            ]

        doubtful = [
            Remark("warning", file, f"{one} is not in the code list", count)
            for one, count in sorted(self.codes.items())
        ]
        shut = Remark("repaired", file, "Rings were not closed: the first point was added", self.closed)
        return (
            *told(self.strange, "{} is no element of CAP there"),
            *told(self.repeated, "{} may stand once only: the first one was read"),
            *told(self.empty, "{} is empty"),
            *doubtful,
            *((shut,) if self.closed else ()),
        )

    def alert(self, root: XmlElement) -> Alert:
        parts = self._parts(root)
        return Alert(
            identifier=self._needed(root, parts, "identifier"),
            sender=self._needed(root, parts, "sender"),
            sent=self._time(parts, "sent") or self._missing(root, "sent", _NEVER),
            status=self._code(root, parts, "status"),
            message_type=self._code(root, parts, "msgType"),
            scope=self._code(root, parts, "scope"),
            source=_one(parts, "source"),
            restriction=_one(parts, "restriction"),
            addresses=tuple(words_of(_one(parts, "addresses") or "")),
            codes=tuple(filter(None, (_stripped(part) for part in parts["code"]))),
            note=_one(parts, "note"),
            references=self._references(parts),
            incidents=tuple(words_of(_one(parts, "incidents") or "")),
            infos=tuple(self._info(part) for part in parts["info"]),
            version=self.version,
            signed=bool(parts["Signature"]),
        )

    def _info(self, element: XmlElement) -> Info:
        parts = self._parts(element)
        categories = tuple(filter(None, (_stripped(part) for part in parts["category"])))
        if not categories:
            self._missing(element, "category", "")
        self._count_unknown("category", categories)
        responses = tuple(filter(None, (_stripped(part) for part in parts["responseType"])))
        self._count_unknown("responseType", responses)
        return Info(
            language=_one(parts, "language"),
            categories=categories,
            event=self._needed(element, parts, "event"),
            response_types=responses,
            urgency=self._code(element, parts, "urgency"),
            severity=self._code(element, parts, "severity"),
            certainty=self._code(element, parts, "certainty"),
            audience=_one(parts, "audience"),
            event_codes=self._named(parts["eventCode"]),
            effective=self._time(parts, "effective"),
            onset=self._time(parts, "onset"),
            expires=self._time(parts, "expires"),
            sender_name=_one(parts, "senderName"),
            headline=_one(parts, "headline"),
            description=_one(parts, "description"),
            instruction=_one(parts, "instruction"),
            web=_one(parts, "web"),
            contact=_one(parts, "contact"),
            parameters=self._named(parts["parameter"]),
            resources=tuple(self._resource(part) for part in parts["resource"]),
            areas=tuple(self._area(part) for part in parts["area"]),
        )

    def _resource(self, element: XmlElement) -> Resource:
        parts = self._parts(element)
        kind = _one(parts, "mimeType")
        if kind is None and self.version == "1.2":
            self._missing(element, "mimeType", "")
        return Resource(
            description=self._needed(element, parts, "resourceDesc"),
            mime_type=kind,
            size_bytes=self._value(parts, "size", int, "a whole number of bytes"),
            uri=_one(parts, "uri"),
            content_base64=_one(parts, "derefUri"),
            digest=_one(parts, "digest"),
        )

    def _area(self, element: XmlElement) -> Area:
        parts = self._parts(element)
        rings = [self._ring(part) for part in parts["polygon"] if _stripped(part)]
        circles = [self._circle(part) for part in parts["circle"] if _stripped(part)]
        return Area(
            description=self._needed(element, parts, "areaDesc"),
            polygons=tuple(ring for ring in rings if ring),
            circles=tuple(circle for circle in circles if circle),
            geocodes=self._named(parts["geocode"]),
            altitude_ft=self._value(parts, "altitude", read_number, "a number of feet"),
            ceiling_ft=self._value(parts, "ceiling", read_number, "a number of feet"),
        )

    def _ring(self, element: XmlElement) -> Ring:
        expected = "pairs lat,lon parted by spaces, at least four, latitudes from -90 to 90"
        pairs = self._tried(element, lambda text: [read_pair(item) for item in text.split()], expected)
        if pairs is None:
            return ()
        if len(pairs) > 2 and pairs[0] != pairs[-1]:
            pairs.append(pairs[0])
            self.closed += 1
        if len(pairs) < 4 or any(abs(lat) > 90 or abs(lon) > 180 for lat, lon in pairs):
            self._fault(element, expected)
            return ()
        return tuple((lon, lat) for lat, lon in pairs)

    def _circle(self, element: XmlElement) -> Circle | None:
        expected = "lat,lon and a radius in km, parted by a space"
        found = self._tried(element, read_circle, expected)
        if found is None:
            return None
        (lat, lon), radius_km = found
        if abs(lat) > 90 or abs(lon) > 180:
            self._fault(element, expected)
        return Circle(lon=lon, lat=lat, radius_km=radius_km)

    def _references(self, parts: dict[str, list[XmlElement]]) -> tuple[Reference, ...]:
        found = self._value(
            parts,
            "references",
            lambda text: [read_reference(item) for item in text.split()],
            "sender,identifier,sent of each earlier message, parted by spaces",
        )
        return tuple(Reference(sender=who, identifier=which, sent=when) for who, which, when in found or ())

    def _named(self, elements: list[XmlElement]) -> tuple[Named, ...]:
        found = []
        for element in elements:
            parts = self._parts(element)
            found.append(Named(self._needed(element, parts, "valueName"), _one(parts, "value") or ""))
        return tuple(found)

    def _parts(self, element: XmlElement) -> dict[str, list[XmlElement]]:
        known: dict[str, list[XmlElement]] = {part.name: [] for part in PARTS[element.name]}
        most = {part.name: part.most for part in PARTS[element.name]}
        for child in element.children:
            if child.name not in known or (child.space != self.space and child.name != "Signature"):
                self.strange[f"{child.name} in {element.name}"] += 1
            elif len(known[child.name]) >= most[child.name]:
                self.repeated[f"{child.name} in {element.name}"] += 1
            else:
                known[child.name].append(child)
                if not _stripped(child) and not child.children:
                    self.empty[f"{child.name} in {element.name}"] += 1
                self.strange.update(
                    f"{inner.name} in {child.name}"
                    for inner in child.children
                    if child.name not in PARTS and child.name != "Signature"
                )
        return known

    def _needed(self, element: XmlElement, parts: dict[str, list[XmlElement]], name: str) -> str:
        return _one(parts, name) or self._missing(element, name, "")

    def _code(self, element: XmlElement, parts: dict[str, list[XmlElement]], name: str) -> str:
        value = self._needed(element, parts, name)
        self._count_unknown(name, (value,) if value else ())
        return value

    def _count_unknown(self, name: str, values: tuple[str, ...]) -> None:
        self.codes.update(f"{name} {value!r}" for value in values if value not in codes(self.version)[name])

    def _time(self, parts: dict[str, list[XmlElement]], name: str) -> datetime | None:
        return self._value(parts, name, read_time, TIME)

    def _value(
        self, parts: dict[str, list[XmlElement]], name: str, read: Callable[[str], T], expected: str
    ) -> T | None:
        return self._tried(parts[name][0], read, expected) if _one(parts, name) else None

    def _tried(self, element: XmlElement, read: Callable[[str], T], expected: str) -> T | None:
        try:
            return read(_stripped(element))
        except ValueError:
            self._fault(element, expected)
            return None

    def _fault(self, element: XmlElement, expected: str) -> None:
        text = _stripped(element)
        shown = text if len(text) <= 60 else f"{text[:57]}…"
        self.faults.add(f"line {element.line}, {element.name}", repr(shown), expected, "Correct it.")

    def _missing(self, element: XmlElement, name: str, value: T) -> T:
        place = f"line {element.line}, {element.name}"
        self.faults.add(place, f"no {name}", f"<{name}> with a value", f"State {name}.")
        return value


_NEVER = read_time("1970-01-01T00:00:00-00:00")
"""Stands for a time that is missing until the fault is raised."""


def _stripped(element: XmlElement) -> str:
    return element.text.strip()


def _one(parts: dict[str, list[XmlElement]], name: str) -> str | None:
    """Return the text of an element that stands once at most; None where it is missing or empty."""
    return (_stripped(parts[name][0]) or None) if parts[name] else None
