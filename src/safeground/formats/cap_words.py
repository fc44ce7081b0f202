"""What the elements of CAP 1.1 and 1.2 are: their order, how often each may stand, their codes."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

Version = Literal["1.1", "1.2"]
SPACES: dict[str, Version] = {
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "urn:oasis:names:tc:emergency:cap:1.2": "1.2",
}
SIGNATURE_SPACE = "http://www.w3.org/2000/09/xmldsig#"
MANY = 1_000_000


class Part(NamedTuple):
    """One kind of element in another: its name, and how often it stands at least and at most."""

    name: str
    least: int
    most: int


def _parts(words: str) -> tuple[Part, ...]:
    """Read ``a b? c* d+``: once, at most once, any number, at least once."""
    often = {"?": (0, 1), "*": (0, MANY), "+": (1, MANY)}
    return tuple(Part(word.rstrip("?*+"), *often.get(word[-1], (1, 1))) for word in words.split())


PARTS: dict[str, tuple[Part, ...]] = {
    "alert": _parts(
        "identifier sender sent status msgType source? scope restriction? addresses? code* note? references? "
        "incidents? info* Signature*"
    ),
    "info": _parts(
        "language? category+ event responseType* urgency severity certainty audience? eventCode* effective? "
        "onset? expires? senderName? headline? description? instruction? web? contact? parameter* resource* "
        "area*"
    ),
    "resource": _parts("resourceDesc mimeType size? uri? derefUri? digest?"),
    "area": _parts("areaDesc polygon* circle* geocode* altitude? ceiling?"),
    "eventCode": _parts("valueName value"),
    "parameter": _parts("valueName value"),
    "geocode": _parts("valueName value"),
}
"""Element → its parts, in the order that the schema wants. CAP 1.2, OASIS Standard, 1 July 2010, section 3.4.
CAP 1.1 differs here only in ``mimeType``, which need not be stated."""
TIMES = ("sent", "effective", "onset", "expires")


@cache
def codes(version: Version) -> dict[str, tuple[str, ...]]:
    """Return element → the values that its code list has in a version."""
    file = resources.files("safeground.formats") / "cap_codes.csv"
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        if row["since"] <= version:
            found[row["element"]] = (*found.get(row["element"], ()), row["value"])
    return found
