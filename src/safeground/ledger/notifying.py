"""Which event a notification may take next. A wrong one is refused with the entry's whole story."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import msgspec

from safeground.errors import Fault, FaultList, InputError
from safeground.ledger.moments import microseconds
from safeground.ledger.notification_events import (
    KINDS,
    ConsentGiven,
    ConsentWithdrawn,
    NotificationAcknowledged,
    NotificationChanged,
    NotificationDrafted,
    NotificationSubmitted,
    NotificationWithdrawn,
    NotifiedMovement,
    NotifiedSite,
)
from safeground.ledger.notifications import apply, book, instant
from safeground.remarks import Remark
from safeground.standards import standard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.ledger.notification_events import Content, NotificationEvent
    from safeground.ledger.notifications import Book, Notification
    from safeground.ledger.store import Ledger


Next = NotificationChanged | NotificationSubmitted | NotificationAcknowledged | NotificationWithdrawn
"""What can happen to a notification that is there."""


def notify(ledger: Ledger, events: Sequence[NotificationEvent], now: datetime) -> tuple[int, ...]:
    """Append notification events, all or none, each checked against all before it.

    Parameters
    ----------
    ledger
        The ledger.
    events
        In the order in which they happened.
    now
        The time with offset; nothing may have happened later.

    Raises
    ------
    InputError
        An event that cannot come next, with the story of its notification; a sending without the owner's
        consent for that recipient; content that says too little. Nothing was appended.
    """
    with ledger.writing():
        before = ledger.of_kinds(KINDS)
        made = book(before)
        faults = FaultList(ledger.path)
        last = before[-1].number if before else 0
        for number, event in enumerate(events, last + 1):
            with faults.noted():
                check(made, event, now, str(ledger.path))
                apply(made, number, event)
        faults.raise_if_any()
        # In the same transaction: nobody else can have sent or withdrawn in between.
        appending = ledger.appending(microseconds(now))
        appending.chunk(list(events))
        appending.finish()
    ledger.remark_clock(appending)
    return tuple(appending.numbers)


def sent_bytes(one: Notification) -> bytes:
    """Return what is sent of a notification where no file of the user's is: its content as JSON, sorted."""
    said = {"notification": one.id, "content": one.content}
    return msgspec.json.format(msgspec.json.encode(said, order="sorted"), indent=2)


def sha256(sent: bytes) -> str:
    """Return the hash that the chain keeps of what was sent."""
    return hashlib.sha256(sent).hexdigest()


def lead_time_remark(one: Notification, sent_at: datetime, file: str) -> Remark | None:
    """Return a warning where a movement is told later than the planning figure says."""
    what = one.content.what
    if not isinstance(what, NotifiedMovement) or one.content.starts is None:
        return None
    figure = standard("notice.movement_urgent_lead_h" if what.urgent else "notice.movement_lead_h")
    lead_h = (instant(one.content.starts) - sent_at).total_seconds() / 3600
    if lead_h >= figure.range.low:
        return None
    text = (
        f"{one.id} was sent {max(lead_h, 0):.1f} h before it starts; at least {figure.range.low:g} h are a "
        f"planning figure ({figure.citation})."
    )
    return Remark("warning", file, text)


def others_of_site(made: Book, one: Notification, at: datetime) -> tuple[str, ...]:
    """Return the other notifications of its site that are neither withdrawn nor past their end."""
    if not isinstance(one.content.what, NotifiedSite):
        return ()
    return tuple(
        other.id
        for other in made.of_site(one.content.what.site)
        if other.id != one.id and other.state(None, at) not in ("withdrawn", "expired")
    )


def check(made: Book, event: NotificationEvent, now: datetime, file: str = "") -> None:
    """Refuse an event that cannot come next.

    Raises
    ------
    InputError
        With the whole story of the notification.
    """
    place = event.subject if isinstance(event, ConsentGiven | ConsentWithdrawn) else event.notification
    at = now
    if not isinstance(event, NotificationDrafted):
        at = _time(event.at, place, file)
        if at > now:
            raise _wrong(file, place, f"{event.at}, which is later than now", "a time that has passed", None)
    match event:
        case NotificationDrafted():
            if event.notification in made.notifications:
                there = made.notifications[event.notification]
                expected = "an id that was never given"
                raise _wrong(file, place, "a draft of an id that is there", expected, there)
            _check_content(event.content, place, file)
        case ConsentGiven():
            standing = made.consent(event.subject, event.recipient, event.given_by, at)
            if standing is not None:
                found = f"consent for {event.recipient}, which stands since {standing.at.isoformat()}"
                raise _wrong(file, place, found, "consent that is new, or was withdrawn before", None)
        case ConsentWithdrawn():
            given = made.consents.get((event.subject, event.recipient), [])
            if not any(one.stands(at) for one in given):
                found = f"the withdrawal of consent for {event.recipient}, which does not stand"
                raise _wrong(file, place, found, "consent that was given before", None)
        case _:
            known = made.notifications.get(event.notification)
            if known is None:
                missing = "a notification that is not in the ledger"
                raise _wrong(file, place, missing, "one that was drafted", None)
            _check_next(made, known, event, at, file)


