"""Lists and ranges of blocks in a text, after a word for block or standing alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.block_items import LETTERS, MIXED, BlockItems, Item
from safeground.plan.reading.text_reading import BlocksRead, Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.reading.passage import Passage

LONGEST_BRACKET: Final = 24
LIST_ALONE: Final = 3
"""So many items make a list that no word calls one of blocks, where there is no gazetteer to ask."""


@dataclass(slots=True)
class _List:
    end: int
    items: list[Item] = field(default_factory=list)


class BlocksInText:
    """Reads the blocks of one text.

    Parameters
    ----------
    passage
        The text.
    blocks
        The gazetteer: whether a list without a word for block is one of blocks, and ids with letters.
    claimed
        Whether something that is no block (a time, a size, a telephone …) begins at a token.
    """

    def __init__(self, passage: Passage, blocks: Gazetteer | None, claimed: Callable[[int], bool]) -> None:
        self._passage = passage
        self._items = BlockItems(passage, blocks, claimed)
        self.read: list[BlocksRead] = []
        self.unread: list[Unread] = []

    def at(self, at: int) -> int | None:
        """Read the list of blocks that begins at token ``at``; return the token after it."""
        passage = self._passage
        excepted = passage.end("except", at)
        if excepted is not None:
            return self._excepted(at, excepted)
        between = passage.end("between", at)
        if between is not None and (label := passage.end("block", between)) is not None:
            item = self._items.range_at(self._items.start(label), "and")
            if item is not None and len(item.ends) > 1:
                self._take(_List(item.end, [item]))
                return item.end
        label = passage.end("block", at)
        if label is not None:
            start = self._items.start(label)
            found = self._list(start, labelled=True)
            if not found.items:
                return self._unknown_id(start)
            self._take(found)
            return found.end
        if not passage.is_number(at):
            return None
        found = self._list(at, labelled=False)
        return self._alone(found) if found.items else self._single(at)

    def _unknown_id(self, at: int) -> int | None:
        """Show "block B" and "blocks A-12" where the gazetteer has no such id."""
        passage = self._passage
        if not passage.is_word(at) or not passage.text[passage.tokens[at].start].isupper():
            return None
        hyphen = at + 1 if passage.is_sign(at + 1, "-", glued=True) else at
        end = hyphen + 2 if passage.is_number(hyphen + 1, glued=True) else at + 1
        if end == at + 1 and len(passage.tokens[at].text) > 1:
            return None
        self.unread.append(Unread(passage.span(at, end), LETTERS))
        return end

    def _excepted(self, at: int, start: int) -> int | None:
        """Blocks after "except" are named, but not as part of the area: nobody may count them as such."""
        passage = self._passage
        label = passage.end("block", start)
        start = self._items.start(start if label is None else label)
        found = self._list(start, labelled=True, one_label=True)
        if not found.items:
            return None
        why = f"blocks that {passage.tokens[at].text!r} takes out are not read"
        self.unread.append(Unread(passage.span(at, found.items[-1].end), why))
        return found.end

    def _list(self, at: int, *, labelled: bool, one_label: bool = False) -> _List:
        found = _List(at)
        here = at
        while True:
            item = self._items.at(here, labelled=labelled, first=not found.items)
            if item is None or (one_label and self._passage.end("block", here) is not None):
                return found
            if not labelled and item.why == LETTERS:
                return found
            after_line = here > 0 and self._passage.tokens[here - 1].kind == "line" and bool(found.items)
            if after_line and not self._stands_alone(item):
                return found
            found.items.append(item)
            found.end = item.end
            following = self._separator(self._bracket(item.end), spaces=labelled)
            if following is None:
                return found
            here = following

    def _stands_alone(self, item: Item) -> bool:
        """Whether no word follows on its line: a list may go on over lines, a sentence is no list."""
        passage = self._passage
        return not passage.is_word(item.end) or passage.end("and", item.end) is not None

    def _bracket(self, at: int) -> int:
        """Pass over a remark in brackets: 36 (Al-Nasr), 38."""
        passage = self._passage
        if not passage.is_sign(at, "(["):
            return at
        for end in range(at + 1, min(at + LONGEST_BRACKET, len(passage))):
            if passage.is_sign(end, ")]"):
                words_only = not any(passage.is_number(k) for k in range(at + 1, end))
                return end + 1 if words_only and self._separator(end + 1) is not None else at
            if passage.tokens[end].kind == "line":
                return at
        return at

    def _separator(self, at: int, *, spaces: bool = False) -> int | None:
        """Return where the next item may begin, after a space alone where ``spaces``; None: nowhere."""
        passage = self._passage
        start = at
        if spaces and passage.is_number(at) and not passage.tokens[at].glued:
            return at
        while True:
            if (
                passage.is_sign(at, ",;/+&•*")
                or self._items.line_before_item(at)
                or (at > start and passage.tokens[at - 1].kind == "line" and passage.is_sign(at, "-"))
            ):
                at += 1
            elif (linked := passage.end("and", at)) is not None:
                at = linked
                if passage.is_sign(at, "-", glued=True) and passage.is_number(at + 1, glued=True):
                    at += 1
            else:
                return at if at > start else None

    def _take(self, found: _List) -> None:
        for item in found.items:
            span = self._passage.span(item.start, item.end)
            if item.why:
                self.unread.append(Unread(span, item.why))
            else:
                self.read.append(BlocksRead(item.text, span))

    def _alone(self, found: _List) -> int | None:
        """Take a list without a word for block where it cannot well be anything else."""
        passage = self._passage
        start, end = found.items[0].start, found.end
        ranged = any("-" in item.text for item in found.items)
        if len(found.items) == 1 and not ranged:
            return self._single(start)
        whole_line = (start == 0 or passage.tokens[start - 1].kind == "line") and (
            passage.is_line_end(end) or passage.sentence_ends(end)
        )
        known = sum(all(self._items.is_known(one) for one in item.ends) for item in found.items)
        if self._items.ids is None:
            sure = whole_line or len(found.items) >= LIST_ALONE
        else:
            sure = known * 2 >= len(found.items) and (known > 1 or whole_line or ranged)
        if sure:
            self._take(found)
            return end
        if (
            known
            or (self._items.ids is None and not passage.is_word(end))
            or any(item.why for item in found.items)
        ):
            why = "numbers that may be blocks: no word says so"
            self.unread.append(Unread(passage.span(start, end), why))
        return end

    def _single(self, at: int) -> int | None:
        """Pass over one number; say so where it may be a block, an hour, or is of two scripts."""
        passage = self._passage
        token = passage.tokens[at]
        if token.mixed:
            self.unread.append(Unread(passage.span(at, at + 1), MIXED))
            return at + 1
        number = self._items.number(at)
        end = at + 1 if number is None else number[1]
        whole_line = (at == 0 or passage.tokens[at - 1].kind == "line") and passage.is_line_end(end)
        if number is None or number[2]:
            return end
        if whole_line and self._items.ids is not None and self._items.is_known(number[0]):
            self.read.append(BlocksRead(number[0], passage.span(at, end)))
        elif passage.begin("until", at) is not None and len(token.text) <= 2 and end == at + 1:
            self.unread.append(
                Unread(passage.span(at, end), "may be an hour: no minutes and no part of the day")
            )
        elif self._items.is_known(number[0]) and not passage.is_word(end):
            self.unread.append(Unread(passage.span(at, end), "may be a block: no word says so"))
        return end
