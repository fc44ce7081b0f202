"""A case of what happened: the streets that people had to pass, who was there, the hours, what was counted.

The folder's tables are described in ``verification/README.md``. Every figure is a range where it is not
exact; the proof takes the end that helps the crowd, the schedule the other one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from safeground.errors import FaultList, InputError
from safeground.formats.tables import Table, parse_number, read_table
from safeground.standards import street_classes

if TYPE_CHECKING:
    from pathlib import Path

    Ends = tuple[float, float]

MODES: Final = ("on foot", "any")
LINKS: Final = (
    "name", "from", "to", "length_low_m", "length_high_m", "class", "width_low_m", "width_high_m", "moves",
    "source",
)  # fmt: skip
PEOPLE: Final = ("place", "persons_low", "persons_high", "way_low_m", "way_high_m", "source")
WINDOWS: Final = ("from", "to", "opens", "closes", "source")
OBSERVED: Final = (
    "fact", "begins", "until", "persons_low", "persons_high", "qualifier", "stated_by", "published_by",
    "published_on", "url", "held",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A street in the direction in which people left: ends of its length and of its clear width."""

    name: str
    tail: str
    head: str
    street_class: str
    length_m: Ends
    width_m: Ends
    on_foot: bool


@dataclass(frozen=True, slots=True)
class Group:
    """People, and how far it is from where they were to the place at which they enter the links."""

    place: str
    persons: Ends
    way_m: Ends


@dataclass(frozen=True, slots=True)
class Window:
    """Hours in which a link could be entered; a link without windows is always open."""

    tail: str
    head: str
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Observation:
    """How many were counted from a time to another; None where nobody said a number."""

    fact: str
    begins: datetime
    until: datetime
    persons: Ends | None
    qualifier: str
    stated_by: str
    published_by: str
    url: str
    held: bool

    @property
    def horizon_s(self) -> float:
        return (self.until - self.begins).total_seconds()


@dataclass(frozen=True, slots=True)
class Case:
    """Everything in a folder; ``goal`` is the one place from which no link leads on."""

    name: str
    links: tuple[Link, ...]
    people: tuple[Group, ...]
    windows: tuple[Window, ...]
    observed: tuple[Observation, ...]
    goal: str

    def hours(self, seen: Observation) -> tuple[Window, ...]:
        """Return the windows within an observation's time, cut to it."""
        cut = (
            Window(one.tail, one.head, max(one.opens, seen.begins), min(one.closes, seen.until))
            for one in self.windows
        )
        return tuple(one for one in cut if one.opens < one.closes)


def read_case(folder: Path) -> Case:
    """Read a case's folder.

    Raises
    ------
    InputError
        With every fault of its tables, or of how they fit together.
    """
    faults = FaultList(folder)
    links = _rows(folder / "links.csv", LINKS, _link, faults)
    people = _rows(folder / "people.csv", PEOPLE, _group, faults)
    observed = _rows(folder / "observed.csv", OBSERVED, _observation, faults)
    windows: list[Window] = []
    if (folder / "windows.csv").exists():
        windows = _rows(folder / "windows.csv", WINDOWS, _window, faults)
    faults.raise_if_any()
    goals = sorted({one.head for one in links} - {one.tail for one in links})
    case = Case(
        folder.name, tuple(links), tuple(people), tuple(windows), tuple(observed), goals[0] if goals else ""
    )
    _check_places(case, folder, goals, faults)
    _check_hours(case, folder, faults)
    faults.raise_if_any()
    return case


