"""What was read in the texts of a notice, each with the words that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Topic = Literal["destination", "route", "end", "stays", "contact"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one text.

    Parameters
    ----------
    language
        Key of the text in the notice.
    start, end
        Characters ``[start, end)`` of the text.
    words
        Those characters.
    """

    language: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class BlocksRead:
    """One block or range that a text names: ``38-54``, in ASCII digits with a hyphen.

    Parameters
    ----------
    towards
        Whether the words before it in its sentence say where to go ("move to"): not an area to leave.
    """

    item: str
    span: Span
    towards: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of the gazetteer that words may mean.

    Parameters
    ----------
    name
        Id in the gazetteer of names.
    spelling
        The spelling that was met.
    certainty
        From 0 to 1; 1 where the words are the spelling but for case, accents and vowel signs.
    """

    name: str
    spelling: str
    certainty: float


@dataclass(frozen=True, slots=True)
class NameRead:
    """A place name in a text, with what it may mean, the nearest first. Several: ambiguous.

    Parameters
    ----------
    towards
        Whether the words before it in its sentence say where to go ("move to"): not an area to leave.
    """

    candidates: tuple[Candidate, ...]
    span: Span
    towards: bool = False


@dataclass(frozen=True, slots=True)
class TimeRead:
    """A time in a text.

    Parameters
    ----------
    at
        When; None where the hour is not said, or no zone is known. Without ``zoned``, its offset is the
        notice's own zone. A time without a day is on the day said before it in its sentence, else it is the
        first such time after the issue; without an issue, None.
    zoned
        Whether the text says its offset or zone.
    until
        Whether the words say that it is an end ("until", "by", "before").
    """

    at: datetime | None
    zoned: bool
    until: bool
    span: Span


@dataclass(frozen=True, slots=True)
class SizeRead:
    """A size or share in a text.

    Parameters
    ----------
    km2
        Square kilometres; None where a share is said.
    share
        From 0 to 1 or above; None where a size is said.
    of
        Id of the named place that the share is of; None where it is not said or not known.
    """

    km2: float | None
    share: float | None
    of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that look like a block, a time, a name or a size and could not be read, with why."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class TextReading:
    """All that was read in the texts of one notice, in the order of the texts.

    Parameters
    ----------
    topics
        What the texts speak of by their words, with where: a destination, a route, an end or return, those
        who stay or cannot leave, whom to ask.
    """

    blocks: tuple[BlocksRead, ...] = ()
    names: tuple[NameRead, ...] = ()
    times: tuple[TimeRead, ...] = ()
    sizes: tuple[SizeRead, ...] = ()
    topics: tuple[tuple[Topic, Span], ...] = ()
    unread: tuple[Unread, ...] = ()