def _check_next(made: Book, one: Notification, event: Next, at: datetime, file: str) -> None:
    recipient = None if isinstance(event, NotificationChanged) else event.recipient
    state = one.state(recipient, at)
    what = f"{type(event).__name__.removeprefix('Notification').lower()} at {event.at}"
    what += f" for {recipient}, where it was {state}" if recipient else f", where it was {state}"
    if state == "withdrawn":
        raise _wrong(file, one.id, what, "a notification that was not withdrawn", one)
    later = [sent.at for sent in one.sendings if sent.recipient == recipient and sent.at > at]
    if later:
        expected = f"a time after the last sending, {max(later).isoformat()}"
        raise _wrong(file, one.id, what, expected, one)
    expected = ""
    match event:
        case NotificationChanged():
            _check_content(event.content, one.id, file)
            expected = _for_change(one, event, at)
        case NotificationSubmitted():
            expected = _for_sending(made, one, event, at)
        case NotificationAcknowledged():
            sent = one.last_sending(event.recipient, at)
            if sent is None or sent.number in one.acknowledged:
                expected = f"a sending to {event.recipient} before that, not acknowledged yet"
        case NotificationWithdrawn():
            if recipient is not None and recipient not in one.recipients:
                expected = f"somebody to whom it was sent: {', '.join(one.recipients) or 'nobody yet'}"
    if expected:
        raise _wrong(file, one.id, what, expected, one)


def _for_change(one: Notification, event: NotificationChanged, at: datetime) -> str:
    """Return what a change would have to be; empty where it is."""
    before = one.versions[-1][0]
    if event.content == one.content:
        return "content that is another"
    if type(event.content.what) is not type(one.content.what) or _subject(event) != one.subject:
        return "the same site or movement; draft another notification for another"
    if before is not None and at < before:
        return f"a time after the last change, {before.isoformat()}"
    return ""


def _for_sending(made: Book, one: Notification, event: NotificationSubmitted, at: datetime) -> str:
    """Return what a sending would have to be; empty where it is."""
    owner, end = one.content.owner, one.content.until
    if at >= instant(end):
        return f"a time before its end, {end}; change the end first"
    if one.state(event.recipient, at) in ("submitted", "acknowledged"):
        return "a draft, or one that was changed since it was sent"
    if made.consent(one.subject, event.recipient, owner, at) is None:
        return f"the consent of {owner} for {event.recipient}, standing at that time"
    return ""


def _subject(event: NotificationChanged) -> str:
    what = event.content.what
    return what.site if isinstance(what, NotifiedSite) else event.notification


def _check_content(content: Content, place: str, file: str) -> None:
    faults = FaultList(file)
    times = {}
    for name, text in (("starts", content.starts), ("until", content.until)):
        if text is not None:
            with faults.noted():
                times[name] = _time(text, f"{place}, {name}", file)
    if len(times) == 2 and times["until"] <= times["starts"]:
        faults.add(
            place, f"until {content.until}", f"an end after its start {content.starts}", "Correct one."
        )
    what = content.what
    if isinstance(what, NotifiedMovement) and content.starts is None:
        faults.add(place, "a movement without a start", "starts and until", "Add when it starts.")
    if isinstance(what, NotifiedMovement) and what.vehicles is not None and what.vehicles < 0:
        faults.add(place, f"{what.vehicles} vehicles", "0 or more", "Correct the number.")
    points = [(what.lon, what.lat)] if isinstance(what, NotifiedSite) else list(what.points)
    for lon, lat in points:
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            expected = "a longitude of -180 to 180 and a latitude of -90 to 90"
            faults.add(place, f"longitude {lon:g}, latitude {lat:g}", expected, "Correct or swap them.")
    if not content.owner.strip():
        faults.add(place, "no owner", "the body or role whose it is", "Name the owner: consent is theirs.")
    faults.raise_if_any()


def _time(text: str, place: str, file: str) -> datetime:
    try:
        return instant(text)
    except ValueError as error:
        fault = Fault(file, place, str(error), "a time with offset", "Correct it.")
        raise InputError([fault]) from None


def _wrong(file: str, place: str, found: str, expected: str, one: Notification | None) -> InputError:
    story = "Nothing was recorded."
    if one is not None:
        story = f"{story} Its story: {'; '.join(one.story)}."
    return InputError([Fault(file, place, found, expected, story)])
