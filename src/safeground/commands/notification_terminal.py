"""What the commands for notifications share: the ledger's notifications, appending to them, times."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safeground.commands.ledger_terminal import ledger_path, open_ledger
from safeground.commands.terminal import asked_moment
from safeground.errors import FaultList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from safeground.ledger.notification_events import NotificationEvent
    from safeground.ledger.notifications import Book, Notification


def append_events(named: Path | None, events: Sequence[NotificationEvent], *, make: bool = False) -> int:
    """Append events to a ledger, say which, and the sentence that always stands; return the exit code."""
    from safeground.ledger.notifications import FIXED
    from safeground.ledger.notifying import notify

    with open_ledger(ledger_path(named, make=make), make=make) as ledger:
        numbers = notify(ledger, events, datetime.now(UTC))
    for number, event in zip(numbers, events, strict=True):
        kind = str(type(event).__struct_config__.tag).replace("_", " ")
        print(f"event {number}: {kind}")
    print(FIXED)
    return 0


def book_of(named: Path | None) -> Book:
    """Return every notification of a ledger."""
    from safeground.ledger.notification_events import KINDS
    from safeground.ledger.notifications import book

    with open_ledger(ledger_path(named), read_only=True) as ledger:
        return book(ledger.of_kinds(KINDS))


def notification_of(named: Path | None, notification: str) -> Notification:
    """Return one notification of a ledger.

    Raises
    ------
    InputError
        No such notification, with the id that is nearest.
    """
    from difflib import get_close_matches

    made, faults = book_of(named), FaultList(ledger_path(named))
    if notification not in made.notifications:
        near = get_close_matches(notification, made.notifications, n=1)
        fix = f"Did you mean {near[0]}?" if near else "See safeground ledger notify list."
        faults.add("", repr(notification), "the id of a notification", fix)
    faults.raise_if_any()
    return made.notifications[notification]


def now_text() -> str:
    """Return the time, to the second, as it is recorded."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def moment_of(text: str | None) -> datetime:
    """Return a time with offset; now where none is given."""
    return asked_moment("--at", text or now_text())
