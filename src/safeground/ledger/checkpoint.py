"""A signed line that says where a ledger stood: short enough to be published anywhere, kept by anyone.

Whoever has the line and the signer's public key can tell later whether the ledger still begins with exactly
those events. It tells nothing of what they say: not one word of a claim is in it.

The line has no spaces; what a messenger breaks it up with is passed over::

    SGL1:LEDGER:EVENTS:TIME:HASH:FINGERPRINT:SIGNATURE

LEDGER is the ledger's id (22 characters), HASH that of its last event (43), both base64url without ``=``;
TIME is UTC; FINGERPRINT the first 16 hexadecimal digits of the key's; SIGNATURE Ed25519 (RFC 8032; 86
characters) of all before it. About 200 characters: one post, or two SMS.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safeground.errors import Fault, InputError, LedgerDamaged
from safeground.ledger.chain import start
from safeground.ledger.sqlite_faults import told
from safeground.ledger.verify import verify
from safeground.signing.keys import fingerprint, signing_library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.store import Ledger
    from safeground.signing.keys import PublicKey, SigningKey

PURPOSE = b"safeground ledger checkpoint, version 1\n"
FINGERPRINT_DIGITS = 16
_LINE = re.compile(
    r"SGL1:([\w-]{22}):(\d{1,19}):(\d{8}T\d{6}Z):([\w-]{43}):([0-9a-f]{16}):([\w-]{86})", re.ASCII
)
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a ledger stood, as a line says it; the signature is not checked yet.

    Parameters
    ----------
    ledger_id, events, hash
        Which ledger, how many events it had, and the hash of the last of them.
    at
        When, by the signer's clock.
    fingerprint
        First 16 digits of the key's fingerprint.
    signature
        64 bytes.
    signed
        What the signature is of.
    """

    ledger_id: bytes
    events: int
    hash: bytes
    at: datetime
    fingerprint: str
    signature: bytes
    signed: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """A checkpoint held against a ledger.

    Parameters
    ----------
    checkpoint
        What the line says.
    extends
        Whether the ledger begins with exactly the events that the checkpoint was made of.
    why
        The reason, as a sentence.
    """

    checkpoint: Checkpoint
    extends: bool
    why: str


def make_checkpoint(ledger: Ledger, key: SigningKey, at: datetime | None = None) -> str:
    """Return the line that says where a ledger stands now; the ledger is verified first.

    Parameters
    ----------
    ledger, key
        The ledger, and who signs (``safeground key`` makes keys).
    at
        The time to say; now where not given.

    Raises
    ------
    LedgerDamaged
        The ledger does not hold.
    """
    with ledger.snapshot():
        found = verify(ledger)
        if not found.holds:
            msg = f"{ledger.path}: {found.first}. No checkpoint is made of a ledger that does not hold."
            raise LedgerDamaged(msg)
    when = (at or datetime.now(UTC)).astimezone(UTC).strftime(_TIME)
    digits = fingerprint(key.public).replace(" ", "")[:FINGERPRINT_DIGITS]
    head = f"SGL1:{_text(ledger.id)}:{found.events}:{when}:{_text(found.last_hash)}:{digits}"
    return f"{head}:{_text(key.sign(PURPOSE + head.encode('ascii')))}"


def read_checkpoint(line: str) -> Checkpoint:
    """Read a line; nothing in it is believed yet.

    Raises
    ------
    InputError
        Something else, or a line of which a part is missing.
    """
    bare = "".join(line.split())
    match = _LINE.fullmatch(bare)
    try:
        if match is None:
            raise ValueError
        ledger_id, events, at, hashed, digits, signature = match.groups()
        return Checkpoint(
            ledger_id=_bytes(ledger_id),
            events=int(events),
            hash=_bytes(hashed),
            at=datetime.strptime(at, _TIME).replace(tzinfo=UTC),
            fingerprint=digits,
            signature=_bytes(signature),
            signed=PURPOSE + bare.rpartition(":")[0].encode("ascii"),
        )
    except ValueError:
        shown = bare if len(bare) <= 60 else f"{bare[:60]}…"
        wrong = Fault(
            "",
            "checkpoint",
            f"{shown!r}, {len(bare)} characters",
            "a line that begins with SGL1: and is whole",
            "Copy the whole line as it was published.",
        )
        raise InputError([wrong]) from None


def compare(ledger: Ledger, lines: Sequence[str], key: PublicKey) -> tuple[Compared, ...]:
    """Hold checkpoints against a ledger; its chain must have been verified besides.

    Parameters
    ----------
    ledger
        The ledger as it is today.
    lines
        One checkpoint or several, in any order; with several, a change is bracketed more narrowly.
    key
        The signer's public key, received by a way that is trusted.

    Returns
    -------
    tuple of Compared
        In the order of their events.
    """
    read = sorted((read_checkpoint(line) for line in lines), key=lambda one: (one.events, one.at))
    found: list[Compared] = []
    held = 0
    with ledger.snapshot():
        for one in read:
            why = _foreign(ledger, one, key) or _differs(ledger, one, held)
            if not why:
                held = one.events
            found.append(Compared(one, not why, why or _extended(ledger, one)))
    return tuple(found)


def _foreign(ledger: Ledger, one: Checkpoint, key: PublicKey) -> str:
    """Return why a line says nothing of this ledger, if so."""
    library = signing_library()
    raw = base64.b64decode(key.public_key)
    if not fingerprint(raw).replace(" ", "").startswith(one.fingerprint):
        return f"It was signed with another key, whose fingerprint begins with {one.fingerprint}."
    try:
        library.ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(one.signature, one.signed)
    except library.InvalidSignature:
        return "Its signature does not hold: the line was changed, or another key signed it."
    if one.ledger_id != ledger.id:
        return f"It is of another ledger ({_text(one.ledger_id)}); this one is {_text(ledger.id)}."
    return ""


def _differs(ledger: Ledger, one: Checkpoint, held: int) -> str:
    """Return from where on a ledger is not the one that a line was made of, if so."""
    count = ledger.tail().number
    if count < one.events:
        return (
            f"The ledger had {one.events} events then and has {count} now: from event {count + 1} on they "
            "are missing."
        )
    if _hash_at(ledger, one.events) == one.hash:
        return ""
    first = f"from event {held + 1}" if held else "from the first event"
    return (
        f"Event {one.events} is not the one that was signed: something {first} to event {one.events} was "
        "changed since, and everything after it was made anew."
    )


def _extended(ledger: Ledger, one: Checkpoint) -> str:
    more = ledger.tail().number - one.events
    return f"The ledger's first {one.events} events are those of the checkpoint; {more} came after it."


def _hash_at(ledger: Ledger, number: int) -> bytes:
    if number == 0:
        return start(ledger.id)
    with told(ledger.path):
        row = ledger.reading().execute("SELECT hash FROM event WHERE number = ?", (number,)).fetchone()
    return b"" if row is None else bytes(row[0])


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
