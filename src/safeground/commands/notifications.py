"""The commands ``ledger notify …``: sites and movements of which parties are told, and what became of it."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from safeground.commands import notification_drafting
from safeground.commands.ledger_terminal import At, LedgerFile, Notification, Recorder, ledger_path
from safeground.commands.notification_terminal import (
    append_events,
    book_of,
    moment_of,
    notification_of,
    now_text,
)
from safeground.errors import FaultList

if TYPE_CHECKING:
    from safeground.ledger.notification_events import NotificationEvent

notify = App(
    name="notify",
    help="Notify parties of sites and movements, recipient by recipient. "
    "Notification is not permission; its absence or withdrawal does not lower protection.",
)
Flag = Annotated[bool, Parameter(negative=())]
notify.command(notification_drafting.draft)
notify.command(notification_drafting.change)


@notify.command
def submit(
    notification: Notification,
    *,
    ledger: LedgerFile = None,
    to: str,
    recorder: Recorder,
    at: str | None = None,
    channel: str | None = None,
    file: Path | None = None,
) -> int:
    """Record that a notification was sent to one recipient, with the hash of what was sent.

    Parameters
    ----------
    to
        The recipient: a body.
    at
        When it was sent, with offset; now where not given.
    channel
        By which way.
    file
        What was sent; the text that `show` prints where not given.
    """
    from safeground.ledger.notification_events import NotificationSubmitted
    from safeground.ledger.notifications import instant
    from safeground.ledger.notifying import lead_time_remark, sent_bytes, sha256

    one = notification_of(ledger, notification)
    time = at or now_text()
    event = NotificationSubmitted(
        notification=notification,
        recipient=to,
        at=time,
        sent_sha256=sha256(sent_bytes(one) if file is None else file.read_bytes()),
        channel=channel,
        recorder=recorder,
    )
    code = append_events(ledger, [event])
    remark = lead_time_remark(one, instant(time), ledger_path(ledger).name)
    if remark is not None:
        print(f"{remark.kind}: {remark.text}")
    print(f"SHA-256 of what was sent: {event.sent_sha256}")
    return code


@notify.command
def acknowledge(
    notification: Notification,
    *,
    ledger: LedgerFile = None,
    by: str,
    recorder: Recorder,
    at: At = None,
    reference: str | None = None,
) -> int:
    """Record that a recipient said it was received. That is all that it says.

    Parameters
    ----------
    by
        The recipient.
    reference
        The recipient's own number or words for it.
    """
    from safeground.ledger.notification_events import NotificationAcknowledged

    event = NotificationAcknowledged(
        notification=notification, recipient=by, at=at or now_text(), reference=reference, recorder=recorder
    )
    return append_events(ledger, [event])


@notify.command
def withdraw(
    notification: Notification,
    *,
    ledger: LedgerFile = None,
    reason: str,
    recorder: Recorder,
    recipient: Annotated[str | None, Parameter(name="--from")] = None,
    at: At = None,
) -> int:
    """Take a notification back, from one recipient or from all.

    Parameters
    ----------
    reason
        Why.
    recipient
        From whom; from all where not given.
    """
    from safeground.ledger.notification_events import NotificationWithdrawn

    event = NotificationWithdrawn(
        notification=notification, recipient=recipient, at=at or now_text(), reason=reason, recorder=recorder
    )
    return append_events(ledger, [event])


@notify.command
def consent(
    subject: str,
    *,
    ledger: LedgerFile = None,
    recipient: Annotated[str, Parameter(name="--for")],
    recorder: Recorder,
    by: str | None = None,
    at: At = None,
    withdrawn: Flag = False,
    reason: str | None = None,
) -> int:
    """Record an owner's consent that one recipient is told, or its withdrawal.

    Parameters
    ----------
    subject
        Id of the site, or of the notification of a movement.
    recipient
        The recipient whom it is for.
    by
        The owner, as the notification names it.
    withdrawn
        The owner agrees no longer.
    reason
        Why, of a withdrawal.
    """
    from safeground.ledger.notification_events import ConsentGiven, ConsentWithdrawn

    time, faults = at or now_text(), FaultList()
    if not withdrawn and by is None:
        faults.add("--by", "none", "the owner who agrees", "Name the body or role.")
    faults.raise_if_any()
    event: NotificationEvent
    if withdrawn:
        event = ConsentWithdrawn(
            subject=subject, recipient=recipient, at=time, reason=reason, recorder=recorder
        )
    else:
        event = ConsentGiven(
            subject=subject, recipient=recipient, given_by=by or "", at=time, recorder=recorder
        )
    return append_events(ledger, [event], make=True)


@notify.command(name="list")
def list_(*, ledger: LedgerFile = None, at: str | None = None, out: Path | None = None) -> int:
    """List every notification with how it stands with each recipient; coordinates are left out.

    Parameters
    ----------
    at
        As of when, with offset; now where not given.
    out
        Folder for the restricted table (with places) and the public one (counts only).
    """
    from safeground.characters import shown
    from safeground.publish.notifications import list_lines, write_notifications

    made, time = book_of(ledger), moment_of(at)
    for line in list_lines(made, time):
        print(shown(line))
    if out is not None:
        write_notifications(made, time, out)
        print(f"Restricted: {out / 'restricted'}\nPublic:     {out / 'public'}")
    return 0


@notify.command
def show(notification: Notification, *, ledger: LedgerFile = None) -> int:
    """Print what is sent of a notification, with its coordinates, then its whole story. Restricted."""
    from safeground.characters import shown
    from safeground.ledger.notifications import FIXED
    from safeground.ledger.notifying import sent_bytes

    one = notification_of(ledger, notification)
    print(sent_bytes(one).decode())
    print("RESTRICTED: " + FIXED)
    for line in one.story:
        print(shown(line))
    return 0


@notify.command
def due(*, ledger: LedgerFile = None, within_h: float = 48.0, at: str | None = None) -> int:
    """List what expires soon, the earliest first.

    Parameters
    ----------
    within_h
        Within so many hours.
    at
        From when on, with offset; now where not given.
    """
    from safeground.characters import shown
    from safeground.publish.notifications import due_lines

    for line in due_lines(book_of(ledger), moment_of(at), within_h):
        print(shown(line))
    return 0
