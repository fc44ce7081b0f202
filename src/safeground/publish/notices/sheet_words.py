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

MOST_LIST_SIGNS: Final = 330
MOST_OWN_SIGNS: Final = 220
"""How much of a list, and of an issuer's own words, a sheet has space for; what is cut is said to be."""
MOST_NAME_SIGNS: Final = 48
MOST_NAMES: Final = 6
MOST_PLACES: Final = 4


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


def sheet_words(bulletin: Bulletin, area: Place, language: Language, mark: Mark) -> Sheet:
    """Return what the sheet of one area in one language says."""
    table = phrases("notice")
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
        band=band(bulletin, mark, language),
        exercise="" if real or isinstance(mark, Copy) else table["exercise_line"][language],
        headline=headline,
        name=say("area_named", language, area=named(shorten(area.id, MOST_NAME_SIGNS))),
        rows=tuple(_rows(bulletin, area, language)),
        protection=table["protection"][language],
        foot=tuple(_foot(bulletin, mark, language)),
    )


def band(bulletin: Bulletin, mark: Mark, language: Language) -> Line:
    """Return who answers for an output: its issuer with the key, or the sentence of a copy."""
    if isinstance(mark, Issuer):
        return say("issued_by", language, issuer=named(mark.name), fingerprint=figure(mark.fingerprint))
    time = moment(bulletin.issued, language, "issued")
    maker = named(shorten(mark.made_by, MOST_NAME_SIGNS))
    if bulletin.issuer is None:
        return say("copy_of_unnamed", language, time=time, maker=maker)
    issuer = named(shorten(bulletin.issuer, MOST_NAME_SIGNS))
    return say("copy", language, issuer=issuer, time=time, maker=maker)


def _rows(bulletin: Bulletin, area: Place, language: Language) -> list[Row]:
    table = phrases("notice")

    def row(key: str, *lines: Line) -> Row:
        missing = (words(table["not_stated"][language]),)
        return Row(key, table[key][language], lines or missing, bool(lines))

    def own(text: str | None) -> list[Line]:
        if not text:
            return []
        note = (*words(" ("), *say("not_translated", language), *words(")"))
        return [(*named(shorten(text, MOST_OWN_SIGNS)), *note)]

    return [
        row("who", *_who(area, language)),
        row("when", *([_at("starts", bulletin.starts, language)] if bulletin.starts else [])),
        row("by_when", *_by_when(bulletin, language)),
        row("where_to", *_several([_destination(place, language) for place in bulletin.to], language)),
        row("which_way", *_several([_way(way, language) for way in bulletin.ways], language)),
        row("until_when", *own(bulletin.end)),
        row("who_stays", *own(bulletin.stays)),
        row("contact", *own(bulletin.contact)),
        row("from_whom", *([named(shorten(bulletin.issuer, MOST_NAME_SIGNS))] if bulletin.issuer else [])),
        row("issued_at", *([moment(bulletin.issued, language, "issued")] if bulletin.issued else [])),
        row("source", *_source(bulletin, language)),
    ]


def _several(lines: list[Line], language: Language) -> list[Line]:
    more = len(lines) - MOST_PLACES
    if more <= 0:
        return lines
    return [*lines[:MOST_PLACES], say("more_items", language, count=figure(more))]


def _at(key: str, value: datetime, language: Language) -> Line:
    return say(key, language, time=moment(value, language, key))


def _who(area: Place, language: Language) -> list[Line]:
    lines = [say("people_in", language, area=named(shorten(area.id, MOST_NAME_SIGNS)))]
    if area.called:
        lines = [(*lines[0], *words(" ("), *named(shorten(area.called, MOST_NAME_SIGNS)), *words(")"))]
    blocks = block_list(area, language, MOST_LIST_SIGNS)
    for key, value in (
        ("blocks", blocks),
        ("bounded_by", _names(area.streets, language)),
        ("landmarks", _names(area.landmarks, language)),
    ):
        said = value or say("not_stated", language)
        lines.append((*say(key, language), *words(": "), *said))
    return lines


def _names(names: tuple[str, ...], language: Language) -> Line:
    lines = [named(shorten(name, MOST_NAME_SIGNS)) for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        lines.append(say("more_items", language, count=figure(len(names) - MOST_NAMES)))
    return joined(lines, language)


def _by_when(bulletin: Bulletin, language: Language) -> list[Line]:
    if bulletin.deadline is None:
        return []
    means = say(f"means.{bulletin.deadline_means or 'none'}", language)
    return [say("by", language, time=moment(bulletin.deadline, language, "deadline")), means]


def _destination(place: Place, language: Language) -> Line:
    name = named(shorten(place.id, MOST_NAME_SIGNS))
    return (*name, *words(": "), *designation(place, language))


def designation(place: Place, language: Language) -> Line:
    """Return who designated a place as what, and that this is a claim."""
    who = None if place.designated_by is None else named(shorten(place.designated_by, MOST_NAME_SIGNS))
    called = None if place.called is None else named(shorten(place.called, MOST_NAME_SIGNS))
    if who is not None and called is not None:
        return say("designated_as", language, who=who, called=called)
    if who is not None:
        return say("designated_by", language, who=who)
    if called is not None:
        return say("called", language, called=called)
    return say("designation_not_stated", language)


def _way(way: Way, language: Language) -> Line:
    parts = [named(shorten(way.id, MOST_NAME_SIGNS))]
    if way.streets:
        parts.append(_names(way.streets, language))
    if way.line is None:
        parts.append(say("not_drawn", language))
    parts.append(
        say("open", language, hours=_names(way.open, language))
        if way.open
        else say("open_not_stated", language)
    )
    return joined(parts, language)


def _source(bulletin: Bulletin, language: Language) -> list[Line]:
    if bulletin.source is None:
        return []
    if bulletin.source.sensitivity != "public":
        return [say("source_withheld", language)]
    title = named(shorten(bulletin.source.title, 2 * MOST_NAME_SIGNS))
    if bulletin.source.publisher is None:
        return [title]
    return [joined([title, named(shorten(bulletin.source.publisher, MOST_NAME_SIGNS))], language)]


def _foot(bulletin: Bulletin, mark: Mark, language: Language) -> list[Line]:
    lines: list[Line] = []
    if bulletin.changes and bulletin.message in {"Update", "Cancel"}:
        names = joined([named(one) for one in bulletin.changes[-MOST_NAMES:]], language)
        lines.append(say("update" if bulletin.message == "Update" else "cancel", language, notices=names))
    if isinstance(mark, Copy):
        lines.append(_at("copied_at", mark.made_at, language))
    else:
        lines.append(say("as_of", language, time=moment(bulletin.issued, language, "issued")))
    lines.append(_at("expires", bulletin.expires, language))
    return lines
