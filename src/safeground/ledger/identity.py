"""What makes a claim the same one when it comes again, so that importing twice adds nothing.

Kept for each claim is a keyed hash (HMAC-SHA-256, 16 bytes of it) of everything that the claim says; not of
its id, its recorder and where it was imported from, which differ from one import to the next. The key is
random and lies in the file. The hash stays when a claim is erased, so that the next import of the same table
does not bring it back; of its id a hash is kept then, too, so that it is not given again.

That protects exports, and anything else that leaves the ledger: hashes never do, and without the key they say
nothing. It does not protect against somebody who holds the file itself, key and all, and can guess **every**
word of an erased claim: they can check the guess. Where that matters erase with ``forget``, which deletes
these hashes as well; a later import of the same row then records it anew.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import msgspec

from safeground.ledger.claim import Claim

MAC_BYTES = 16
# By name, so that a later order of the fields does not make old claims new.
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Claim).decode


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that is in the ledger already.

    Parameters
    ----------
    number
        The event that recorded it.
    id
        Its id there; None where it was erased.
    erased
        Whether it was erased: recording it again would undo that.
    """

    number: int
    id: str | None
    erased: bool


def as_read(claim: Claim) -> Claim:
    """Return a claim as the ledger would hold it: 5 people are 5.0 there."""
    return _decode(_encode(claim))


def content_mac(secret: bytes, claim: Claim) -> bytes:
    """Return the keyed hash of what a claim says; of one that was read, or ``as_read``."""
    said = msgspec.structs.replace(claim, id="", recorder="", origin=None)
    return hmac.digest(secret, b"content\0" + _encode(said), "sha256")[:MAC_BYTES]


def id_mac(secret: bytes, claim_id: str) -> bytes:
    """Return the keyed hash of a claim's id."""
    return hmac.digest(secret, b"id\0" + claim_id.encode("utf-8"), "sha256")[:MAC_BYTES]
