"""The hash chain: each event's hash covers the one before it, its place, its time, its kind and its payload.

A payload enters by ``SHA-256(salt ‖ payload)`` with a random salt of 16 bytes that lies beside it. When both
are deleted the chain still holds, and nobody can find the payload by hashing guesses.
"""

from __future__ import annotations

import hashlib

PURPOSE = b"safeground ledger, version 1\n"
START = hashlib.sha256(PURPOSE).digest()
"""Stands before the first event."""
SALT_BYTES = 16


def payload_hash(salt: bytes, body: bytes) -> bytes:
    """Return what stands in the chain for a payload."""
    return hashlib.sha256(salt + body).digest()


def event_hash(before: bytes, number: int, recorded_us: int, kind: str, payload: bytes) -> bytes:
    """Return the hash of an event, 32 bytes.

    Parameters
    ----------
    before
        Hash of the event before it, ``START`` for the first.
    number, recorded_us
        Its sequence number, and when it was appended.
    kind
        Its tag.
    payload
        ``payload_hash`` of its payload.
    """
    head = before + number.to_bytes(8, "big") + recorded_us.to_bytes(8, "big", signed=True)
    return hashlib.sha256(head + payload + kind.encode("ascii")).digest()
