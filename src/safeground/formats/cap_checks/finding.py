"""What a rule says of a message, and the message as a rule sees it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

from safeground.formats.cap_words import SPACES

if TYPE_CHECKING:
    from safeground.formats.cap_words import Version
    from safeground.formats.xml_file import XmlElement

Severity = Literal["error", "warning", "note"]
SHOWN = 60
"""So many signs of a long text are shown."""


class CapFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with, or doubtful in, a message."""

    rule: str
    """The rule's name: ``polygons-are-closed``."""
    severity: Severity
    path: str
    """Where: ``alert/info[2]/area/polygon``; numbers count from 1, where one name stands more than once."""
    line: int
    found: str
    expected: str
    mend: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.path}"
        said = f"found {self.found}; expected {self.expected}. {self.mend}"
        return f"{self.severity}: {where}: {said} [{self.rule}]"


@dataclass(frozen=True)
class Spot:
    """An element with its path."""

    path: str
    element: XmlElement

    @property
    def name(self) -> str:
        """The element's local name."""
        return self.element.name

    @property
    def text(self) -> str:
        """Its text, without spaces around it."""
        return self.element.text.strip()

    @cached_property
    def parts(self) -> tuple[Spot, ...]:
        """The elements in it."""
        names = Counter(child.name for child in self.element.children)
        seen: Counter[str] = Counter()
        found = []
        for child in self.element.children:
            seen[child.name] += 1
            number = f"[{seen[child.name]}]" if names[child.name] > 1 else ""
            found.append(Spot(f"{self.path}/{child.name}{number}", child))
        return tuple(found)

    def all(self, name: str) -> list[Spot]:
        """Return the elements of a name in it."""
        return [spot for spot in self.parts if spot.name == name]

    def first(self, name: str) -> Spot | None:
        """Return the first element of a name that says something."""
        return next((spot for spot in self.parts if spot.name == name and spot.text), None)

    def said(self, name: str) -> str:
        """Return the text of the first element of a name; empty where there is none."""
        found = self.first(name)
        return found.text if found else ""

    def fault(
        self, rule: str, found: str, expected: str, mend: str, *, severity: Severity = "error"
    ) -> CapFinding:
        """Return a finding at this place."""
        return CapFinding(
            rule=rule,
            severity=severity,
            path=self.path,
            line=self.element.line,
            found=found,
            expected=expected,
            mend=mend,
        )


@dataclass(frozen=True)
class Message:
    """A message as it stands in its file.

    Parameters
    ----------
    alert
        Its root.
    region
        Bounds (west, south, east, north, degrees) in which its areas must lie; None where nobody knows.
    """

    alert: Spot
    region: tuple[float, float, float, float] | None = None

    @property
    def version(self) -> Version:
        """The version of CAP; 1.2 where its namespace says none."""
        return SPACES.get(self.alert.element.space, "1.2")

    @cached_property
    def infos(self) -> list[Spot]:
        """Its infos."""
        return self.alert.all("info")

    @cached_property
    def areas(self) -> list[Spot]:
        """The areas of all its infos."""
        return [area for info in self.infos for area in info.all("area")]

    @cached_property
    def spots(self) -> list[Spot]:
        """Every element but those of a signature, in the file's order."""
        found, todo = [], [self.alert]
        while todo:
            spot = todo.pop()
            if spot.name != "Signature":
                found.append(spot)
                todo.extend(reversed(spot.parts))
        return found

    def named(self, *names: str) -> list[Spot]:
        """Return every element of these names that says something."""
        return [spot for spot in self.spots if spot.name in names and spot.text]


def shown(text: str) -> str:
    r"""Return a text as it is shown in a finding: short, with signs that cannot be seen written out.

    Examples
    --------
    >>> shown("Block\u202e 47")
    "'Block\\u202e 47'"
    """
    return repr(text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…")
