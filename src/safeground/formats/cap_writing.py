"""An alert → CAP 1.2, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from safeground.formats.cap_text import write_number, write_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from safeground.formats.cap import Alert, Area, Info, Named, Resource

SPACE = "urn:oasis:names:tc:emergency:cap:1.2"


def cap_xml(alert: Alert) -> bytes:
    """Return a message as CAP 1.2 in UTF-8: elements in the schema's order, empty ones left out.

    A signature that the message had when it was read is not written: it would be that of other bytes.

    Raises
    ------
    ValueError
        A time without an offset.
    """
    root = ET.Element("alert", {"xmlns": SPACE})
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add_time(root, "sent", alert.sent)
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.message_type)
    _add(root, "source", alert.source)
    _add(root, "scope", alert.scope)
    _add(root, "restriction", alert.restriction)
    _add(root, "addresses", _list(alert.addresses))
    _add_each(root, "code", alert.codes)
    _add(root, "note", alert.note)
    _add(
        root,
        "references",
        " ".join(f"{one.sender},{one.identifier},{write_time(one.sent)}" for one in alert.references),
    )
    _add(root, "incidents", _list(alert.incidents))
    for info in alert.infos:
        _add_info(root, info)
    ET.indent(root, "  ")
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _add_info(root: ET.Element, info: Info) -> None:
    element = ET.SubElement(root, "info")
    _add(element, "language", info.language)
    _add_each(element, "category", info.categories)
    _add(element, "event", info.event)
    _add_each(element, "responseType", info.response_types)
    _add(element, "urgency", info.urgency)
    _add(element, "severity", info.severity)
    _add(element, "certainty", info.certainty)
    _add(element, "audience", info.audience)
    _add_named(element, "eventCode", info.event_codes)
    _add_time(element, "effective", info.effective)
    _add_time(element, "onset", info.onset)
    _add_time(element, "expires", info.expires)
    _add(element, "senderName", info.sender_name)
    _add(element, "headline", info.headline)
    _add(element, "description", info.description)
    _add(element, "instruction", info.instruction)
    _add(element, "web", info.web)
    _add(element, "contact", info.contact)
    _add_named(element, "parameter", info.parameters)
    for resource in info.resources:
        _add_resource(element, resource)
    for area in info.areas:
        _add_area(element, area)


def _add_resource(info: ET.Element, resource: Resource) -> None:
    element = ET.SubElement(info, "resource")
    _add(element, "resourceDesc", resource.description)
    _add(element, "mimeType", resource.mime_type or "application/octet-stream")
    _add(element, "size", None if resource.size_bytes is None else str(resource.size_bytes))
    _add(element, "uri", resource.uri)
    _add(element, "derefUri", resource.content_base64)
    _add(element, "digest", resource.digest)


def _add_area(info: ET.Element, area: Area) -> None:
    element = ET.SubElement(info, "area")
    _add(element, "areaDesc", area.description)
    _add_each(element, "polygon", (ring_text(ring) for ring in area.polygons))
    for one in area.circles:
        at = f"{write_number(one.lat)},{write_number(one.lon)}"
        _add(element, "circle", f"{at} {write_number(one.radius_km)}")
    _add_named(element, "geocode", area.geocodes)
    _add(element, "altitude", None if area.altitude_ft is None else write_number(area.altitude_ft))
    _add(element, "ceiling", None if area.ceiling_ft is None else write_number(area.ceiling_ft))


def ring_text(points: Iterable[tuple[float, float]]) -> str:
    """Return points ``(lon, lat)`` as CAP has them: ``lat,lon lat,lon …``."""
    return " ".join(f"{write_number(lat)},{write_number(lon)}" for lon, lat in points)


def _list(items: Iterable[str]) -> str:
    return " ".join(f'"{item}"' if " " in item else item for item in items)


def _add_named(parent: ET.Element, name: str, items: Iterable[Named]) -> None:
    for item in items:
        element = ET.SubElement(parent, name)
        _add(element, "valueName", item.name)
        ET.SubElement(element, "value").text = item.value


def _add_each(parent: ET.Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _add(parent, name, text)


def _add_time(parent: ET.Element, name: str, moment: datetime | None) -> None:
    _add(parent, name, None if moment is None else write_time(moment))


def _add(parent: ET.Element, name: str, text: str | None) -> None:
    if text:
        ET.SubElement(parent, name).text = text
