"""Notices as short messages: one that fits one SMS, one that fits three, in each language.

What matters first is put in first: that it is a copy or an exercise, which area is to be left, by when, where
to, who says so. Each item stands whole or not at all, so nothing is cut in a number or a name; where an item
or a longer wording is left out, the message ends by saying where there is more.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.publish.notices.file_names import stem
from safeground.publish.notices.phrases import LANGUAGES, phrases
from safeground.publish.notices.sms_length import alphabet, split, units
from safeground.publish.notices.sms_words import items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeground.publish.notices.bulletin import Bulletin, Place
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.sms_words import Item

PARTS: Final = (1, 3)
"""The lengths that are written, in messages."""
FIRST: Final = (
    ("mark", "action", "deadline", "to", "issuer"),
    ("protection", "way", "starts", "end", "contact", "stays"),
)
"""What is put in first where not all fits: the first group, in this order, also in its longest wording."""
COLUMNS: Final = (
    "notice",
    "area",
    "language",
    "fits_parts",
    "alphabet",
    "units",
    "parts",
    "left_out",
    "text",
)


@dataclass(frozen=True, slots=True)
class Message:
    """A short message.

    Parameters
    ----------
    text
        As it is sent.
    left_out
        What it does not say, or not in full.
    """

    text: str
    left_out: tuple[str, ...]


def write(
    bulletins: Sequence[Bulletin], mark: Mark, *, languages: Sequence[Language] = LANGUAGES
) -> dict[str, bytes]:
    """Return the messages of notices: a text file each, and ``sms.csv`` with their lengths.

    Parameters
    ----------
    bulletins
        What is published.
    mark
        Who answers for it.
    languages
        Messages in each.
    """
    files: dict[str, bytes] = {}
    rows: list[tuple[object, ...]] = []
    for bulletin in bulletins:
        for area in bulletin.areas:
            if area.kind != "ordered":
                continue
            for language in languages:
                for most in PARTS:
                    said = message(bulletin, area, language, mark, most)
                    name = stem("sms", bulletin.id, area.id, language, str(most))
                    files[f"{name}.txt"] = said.text.encode()
                    rows.append(
                        (
                            *(bulletin.id, area.id, language, most, alphabet(said.text)),
                            *(units(said.text), len(split(said.text)), " ".join(said.left_out), said.text),
                        )
                    )
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    files["sms.csv"] = table.getvalue().encode()
    return files


def message(bulletin: Bulletin, area: Place, language: Language, mark: Mark, most_parts: int) -> Message:
    """Return the message of one area in one language that is sent in at most ``most_parts`` parts.

    Group by group, each item goes in with its shortest wording, the most important first; then each of the
    group gets the longest wording for which there is space. The long sentence of a copy comes last of all.
    """
    found = items(bulletin, area, language, mark)
    pointer = phrases("sms")["more"][language]

    def text_of(chosen: dict[str, str]) -> str:
        return " ".join(chosen[item.key] for item in found if item.key in chosen)

    def fits(chosen: dict[str, str]) -> bool:
        return len(split(f"{text_of(chosen)} {pointer}")) <= most_parts

    full = text_of({item.key: item.said[0] for item in found})
    if len(split(full)) <= most_parts:
        return Message(full, ())
    chosen: dict[str, str] = {}

    def put(item: Item, wordings: Iterable[str]) -> None:
        for said in wordings:
            if fits({**chosen, item.key: said}):
                chosen[item.key] = said
                return

    by_key = {item.key: item for item in found}
    for group in FIRST:
        members = [by_key[key] for key in group if key in by_key]
        for item in members:
            put(item, sorted(item.said, key=len))
        for item in members:
            if item.key in chosen and item.key != "mark":
                put(item, item.said)
    if "mark" in chosen:
        put(by_key["mark"], by_key["mark"].said)
    left_out = tuple(item.key for item in found if chosen.get(item.key) != item.said[0])
    return Message(f"{text_of(chosen)} {pointer}", left_out)
