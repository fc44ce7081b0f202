"""A first mapping for a table that nobody described yet: what its columns may be, for a person to correct."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from safeground.ledger.fields import fields
from safeground.ledger.importing.dates import iso_date
from safeground.ledger.privacy import private_column

if TYPE_CHECKING:
    from safeground.ledger.importing.rows import Rows

OFTEN: Final = {
    "date": "valid_from", "event date": "valid_from", "day": "valid_from", "datum": "valid_from",
    "source": "stated_by", "organisation": "stated_by", "organization": "stated_by", "org": "stated_by",
    "location": "place", "site": "place", "name": "place", "latitude": "lat", "longitude": "lon",
    "url": "link",
    "notes": "note", "comment": "note", "comments": "note", "number": "value", "count": "value",
    "figure": "value", "indicator": "measure", "type": "measure", "status": "state", "from": "valid_from",
    "to": "valid_to", "publisher": "reported_by", "published on": "published", "reported": "published",
    "#date": "valid_from", "#org": "stated_by", "#loc": "place", "#adm1": "place", "#country": "place",
    "#meta+source": "reported_by", "#meta+url": "link", "#indicator": "measure", "#affected": "value",
    "#geo+lat": "lat", "#geo+lon": "lon", "#description": "note", "#status": "state", "#event": "measure",
}  # fmt: skip
FORMATS: Final = ("iso", "DD/MM/YYYY", "MM/DD/YYYY", "D/M/YYYY", "M/D/YYYY", "DD.MM.YYYY", "D MMM YYYY",
                  "D MMMM YYYY", "MM-DD-YY", "DD-MM-YY", "excel")  # fmt: skip
SAMPLE: Final = 200


def first_mapping(rows: Rows) -> str:
    """Return a mapping file for a table, as text; what no column seems to hold is left to be filled in."""
    guesses = {column: _guess(column, rows.tags.get(column, "")) for column in rows.columns}
    used: dict[str, str] = {}
    for column, name in guesses.items():
        if name and name not in used and not private_column(column, rows.tags.get(column, "")):
            used[name] = column
    lines = [f"mapping: {rows.file}", f"for: [{', '.join(_quoted(column) for column in rows.columns)}]"]
    lines += ["# The zone in which its days are days.", "zone: FILL IN"]
    dates = [column for name, column in used.items() if fields()[name].type == "time"]
    lines += _dates(rows, dates)
    lines += ["fields:"]
    for name, field in fields().items():
        if name in used:
            lines.append(f"  {name}: {{column: {_quoted(used[name])}}}")
        elif field.needed and name not in ("zone", "recorder"):
            lines.append(f"  {name}: FILL IN   # {field.description}")
    if "value" in used:
        lines.append("  unit: FILL IN   # What is counted: people.")
    elif "state" not in used:
        lines.append("  state: FILL IN   # What it says; or value and unit, where a column holds a number.")
    rest = [column for column in rows.columns if column not in used.values()]
    private = [column for column in rest if private_column(column, rows.tags.get(column, ""))]
    if private:
        listed = ", ".join(_quoted(column) for column in private)
        lines += ["not_imported:", f"  - {{columns: [{listed}], why: holds names or is about combatants}}"]
    others = [column for column in rest if column not in private]
    if others:
        lines.append(f"# Columns that are not used: {', '.join(others)}")
    return "\n".join(lines) + "\n"


def _guess(column: str, tag: str) -> str:
    plain = " ".join(re.sub(r"[\W_]+", " ", column.casefold()).split())
    if plain.replace(" ", "_") in fields():
        return plain.replace(" ", "_")
    if plain in OFTEN:
        return OFTEN[plain]
    parts = tag.split("+")
    for size in range(len(parts), 0, -1):
        if tag and (found := OFTEN.get("+".join(parts[:size]))):
            return found
    near = get_close_matches(plain, [*OFTEN, *fields()], n=1, cutoff=0.86)
    return OFTEN.get(near[0], near[0]) if near else ""


def _dates(rows: Rows, columns: list[str]) -> list[str]:
    cells = [cell for column in columns for cell in rows.columns[column][:SAMPLE] if cell]
    if not cells:
        return []
    # Formats that read every date as the same day are one: the first of them is enough.
    readings: dict[tuple[str, ...], str] = {}
    for form in FORMATS:
        read = _read(cells, form)
        if read is not None:
            readings.setdefault(read, form)
    fit = list(readings.values())
    if fit[:1] == ["iso"]:
        return []
    if len(fit) == 1:
        return [f"dates: {fit[0]}"]
    if fit:
        return [f"# More than one format fits its dates ({', '.join(fit)}): choose.", "dates: FILL IN"]
    return [f"# Such dates are in it: {', '.join(dict.fromkeys(cells[:3]))}", "dates: FILL IN"]


def _read(cells: list[str], form: str) -> tuple[str, ...] | None:
    try:
        return tuple(iso_date(cell, form, ()) for cell in cells)
    except ValueError:
        return None


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z_][\w ()/.-]*", text) else "'" + text.replace("'", "''") + "'"