class _Row:
    """One row of a table, cell by cell; what is wrong is noted and read as something harmless."""

    def __init__(self, table: Table, index: int, path: Path, faults: FaultList) -> None:
        self.cells = {name: column[index] for name, column in table.columns.items()}
        self.row = table.row_place(index)
        self.path = path
        self.faults = faults

    def fault(self, column: str, found: str, expected: str, fix: str) -> None:
        self.faults.add(f"{self.row}, column {column}", found, expected, fix, file=self.path)

    def text(self, column: str, among: tuple[str, ...] = ()) -> str:
        text = self.cells[column]
        if not text or (among and text not in among):
            expected = f"one of {', '.join(among)}" if among else "a text"
            self.fault(column, repr(text) if text else "nothing", expected, "Fill it in.")
        return text

    def number(self, column: str) -> float | None:
        try:
            value = parse_number(self.cells[column])
        except ValueError as error:
            self.fault(column, str(error), "a number, 0 or more", "Correct it.")
            return 0.0
        if value is not None and value < 0:
            self.fault(column, self.cells[column], "a number, 0 or more", "Correct it.")
            return 0.0
        return value

    def ends(self, name: str, unit: str = "", default: Ends | None = None) -> Ends | None:
        """Return a low and a high end; one that is empty is the other, both empty the default."""
        columns = [f"{name}_{end}{unit}" for end in ("low", "high")]
        low, high = (self.number(column) for column in columns)
        if low is None and high is None:
            return default
        low, high = (high if low is None else low), (low if high is None else high)
        assert low is not None
        assert high is not None
        if low > high:
            self.fault(columns[1], f"{high:g}", f"{low:g} or more, the low end", "Exchange the two.")
        return low, high

    def stated(self, name: str, unit: str = "") -> Ends:
        """Return a low and a high end that must be there."""
        ends = self.ends(name, unit)
        if ends is None:
            self.fault(f"{name}_high{unit}", "nothing", "a number, 0 or more", "State a range.")
        return ends or (0.0, 0.0)

    def time(self, column: str) -> datetime | None:
        text = self.cells[column]
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            time = None
        if time is None or time.tzinfo is None:
            expected = "a time with its offset, such as 2023-11-08T10:00+02:00"
            self.fault(column, repr(text), expected, "Write date, clock time and offset.")
            return None
        return time

    def span(self, first: str, last: str) -> tuple[datetime, datetime]:
        begin, end = self.time(first), self.time(last)
        if begin is None or end is None:
            return datetime.min, datetime.min
        if begin >= end:
            self.fault(last, self.cells[last], f"a time after {self.cells[first]}", "Correct one of the two.")
        return begin, end


def _rows(path: Path, required: tuple[str, ...], read, faults: FaultList) -> list:
    try:
        table = read_table(path, required=required)
    except InputError as error:
        faults.extend(error)
        return []
    return [read(_Row(table, index, path, faults)) for index in range(len(table))]


def _link(row: _Row) -> Link:
    street_class = row.text("class", tuple(street_classes()))
    known = street_classes().get(street_class)
    by_class = (known.width_m.low, known.width_m.high) if known else (0.0, 0.0)
    width = row.ends("width", "_m", by_class) or by_class
    if width[0] == 0:
        row.fault("width_low_m", "0", "more than 0", "Leave out a street that nobody can pass.")
    row.text("source")
    on_foot = row.text("moves", MODES) == "on foot"
    name, tail, head = (row.text(column) for column in ("name", "from", "to"))
    return Link(name, tail, head, street_class, row.stated("length", "_m"), width, on_foot)


def _group(row: _Row) -> Group:
    row.text("source")
    return Group(row.text("place"), row.stated("persons"), row.stated("way", "_m"))


def _window(row: _Row) -> Window:
    row.text("source")
    return Window(row.text("from"), row.text("to"), *row.span("opens", "closes"))


def _observation(row: _Row) -> Observation:
    begins, until = row.span("begins", "until")
    return Observation(
        row.text("fact"), begins, until, row.ends("persons"), row.cells["qualifier"], row.text("stated_by"),
        row.text("published_by"), row.text("url"), row.text("held", ("yes", "no")) == "yes",
    )  # fmt: skip


def _check_places(case: Case, folder: Path, goals: list[str], faults: FaultList) -> None:
    if len(goals) != 1:
        found = f"{len(goals)} places from which no link leads on ({', '.join(goals)})"
        faults.add("", found, "one", "Let every way end at one place.", file=folder / "links.csv")
    for group in case.people:
        if group.place not in {one.tail for one in case.links}:
            fix = "Correct the name, or add the link."
            faults.add(group.place, "no link from there", "a link", fix, file=folder / "people.csv")
    ends = {(one.tail, one.head) for one in case.links}
    for name in sorted({(one.tail, one.head) for one in case.windows} - ends):
        fix = "Correct the names: a window of no link would be ignored."
        faults.add(f"{name[0]} to {name[1]}", "no such link", "a link", fix, file=folder / "windows.csv")


def _check_hours(case: Case, folder: Path, faults: FaultList) -> None:
    """Note days whose hours nobody stated: a link would count as shut on them, and unknown is not zero."""
    timed = sorted({(one.tail, one.head) for one in case.windows})
    for seen in case.observed:
        for tail, head in timed:
            mine = [one for one in case.windows if (one.tail, one.head) == (tail, head)]
            stated = {one.opens.astimezone(seen.begins.tzinfo).date() for one in mine}
            day = seen.begins
            while day < seen.until:
                if day.date() not in stated:
                    found = f"no hours of {tail} to {head} on {day.date()}"
                    fix = "State them, or leave the count out: unknown is not shut."
                    faults.add(seen.fact, found, "hours for every day", fix, file=folder / "windows.csv")
                day += timedelta(days=1)
