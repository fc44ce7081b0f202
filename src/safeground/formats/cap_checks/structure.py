"""Rules on the elements themselves: what the schema wants, and what it lets pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.formats.cap_checks.finding import shown
from safeground.formats.cap_words import PARTS, SIGNATURE_SPACE, SPACES, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.formats.cap_checks.finding import CapFinding, Message, Spot

_LEAVES = {part.name for parts in PARTS.values() for part in parts} - PARTS.keys()
MUST_SPEAK = frozenset({"references", "polygon", "circle"})
"""Elements that need not stand there, and whose emptiness is worse than their absence."""


def namespace_is_cap(message: Message) -> Iterator[CapFinding]:
    """The root states the namespace of CAP 1.1 or 1.2."""
    space = message.alert.element.space
    if space not in SPACES:
        yield message.alert.fault(
            "namespace-is-cap",
            f"the namespace {space!r}" if space else "no namespace",
            "urn:oasis:names:tc:emergency:cap:1.2",
            "State it at <alert>; other readers refuse the message without it.",
        )


def elements_are_known(message: Message) -> Iterator[CapFinding]:
    """Every element is one that CAP has at that place."""
    space = message.alert.element.space
    for parent in message.spots:
        known = {part.name for part in PARTS.get(parent.name, ())}
        if not known and parent.name not in _LEAVES:
            continue  # an unknown element was told already; what is in it is its own affair
        for child in parent.parts:
            wanted = SIGNATURE_SPACE if child.name == "Signature" else space
            if child.name not in known or child.element.space != wanted:
                yield child.fault(
                    "elements-are-known",
                    f"<{child.name}> in <{parent.name}>",
                    "only the elements that CAP has there, in CAP's namespace",
                    "Put its content into a <parameter>, or take it out: readers pass over it or refuse it.",
                    severity="warning" if known and child.name not in known else "error",
                )


def elements_stand_in_order(message: Message) -> Iterator[CapFinding]:
    """The elements in an element stand in the schema's order."""
    for parent in message.spots:
        order = [part.name for part in PARTS.get(parent.name, ())]
        last = -1
        for child in parent.parts:
            if child.name not in order:
                continue
            rank = order.index(child.name)
            if rank < last:
                yield child.fault(
                    "elements-stand-in-order",
                    f"<{child.name}> after <{order[last]}>",
                    f"<{child.name}> before it",
                    "Move it: readers that hold to the schema refuse the message.",
                )
            last = max(last, rank)


def required_elements_are_there(message: Message) -> Iterator[CapFinding]:
    """What every message, info, area, resource … must have is there."""
    for parent in message.spots:
        names = [child.name for child in parent.parts]
        for part in PARTS.get(parent.name, ()):
            optional = part.name == "mimeType" and message.version == "1.1"
            if names.count(part.name) < part.least and not optional:
                yield parent.fault(
                    "required-elements-are-there",
                    f"no <{part.name}> in <{parent.name}>",
                    f"<{part.name}>",
                    f"State <{part.name}>.",
                )


def singletons_stand_once(message: Message) -> Iterator[CapFinding]:
    """What may stand once stands once."""
    for parent in message.spots:
        for part in PARTS.get(parent.name, ()):
            found = parent.all(part.name)
            if len(found) > part.most:
                yield found[part.most].fault(
                    "singletons-stand-once",
                    f"<{part.name}> {len(found)} times",
                    "once at most",
                    "Keep one; which of them counts differs from reader to reader.",
                )


def elements_are_not_empty(message: Message) -> Iterator[CapFinding]:
    """An element that stands there says something."""
    for parent in message.spots:
        needed = {part.name for part in PARTS.get(parent.name, ()) if part.least}
        for child in parent.parts:
            if child.text or child.element.children or child.name == "Signature":
                continue
            grave = child.name in MUST_SPEAK or (child.name in needed and parent.name not in _PAIRS)
            yield child.fault(
                "elements-are-not-empty",
                f"<{child.name}> with nothing in it",
                "a value",
                f"Give <{child.name}> its value." if grave else "Leave it out where there is nothing to say.",
                severity="error" if grave else "warning",
            )


_PAIRS = frozenset({"parameter", "eventCode", "geocode"})


def codes_are_in_their_lists(message: Message) -> Iterator[CapFinding]:
    """Elements with a code list hold one of its values."""
    lists = codes(message.version)
    for spot in message.named(*lists):
        if spot.text not in lists[spot.name]:
            yield spot.fault(
                "codes-are-in-their-lists",
                shown(spot.text),
                f"one of {', '.join(lists[spot.name])}",
                "Take the value that is meant; capital letters count.",
            )


def signatures_are_not_checked(message: Message) -> Iterator[CapFinding]:
    """A signature or a digest is there, and nobody has checked it here."""
    spots: list[Spot] = [*message.alert.all("Signature"), *message.named("digest")]
    for spot in spots:
        yield spot.fault(
            "signatures-are-not-checked",
            f"a {'signature' if spot.name == 'Signature' else 'digest'}, which was not checked",
            "a check by a program that knows the sender's key"
            if spot.name == "Signature"
            else "a check against the file it is of",
            "Do not take it for a proof of who sent this.",
            severity="note",
        )
