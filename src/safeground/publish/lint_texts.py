"""A notice's text with the words that were read marked, and those that could not be read shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from safeground.characters import controls, shown
from safeground.quantity import Range
from safeground.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.names import Names
    from safeground.plan.reading.text_reading import NameRead, Span, TextReading, TimeRead

Kind = Literal["unread", "blocks", "name", "time", "size", "topic"]
KINDS: Final[tuple[Kind, ...]] = ("unread", "blocks", "name", "time", "size", "topic")
"""Where words were read twice, the first of these is marked."""
KIND_WORDS: Final[dict[Kind, str]] = {
    "unread": "not read",
    "blocks": "blocks",
    "name": "place",
    "time": "time",
    "size": "size or share",
    "topic": "what is spoken of",
}
TOPIC_WORDS: Final = {
    "destination": "a destination",
    "route": "a route",
    "end": "an end or return",
    "stays": "those who stay or cannot leave",
    "contact": "whom to ask",
}
_RIGHT_TO_LEFT: Final = frozenset(("ar", "he", "fa", "ur", "ps", "ckb", "yi", "dv", "sd", "ug", "syr"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text, marked or not."""

    words: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class WordsRead:
    """Words with what they were read as."""

    kind: str
    words: str
    meant: str


@dataclass(frozen=True, slots=True)
class TextShown:
    """One text.

    Parameters
    ----------
    language
        BCP 47, or ``und``.
    direction
        ``rtl``, ``ltr``, or ``auto`` where the language does not say.
    pieces
        The whole text, in order.
    read, unread
        What its words were read as, and those that could not be read with why.
    hidden
        Signs in it that are not seen, written out.
    """

    language: str
    direction: str
    pieces: tuple[Piece, ...]
    read: tuple[WordsRead, ...]
    unread: tuple[WordsRead, ...]
    hidden: tuple[str, ...]


def text_shown(language: str, text: str, reading: TextReading, names: Names | None) -> TextShown:
    """Return one text of a notice as the page shows it."""
    main = language.lower().split("-")[0]
    direction = "rtl" if main in _RIGHT_TO_LEFT else ("auto" if main == "und" else "ltr")
    marks = [(kind, span) for kind, span in _marks(reading) if span.language == language]
    return TextShown(
        language,
        direction,
        tuple(_pieces(text, marks)),
        tuple(one for one, span in _read(reading, names) if span.language == language),
        tuple(
            WordsRead(KIND_WORDS["unread"], shown(one.span.words), one.why)
            for one in reading.unread
            if one.span.language == language
        ),
        tuple(shown(sign) for sign in controls(text)),
    )


def _marks(reading: TextReading) -> Iterator[tuple[Kind, Span]]:
    yield from (("unread", one.span) for one in reading.unread)
    yield from (("blocks", one.span) for one in reading.blocks)
    yield from (("name", one.span) for one in reading.names)
    yield from (("time", one.span) for one in reading.times)
    yield from (("size", one.span) for one in reading.sizes)
    yield from (("topic", span) for _, span in reading.topics)


def _pieces(text: str, marks: list[tuple[Kind, Span]]) -> Iterator[Piece]:
    """Yield the text in pieces; a word that was read twice has its first kind's mark."""
    kind_at: list[Kind | None] = [None] * len(text)
    for kind, span in sorted(marks, key=lambda mark: -KINDS.index(mark[0])):
        for i in range(max(span.start, 0), min(span.end, len(text))):
            kind_at[i] = kind
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or kind_at[i] != kind_at[start]:
            yield Piece(shown(text[start:i]), kind_at[start])
            start = i


def _read(reading: TextReading, names: Names | None) -> Iterator[tuple[WordsRead, Span]]:
    for block in reading.blocks:
        yield (
            WordsRead(KIND_WORDS["blocks"], shown(block.span.words), block.item + _towards(block.towards)),
            block.span,
        )
    for name in reading.names:
        yield (
            WordsRead(
                KIND_WORDS["name"], shown(name.span.words), _name(name, names) + _towards(name.towards)
            ),
            name.span,
        )
    for time in reading.times:
        yield WordsRead(KIND_WORDS["time"], shown(time.span.words), _time(time)), time.span
    for size in reading.sizes:
        share = "" if size.share is None else percent(Range.exact(size.share, "share"))
        said = f"{size.km2:g} km²" if size.km2 is not None else share
        of = "" if size.of is None else f" of {size.of}"
        yield WordsRead(KIND_WORDS["size"], shown(size.span.words), said + of), size.span
    for topic, span in reading.topics:
        yield WordsRead(KIND_WORDS["topic"], shown(span.words), TOPIC_WORDS[topic]), span


def _towards(towards: bool) -> str:
    return ", where to go" if towards else ""


def _name(read: NameRead, names: Names | None) -> str:
    shown_as = {} if names is None else {name.id: name.spellings[0] for name in names.names if name.spellings}
    candidates = [
        f"{shown_as.get(one.name, one.name)} ({one.certainty:.0%} certain)" for one in read.candidates
    ]
    return " or ".join(candidates) or "no place of the gazetteer"


def _time(read: TimeRead) -> str:
    until = "until " if read.until else ""
    if read.at is None:
        return f"{until}a time whose day or hour is not said"
    return f"{until}{read.at.isoformat(timespec='minutes')}" + ("" if read.zoned else ", no zone said")
