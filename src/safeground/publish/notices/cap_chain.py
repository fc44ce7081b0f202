"""Which message an alert is, when it was sent, and which earlier ones it refers to: the same on every run."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from safeground.errors import FaultList
from safeground.formats.cap import Reference
from safeground.formats.cap_text import write_time
from safeground.publish.notices.mark import Copy
from safeground.publish.notices.phrases import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language


class Chain:
    """The messages of one publication.

    Parameters
    ----------
    bulletins
        All notices of the plan; those that others change must be among them.
    mark
        Who answers for the alerts.
    sent
        When they are published, with offset.

    Raises
    ------
    InputError
        A notice that changes one which is not there, takes itself back and does not say when it was issued,
        ends before it is sent or begins, or a time without an offset.
    """

    def __init__(self, bulletins: Sequence[Bulletin], mark: Mark, sent: datetime) -> None:
        self._by_id: Mapping[str, Bulletin] = {bulletin.id: bulletin for bulletin in bulletins}
        self._mark, self._now = mark, sent
        self._check()

    @property
    def sender(self) -> str:
        """Who sends: the key of an issuer, or the maker of a copy."""
        if isinstance(self._mark, Copy):
            return f"copy:{plain(self._mark.made_by)}"
        return f"{plain(self._mark.name)}:{re.sub(r'[^0-9A-Za-z]', '', self._mark.fingerprint)}"

    def sent(self, bulletin: Bulletin) -> datetime:
        """Return when a message was sent: when its notice was issued, so that later runs tell the same.

        A notice that takes itself back was issued once and is taken back now; where its message has already
        ended now (an old notice is copied), the time of issue stands.
        """
        if takes_itself_back(bulletin) and self._now < bulletin.expires:
            return self._now
        return self._first_sent(bulletin)

    def identifier(self, bulletin: Bulletin, language: Language) -> str:
        """Return the identifier of a message."""
        back = "taken-back" if takes_itself_back(bulletin) else ""
        return self._identifier(bulletin, language, self.sent(bulletin), back)

    def references(self, bulletin: Bulletin, language: Language) -> tuple[Reference, ...]:
        """Return the earlier messages of the same language; of all languages where there was none."""
        found = []
        for earlier in (self._by_id[id_] for id_ in bulletin.changes):
            written = languages_of(earlier)
            sent = self._first_sent(earlier)
            for one in (language,) if language in written else written:
                identifier = self._identifier(earlier, one, sent, "")
                found.append(Reference(sender=self.sender, identifier=identifier, sent=sent))
        return tuple(found)

    def _first_sent(self, bulletin: Bulletin) -> datetime:
        return self._now if bulletin.issued is None else min(bulletin.issued, self._now)

    def _identifier(self, bulletin: Bulletin, language: Language, sent: datetime, back: str) -> str:
        kind = "copy" if isinstance(self._mark, Copy) else ""
        when = write_time(sent)
        return ".".join(filter(None, (kind, plain(bulletin.id), language, back, when)))

    def _check(self) -> None:
        faults = FaultList()
        if self._now.utcoffset() is None:
            faults.add("sent", str(self._now), "a time with an offset", "State the offset.")
            faults.raise_if_any()
        for bulletin in self._by_id.values():
            place = f"notice {bulletin.id}"
            for earlier in bulletin.changes:
                if earlier not in self._by_id:
                    fix = "Publish both together: the alert must refer to the earlier one."
                    faults.add(place, f"changes {earlier}, which is not there", "a notice of the plan", fix)
            if takes_itself_back(bulletin) and bulletin.issued is None:
                fix = "State it: what is taken back is found by it."
                faults.add(place, "taken back, and no time of issue", "when it was issued", fix)
            for what, time in (("is sent", self.sent(bulletin)), ("begins", bulletin.starts)):
                if time is not None and bulletin.expires.replace(microsecond=0) <= time.replace(
                    microsecond=0
                ):
                    found = f"a message that ends {bulletin.expires.isoformat()}"
                    fix = "Correct the times: nobody is shown a message that has ended."
                    faults.add(place, found, f"an end after it {what} ({time.isoformat()})", fix)
        faults.raise_if_any()


def takes_itself_back(bulletin: Bulletin) -> bool:
    """Return whether a notice was issued, and is now taken back under the same id."""
    return bulletin.message == "Cancel" and bulletin.id in bulletin.changes


def languages_of(bulletin: Bulletin) -> tuple[Language, ...]:
    """Return the languages of a notice's alerts: those stated that have phrases, else English."""
    stated = {tag.partition("-")[0].lower() for tag in (bulletin.languages or tuple(bulletin.text))}
    return tuple(language for language in LANGUAGES if language in stated) or ("en",)


def plain(text: str) -> str:
    """Return a text as a name for machines and file systems: one text, one name.

    Examples
    --------
    >>> plain("notice-1"), plain("Notice 1, east")
    ('notice-1', 'Notice-1-east-0531cb9f')
    """
    name = re.sub(r"[^\w.-]+", "-", text).strip("-.")
    return name if name == text else f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".lstrip("-")
