"""Whether people can read it: an outline that can be told, ranges, plain sentences, a map large enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.questions.clear_rules.named import LIST
from safeground.questions.clear_rules.plane import sliver_width_m
from safeground.questions.clear_rules.reading_level import FEWEST_WORDS, english_grade, length
from safeground.questions.clear_rules.rule import Found, rule
from safeground.standards import standard
from safeground.units import METRES_PER_KM
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.clear_rules.named import Item

SHORTER = 0.75
"""Ranges are asked for where they make a list at least a quarter shorter."""


def needs_drawing(case: NoticeCase) -> str | None:
    """Return what is missing to look at its outline."""
    return None if case.drawn is not None else "the polygon that is drawn on its map"


def needs_list(case: NoticeCase) -> str | None:
    """Return what is missing to look at its lists."""
    return None if _as_written(case) else "a list or text that names blocks, as it was written"


def needs_english(case: NoticeCase) -> str | None:
    """Return what is missing to measure an English text."""
    texts = [text for language, text in case.notice.text.items() if _is_english(language)]
    return None if any(_is_long(one) for one in texts) else f"an English text of {FEWEST_WORDS} words or more"


def needs_other_text(case: NoticeCase) -> str | None:
    """Return what is missing to measure a text of another language."""
    texts = [text for language, text in case.notice.text.items() if not _is_english(language)]
    if any(_is_long(one) for one in texts):
        return None
    return f"a text of {FEWEST_WORDS} words or more in another language than English"


def needs_map_size(case: NoticeCase) -> str | None:
    """Return what is missing to say how large blocks are on its map."""
    if case.notice.map_size is None:
        return "the size of its map in pixels and on the ground"
    return None if len(case.listed) else "blocks that can be looked up"


@rule("outline-too-intricate", "warning", "C1", needs_drawing)
def outline_too_intricate(case: NoticeCase) -> Iterator[Found]:
    """The outline has more corners, parts or holes than anybody can describe, and no block describes it.

    Warning: read aloud or sent to a phone, it cannot be told on which side one is. Corners are counted
    after smoothing by the width of a sliver. An area that is named by its blocks needs no description.
    """
    assert case.drawn is not None
    if len(case.listed):
        return
    smooth = shapely.simplify(case.drawn, sliver_width_m())
    parts = shapely.get_parts(smooth)
    rings = len(parts) + int(np.sum(shapely.get_num_interior_rings(parts)))
    # The closing point of a ring is its first.
    corners = int(shapely.get_num_coordinates(smooth)) - rings
    most_corners = standard("clear.polygon_points").range.high
    most_rings = standard("clear.polygon_rings").range.high
    if corners > most_corners or rings > most_rings:
        yield Found(
            what=f"The outline has {corners} corners, parts and holes: {rings}; "
            f"no more than {most_corners:g} and {most_rings:g} can be told.",
            where="map",
            mend="Name the blocks, or draw along streets that people know.",
            evidence=(f"corners: {corners}", f"parts and holes: {rings}"),
        )


@rule("list-without-ranges", "note", "C1", needs_list)
def list_without_ranges(case: NoticeCase) -> Iterator[Found]:
    """A long list names singly what ranges would name shorter.

    Note: the ground is the same; a list that does not fit into one SMS (``clear.blocks_without_range``)
    gets cut. A table with a row for each block does not tell how the list was written.
    """
    most = standard("clear.blocks_without_range").range.high
    for where, items in _as_written(case):
        if len(items) <= most or any(len(one.read.members) > 1 for one in items):
            continue
        shorter = _ranges(case, items)
        if len(shorter) <= SHORTER * len(items):
            yield Found(
                what=f"{len(items)} blocks are named one by one; {len(shorter)} items with ranges do.",
                where=where,
                mend=f"Write: {', '.join(shorter)}.",
                evidence=(f"items: {len(items)}", f"with ranges: {len(shorter)}"),
            )


@rule("hard-to-read", "warning", "C9", needs_english)
def hard_to_read(case: NoticeCase) -> Iterator[Found]:
    """An English text needs more years of school than texts for the public may (``clear.english_grade``).

    Warning: those who read least well are told last. Measured by the formula of Kincaid and others
    (1975), on texts of 30 words or more; numbers are no words.
    """
    most = standard("clear.english_grade").range.high
    for language, text in case.notice.text.items():
        grade = english_grade(text) if _is_english(language) else None
        if grade is not None and grade > most:
            yield Found(
                what=f"The text is of school grade {number(grade, digits=2)}; texts for the public are of "
                f"{most:g} at most.",
                where=f"text ({language})",
                mend="Write shorter sentences and shorter words.",
                evidence=(f"grade: {grade:.1f}",),
            )


@rule("long-sentences", "warning", "C9", needs_other_text)
def long_sentences(case: NoticeCase) -> Iterator[Found]:
    """A text of another language than English has long sentences on average (``clear.sentence_words``).

    Warning: as ``hard-to-read``. How hard its words are is not measured: formulas for them need vowel
    signs, word lists or tests of readers that the languages of notices do not all have.
    """
    most = standard("clear.sentence_words").range.high
    for language, text in case.notice.text.items():
        mean = length(text).words_a_sentence
        if not _is_english(language) and _is_long(text) and mean > most:
            yield Found(
                what=f"Its sentences have {number(mean, digits=2)} words on average; {most:g} are the most.",
                where=f"text ({language})",
                mend="Write shorter sentences.",
                evidence=(f"words a sentence: {mean:.1f}",),
            )


@rule("map-too-coarse", "warning", "C1", needs_map_size)
def map_too_coarse(case: NoticeCase) -> Iterator[Found]:
    """On the published map the smallest named block is narrower than its own number (``clear.block_px``).

    Warning: people cannot find it on the map; the list still names it. Its width is the root of its area.
    """
    size = case.notice.map_size
    assert size is not None
    least = standard("clear.block_px").range.low
    widths = np.sqrt(shapely.area(case.listed))
    i = int(np.argmin(widths))
    across_px = float(widths[i]) * size.width_px / (size.width_km * METRES_PER_KM)
    if across_px < least:
        position = int(case.named_blocks.everywhere[i])
        small = int(np.count_nonzero(widths * size.width_px / (size.width_km * METRES_PER_KM) < least))
        block = case.run.block_ids[position]
        yield Found(
            what=f"Block {block} is {number(across_px, digits=2)} pixels wide on the map; {least:g} are "
            f"needed ({small} of {len(widths)} blocks are narrower).",
            where="map",
            mend="Publish the map larger, or in several parts.",
            evidence=(f"block {block}", f"pixels: {across_px:.1f}"),
        )


def _as_written(case: NoticeCase) -> list[tuple[str, tuple[Item, ...]]]:
    by_row = case.notice.listed_by_row
    return [one for one in case.named_blocks.sources if not (by_row and one[0] == LIST)]


def _ranges(case: NoticeCase, items: Sequence[Item]) -> list[str]:
    """Return the shortest list of items and ranges that names the same blocks, in rising order."""
    known = {i for one in items for i in one.read.members}
    single = sorted({one.words for one in items if not one.words.isdigit()})
    numbers = sorted({int(one.words) for one in items if one.words.isdigit()})
    found: list[str] = []
    start = 0
    for at in range(1, len(numbers) + 1):
        if at < len(numbers) and _joined(case, numbers[at - 1], numbers[at], known):
            continue
        first, last = numbers[start], numbers[at - 1]
        found += [f"{first}-{last}"] if at - start > 2 else [str(one) for one in numbers[start:at]]
        start = at
    return [*found, *single]


def _joined(case: NoticeCase, one: int, following: int, known: set[int]) -> bool:
    """Whether a range over both numbers names no block beside those known."""
    if not case.run.block_ids:
        return following == one + 1
    return known.issuperset(case.run.block_index.read(f"{one}-{following}").members)


def _is_english(language: str) -> bool:
    return language.split("-")[0].lower() == "en"


def _is_long(text: str) -> bool:
    return len(length(text).words) >= FEWEST_WORDS
