"""Dates as other people write them → ISO text, as far as they were stated.

A format is written with ``YYYY``, ``YY``, ``MM``, ``M``, ``MMM`` (a month's name), ``DD``, ``D``, ``HH``,
``mm``; ``excel`` is the number of days that a spreadsheet counts. Without a format only ISO 8601 is read:
03/04/2024 is two different days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

ENGLISH: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_TOKEN = re.compile(r"YYYY|YY|MMM+|MM?|DD?|HH|mm|ss")
_PATTERNS: Final = {
    "YYYY": r"(?P<year>\d{4})", "YY": r"(?P<short>\d{2})", "MMM": r"(?P<name>[^\W\d_]+)\.?",
    "MM": r"(?P<month>\d{2})", "M": r"(?P<month>\d{1,2})", "DD": r"(?P<day>\d{2})", "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})", "mm": r"(?P<minute>\d{2})", "ss": r"(?P<second>\d{2})",
}  # fmt: skip
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?)?)?")
_WORKBOOK = re.compile(r"(\d{4})/(\d{2})/(\d{2})(?: (\d{2}:\d{2}):\d{2}(?:\.0+)?)?")
_SERIALS: Final = range(20_000, 80_000)
"""Days since 1899-12-30 that a spreadsheet shows as dates of 1954 to 2119."""


def date_format_fault(text: str) -> str:
    """Return what is wrong with a format; empty where nothing is."""
    if " or " in text:
        return next((fault for form in text.split(" or ") if (fault := date_format_fault(form))), "")
    if text in ("excel", "iso"):
        return ""
    tokens = _TOKEN.findall(text)
    if not any(token in ("YYYY", "YY") for token in tokens):
        return f"{text!r}, a format without a year"
    kinds = ["M" if token[0] == "M" else token[0] if token != "mm" else "mm" for token in tokens]
    if len(kinds) != len(set(kinds)):
        return f"{text!r}, a format that has a part twice"
    if re.search(r"[A-Za-z]", _TOKEN.sub("", text).replace("T", "")):
        return f"{text!r}, which is no format of dates"
    return ""


@lru_cache(maxsize=65536)
def iso_date(text: str, form: str | None, months: tuple[tuple[str, str], ...]) -> str:
    """Return a date as ISO 8601, cut off where it was not stated.

    Parameters
    ----------
    text
        The cell.
    form
        Its format, or several: ``iso or D MMMM YYYY``; None for ISO 8601.
    months
        Further spellings of months with their numbers: ``("Sept", "09")``.

    Raises
    ------
    ValueError
        A text that is not of the format, or that could be two different days.

    Examples
    --------
    >>> iso_date("7 Sept 2024", "D MMM YYYY", (("Sept", "09"),))
    '2024-09-07'
    >>> iso_date("03/04/2024", None, ())
    Traceback (most recent call last):
    ValueError: '03/04/2024', which is 3 April or 4 March: say dates: DD/MM/YYYY or MM/DD/YYYY
    """
    if form in (None, "iso"):
        return _iso(text)
    if " or " in str(form):
        return _first(text, str(form).split(" or "), months)
    if form == "excel":
        return _serial(text)
    return _formatted(text, str(form), months)


def _first(text: str, forms: list[str], months: tuple[tuple[str, str], ...]) -> str:
    """Return a date by the first format that it has; refuse one that is two different days by two of them."""
    found, said = {}, ""
    for form in forms:
        try:
            found[iso_date(text, form, months)] = form
        except ValueError as error:
            said = str(error)
    if len(found) > 1:
        msg = f"{text!r}, which is {' or '.join(found)} by the formats {' and '.join(found.values())}"
        raise ValueError(msg)
    if not found:
        raise ValueError(said)
    return next(iter(found))


def _iso(text: str) -> str:
    if _ISO.fullmatch(text):
        return text.replace(" ", "T", 1) if len(text) > 10 else text
    if match := _WORKBOOK.fullmatch(text):
        year, month, day, clock = match.groups()
        return f"{year}-{month}-{day}" + (f"T{clock}" if clock and clock != "00:00" else "")
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})", text):
        first, second = int(match[1]), int(match[2])
        if max(first, second) <= 12 and first != second:
            names = [name.capitalize() for name in ENGLISH]
            both = f"{first} {names[second - 1]} or {second} {names[first - 1]}"
            msg = f"{text!r}, which is {both}: say dates: DD/MM/YYYY or MM/DD/YYYY"
            raise ValueError(msg)
        msg = f"{text!r}, which is not ISO 8601: say dates: DD/MM/YYYY or MM/DD/YYYY"
        raise ValueError(msg)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(text[:5]) in _SERIALS:
        msg = f"{text!r}, the number that a spreadsheet keeps for {_serial(text)}: say dates: excel"
        raise ValueError(msg)
    msg = f"{text!r}, which is not ISO 8601: say the format of dates"
    raise ValueError(msg)


def _serial(text: str) -> str:
    if not re.fullmatch(r"\d{5}(\.\d+)?", text) or int(text[:5]) not in _SERIALS:
        msg = f"{text!r}, which is no number of a spreadsheet's day"
        raise ValueError(msg)
    day = (date(1899, 12, 30) + timedelta(days=int(text[:5]))).isoformat()
    minutes = round(float("0" + text[5:]) * 1440) if "." in text else 0
    return day if not minutes else f"{day}T{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=64)
def _pattern(form: str) -> re.Pattern[str]:
    parts, last = [], 0
    for match in _TOKEN.finditer(form):
        parts += [re.escape(form[last : match.start()]), _PATTERNS[re.sub("MMM+", "MMM", match[0])]]
        last = match.end()
    return re.compile("".join([*parts, re.escape(form[last:])]))


def _formatted(text: str, form: str, months: tuple[tuple[str, str], ...]) -> str:
    match = _pattern(form).fullmatch(text)
    if match is None:
        msg = f"{text!r}, which is not of the format {form}"
        raise ValueError(msg)
    part = match.groupdict()
    year = part.get("year") or f"20{part['short']}"
    month = part.get("month") or (_month(part["name"], dict(months)) if part.get("name") else None)
    day = part.get("day")
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        msg = f"{text!r}, which has no month {month}: is {form} the format?"
        raise ValueError(msg)
    if day is None:
        return f"{year}-{int(month):02d}"
    iso = f"{year}-{int(month):02d}-{int(day):02d}"
    try:
        date.fromisoformat(iso)
    except ValueError:
        msg = f"{text!r}, a day that does not exist"
        raise ValueError(msg) from None
    return f"{iso}T{part['hour']}:{part.get('minute') or '00'}" if part.get("hour") else iso


def _month(name: str, spelled: dict[str, str]) -> str:
    if name in spelled:
        return spelled[name]
    found = [i for i, month in enumerate(ENGLISH, 1) if name.lower() in (month, month[:3])]
    if not found:
        msg = f"{name!r}, which is no month: say months: {{{name}: number}}"
        raise ValueError(msg)
    return str(found[0])


def widened(day: str, reach: str, *, end: bool) -> str:
    """Return one end of the window that a date with a precision code means.

    ``week`` does not say on which day its week begins: six days to either side hold any such week.

    Examples
    --------
    >>> widened("2024-05-08", "week", end=False), widened("2024-05-08", "month", end=True)
    ('2024-05-02', '2024-05')
    """
    if reach == "month":
        return day[:7]
    if reach == "week":
        return (date.fromisoformat(day) + timedelta(days=6 if end else -6)).isoformat()
    return day
