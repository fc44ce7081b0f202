"""What an alert says in words, in one language: from phrases and the issuer's own text, nothing added."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from safeground.publish.notices.mark import Copy
from safeground.publish.notices.mark_words import FIRST_STRONG, POP, clock_text
from safeground.publish.notices.phrases import RIGHT_TO_LEFT, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin, Place, Way
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language

_KEPT = frozenset("\n\u200c\u200d\u200e\u200f\u061c")
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


class CapTexts:
    """The texts of one alert.

    Parameters
    ----------
    bulletin
        The notice.
    mark
        Who answers for the alert.
    language
        Of all texts.
    others
        Languages that have an alert of their own: the issuer's text in these is left to them.
    """

    def __init__(
        self, bulletin: Bulletin, mark: Mark, language: Language, others: Iterable[str] = ()
    ) -> None:
        self._bulletin, self._mark, self._language = bulletin, mark, language
        self._others = frozenset(others)
        self._said = phrases("cap")

    def event(self) -> str:
        """Return what kind of thing happens."""
        return self._say("event.taken_back" if self._bulletin.message == "Cancel" else "event.leave")

    def sender_name(self) -> str:
        """Return who sends this message, which for a copy is not the notice's issuer."""
        if isinstance(self._mark, Copy):
            return self._say("copy_by", maker=self._mark.made_by)
        return visible(self._mark.name)

    def mark(self) -> str:
        """Return what the message is, where it is no order; empty where it is one."""
        bulletin = self._bulletin
        if isinstance(self._mark, Copy):
            time = self._time(bulletin.issued, "time_not_stated")
            return self._say("copy", issuer=self._issuer(), time=time, maker=self._mark.made_by)
        return self._say("exercise") if bulletin.status == "Exercise" else ""

    def headline(self) -> str:
        """Return one line."""
        key = {"Alert": "leave", "Update": "changed", "Cancel": "taken_back"}[self._bulletin.message]
        areas = self._list(self._name(place) for place in self._bulletin.areas)
        return _joined(" ", self.mark(), self._say(f"headline.{key}", issuer=self._issuer(), areas=areas))

    def description(self) -> str:
        """Return by whom, when, which areas, and the issuer's own text."""
        bulletin = self._bulletin
        return _joined(
            "\n",
            self.mark(),
            self._say("from_whom", value=self._issuer()),
            self._say("issued", value=self._time(bulletin.issued)),
            self._say("starts", value=self._time(bulletin.starts)),
            *(self.area(place) for place in bulletin.areas),
            self._say("until_when", value=bulletin.end or self._say("not_stated")),
            *self._own_words(),
            self._say("expires", value=self._time(bulletin.expires)),
        )

    def instruction(self) -> str:
        """Return what the notice asks of people, and that those who stay keep their protection."""
        bulletin = self._bulletin
        none = self._say("not_stated")
        if bulletin.message == "Cancel":
            return _joined("\n", self.mark(), self._say("taken_back"), self._say("protection"))
        means = self._say(f"means.{bulletin.deadline_means or 'none'}") if bulletin.deadline else ""
        to = self._list(self._name(place) for place in bulletin.to)
        ways = self._list(self._way(way) for way in bulletin.ways)
        return _joined(
            "\n",
            self.mark(),
            self._say("by_when", value=self._time(bulletin.deadline)),
            means,
            self._say("where_to", value=to or none),
            *(self._designated(place) for place in bulletin.to if place.designated_by or place.called),
            self._say("which_way", value=ways or none),
            self._say("who_stays", value=bulletin.stays or none),
            self._say("contact", value=bulletin.contact or none),
            self._say("protection"),
        )

    def area(self, place: Place) -> str:
        """Return an area with its blocks, or the streets along its edge where it has none."""
        parts = [self._say("area", name=self._name(place))]
        blocks = place.listed or place.blocks
        if blocks:
            parts.append(self._say("blocks", blocks=self._list(blocks)))
        if place.streets:
            parts.append(self._say("bounded_by", streets=self._list(place.streets)))
        return ": ".join((parts[0], "; ".join(parts[1:]))) if parts[1:] else parts[0]

    def _own_words(self) -> Iterable[str]:
        texts = self._bulletin.text
        for language, text in texts.items():
            own = language.partition("-")[0]
            if own == self._language or own not in self._others:
                yield f"{self._say('own_words', language=language)}\n{visible(text)}"

    def _designated(self, place: Place) -> str:
        who = place.designated_by or self._say("not_stated")
        return self._say("designated", name=place.id, who=who, called=place.called or place.id)

    def _name(self, place: Place) -> str:
        return f"{place.called} ({place.id})" if place.called and place.called != place.id else place.id

    def _way(self, way: Way) -> str:
        detail = self._list((*way.streets, *way.open))
        return f"{way.id} ({detail})" if detail else way.id

    def _issuer(self) -> str:
        return self._bulletin.issuer or self._say("issuer_not_stated")

    def _time(self, moment: datetime | None, missing: str = "not_stated") -> str:
        return self._say(missing) if moment is None else clock_text(moment, bracketed=True)

    def _list(self, items: Iterable[str]) -> str:
        return self._say("separator").join(items)

    def _say(self, key: str, **values: str) -> str:
        shown = {
            name: visible(value, isolated=self._language in RIGHT_TO_LEFT) for name, value in values.items()
        }
        return self._said[key][self._language].format(**shown)


def visible(text: str, *, isolated: bool = False) -> str:
    r"""Return a text whose hidden signs are written out; ``isolated`` keeps its direction apart.

    Examples
    --------
    >>> visible("Block\u202e 47")
    'Block\\u202e 47'
    """
    inner = text.replace("\r\n", "\n").replace("\t", " ")
    if isolated:
        inner = inner.replace(FIRST_STRONG, "").replace(POP, "")
    shown = "".join(
        f"\\u{ord(sign):04x}" if unicodedata.category(sign) in _HIDDEN and sign not in _KEPT else sign
        for sign in inner
    )
    return f"{FIRST_STRONG}{shown}{POP}" if isolated else shown


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)
