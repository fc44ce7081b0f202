"""A claim as a row of text: ``fields.csv`` names each field, its HXL tag, its type and what it means.

The commands, the imports, the exports and the manual all read that table.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, get_args

from safeground.formats.tables import parse_number
from safeground.ledger.amounts import amount
from safeground.ledger.claim import (
    Amount,
    Basis,
    ByRole,
    Claim,
    Collective,
    Kind,
    Named,
    Period,
    Place,
    PlacePrecision,
    Qualifier,
    Sensitivity,
)
from safeground.ledger.moments import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from safeground.ledger.claim import Source

    AddFault = Callable[[str, str, str, str], None]

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "kind": get_args(Kind),
    "qualifier": get_args(Qualifier),
    "basis": get_args(Basis),
    "sensitivity": get_args(Sensitivity),
    "place precision": get_args(PlacePrecision),
    "source kind": ("named", "role_only", "collective"),
    "yes/no": ("yes", "no"),
}
LINKS: Final = ("duplicate_of", "supports", "contradicts")
"""Fields that are links to other claims: events of their own."""
_PLAIN: Final = ("state", "hedge", "definition", "track", "counts_for", "published", "promisor", "addressee")
_MOST_DEGREES: Final = {"lon": 180.0, "lat": 90.0}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a claim as people see it in a table.

    Parameters
    ----------
    name, tag
        Its column, and the column's HXL tag.
    type
        What may stand in it: ``text``, ``number``, ``time``, ``list``, ``zone``, or a key of ``CHOICES``.
    needed
        Whether no claim is without it.
    description
        A whole sentence.
    """

    name: str
    tag: str
    type: str
    needed: bool
    description: str


@cache
def fields() -> dict[str, Field]:
    """Return the fields by name, in the order of tables."""
    text = files("safeground.ledger").joinpath("fields.csv").read_text(encoding="utf-8")
    return {
        row["field"]: Field(row["field"], row["tag"], row["type"], row["needed"] == "yes", row["description"])
        for row in csv.DictReader(text.splitlines())
    }


def claim_of(cells: Mapping[str, str], add: AddFault, *, new_id: Callable[[Claim], str]) -> Claim | None:
    """Return the claim that a row of text is, or None with its faults noted.

    Parameters
    ----------
    cells
        Text by field name; a field that is not there is empty.
    add
        Takes the field, what was found, what was expected, and how to mend it.
    new_id
        Makes an id for a claim that has none.
    """
    wrong = _wrong_cells(cells, add)
    numbers = _numbers(cells, add)
    if wrong or numbers is None:
        return None
    stated = _amount(cells, numbers, add)
    if stated is None and not cells.get("state") and cells.get("kind") not in _MAY_SAY_NOTHING:
        add("value", "neither a number nor a state", "what is claimed", "Fill in value and unit, or state.")
        return None
    if stated is not None and stated.unit == "":
        add("unit", "a number without a unit", "a unit: people", "Fill in the unit.")
        return None
    # Defaults are left out of what is kept where they are the same object: so words of our lists must be.
    cells = {**cells, **{name: sys.intern(cells[name]) for name in _chosen() if cells.get(name)}}
    found = {name: cells.get(name) or None for name in _PLAIN}
    claim = Claim(
        id=cells.get("id", ""),
        kind=cells["kind"],  # type: ignore[arg-type]
        subject=cells["subject"],
        measure=cells["measure"],
        amount=stated,
        valid=_period(cells, "valid"),
        said=_period(cells, "said"),
        zone=cells["zone"],
        stated_by=_source(cells),
        reported_by=split_list(cells.get("reported_by", "")),
        link=cells.get("link") or None,
        place=_place(cells, numbers),
        sensitivity=cells.get("sensitivity") or "restricted",  # type: ignore[arg-type]
        recorder=cells["recorder"],
        origin=cells.get("origin") or None,
        note=cells.get("note") or None,
        **found,
    )
    if not claim.id:
        from msgspec.structs import replace

        claim = replace(claim, id=new_id(claim))
    return claim


@cache
def _chosen() -> tuple[str, ...]:
    return tuple(name for name, field in fields().items() if field.type in CHOICES)


