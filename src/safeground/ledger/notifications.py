"""How each notification stands with each recipient: state from events, and which event may come next.

States are ``draft``, ``submitted``, ``acknowledged``, ``changed`` (what the recipient holds is no longer what
it says), ``expired`` (computed from its end, so that nobody can forget to say so) and ``withdrawn``. A
recipient can acknowledge; there is no state for any other answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from safeground.ledger.notification_events import (
    ConsentGiven,
    ConsentWithdrawn,
    NotificationAcknowledged,
    NotificationChanged,
    NotificationDrafted,
    NotificationSubmitted,
    NotificationWithdrawn,
    NotifiedSite,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.events import Entry
    from safeground.ledger.notification_events import Content

FIXED = "Notification is not permission; its absence or withdrawal does not lower protection."
NOBODY = "nobody"
State = Literal["draft", "submitted", "acknowledged", "changed", "expired", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One sending to one recipient.

    Parameters
    ----------
    recipient, at, sent_sha256, channel
        As recorded.
    version
        Which wording was sent, from 0.
    number
        Of the event in the chain.
    """

    recipient: str
    at: datetime
    sent_sha256: str
    channel: str | None
    version: int
    number: int


@dataclass(slots=True)
class Consent:
    """An owner's consent for one recipient, from when until when it was withdrawn."""

    given_by: str
    at: datetime
    withdrawn: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Return whether it holds at a moment."""
        return self.at <= at and (self.withdrawn is None or at < self.withdrawn)


@dataclass(slots=True)
class Notification:
    """A notification and all that happened to it.

    Parameters
    ----------
    id
        Its id.
    versions
        What it says, each with the moment from which on; the first from the beginning.
    sendings, acknowledged
        In order; number of a sending → when it was acknowledged, and the recipient's reference.
    withdrawn
        Recipient → when; None stands for all.
    story
        Every event in words, with its number in the chain.
    """

    id: str
    versions: list[tuple[datetime | None, Content]] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    acknowledged: dict[int, tuple[datetime, str | None]] = field(default_factory=dict)
    withdrawn: dict[str | None, datetime] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)

    @property
    def content(self) -> Content:
        """What it says now."""
        return self.versions[-1][1]

    @property
    def subject(self) -> str:
        """What its owner's consent is about: the site, or this movement."""
        what = self.content.what
        return what.site if isinstance(what, NotifiedSite) else self.id

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody to whom it was sent, in order."""
        return tuple(dict.fromkeys(one.recipient for one in self.sendings))

    def version_at(self, at: datetime) -> int:
        """Return which wording held at a moment."""
        return max(i for i, (since, _) in enumerate(self.versions) if since is None or since <= at)

    def last_sending(self, recipient: str, at: datetime) -> Sending | None:
        """Return the latest sending to a recipient by a moment."""
        sent = [one for one in self.sendings if one.recipient == recipient and one.at <= at]
        return max(sent, key=lambda one: (one.at, one.number), default=None)

    def withdrawn_at(self, recipient: str | None) -> datetime | None:
        """Return when it was taken back from a recipient, or from all."""
        times = [time for of, time in self.withdrawn.items() if of in (recipient, None)]
        return min(times, default=None)

    def expires(self, recipient: str | None, at: datetime) -> datetime:
        """Return the end of what a recipient holds; of what it says, where nothing was sent to them."""
        sent = None if recipient is None else self.last_sending(recipient, at)
        version = self.version_at(at) if sent is None else sent.version
        return instant(self.versions[version][1].until)

    def state(self, recipient: str | None, at: datetime) -> State:
        """Return how it stands with a recipient at a moment; with None, before anybody was told."""
        withdrawn = self.withdrawn_at(recipient)
        if withdrawn is not None and withdrawn <= at:
            return "withdrawn"
        if at >= self.expires(recipient, at):
            return "expired"
        sent = None if recipient is None else self.last_sending(recipient, at)
        if sent is None:
            return "draft"
        if sent.version < self.version_at(at):
            return "changed"
        received = self.acknowledged.get(sent.number)
        return "acknowledged" if received is not None and received[0] <= at else "submitted"


@dataclass(slots=True)
class Book:
    """Every notification of a ledger, and every consent.

    Parameters
    ----------
    notifications
        By id.
    consents
        By subject and recipient, in order.
    """

    notifications: dict[str, Notification] = field(default_factory=dict)
    consents: dict[tuple[str, str], list[Consent]] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)
    """Subject → its consents in words."""

    def consent(self, subject: str, recipient: str, owner: str, at: datetime) -> Consent | None:
        """Return the owner's consent that stands for a recipient at a moment."""
        given = self.consents.get((subject, recipient), [])
        return next((one for one in reversed(given) if one.given_by == owner and one.stands(at)), None)

    def of_site(self, site: str) -> tuple[Notification, ...]:
        """Return the notifications of a site."""
        return tuple(
            one
            for one in self.notifications.values()
            if isinstance(one.content.what, NotifiedSite) and one.content.what.site == site
        )

    def of_site_by_recipient(self, site: str, at: datetime) -> tuple[tuple[str, State], ...]:
        """Return how each notification of a site stands at a moment; ``nobody`` where it was not sent."""
        return tuple(
            (recipient or NOBODY, one.state(recipient, at))
            for one in self.of_site(site)
            for recipient in (one.recipients or (None,))
        )


