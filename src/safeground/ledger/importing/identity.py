"""Which claim is the same claim: what is imported twice is appended once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim

_encode = msgspec.json.Encoder().encode


def content(claim: Claim) -> Claim:
    """Return what a claim says, without its id, who entered it and from which file."""
    return msgspec.structs.replace(claim, id="", recorder="", origin=None)


def content_id(claim: Claim) -> str:
    """Return an id made from what a claim says: the same claim has the same one wherever it is made."""
    return f"c-{hashlib.sha256(_encode(content(claim))).hexdigest()[:20]}"