_MAY_SAY_NOTHING: Final = ("question_unanswered",)


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a list written with semicolons.

    Examples
    --------
    >>> split_list("AFP; SCMP ;")
    ('AFP', 'SCMP')
    """
    return tuple(part.strip() for part in text.split(";") if part.strip()) if text else ()


def cells_of(claim: Claim) -> dict[str, str]:
    """Return a claim as text by field name, without its links; a field that is empty is not there."""
    source, place, stated = claim.stated_by, claim.place, claim.amount
    cells: dict[str, str | float | bool | None] = {
        "id": claim.id, "kind": claim.kind, "subject": claim.subject, "measure": claim.measure,
        **{name: getattr(claim, name) for name in _PLAIN},
        "zone": claim.zone, "reported_by": "; ".join(claim.reported_by), "link": claim.link,
        "sensitivity": claim.sensitivity, "recorder": claim.recorder, "origin": claim.origin,
        "note": claim.note,
    }  # fmt: skip
    match source:
        case Named(name=name):
            cells |= {"stated_by": name, "source_kind": "named"}
        case ByRole(role=role):
            cells |= {"stated_by": role, "source_kind": "role_only"}
        case Collective(called=called):
            cells |= {"stated_by": called, "source_kind": "collective"}
    if stated is not None:
        cells |= {"qualifier": stated.qualifier, "value": stated.value, "low": stated.low}
        cells |= {"high": stated.high, "unit": stated.unit, "by_convention": stated.by_convention}
    for name, period in (("valid", claim.valid), ("said", claim.said)):
        cells |= {f"{name}_from": period.from_, f"{name}_to": period.to, f"{name}_window": period.window}
        cells[f"{name}_basis"] = period.basis if period != Period() else None
    if place is not None:
        cells |= {"place": place.name, "place_precision": place.precision, "lon": place.lon, "lat": place.lat}
        cells["uncertain_m"] = place.uncertain_m
    written = {name: _written(cells.get(name)) for name in fields()}
    return {name: text for name, text in written.items() if text}


def _written(value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, str):
        return value
    return repr(value).removesuffix(".0") if abs(value) < 1e15 else repr(value)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return how to mend a word that is not known: the nearest that is, or all of them."""
    near = get_close_matches(word.strip().lower().replace(" ", "_"), known, n=1, cutoff=0.6)
    return f"Write {near[0]}." if near else "Write the one that says the same."


@cache
def _needed() -> tuple[str, ...]:
    return tuple(name for name, field in fields().items() if field.needed)


@cache
def _checked() -> dict[str, str]:
    """Return the types of the fields of which not any text will do."""
    return {name: one.type for name, one in fields().items() if one.type in (*CHOICES, "time", "zone")}


def _wrong_cells(cells: Mapping[str, str], add: AddFault) -> bool:
    """Note what is missing, is no word of its list, or is no time; return whether something was."""
    wrong = False
    for name in _needed():
        if not cells.get(name):
            add(name, "nothing", fields()[name].description.removesuffix("."), how_to_fill(name))
            wrong = True
    checked, zone = _checked(), cells.get("zone", "")
    for name, text in cells.items():
        if text and name in checked:
            wrong = _wrong_cell(name, checked[name], text, zone, add) or wrong
    return _turned_periods(cells, add) or wrong


def _wrong_cell(name: str, kind: str, text: str, zone: str, add: AddFault) -> bool:
    if choices := CHOICES.get(kind):
        if text in choices:
            return False
        add(name, repr(text), f"one of {', '.join(choices)}", nearest(text, choices))
    elif kind == "zone":
        if not (said := not_a_time("2000", text)):
            return False
        add(name, said, "an IANA zone: Asia/Gaza", "Correct the name of the zone.")
    else:
        if not zone or not (said := not_a_time(text, zone)):
            return False
        add(name, said, "a time as far as it was stated", "Write as much as was stated: 2023-11.")
    return True


def how_to_fill(name: str) -> str:
    """Return where a user gives a field that is missing."""
    if name in ("zone", "recorder"):
        return f"Give --{name}, or write {name} where the claims are."
    return "Fill it in."


def _turned_periods(cells: Mapping[str, str], add: AddFault) -> bool:
    wrong = False
    zone = cells.get("zone", "")
    for name in ("valid", "said"):
        first, last = cells.get(f"{name}_from", ""), cells.get(f"{name}_to", "")
        if first and last and first != last and zone and _turned(first, last, zone):
            add(f"{name}_to", last, f"a time not before {first}", "Exchange the two, or correct one.")
            wrong = True
    return wrong


