"""What a sheet says, in one language: the same words for the page, the picture and the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.publish.figures import shorten
from safeground.publish.notices.block_list import block_list
from safeground.publish.notices.mark import Copy, Issuer
from safeground.publish.notices.moments import moment
from safeground.publish.notices.phrases import RIGHT_TO_LEFT, phrases
from safeground.publish.notices.pieces import figure, joined, named, say, words

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin, Place, Way
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.pieces import Line


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of what a sheet shows; what is left out of it is counted or ends in an ellipsis.

    Parameters
    ----------
    list_signs, own_signs, name_signs
        Most signs of a list of blocks, of an issuer's own words, of a name.
    names, places
        Most names in a list; most destinations and ways.
    """

    list_signs: int = 330
    own_signs: int = 220
    name_signs: int = 48
    names: int = 6
    places: int = 4


LIMITS: Final = (
    Limits(),
    Limits(list_signs=240, own_signs=150, name_signs=36, names=4, places=2),
    Limits(list_signs=150, own_signs=80, name_signs=24, names=2, places=1),
)
"""From the most to the least that a sheet may hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a notice has to say.

    Parameters
    ----------
    key
        Which: ``who``, ``when`` …
    label
        Its name in the sheet's language.
    lines
        What the notice says of it, or that it says nothing.
    stated
        Whether it says anything.
    """

    key: str
    label: str
    lines: tuple[Line, ...]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one sheet says.

    Parameters
    ----------
    bulletin, area, language, mark
        What it is made of.
    band
        Its issuer and key, or the sentence that says that it is a copy and no order.
    exercise
        The sentence of an exercise; empty where it is none, and on a copy, which is no order in any case.
    headline, name
        What is asked; of which area.
    rows
        In the order of reading.
    protection
        The sentence that nobody loses protection.
    foot
        As of when, copied when, not to be used after when.
    """

    bulletin: Bulletin
    area: Place
    language: Language
    mark: Mark
    band: Line
    exercise: str
    headline: str
    name: Line
    rows: tuple[Row, ...]
    protection: str
    foot: tuple[Line, ...]

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def is_copy(self) -> bool:
        """Whether it is no issuer's sheet."""
        return isinstance(self.mark, Copy)

    def phrase(self, key: str) -> str:
        """Return a phrase without gaps in the sheet's language."""
        return phrases("notice")[key][self.language]


def sheet_words(
    bulletin: Bulletin, area: Place, language: Language, mark: Mark, limits: Limits = LIMITS[0]
) -> Sheet:
    """Return what the sheet of one area in one language says."""
    table = phrases("notice")
    said = _Words(bulletin, area, language, mark, limits)
    real = isinstance(mark, Issuer) and bulletin.status == "Actual"
    if bulletin.message == "Cancel":
        headline = table["taken_back"][language]
    else:
        headline = table["leave" if isinstance(mark, Issuer) else "says_leave"][language]
    return Sheet(
        bulletin=bulletin,
        area=area,
        language=language,
        mark=mark,
        band=said.band(),
        exercise="" if real or isinstance(mark, Copy) else table["exercise_line"][language],
        headline=headline,
        name=say("area_named", language, area=named(shorten(area.id, limits.name_signs))),
        rows=tuple(said.rows()),
        protection=table["protection"][language],
        foot=tuple(said.foot()),
    )


def designation(place: Place, language: Language, name_signs: int = LIMITS[0].name_signs) -> Line:
    """Return who designated a place as what, and that this is a claim."""
    who = None if place.designated_by is None else named(shorten(place.designated_by, name_signs))
    called = None if place.called is None else named(shorten(place.called, name_signs))
    if who is not None and called is not None:
        return say("designated_as", language, who=who, called=called)
    if who is not None:
        return say("designated_by", language, who=who)
    if called is not None:
        return say("called", language, called=called)
    return say("designation_not_stated", language)


