"""Rules on times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.formats.cap_checks.finding import shown
from safeground.formats.cap_text import read_time
from safeground.formats.cap_words import TIMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from safeground.formats.cap_checks.finding import CapFinding, Message, Spot


def times_have_their_form(message: Message) -> Iterator[CapFinding]:
    """Times have a numeric offset, no letter and no fraction, and are on a calendar."""
    for spot in message.named(*TIMES):
        if _read(spot) is None:
            yield spot.fault(
                "times-have-their-form",
                shown(spot.text),
                "a time as 2026-03-04T06:00:00+02:00; UTC as -00:00, not Z",
                "Write it so; without its offset a time is another one in each country.",
            )


def utc_has_a_minus(message: Message) -> Iterator[CapFinding]:
    """UTC is written -00:00."""
    for spot in message.named(*TIMES):
        if spot.text.endswith("+00:00") and _read(spot) is not None:
            yield spot.fault(
                "utc-has-a-minus",
                shown(spot.text),
                "-00:00 for UTC (+00:00 where local time happens to be the same)",
                "Write -00:00 where UTC is meant.",
                severity="note",
            )


def expires_is_stated(message: Message) -> Iterator[CapFinding]:
    """Every info says when it ends."""
    for info in message.infos:
        if not info.said("expires"):
            yield info.fault(
                "expires-is-stated",
                "no <expires>",
                "when the message ends",
                "State it: without it, each reader keeps the message for as long as it likes.",
                severity="warning",
            )


def expires_comes_last(message: Message) -> Iterator[CapFinding]:
    """A message ends after it is sent, takes effect and what it warns of begins."""
    sent = message.alert.first("sent")
    for info in message.infos:
        ends = info.first("expires")
        end = _read(ends)
        for start in (sent, info.first("effective"), info.first("onset")):
            begin = _read(start)
            if ends and end and start and begin and end <= begin:
                yield ends.fault(
                    "expires-comes-last",
                    f"{ends.text}, not after <{start.name}> ({start.text})",
                    f"a time after <{start.name}>",
                    "Correct the times: a message that has ended is shown to nobody.",
                )


def _read(spot: Spot | None) -> datetime | None:
    try:
        return read_time(spot.text) if spot else None
    except ValueError:
        return None
