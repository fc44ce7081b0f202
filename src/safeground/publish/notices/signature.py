"""One signature for a whole publication: which files, byte by byte, an issuer's key answers for.

``signature.json`` lists the SHA-256 of every file; Ed25519 (RFC 8032) signs that list. The same small file
checks a single file that was taken out of the publication, under any name, since files are known by their
content: no output has to carry bytes of its own that a format, a printer or a messenger may change, and no
second file for each file can be lost. Whoever passes a file on passes ``signature.json`` on with it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Annotated

import msgspec

from safeground.signing.keys import fingerprint
from safeground.signing.small_json import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SIGNATURE_FILE = "signature.json"
PURPOSE = b"safeground publication, version 1\n"
"""Stands before what is signed, so that the signature can mean nothing else."""

Hex256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``signature.json`` holds."""

    version: int
    issuer: str
    """As the key's owner called themselves; anybody can write any name here."""
    fingerprint: str
    public_key: str
    """32 bytes, base64."""
    signed_at: str
    """As the issuer's clock said, with its offset."""
    files: dict[str, Hex256]
    """Name in the publication → SHA-256."""
    signature: str
    """64 bytes, base64; of everything above."""


def signed_bytes(signature: Signature) -> bytes:
    """Return what is signed: every field but the signature, as JSON with sorted keys and no spaces."""
    fields = {key: value for key, value in msgspec.to_builtins(signature).items() if key != "signature"}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return PURPOSE + text.encode("utf-8")


def signed(
    files: Mapping[str, bytes],
    *,
    issuer: str,
    public_key: bytes,
    signed_at: str,
    sign: Callable[[bytes], bytes],
) -> bytes:
    """Return the content of ``signature.json`` for a publication.

    Parameters
    ----------
    files
        Name in the publication → content.
    issuer, public_key
        Who signs: the name, and the raw key of 32 bytes.
    signed_at
        ISO 8601 with offset.
    sign
        Signs with the private key.
    """
    blank = Signature(
        version=1,
        issuer=issuer,
        fingerprint=fingerprint(public_key),
        public_key=base64.b64encode(public_key).decode(),
        signed_at=signed_at,
        files={name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        signature="",
    )
    made = base64.b64encode(sign(signed_bytes(blank))).decode()
    whole = msgspec.structs.replace(blank, signature=made)
    text = json.dumps(msgspec.to_builtins(whole), indent=1, ensure_ascii=False)
    return (text + "\n").encode("utf-8")


def read_signature(path: Path) -> Signature:
    """Read ``signature.json``; nothing in it is believed yet.

    Raises
    ------
    InputError
        Not such a file: too large, not JSON, a key twice, a field too many or missing, another version.
    """
    read: Signature = parse(path, Signature, "a signature.json that `safeground publish --key` wrote")
    return read