@dataclass(frozen=True, slots=True)
class _Words:
    bulletin: Bulletin
    area: Place
    language: Language
    mark: Mark
    limits: Limits

    def band(self) -> Line:
        mark, issuer = self.mark, self.bulletin.issuer
        if isinstance(mark, Issuer):
            return self.say("issued_by", issuer=self.name(mark.name), fingerprint=figure(mark.fingerprint))
        time, maker = self.at(self.bulletin.issued, "issued"), self.name(mark.made_by)
        if issuer is None:
            return self.say("copy_of_unnamed", time=time, maker=maker)
        return self.say("copy", issuer=self.name(issuer), time=time, maker=maker)

    def rows(self) -> list[Row]:
        bulletin = self.bulletin
        return [
            self.row("who", self.who()),
            self.row("when", [self.say("starts", time=self.at(bulletin.starts, "starts"))], bulletin.starts),
            self.row("by_when", self.by_when(), bulletin.deadline),
            self.row("where_to", self.several([self.destination(place) for place in bulletin.to])),
            self.row("which_way", self.several([self.way(way) for way in bulletin.ways])),
            self.row("until_when", self.own(bulletin.end)),
            self.row("who_stays", self.own(bulletin.stays)),
            self.row("contact", self.own(bulletin.contact)),
            self.row("from_whom", [self.name(bulletin.issuer or "")], bulletin.issuer),
            self.row("issued_at", [self.at(bulletin.issued, "issued")], bulletin.issued),
            self.row("source", self.source()),
        ]

    def foot(self) -> list[Line]:
        bulletin, lines = self.bulletin, []
        if bulletin.changes and bulletin.message in {"Update", "Cancel"}:
            key = "update" if bulletin.message == "Update" else "cancel"
            lines.append(self.say(key, notices=self.names(bulletin.changes[::-1])))
        if isinstance(self.mark, Copy):
            lines.append(self.say("copied_at", time=self.at(self.mark.made_at, "copied_at")))
        else:
            lines.append(self.say("as_of", time=self.at(bulletin.issued, "issued")))
        lines.append(self.say("expires", time=self.at(bulletin.expires, "expires")))
        return lines

    def row(self, key: str, lines: list[Line], stated: object = True) -> Row:
        label = phrases("notice")[key][self.language]
        if not lines or stated is None:
            return Row(key, label, (self.say("not_stated"),), stated=False)
        return Row(key, label, tuple(lines))

    def say(self, key: str, **values: Line) -> Line:
        return say(key, self.language, **values)

    def name(self, text: str) -> Line:
        return named(shorten(text, self.limits.name_signs))

    def names(self, names: tuple[str, ...]) -> Line:
        lines = [self.name(name) for name in names[: self.limits.names]]
        more = len(names) - len(lines)
        return joined([*lines, self.say("more_items", count=figure(more))] if more else lines, self.language)

    def several(self, lines: list[Line]) -> list[Line]:
        more = len(lines) - self.limits.places
        if more <= 0:
            return lines
        return [*lines[: self.limits.places], self.say("more_items", count=figure(more))]

    def at(self, value: datetime | None, what: str) -> Line:
        return moment(value, self.language, what)

    def own(self, text: str | None) -> list[Line]:
        if not text:
            return []
        said = named(shorten(text, self.limits.own_signs))
        return [(*said, *words(" ("), *self.say("not_translated"), *words(")"))]

    def who(self) -> list[Line]:
        area = self.area
        people = self.say("people_in", area=self.name(area.id))
        if area.called:
            people = (*people, *words(" ("), *self.name(area.called), *words(")"))
        lines = [people]
        for key, value in (
            ("blocks", block_list(area, self.language, self.limits.list_signs)),
            ("bounded_by", self.names(area.streets)),
            ("landmarks", self.names(area.landmarks)),
        ):
            lines.append((*self.say(key), *words(": "), *(value or self.say("not_stated"))))
        return lines

    def by_when(self) -> list[Line]:
        time = self.at(self.bulletin.deadline, "deadline")
        return [self.say("by", time=time), self.say(f"means.{self.bulletin.deadline_means or 'none'}")]

    def destination(self, place: Place) -> Line:
        claim = designation(place, self.language, self.limits.name_signs)
        return (*self.name(place.id), *words(": "), *claim)

    def way(self, way: Way) -> Line:
        parts = [self.name(way.id)]
        if way.streets:
            parts.append(self.names(way.streets))
        if way.line is None:
            parts.append(self.say("not_drawn"))
        hours = self.say("open", hours=self.names(way.open)) if way.open else self.say("open_not_stated")
        return joined([*parts, hours], self.language)

    def source(self) -> list[Line]:
        source = self.bulletin.source
        if source is None:
            return []
        if source.sensitivity != "public":
            return [self.say("source_withheld")]
        title = named(shorten(source.title, 2 * self.limits.name_signs))
        return [
            title if source.publisher is None else joined([title, self.name(source.publisher)], self.language)
        ]
