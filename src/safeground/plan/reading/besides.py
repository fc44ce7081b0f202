"""Numbers in a text that are no blocks: telephones, streets, counted things, links, numbered lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from safeground.plan.reading.passage import Passage

LONG_NUMBER: Final = 7
"""A number of this many digits is a telephone's or an account's, no block."""
MOST_PARTS: Final = 8
LONGEST_STREET: Final = 3
MONEY: Final = "$€£₪₴"
_LINK: Final = re.compile(r"https?://\S+|www\.\S+|[@]\w+")


class NumbersBesides:
    """Finds the numbers of one text that say something else than blocks."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._links = [(match.start(), match.end()) for match in _LINK.finditer(passage.text)]

    def at(self, at: int) -> int | None:
        """Return the token after the number at ``at`` where it is no block's; None where it may be."""
        passage = self._passage
        if not passage.is_number(at):
            return None
        for reader in (self._part_of_a_word, self._phone, self._street, self._counted, self._line_number):
            end = reader(at)
            if end is not None:
                return end
        return None

    def link(self, at: int) -> int | None:
        """Return the token after the link that begins at token ``at``."""
        start = self._passage.tokens[at].start
        if not self._links or self._links[0][0] > start:
            return None
        link = self._links.pop(0)
        end = at
        while end < len(self._passage) and self._passage.tokens[end].start < link[1]:
            end += 1
        return end if start < link[1] else None

    def _phone(self, at: int) -> int | None:
        passage = self._passage
        text = passage.tokens[at].text
        signed = passage.is_sign(at - 1, "+*") and passage.tokens[at].glued
        called = self._after_word("phone", at)
        joined = passage.is_sign(at + 1, "-", glued=True) and passage.is_number(at + 2, glued=True)
        zero_led = len(text) in (2, 3) and text[0] == "0" and (joined or passage.is_number(at + 1))
        if not (signed or called or zero_led or len(text) >= LONG_NUMBER):
            return None
        end = at + 1
        for _ in range(MOST_PARTS):
            if passage.is_number(end):
                end += 1
            elif passage.is_sign(end, "-()/") and passage.is_number(end + 1):
                end += 2
            else:
                break
        return end

    def _street(self, at: int) -> int | None:
        """Street 10, شارع ٥, вулиця Миру, 12."""
        passage = self._passage
        end = at + 1
        if self._after_word("street", at):
            return passage.after("counted", end)
        here = at - 1 if passage.is_sign(at - 1, ",") else at
        for _ in range(LONGEST_STREET):
            if not passage.is_word(here - 1) or passage.end("block", here - 1) is not None:
                return None
            here -= 1
            if self._after_word("street", here):
                return end
        return None

    def _part_of_a_word(self, at: int) -> int | None:
        """Return the end of the number in COVID-19, F-16, H2O, and of a sum of money."""
        passage = self._passage
        if passage.is_sign(at - 1, MONEY):
            return at + 1
        before = at - 2 if passage.is_sign(at - 1, "-", glued=True) else at - 1
        if not passage.tokens[at].glued or not passage.is_word(before):
            return None
        word = passage.tokens[before]
        joined = passage.text[word.start]
        # ו-38 and و38 are "and 38"; Block36 is a block.
        is_word = (joined.isascii() or joined.isupper()) and passage.begin("block", before + 1) is None
        return at + 1 if is_word else None

    def _counted(self, at: int) -> int | None:
        """Return the end of 500 people, 10-15 families, 3 km, 100,000 residents."""
        passage = self._passage
        end = at + 1
        for _ in range(MOST_PARTS):
            counted = passage.end("counted", end)
            if counted is not None:
                return counted
            if passage.is_number(end) and len(passage.tokens[end].text) == 3:
                end += 1
            elif (
                passage.is_sign(end, ",'.-")
                and passage.tokens[end].glued
                and passage.is_number(end + 1, glued=True)
            ):
                end += 2
            else:
                return None
        return None

    def _line_number(self, at: int) -> int | None:
        """Return the end of the number of a line: "1." or "2)" at its beginning, with words after it."""
        passage = self._passage
        begins = at == 0 or passage.tokens[at - 1].kind == "line"
        if begins and passage.is_sign(at + 1, ".)", glued=True) and passage.is_word(at + 2):
            return at + 2
        return None

    def _after_word(self, meaning: str, at: int) -> bool:
        """Whether a word of ``meaning`` stands before a number, but for a colon, a sign or "number"."""
        passage = self._passage
        end = at
        for _ in range(MOST_PARTS // 2):
            if passage.begin(meaning, end) is not None:
                return True
            if passage.is_sign(end - 1, ":.№#(+*"):
                end -= 1
                continue
            filler = passage.begin("filler", end)
            if filler is None:
                return False
            end = filler
        return False
