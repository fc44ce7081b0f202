"""Rows of text into claims, by a mapping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from safeground.formats.hxl_table import FORMULA_STARTS
from safeground.formats.tables import parse_number
from safeground.ledger.fields import CHOICES, claim_of, fields, nearest
from safeground.ledger.importing.dates import iso_date, widened
from safeground.ledger.importing.identity import content_id
from safeground.ledger.importing.worded import parted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from safeground.ledger.claim import Claim
    from safeground.ledger.fields import AddFault
    from safeground.ledger.importing.mapping import ClaimRule, Conditions, Rule
    from safeground.ledger.importing.mapping import Mapping as TableMapping

    Row = Mapping[str, str]
    Fill = Callable[[Row], str]


def holds(when: Conditions, row: Row) -> bool:
    """Whether a row has one of the asked texts in each of the columns.

    ``filled``, ``empty``, ``a number`` and ``words`` ask for any such cell.
    """
    for column, texts in when.items():
        cell = row[column]
        if cell not in texts and not any(word in texts and asked(cell) for word, asked in _ASKED.items()):
            return False
    return True


_ASKED: Final[dict[str, Callable[[str], bool]]] = {
    "filled": bool,
    "empty": lambda cell: not cell,
    "a number": lambda cell: _is_number(cell),
    "words": lambda cell: bool(cell) and not _is_number(cell),
}


class Converter:
    """Makes the claims of a row.

    Parameters
    ----------
    mapping
        What each column becomes.
    defaults
        Fields for claims whose mapping says nothing of them: recorder, zone.
    """

    def __init__(self, mapping: TableMapping, defaults: Mapping[str, str]) -> None:
        self._mapping = mapping
        self._claims = [_compiled(rule, mapping, defaults) for rule in mapping.claims]
        self._empty = frozenset(mapping.empty)
        self.emptied = 0
        """Cells that held a text for "not stated"."""

    def cleaned(self, row: dict[str, str]) -> dict[str, str]:
        """Return a row whose texts for "not stated" are empty."""
        if self._empty:
            for name, cell in row.items():
                if cell in self._empty:
                    row[name] = ""
                    self.emptied += 1
        if self._mapping.own:
            for name, cell in row.items():
                if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS):
                    row[name] = cell[1:]
        return row

    def claims(self, row: Row, origin: str, add: AddFault) -> list[tuple[Claim, dict[str, str]]]:
        """Return a row's claims, each with the text of its fields; faults are noted."""
        found = []
        for when, constants, fills in self._claims:
            if when and not holds(when, row):
                continue
            cells = dict(constants)
            whole = True
            for name, fill in fills:
                try:
                    cells[name] = fill(row)
                except ValueError as error:
                    expected = fields()[name].type
                    add(name, str(error), f"what {name} can be read from ({expected})", _mend(name))
                    whole = False
            if not cells.get("origin"):
                cells["origin"] = origin
            if whole and (claim := claim_of(cells, add, new_id=content_id)) is not None:
                found.append((claim, cells))
        return found


def _mend(name: str) -> str:
    return f"Correct the cell, or how the mapping reads {name}."


def _compiled(
    rule: ClaimRule, mapping: TableMapping, defaults: Mapping[str, str]
) -> tuple[Conditions, dict[str, str], list[tuple[str, Fill]]]:
    constants = {name: text for name, text in defaults.items() if text}
    fills = []
    for name, one in rule.rules.items():
        if one.constant is not None:
            constants[name] = one.constant
        else:
            constants.pop(name, None)
            fills.append((name, _fill(name, one, mapping)))
    return rule.when, constants, fills


def _fill(name: str, rule: Rule, mapping: TableMapping) -> Fill:
    fill = _read(name, rule, mapping)
    if rule.when:
        return lambda row: fill(row) if holds(rule.when, row) else ""
    return fill


def _read(name: str, rule: Rule, mapping: TableMapping) -> Fill:
    read = _source(rule)
    steps = _steps(name, rule, mapping)

    def fill(row: Row) -> str:
        text = read(row)
        for step in steps:
            if not text:
                break
            text = step(text)
        return text or rule.if_empty or ""

    if not rule.reach_by:
        return fill
    by, reach, end = rule.reach_by, rule.reach, name.endswith("_to")

    def reached(row: Row) -> str:
        day, code = fill(row), row[by]
        if code not in reach:
            msg = f"{code!r} in {by}, which is none of the codes {', '.join(reach)}"
            raise ValueError(msg)
        return widened(day, reach[code], end=end) if day else ""

    return reached


def _steps(name: str, rule: Rule, mapping: TableMapping) -> list[Callable[[str], str]]:
    """Return what is done to the text of a cell that is not empty, in order."""
    steps: list[Callable[[str], str]] = []
    kind = fields()[name].type
    if rule.worded:
        part = 0 if name == "qualifier" else 1
        steps.append(lambda text: parted(text)[part])
    if rule.values or rule.otherwise is not None or rule.starts:
        steps.append(_translated(rule, CHOICES.get(kind, ())))
    if kind == "time":
        months = tuple(sorted(mapping.months.items()))
        form = rule.dates or mapping.dates
        steps.append(lambda text: iso_date(text, form, months))
    if kind == "number":
        steps.append(_number(rule))
    if rule.words:
        steps.append(lambda text: "" if _is_number(text) else text)
    if rule.slug:
        steps.append(lambda text: re.sub(r"[\W_]+", "_", text.casefold()).strip("_"))
    if rule.split:
        separator = rule.split
        steps.append(lambda text: "; ".join(part.strip() for part in text.split(separator) if part.strip()))
    return steps


def _source(rule: Rule) -> Fill:
    if rule.column is not None:
        column = rule.column
        return lambda row: row[column]
    if rule.columns:
        columns, between = rule.columns, rule.joined_by
        return lambda row: between.join(row[column] for column in columns if row[column])
    parts = re.split(r"\{([^{}]+)\}", rule.text or "")
    return lambda row: "".join(row[part] if i % 2 else part for i, part in enumerate(parts))


def _translated(rule: Rule, choices: tuple[str, ...]) -> Callable[[str], str]:
    values, starts, otherwise = rule.values, rule.starts, rule.otherwise

    def translate(text: str) -> str:
        if text in values:
            return values[text]
        for start, becomes in starts.items():
            if text.startswith(start):
                return becomes
        if otherwise is not None:
            return otherwise
        if starts:
            return ""
        if choices and text not in choices:
            msg = f"{text!r}, which has no entry in values. {nearest(text, choices)}"
            raise ValueError(msg)
        return text

    return translate


def _number(rule: Rule) -> Callable[[str], str]:
    thousands, decimal, skip = rule.thousands, rule.decimal, rule.numbers

    def number(text: str) -> str:
        plain = text.replace(thousands, "") if thousands else text
        if decimal:
            plain = plain.replace(decimal, ".")
        if skip and not _is_number(plain):
            return ""
        parse_number(plain)
        return plain

    return number


def _is_number(text: str) -> bool:
    try:
        return parse_number(text) is not None
    except ValueError:
        return False