@lru_cache(maxsize=65536)
def _turned(first: str, last: str, zone: str) -> bool:
    try:
        return moment(first, zone).earliest > moment(last, zone).latest
    except ValueError:
        return False


@lru_cache(maxsize=65536)
def not_a_time(text: str, zone: str) -> str:
    """Return why a text is no time in a zone; empty where it is one."""
    try:
        moment(text, zone)
    except (ValueError, OverflowError) as error:
        return str(error)
    return ""


def _numbers(cells: Mapping[str, str], add: AddFault) -> dict[str, float | None] | None:
    found: dict[str, float | None] = {}
    for name in ("value", "low", "high", "lon", "lat", "uncertain_m"):
        text = cells.get(name, "")
        try:
            found[name] = parse_number(text) if text else None
        except ValueError as error:
            add(name, str(error), "a number", "Correct the cell, or leave it empty where none was stated.")
            return None
    for name, most in _MOST_DEGREES.items():
        value = found[name]
        if value is not None and not -most <= value <= most:
            add(name, f"{value:g}", f"degrees from {-most:g} to {most:g}", "Give WGS 84 degrees.")
            return None
    if (found["lon"] is None) != (found["lat"] is None):
        add("lon", "one of longitude and latitude", "both or none", "Fill in both, or leave both out.")
        return None
    if found["lon"] is not None and not cells.get("place"):
        add("place", "coordinates without a place", "what the place is called", "Fill in place.")
        return None
    low, high = found["low"], found["high"]
    if low is not None and high is not None and low > high:
        add("low", f"{low:g} above high {high:g}", "low not above high", "Exchange the two, or correct one.")
        return None
    return found


COUNTED: Final = ("people", "person", "persons", "truck", "trucks", "block", "blocks", "household")


def _amount(cells: Mapping[str, str], numbers: Mapping[str, float | None], add: AddFault) -> Amount | None:
    value, low, high = numbers["value"], numbers["low"], numbers["high"]
    qualifier = cells.get("qualifier", "")
    if value is None and low is None and high is None and not qualifier:
        return None
    unit = cells.get("unit", "")
    for name, number in (("value", value), ("low", low), ("high", high)):
        if number is not None and number < 0 and unit.partition("/")[0].partition("_")[0] in COUNTED:
            add(name, f"{number:g} {unit}", "a count of 0 or more", "Correct the count.")
    return _with_ends(
        qualifier or ("exact" if value is not None else "unspecified"),  # type: ignore[arg-type]
        (value, low, high),
        unit,
        add,
        by_convention=cells.get("by_convention") == "yes",
    )


def _with_ends(
    qualifier: Qualifier,
    numbers: tuple[float | None, float | None, float | None],
    unit: str,
    add: AddFault,
    *,
    by_convention: bool,
) -> Amount:
    """Return an amount with the ends that were stated; where none were, with those that its words give."""
    value, low, high = numbers
    if low is None and high is None:
        try:
            return amount(qualifier, value, unit)
        except ValueError as error:
            add(
                "qualifier", str(error), "a word that fits the number", "Correct the qualifier or the number."
            )
    if value is not None and ((low or value) > value or (high or value) < value):
        ends = f"{value:g} outside its ends"
        add("value", ends, "a number between low and high", "Correct the number, or an end.")
    return Amount(
        qualifier=qualifier, value=value, low=low, high=high, unit=unit, by_convention=by_convention
    )


def _period(cells: Mapping[str, str], name: str) -> Period:
    first, last = cells.get(f"{name}_from") or None, cells.get(f"{name}_to") or None
    return Period(
        from_=first,
        to=last,
        basis=cells.get(f"{name}_basis") or ("stated" if first or last else "unknown"),  # type: ignore[arg-type]
        window=cells.get(f"{name}_window") == "yes",
    )


def _source(cells: Mapping[str, str]) -> Source:
    text = cells["stated_by"]
    match cells.get("source_kind"):
        case "role_only":
            return ByRole(role=text)
        case "collective":
            return Collective(called=text)
        case _:
            return Named(name=text)


def _place(cells: Mapping[str, str], numbers: Mapping[str, float | None]) -> Place | None:
    name = cells.get("place")
    if not name:
        return None
    return Place(
        name=name,
        precision=cells.get("place_precision") or "unknown",  # type: ignore[arg-type]
        lon=numbers["lon"],
        lat=numbers["lat"],
        uncertain_m=numbers["uncertain_m"],
    )
