"""Rules on who a message is for, and which earlier ones it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.formats.cap_checks.finding import shown
from safeground.formats.cap_text import read_reference, read_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from safeground.formats.cap_checks.finding import CapFinding, Message, Spot

REFERRING = ("Update", "Cancel", "Ack", "Error")


def restricted_says_to_whom(message: Message) -> Iterator[CapFinding]:
    """A message of scope Restricted states its restriction."""
    if message.alert.said("scope") == "Restricted" and not message.alert.said("restriction"):
        yield _at(message, "scope").fault(
            "restricted-says-to-whom",
            "scope Restricted without <restriction>",
            "the rule by which it is restricted",
            "State <restriction>.",
        )


def private_has_addresses(message: Message) -> Iterator[CapFinding]:
    """A message of scope Private states its addresses."""
    if message.alert.said("scope") == "Private" and not message.alert.said("addresses"):
        yield _at(message, "scope").fault(
            "private-has-addresses",
            "scope Private without <addresses>",
            "to whom it goes",
            "State <addresses>.",
        )


def changes_refer_to_what_they_change(message: Message) -> Iterator[CapFinding]:
    """Update, Cancel, Ack and Error refer to earlier messages."""
    kind = message.alert.said("msgType")
    if kind in REFERRING and not message.alert.said("references"):
        yield _at(message, "msgType").fault(
            "changes-refer-to-what-they-change",
            f"{kind} without <references>",
            "sender,identifier,sent of each message that it is about",
            "State them: a reader cannot know which message this ends or changes.",
        )


def references_have_their_form(message: Message) -> Iterator[CapFinding]:
    """References are ``sender,identifier,sent``, parted by spaces."""
    for spot in message.alert.all("references"):
        for item in spot.text.split():
            try:
                read_reference(item)
            except ValueError:
                yield spot.fault(
                    "references-have-their-form",
                    shown(item),
                    "sender,identifier,sent, with a space only between two of them",
                    "Write each as the earlier message states its own; times with a numeric offset.",
                )


def references_are_earlier(message: Message) -> Iterator[CapFinding]:
    """No message refers to a later one, or to itself."""
    sent = _sent(message)
    own = (message.alert.said("sender"), message.alert.said("identifier"))
    for spot, (sender, identifier, when) in _references(message):
        if (sender, identifier) == own:
            yield spot.fault(
                "references-are-earlier",
                f"a reference to the message itself ({identifier})",
                "earlier messages",
                "Give each message an identifier of its own.",
            )
        elif sent is not None and when > sent:
            yield spot.fault(
                "references-are-earlier",
                f"a reference to {identifier}, sent {when.isoformat()}",
                f"a message sent before this one ({sent.isoformat()})",
                "Correct the time, or the reference.",
            )


def references_are_of_one_sender(message: Message) -> Iterator[CapFinding]:
    """Earlier messages are of the same sender; where not, many readers do not join them."""
    sender = message.alert.said("sender")
    for spot, (other, identifier, _) in _references(message):
        if sender and other != sender:
            yield spot.fault(
                "references-are-of-one-sender",
                f"{identifier} of the sender {other}",
                f"messages of {sender}",
                "See that it is the sender as the earlier message states it.",
                severity="note",
            )


def exercises_and_errors_are_explained(message: Message) -> Iterator[CapFinding]:
    """Exercise and Error come with a note that says which exercise, or why."""
    words = {message.alert.said("status"), message.alert.said("msgType")} & {"Exercise", "Error"}
    if words and not message.alert.said("note"):
        yield _at(message, "status").fault(
            "exercises-and-errors-are-explained",
            f"{' and '.join(sorted(words))} without <note>",
            "a note that says which exercise it is, or why it was refused",
            "State <note>.",
            severity="warning",
        )


def _at(message: Message, name: str) -> Spot:
    return message.alert.first(name) or message.alert


def _sent(message: Message) -> datetime | None:
    try:
        return read_time(message.alert.said("sent"))
    except ValueError:
        return None


def _references(message: Message) -> Iterator[tuple[Spot, tuple[str, str, datetime]]]:
    for spot in message.alert.all("references"):
        for item in spot.text.split():
            try:
                yield spot, read_reference(item)
            except ValueError:
                continue
