"""Texts of CAP that hold figures: times, polygons, circles, references. For reader and validator alike."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

Pair = tuple[float, float]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
FORBIDDEN = re.compile(r"[\s,<&]")
"""Signs that no identifier and no sender may hold: they part references and markup."""


def read_time(text: str) -> datetime:
    """Return a time with its offset; ``-00:00`` is UTC.

    Raises
    ------
    ValueError
        Another form than ``2026-03-04T06:00:00+02:00``, or a time that no clock shows.
    """
    if not TIME.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def write_time(moment: datetime) -> str:
    """Return a time as CAP wants it: to the second, with numeric offset, UTC as ``-00:00``.

    Raises
    ------
    ValueError
        A time without an offset.
    """
    offset = moment.utcoffset()
    if offset is None:
        msg = f"{moment} has no offset"
        raise ValueError(msg)
    if offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    text = moment.replace(microsecond=0).isoformat()
    return f"{text[:-6]}-00:00" if text.endswith("+00:00") else text


def read_number(text: str) -> float:
    """Return a number in plain decimals, however many signs it has.

    Raises
    ------
    ValueError
        Anything else: no number, an exponent, ``nan``.
    """
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def read_pair(text: str) -> Pair:
    """Return the two numbers of ``lat,lon`` in the order in which they stand.

    Raises
    ------
    ValueError
        Not two numbers with one comma between them.
    """
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(text)
    return read_number(parts[0]), read_number(parts[1])


def read_circle(text: str) -> tuple[Pair, float]:
    """Return centre (as it stands) and radius of ``lat,lon radius``; the radius in km.

    Raises
    ------
    ValueError
        Another form, or a radius below 0.
    """
    parts = text.split()
    if len(parts) != 2:
        raise ValueError(text)
    radius_km = read_number(parts[1])
    if radius_km < 0:
        raise ValueError(text)
    return read_pair(parts[0]), radius_km


def read_reference(text: str) -> tuple[str, str, datetime]:
    """Return sender, identifier and time of ``sender,identifier,sent``.

    Raises
    ------
    ValueError
        Another form.
    """
    parts = text.split(",")
    if len(parts) != 3 or not parts[0] or not parts[1]:
        raise ValueError(text)
    return parts[0], parts[1], read_time(parts[2])


def words_of(text: str) -> list[str]:
    """Return the items of a list parted by spaces; those in quotation marks may hold spaces."""
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', text)]


def write_number(value: float) -> str:
    """Return a number with seven decimals at most (1 cm on the ground), without an exponent.

    Examples
    --------
    >>> write_number(31.5), write_number(-0.00000001), write_number(34.12345678)
    ('31.5', '0', '34.1234568')
    """
    text = f"{value:.7f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
