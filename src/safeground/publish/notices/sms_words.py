"""What a short message may say of a notice: items in the order of reading, each in several lengths.

A message holds no marks of direction: old phones show them as boxes. So a range is said in words where the
direction rules would turn it around (after Arabic letters), with a hyphen where they keep it (after Hebrew).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.publish.notices.block_list import ends_of, listed
from safeground.publish.notices.mark import Copy, Issuer
from safeground.publish.notices.moments import clock, offset
from safeground.publish.notices.phrases import phrases
from safeground.publish.notices.pieces import visible

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin, Place
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say.

    Parameters
    ----------
    key
        What it is.
    said
        The same in several lengths, the longest first; the last one is said where space is short.
    """

    key: str
    said: tuple[str, ...]


def items(bulletin: Bulletin, area: Place, language: Language, mark: Mark) -> list[Item]:
    """Return what a message may say, in the order of reading."""
    words = _Words(bulletin, area, language, mark)
    found = [words.mark_item(), words.action()]
    if bulletin.message == "Cancel":
        found.append(words.issuer())
    else:
        found += [
            words.deadline(),
            words.named("to", tuple(place.id for place in bulletin.to)),
            words.issuer(),
            words.item("protection", "protection"),
            *([words.time("starts", "starts", bulletin.starts)] if bulletin.starts else []),
            words.named("way", tuple(way.id for way in bulletin.ways)),
            words.own("end", bulletin.end),
            words.own("contact", bulletin.contact),
            *([words.own("stays", bulletin.stays)] if bulletin.stays else []),
        ]
    return [item for item in found if item.said]


@dataclass(frozen=True, slots=True)
class _Words:
    bulletin: Bulletin
    area: Place
    language: Language
    mark: Mark

    def phrase(self, key: str, **values: object) -> str:
        return phrases("sms")[key][self.language].format(**values)

    def item(self, key: str, *keys: str) -> Item:
        return Item(key, tuple(self.phrase(one) for one in keys))

    def mark_item(self) -> Item:
        """Return the sentence of a copy, the word of an exercise; nothing where an issuer means it."""
        if isinstance(self.mark, Copy):
            return Item("mark", (self._copy_sentence(self.mark), self.phrase("copy")))
        return Item("mark", () if self.bulletin.status == "Actual" else (self.phrase("exercise"),))

    def _copy_sentence(self, mark: Copy) -> str:
        table, bulletin = phrases("notice"), self.bulletin
        issued = bulletin.issued
        time = table["time_not_stated"][self.language] if issued is None else self.short_time(issued)
        key = "copy" if bulletin.issuer else "copy_of_unnamed"
        said = table[key][self.language].format(
            issuer=visible(bulletin.issuer or ""), time=time, maker=visible(mark.made_by)
        )
        return f"{said}."

    def action(self) -> Item:
        key = "taken_back" if self.bulletin.message == "Cancel" else "leave"
        name = visible(self.area.id)
        said = [self.phrase(key, area=name), self.phrase(f"{key}_unnamed")]
        entries = listed(self.area)
        if entries and key == "leave":
            comma = phrases("notice")["list_separator"][self.language]
            blocks = comma.join(map(self._entry, entries))
            said.insert(0, self.phrase("leave_blocks", area=name, blocks=blocks))
        return Item("action", tuple(said))

    def _entry(self, entry: str) -> str:
        ends = ends_of(entry)
        return visible(entry) if ends is None else self.phrase("range", low=ends[0], high=ends[1])

    def deadline(self) -> Item:
        if self.bulletin.deadline is None:
            return self.item("deadline", "no_deadline")
        found = self.time("deadline", self.bulletin.deadline_means or "by", self.bulletin.deadline)
        shortest = self.phrase("by", time=self.short_time(self.bulletin.deadline))
        return Item("deadline", tuple(dict.fromkeys((*found.said, shortest))))

    def time(self, key: str, phrase: str, value: datetime) -> Item:
        long = f"{self._weekday(value)} {self.short_time(value)}"
        return Item(key, tuple(self.phrase(phrase, time=time) for time in (long, self.short_time(value))))

    def short_time(self, value: datetime) -> str:
        """Return day, month, clock and offset: ``4 Mar 18:00 UTC+2``."""
        month = phrases("notice")[f"month.{value.month}"]["en"][:3]
        ahead = offset(value).replace("−", "-")
        ahead = ahead.removesuffix(":00").replace("+0", "+").replace("-0", "-")
        return self.phrase(
            "time",
            day=value.day,
            month=value.month if self.language in {"ar", "he"} else f"{value.month:02d}",
            month_name=month,
            clock=clock(value),
            offset=ahead,
        )

    def _weekday(self, value: datetime) -> str:
        return phrases("notice")[f"weekday.{value.isoweekday()}"][self.language]

    def named(self, key: str, names: tuple[str, ...]) -> Item:
        if not names:
            return self.item(key, f"no_{key}")
        comma = phrases("notice")["list_separator"][self.language]
        return Item(key, (self.phrase(key, names=comma.join(map(visible, names))),))

    def issuer(self) -> Item:
        name = self.mark.name if isinstance(self.mark, Issuer) else self.bulletin.issuer
        if not name:
            return self.item("issuer", "no_issuer")
        return Item("issuer", (self.phrase("issuer", issuer=visible(name)),))

    def own(self, key: str, text: str | None) -> Item:
        if not text:
            return self.item(key, f"no_{key}")
        return Item(key, (self.phrase(key, **{key: visible(text).rstrip(".")}),))