@dataclass(frozen=True, slots=True)
class Due:
    """What ends soon: a notification, the recipient who holds it (None: not sent yet), when."""

    notification: str
    recipient: str | None
    expires: datetime


def book(entries: Iterable[Entry]) -> Book:
    """Return what the events of a ledger come to; events of other kinds, and erased ones, are passed over."""
    made = Book()
    for entry in sorted(entries, key=lambda one: one.number):
        apply(made, entry.number, entry.event)
    return made


def due(made: Book, at: datetime, within_h: float) -> tuple[Due, ...]:
    """Return what expires within so many hours after a moment, the earliest first."""
    last = at + timedelta(hours=within_h)
    found = [
        Due(one.id, recipient, expires)
        for one in made.notifications.values()
        for recipient in (one.recipients or (None,))
        if one.state(recipient, at) not in ("expired", "withdrawn")
        and (expires := one.expires(recipient, at)) <= last
    ]
    return tuple(sorted(found, key=lambda one: (one.expires, one.notification, one.recipient or "")))


def instant(text: str) -> datetime:
    """Return a time with its offset.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> instant("2024-03-01T06:00+02:00").isoformat()
    '2024-03-01T06:00:00+02:00'
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        msg = f"{text!r}, which is no time with offset: write 2024-03-01T06:00+02:00"
        raise ValueError(msg)
    return time


def apply(made: Book, number: int, event: object) -> None:
    """Note one event of the chain in the book."""
    match event:
        case ConsentGiven():
            given = Consent(event.given_by, instant(event.at))
            made.consents.setdefault((event.subject, event.recipient), []).append(given)
            words = f"{event.at} {event.given_by} agreed that {event.recipient} is told"
            _tell_all(made, event.subject, f"{number}: {words}")
        case ConsentWithdrawn():
            at = instant(event.at)
            for one in made.consents.get((event.subject, event.recipient), []):
                if one.at <= at:  # what was given later stands
                    one.withdrawn = one.withdrawn or at
            words = f"{event.at} consent for {event.recipient} was withdrawn{_because(event.reason)}"
            _tell_all(made, event.subject, f"{number}: {words}")
        case NotificationDrafted() if event.notification not in made.notifications:
            drafted = Notification(event.notification, [(None, event.content)])
            made.notifications[event.notification] = drafted
            words = f"drafted by {event.recorder}, until {event.content.until}"
            drafted.story += [*made.told.get(drafted.subject, ()), f"{number}: {words}"]
        case (
            NotificationChanged()
            | NotificationSubmitted()
            | NotificationAcknowledged()
            | NotificationWithdrawn()
        ) if event.notification in made.notifications:  # else its draft was erased
            found = made.notifications[event.notification]
            found.story.append(f"{number}: {_happened(found, event, number)}")
        case _:
            pass


def _happened(
    one: Notification,
    event: NotificationChanged | NotificationSubmitted | NotificationAcknowledged | NotificationWithdrawn,
    number: int,
) -> str:
    """Note an event at its notification and return it in words."""
    at = instant(event.at)
    match event:
        case NotificationChanged():
            one.versions.append((at, event.content))
            return f"{event.at} changed{_because(event.reason)}, until {event.content.until}"
        case NotificationSubmitted():
            one.sendings.append(
                Sending(
                    recipient=event.recipient,
                    at=at,
                    sent_sha256=event.sent_sha256,
                    channel=event.channel,
                    version=one.version_at(at),
                    number=number,
                )
            )
            by = f" by {event.channel}" if event.channel else ""
            return f"{event.at} sent to {event.recipient}{by}, SHA-256 {event.sent_sha256}"
        case NotificationAcknowledged():
            sent = one.last_sending(event.recipient, at)
            if sent is not None:
                one.acknowledged[sent.number] = at, event.reference
            return f"{event.at} received by {event.recipient}{_because(event.reference)}"
        case NotificationWithdrawn():
            one.withdrawn.setdefault(event.recipient, at)
            return f"{event.at} withdrawn from {event.recipient or 'all recipients'}{_because(event.reason)}"


def _tell_all(made: Book, subject: str, words: str) -> None:
    made.told.setdefault(subject, []).append(words)
    for one in made.notifications.values():
        if one.subject == subject:
            one.story.append(words)


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""
