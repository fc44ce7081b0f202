"""Read the texts of a notice: one pass over each, and what could not be read beside what was."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from safeground.characters import is_control, scripts
from safeground.plan.reading.besides import NumbersBesides
from safeground.plan.reading.blocks import BlocksInText
from safeground.plan.reading.passage import Passage
from safeground.plan.reading.sizes import SizesInText
from safeground.plan.reading.text_reading import Span, TextReading, Unread
from safeground.plan.reading.times import TimesInText
from safeground.plan.reading.topics import topics_in
from safeground.plan.reading.unnamed import unnamed_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.names import Names
    from safeground.plan.reading.text_reading import NameRead, SizeRead

MOST_LINKS: Final = 4
"""So many words may stand between a share and the place that it is of."""


def read_text(
    texts: Mapping[str, str],
    *,
    names: Names | None,
    blocks: Gazetteer | None,
    issued: datetime | None,
    zone: str | None,
) -> TextReading:
    """Read what the texts of one notice say.

    Parameters
    ----------
    texts
        Language → text. A language without words in the table is read with those of all others.
    names
        Known places; None: no names are read.
    blocks
        Known blocks. Lists after a word for block are read without them; other lists are asked of them.
    issued
        When the notice was issued; gives days and years that the text does not say.
    zone
        The notice's own zone (IANA); where None, the offset of ``issued``.

    Raises
    ------
    zoneinfo.ZoneInfoNotFoundError
        A zone that is none.

    Examples
    --------
    >>> reading = read_text(
    ...     {"en": "Residents of blocks 36, 38–54 must leave until 16:00 (UTC+2)."},
    ...     names=None, blocks=None, issued=None, zone=None,
    ... )
    >>> [block.item for block in reading.blocks], [time.span.words for time in reading.times]
    (['36', '38-54'], ['16:00 (UTC+2)'])
    """
    readings = [_read(language, text, names, blocks, issued, zone) for language, text in texts.items()]
    return TextReading(
        blocks=tuple(one for reading in readings for one in reading.blocks),
        names=tuple(one for reading in readings for one in reading.names),
        times=tuple(one for reading in readings for one in reading.times),
        sizes=tuple(one for reading in readings for one in reading.sizes),
        topics=tuple(one for reading in readings for one in reading.topics),
        unread=tuple(one for reading in readings for one in reading.unread),
    )


def _read(
    language: str,
    text: str,
    names: Names | None,
    blocks: Gazetteer | None,
    issued: datetime | None,
    zone: str | None,
) -> TextReading:
    passage = Passage(language, text)
    times = TimesInText(passage, issued, zone)
    sizes = SizesInText(passage)
    besides = NumbersBesides(passage)

    @cache
    def claimed(at: int) -> bool:
        return sizes.begins(at) or times.begins(at) or besides.at(at) is not None

    listed = BlocksInText(passage, blocks, claimed)
    at = 0
    while at < len(passage):
        said = passage.tokens[at].kind in ("word", "number")
        for reader in (besides.link, times.at, sizes.at, besides.at, listed.at) if said else (besides.link,):
            end = reader(at)
            if end is not None:
                at = end
                break
        else:
            at += 1
    topics, pieces = topics_in(passage)
    towards = _Pieces(passage, pieces)
    found = () if names is None else names.find(text, language)
    unread = [*listed.unread, *times.unread, *sizes.unread, *_deceiving(passage)]
    if names is not None:
        unread.extend(unnamed_places(passage, found))
    return TextReading(
        blocks=tuple(replace(one, towards=towards.hold(one.span)) for one in listed.read),
        names=tuple(replace(one, towards=towards.hold(one.span)) for one in found),
        times=tuple(times.read),
        sizes=_with_places(passage, sizes, found),
        topics=topics,
        unread=tuple(sorted(unread, key=lambda one: (one.span.start, one.span.end))),
    )


class _Pieces:
    """The pieces of a text in which places are destinations, in characters."""

    def __init__(self, passage: Passage, pieces: Sequence[tuple[int, int]]) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        reached = -1
        for start, end in sorted(pieces):
            if not start < end:
                continue
            first, last = passage.tokens[start].start, passage.tokens[end - 1].end
            reached = max(reached, last)
            self._starts.append(first)
            self._ends.append(reached)

    def hold(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.start < self._ends[at]


def _with_places(passage: Passage, sizes: SizesInText, names: Sequence[NameRead]) -> tuple[SizeRead, ...]:
    """Join each share with the place that it is of, where one name follows it."""
    read = list(sizes.read)
    begins = {name.span.start: name for name in names}
    for number, token in sizes.after:
        at = token
        for _ in range(MOST_LINKS):
            if passage.sentence_ends(at) or not at < len(passage):
                break
            name = begins.get(passage.tokens[at].start)
            if name is not None:
                if len(name.candidates) == 1:
                    read[number] = replace(read[number], of=name.candidates[0].name)
                break
            if not passage.is_word(at):
                break
            at += 1
    return tuple(read)


def _deceiving(passage: Passage) -> list[Unread]:
    """Find words of two scripts, and characters that steer how the text is shown."""
    text, language = passage.text, passage.language
    found = [
        Unread(Span(language, at, at + 1, c), "a character that changes how the text is shown")
        for at, c in enumerate(text)
        if not c.isalnum() and c not in " \n" and is_control(c)
    ]
    for token in passage.tokens:
        if token.kind != "word":
            continue
        words = text[token.start : token.end]
        if not words.isascii() and len(mixed := scripts(words)) > 1:
            why = f"letters of {' and '.join(mixed)} in one word"
            found.append(Unread(Span(language, token.start, token.end, words), why))
    return found
