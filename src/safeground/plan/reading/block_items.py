"""Single blocks and ranges in a text: 36, ٣٨-٥٤, from 219 to 221, 220.1, KY-12."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.tokens import ascii_digits, folded, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.reading.passage import Passage

MOST_FILLERS: Final = 6
LONGEST_ID: Final = 6
LONGEST_NUMBER: Final = 12
GROUP: Final = 3
LETTERS: Final = "an id with letters that the gazetteer does not have"
MIXED: Final = "digits of two scripts in one number"


@dataclass(slots=True)
class Item:
    """A block or range, or what looks like one.

    Parameters
    ----------
    start, end
        Its tokens ``[start, end)``.
    text
        ``38-54``, in ASCII digits.
    ends
        The numbers in it.
    why
        Why it could not be read; empty where it could.
    """

    start: int
    end: int
    text: str = ""
    ends: tuple[str, ...] = ()
    why: str = ""


class BlockItems:
    """Reads the single blocks and ranges of one text.

    Parameters
    ----------
    passage
        The text.
    blocks
        The gazetteer, for ids with letters and for numbers written in groups.
    claimed
        Whether something that is no block begins at a token.
    """

    def __init__(self, passage: Passage, blocks: Gazetteer | None, claimed: Callable[[int], bool]) -> None:
        self._passage = passage
        self._claimed = claimed
        self.ids = None if blocks is None else frozenset(ascii_digits_of(one) for one in blocks.ids)
        self._wholes = frozenset(one.split(".")[0] for one in self.ids or ())
        self._lettered = frozenset(
            one for one in (folded_id(i) for i in self.ids or ()) if not one.replace(".", "").isdigit()
        )
        self._lettered_first = {tokens(one)[0].text for one in self._lettered if one}

    def at(self, at: int, *, labelled: bool, first: bool) -> Item | None:
        """Return the block or range at token ``at``; ``labelled``: after a word for block."""
        passage = self._passage
        start = at
        label = passage.end("block", at)
        if label is not None:
            at = self.start(label)
        lettered = self._lettered_id(at) if labelled or label is not None else None
        if lettered is not None:
            return Item(
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
                at = self.start(inner)
        elif label is None and not first and passage.is_sign(at, "-"):
            return None
        item = self.range_at(at, "and" if led == "between" and opened is not None else "to")
        if item is None:
            return None
        if opened is not None and not item.why and "-" not in item.text:
            return None
        item.start = at if label is None else start if opened is not None else at
        return item

    def range_at(self, at: int, link: str) -> Item | None:
        """Return the block, or the range joined by a sign or a word of ``link``, at token ``at``."""
        passage = self._passage
        low = self.number(at)
        if low is None:
            return None
        text, end, why = low
        after = self._range_sign(end, link)
        again = None if after is None else passage.end("block", after)
        if again is not None:
            after = self.start(again)
        high = None if after is None else self.number(after)
        if high is None or after is None:
            return Item(at, end, text, (text,), why)
        item = Item(at, high[1], f"{text}-{high[0]}", (text, high[0]), why or high[2])
        if again is not None and self._is_from(at):
            item.why = "a range of blocks, or a way from one block to another"
        third = self._range_sign(high[1], "to")
        if third is not None and self.number(third) is not None:
            item.end = third + 1
            item.why = "a range with three ends"
        return item

    def number(self, at: int) -> tuple[str, int, str] | None:
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

    def start(self, at: int) -> int:
        """Return where the first item after a word for block begins: after signs, "numbers", a line."""
        passage = self._passage
        for _ in range(MOST_FILLERS):
            if (
                passage.is_sign(at, ":(№#.[")
                or (passage.is_sign(at, "-") and not passage.is_number(at - 1))
                or self.line_before_item(at)
            ):
                at += 1
            else:
                filled = passage.end("filler", at)
                if filled is None:
                    break
                at = filled
        return at

    def line_before_item(self, at: int) -> bool:
        """Whether token ``at`` ends a line that is not the last or empty."""
        token = self._passage.token(at)
        return token is not None and token.kind == "line" and not self._passage.is_line_end(at + 1)

    def is_known(self, text: str) -> bool:
        """Whether the gazetteer has a block, or sub-blocks of it."""
        return self.ids is not None and (text in self.ids or text in self._wholes)

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
        if self.is_known(text) and self.is_known(second):
            return None
        if self.is_known(text + second):
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


def ascii_digits_of(text: str) -> str:
    """Return a text with digits of any script as 0 to 9."""
    return text if text.isascii() else "".join(ascii_digits(c)[0] if c.isdecimal() else c for c in text)


def folded_id(text: str) -> str:
    """Return an id with letters as it is compared: without case and spaces, dashes as hyphens."""
    joined = "".join("-" if c in "‐‑‒–—−־" else c for c in text if not c.isspace())
    return "-".join(".".join(folded(p) if p else p for p in part.split(".")) for part in joined.split("-"))
