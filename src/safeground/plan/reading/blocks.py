"""Lists and ranges of blocks in a text, after a word for block or standing alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.text_reading import BlocksRead, Unread
from safeground.plan.reading.tokens import ascii_digits, folded, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.reading.passage import Passage

MOST_FILLERS: Final = 6
LONGEST_BRACKET: Final = 24
LONGEST_ID: Final = 6
LONGEST_NUMBER: Final = 12
LIST_ALONE: Final = 3
"""So many items make a list that no word calls one of blocks, where there is no gazetteer to ask."""
GROUP: Final = 3
LETTERS: Final = "an id with letters that the gazetteer does not have"
MIXED: Final = "digits of two scripts in one number"


@dataclass(slots=True)
class _Item:
    start: int
    end: int
    text: str = ""
    ends: tuple[str, ...] = ()
    why: str = ""


@dataclass(slots=True)
class _List:
    end: int
    items: list[_Item] = field(default_factory=list)


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
        self._claimed = claimed
        self._ids = None if blocks is None else frozenset(ascii_digits_of(one) for one in blocks.ids)
        wholes = () if self._ids is None else (one.split(".")[0] for one in self._ids)
        self._wholes = frozenset(wholes)
        self._lettered = frozenset(
            one for one in (folded_id(i) for i in self._ids or ()) if not one.replace(".", "").isdigit()
        )
        self._lettered_first = {tokens(one)[0].text for one in self._lettered if one}
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
            item = self._range(self._items_start(label), "and")
            if item is not None and len(item.ends) > 1:
                self._take(_List(item.end, [item]))
                return item.end
        label = passage.end("block", at)
        if label is not None:
            start = self._items_start(label)
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
        start = self._items_start(start if label is None else label)
        found = self._list(start, labelled=True, one_label=True)
        if not found.items:
            return None
        why = f"blocks that {passage.tokens[at].text!r} takes out are not read"
        self.unread.append(Unread(passage.span(at, found.items[-1].end), why))
        return found.end

    def _items_start(self, at: int) -> int:
        passage = self._passage
        for _ in range(MOST_FILLERS):
            if (
                passage.is_sign(at, ":(№#.[")
                or (passage.is_sign(at, "-") and not passage.is_number(at - 1))
                or self._line_before_item(at)
            ):
                at += 1
            else:
                filled = passage.end("filler", at)
                if filled is None:
                    break
                at = filled
        return at

    def _line_before_item(self, at: int) -> bool:
        token = self._passage.token(at)
        return token is not None and token.kind == "line" and not self._passage.is_line_end(at + 1)

    def _list(self, at: int, *, labelled: bool, one_label: bool = False) -> _List:
        found = _List(at)
        here = at
        while True:
            item = self._item(here, labelled=labelled, first=not found.items)
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

    def _stands_alone(self, item: _Item) -> bool:
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
                or self._line_before_item(at)
                or (at > start and passage.tokens[at - 1].kind == "line" and passage.is_sign(at, "-"))
            ):
                at += 1
            elif (linked := passage.end("and", at)) is not None:
                at = linked
                if passage.is_sign(at, "-", glued=True) and passage.is_number(at + 1, glued=True):
                    at += 1
            else:
                return at if at > start else None

    def _item(self, at: int, *, labelled: bool, first: bool) -> _Item | None:
        passage = self._passage
        start = at
        label = passage.end("block", at)
        if label is not None:
            at = self._items_start(label)
        lettered = self._lettered_id(at) if labelled or label is not None else None
        if lettered is not None:
            return _Item(
                at, lettered, passage.text[passage.tokens[at].start : passage.tokens[lettered - 1].end]
            )
        led = "from"
        opened = passage.end("between", at)
        if opened is not None:
            led = "between"
        else:
            opened = passage.end("from", at)
        if opened is not None:
            if not labelled and first:
                return None
            at = opened
            if passage.is_sign(at, "-", glued=True):
                at += 1
            inner = passage.end("block", at)
            if inner is not None:
                at = self._items_start(inner)
        elif label is None and not first and passage.is_sign(at, "-"):
            return None
        item = self._range(at, "and" if led == "between" and opened is not None else "to")
        if item is None:
            return None
        if opened is not None and not item.why and "-" not in item.text:
            return None
        item.start = at if label is None else start if opened is not None else at
        return item

    def _range(self, at: int, link: str) -> _Item | None:
        passage = self._passage
        low = self._number(at)
        if low is None:
            return None
        text, end, why = low
        after = self._range_sign(end, link)
        again = None if after is None else passage.end("block", after)
        if again is not None:
            after = self._items_start(again)
        high = None if after is None else self._number(after)
        if high is None or after is None:
            return _Item(at, end, text, (text,), why)
        item = _Item(at, high[1], f"{text}-{high[0]}", (text, high[0]), why or high[2])
        if again is not None and self._is_from(at):
            item.why = "a range of blocks, or a way from one block to another"
        third = self._range_sign(high[1], "to")
        if third is not None and self._number(third) is not None:
            item.end = third + 1
            item.why = "a range with three ends"
        return item

    def _is_from(self, at: int) -> bool:
        label = self._passage.begin("block", at)
        return self._passage.begin("from", at if label is None else label) is not None

    def _range_sign(self, at: int, link: str) -> int | None:
        passage = self._passage
        if passage.is_sign(at, "-~") and not passage.is_sign(at + 1, "-"):
            return at + 1
        linked = passage.end(link, at)
        if linked is None:
            return None
        if passage.is_sign(linked, "-", glued=True) and passage.is_number(linked + 1, glued=True):
            linked += 1
        return linked

    def _number(self, at: int) -> tuple[str, int, str] | None:
        """Return a block's number, the token after it, and why it cannot be read."""
        passage = self._passage
        if not passage.is_number(at) or self._claimed(at):
            return None
        token = passage.tokens[at]
        text, end, why = token.text, at + 1, MIXED if token.mixed else ""
        if len(text) > LONGEST_NUMBER:
            return None
        if passage.is_sign(end, ".", glued=True) and passage.is_number(end + 1, glued=True):
            sub = passage.tokens[end + 1]
            text, end, why = f"{text}.{sub.text}", end + 2, MIXED if sub.mixed else why
            if passage.is_sign(end, ".", glued=True) and passage.is_number(end + 1, glued=True):
                return text, end + 2, "a number of three parts"
        if passage.is_word(end, glued=True) and not self._joins(end):
            return text, end + 1, LETTERS
        return self._grouped(at, text) or (text, end, why)

    def _grouped(self, at: int, text: str) -> tuple[str, int, str] | None:
        """Read 2,225 and 2 225 as one block where the gazetteer says so; None: the block is ``text``."""
        passage = self._passage
        if len(text) > GROUP or text == "0":
            return None
        comma = passage.is_sign(at + 1, ",'", glued=True) and passage.is_number(at + 2, glued=True)
        group = at + 2 if comma else at + 1
        if not passage.is_number(group) or len(passage.tokens[group].text) != GROUP:
            return None
        if comma == passage.is_number(at + 1) or (not comma and passage.tokens[group].glued):
            return None
        second = passage.tokens[group].text
        if self._is_known(text) and self._is_known(second):
            return None
        if self._is_known(text + second):
            return text + second, group + 1, ""
        return None if comma else (text, group + 1, "a space in it: one block or two")

    def _joins(self, at: int) -> bool:
        """Whether the word at ``at`` joins two items though no space stands before it: ٣٦و٣٨."""
        return any(self._passage.end(word, at) is not None for word in ("and", "to"))

    def _lettered_id(self, at: int) -> int | None:
        """Return the token after an id of the gazetteer that has letters in it, the longest."""
        passage = self._passage
        if at >= len(passage) or passage.tokens[at].text not in self._lettered_first:
            return None
        for end in range(min(at + LONGEST_ID, len(passage)), at, -1):
            words = passage.text[passage.tokens[at].start : passage.tokens[end - 1].end]
            if folded_id(ascii_digits_of(words)) in self._lettered:
                return end
        return None

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
        known = sum(all(self._is_known(one) for one in item.ends) for item in found.items)
        if self._ids is None:
            sure = whole_line or len(found.items) >= LIST_ALONE
        else:
            sure = known * 2 >= len(found.items) and (known > 1 or whole_line or ranged)
        if sure:
            self._take(found)
            return end
        if known or (self._ids is None and not passage.is_word(end)) or any(item.why for item in found.items):
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
        number = self._number(at)
        end = at + 1 if number is None else number[1]
        whole_line = (at == 0 or passage.tokens[at - 1].kind == "line") and passage.is_line_end(end)
        if number is None or number[2]:
            return end
        if whole_line and self._ids is not None and self._is_known(number[0]):
            self.read.append(BlocksRead(number[0], passage.span(at, end)))
        elif passage.begin("until", at) is not None and len(token.text) <= 2 and end == at + 1:
            self.unread.append(
                Unread(passage.span(at, end), "may be an hour: no minutes and no part of the day")
            )
        elif self._is_known(number[0]) and not passage.is_word(end):
            self.unread.append(Unread(passage.span(at, end), "may be a block: no word says so"))
        return end

    def _is_known(self, text: str) -> bool:
        return self._ids is not None and (text in self._ids or text in self._wholes)


def ascii_digits_of(text: str) -> str:
    """Return a text with digits of any script as 0 to 9."""
    return text if text.isascii() else "".join(ascii_digits(c)[0] if c.isdecimal() else c for c in text)


def folded_id(text: str) -> str:
    """Return an id with letters as it is compared: without case and spaces, dashes as hyphens."""
    joined = "".join("-" if c in "‐‑‒–—−־" else c for c in text if not c.isspace())
    return "-".join(".".join(folded(p) if p else p for p in part.split(".")) for part in joined.split("-"))
