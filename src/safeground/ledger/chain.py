"""The hash chain: each event's hash covers the one before it, its place, its times, its kind and its payload.

A payload enters by ``SHA-256(salt ‖ payload)`` with a random salt of 16 bytes that lies beside it. When both
are deleted the chain still holds, and nobody can find the payload by hashing guesses. The chain starts from
the ledger's own random id, so that no event of one ledger fits into another.
"""

from __future__ import annotations

import hashlib

PURPOSE = b"safeground ledger, version 1\n"
SALT_BYTES = 16


def start(ledger_id: bytes) -> bytes:
    """Return what stands before the first event of a ledger, 32 bytes."""
    return hashlib.sha256(PURPOSE + ledger_id).digest()


def payload_hash(salt: bytes, body: bytes) -> bytes:
    """Return what stands in the chain for a payload; ``salt`` has 16 bytes, or its end could be moved."""
    return hashlib.sha256(salt + body).digest()


def event_hash(
    before: bytes, number: int, recorded_us: int, clock_us: int, kind: str, payload: bytes
) -> bytes:
    """Return the hash of an event, 32 bytes.

    Parameters
    ----------
    before
        Hash of the event before it, ``start`` for the first.
    number, recorded_us, clock_us
        Its sequence number, when it was appended, and what the clock said then.
    kind
        Its tag.
    payload
        ``payload_hash`` of its payload.
    """
    head = before + number.to_bytes(8, "big")
    times = recorded_us.to_bytes(8, "big", signed=True) + clock_us.to_bytes(8, "big", signed=True)
    return hashlib.sha256(head + times + payload + kind.encode("utf-8")).digest()
