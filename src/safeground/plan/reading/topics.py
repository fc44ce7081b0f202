"""What a text speaks of by its words: a destination, a route, an end, those who stay, whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from safeground.plan.reading.dates import DAYS, WEEKDAYS
from safeground.plan.reading.text_reading import Topic

if TYPE_CHECKING:
    from safeground.plan.reading.passage import Passage
    from safeground.plan.reading.text_reading import Span

_TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
NEGATED: Final[frozenset[Topic]] = frozenset(("destination", "route"))
"""Topics that "do not" turns into their opposite: "do not go to", "do not use the coast road"."""
LONGEST_NEGATION: Final = 3


def topics_in(passage: Passage) -> tuple[tuple[tuple[Topic, Span], ...], tuple[tuple[int, int], ...]]:
    """Return the topics of a text, and the pieces of it whose places are destinations.

    Returns
    -------
    tuple
        Each topic with its words; each piece as tokens ``[start, end)``: from words such as "move to" to the
        end of the sentence, or to "from".
    """
    found: list[tuple[Topic, Span]] = []
    pieces: list[tuple[int, int]] = []
    begun: int | None = None
    for at in range(len(passage)):
        new_sentence = at > 0 and passage.sentences[at] != passage.sentences[at - 1]
        if begun is not None and (new_sentence or passage.end("origin", at) is not None):
            pieces.append((begun, at))
            begun = None
        for topic in _TOPICS if passage.is_word(at) else ():
            end = passage.end(f"topic {topic}", at)
            if end is None or (topic in NEGATED and _is_negated(passage, at)):
                continue
            if topic == "destination" and _is_time(passage, end):
                continue
            found.append((topic, passage.span(at, end)))
            if topic == "destination" and begun is None:
                # A prefix such as ל- is written together with the place, which is then the last token.
                begun = end - 1
    if begun is not None:
        pieces.append((begun, len(passage)))
    return tuple(found), tuple(pieces)


def _is_time(passage: Passage, at: int) -> bool:
    """Whether a time follows and no place: виїхати до 18:00 is "leave by", not "leave for"."""
    if passage.is_number(at):
        return passage.begin("block", at) is None
    return passage.first(("hour before", *DAYS, *WEEKDAYS), at) is not None


def _is_negated(passage: Passage, at: int) -> bool:
    return any(
        passage.end("not", k) is not None
        for k in range(max(at - LONGEST_NEGATION, 0), at)
        if passage.sentences[k] == passage.sentences[at]
    )
