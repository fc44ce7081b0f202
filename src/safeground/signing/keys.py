"""An issuer's keys: made once, kept apart, never overwritten.

The private key is a file of its owner alone (mode 0600; PKCS #8, encrypted where a passphrase is given).
Beside it stands the public key with the issuer's name, signed by the key itself, so that nobody can put
another name on it without the private key. That says nothing on whose key it is: anyone can make one with
any name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from safeground.characters import controls, shown
from safeground.errors import Fault, InputError, OutputError
from safeground.signing.small_json import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRIVATE_NAME = "issuer.key"
PUBLIC_ENDING = ".public.json"
PURPOSE = b"safeground public key, version 1\n"
LONGEST_NAME = 120


class PublicKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a public key's file holds."""

    version: int
    issuer: str
    fingerprint: str
    public_key: str
    """32 bytes, base64."""
    signature: str
    """Of the name and the key, by the key itself; base64."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, ready to sign.

    Parameters
    ----------
    issuer
        The name that it was made for.
    public
        Raw public key, 32 bytes.
    sign
        Bytes → Ed25519 signature of 64 bytes.
    """

    issuer: str
    public: bytes
    sign: Callable[[bytes], bytes]

    @property
    def fingerprint(self) -> str:
        """Of the public key."""
        return fingerprint(self.public)


def fingerprint(public_key: bytes) -> str:
    """Return the SHA-256 of a raw public key in sixteen groups of four, to be read aloud.

    Examples
    --------
    >>> fingerprint(bytes(32))[:19]
    '6668 7aad f862 bd77'
    """
    digest = hashlib.sha256(public_key).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def make_key(place: Path, name: str, passphrase: str | None = None) -> tuple[Path, Path, str]:
    """Make a key; return its private file, its public file, and its fingerprint.

    Parameters
    ----------
    place
        A folder (``issuer.key`` is made in it), or the private key's file where it has an ending.
    name
        The issuer, as notices name it.
    passphrase
        Encrypts the private key; None leaves that to the file's mode.

    Raises
    ------
    InputError
        A name that is empty, too long, or holds characters that cannot be seen; no library for signing.
    OutputError
        One of the files is there already: a key is never overwritten.
    """
    _check_name(name)
    library = signing_library()
    private = place if place.suffix and not place.is_dir() else place / PRIVATE_NAME
    public = private.with_name(private.stem + PUBLIC_ENDING)
    for path in (private, public):
        if path.exists() or path.is_symlink():
            msg = f"{path} is there already, and a key is never overwritten. Choose another place."
            raise OutputError(msg)
    key = library.ed25519.Ed25519PrivateKey.generate()
    locked = (
        library.serialization.NoEncryption()
        if passphrase is None
        else library.serialization.BestAvailableEncryption(passphrase.encode("utf-8"))
    )
    pem = key.private_bytes(
        library.serialization.Encoding.PEM, library.serialization.PrivateFormat.PKCS8, locked
    )
    raw = key.public_key().public_bytes_raw()
    private.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_new(private, pem, 0o600)
    _write_new(public, _public_file(name, raw, key.sign), 0o644)
    return private, public, fingerprint(raw)


def read_private(path: Path, ask: Callable[[str], str]) -> SigningKey:
    """Read a private key and the public file beside it, which holds the issuer's name.

    Parameters
    ----------
    path
        The private key's file.
    ask
        Asks for the passphrase, where there is one.

    Raises
    ------
    InputError
        A file that is missing, not a key, readable by others, or encrypted with another passphrase; a public
        file that belongs to another key.
    """
    library = signing_library()
    if not path.is_file():
        raise _fault(path, "no such file", "a private key", "Make one: safeground key FOLDER --name ISSUER")
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise _fault(
            path, f"a private key that others can read (mode {mode:o})", "mode 600", f"chmod 600 {path}"
        )
    key = _decrypted(path, library, ask)
    if not isinstance(key, library.ed25519.Ed25519PrivateKey):
        raise _fault(
            path, "a key of another kind", "an Ed25519 key", "Make one: safeground key FOLDER --name ISSUER"
        )
    named = read_public(path.with_name(path.stem + PUBLIC_ENDING))
    raw = key.public_key().public_bytes_raw()
    if base64.b64decode(named.public_key) != raw:
        beside = path.with_name(path.stem + PUBLIC_ENDING)
        raise _fault(
            beside, "the public key of another private key", "the one made with it", "Put that file back."
        )
    return SigningKey(named.issuer, raw, key.sign)


def read_public(path: Path) -> PublicKey:
    """Read a public key's file and check that its name is the one it was made with.

    Raises
    ------
    InputError
        A file that is missing, something else, or changed since it was made.
    """
    if not path.is_file():
        raise _fault(
            path, "no such file", "a public key's file", "Ask its issuer for it, or correct its name."
        )
    read: PublicKey = parse(path, PublicKey, "a public key's file that `safeground key` wrote")
    library = signing_library()
    try:
        raw = base64.b64decode(read.public_key, validate=True)
        key = library.ed25519.Ed25519PublicKey.from_public_bytes(raw)
        key.verify(base64.b64decode(read.signature, validate=True), _named_bytes(read.issuer, raw))
    except (ValueError, library.InvalidSignature):
        raise _fault(
            path,
            "a name or key that was changed since it was made",
            "the file as it was made",
            "Ask for it again.",
        ) from None
    if read.fingerprint != fingerprint(raw):
        raise _fault(path, "a fingerprint of another key", fingerprint(raw), "Ask for the file again.")
    return read


class _Library:
    """The parts of ``cryptography`` that are used; imported when a key is first needed."""

    def __init__(self) -> None:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519

        self.ed25519: Any = ed25519
        self.serialization: Any = serialization
        self.InvalidSignature = InvalidSignature


def signing_library() -> _Library:
    """Return the library that signs and checks.

    Raises
    ------
    InputError
        It is not installed.
    """
    try:
        return _Library()
    except ImportError:
        fault = Fault(
            "",
            "",
            "no library for keys and signatures",
            "the package cryptography",
            "pip install 'safeground[sign]'",
        )
        raise InputError([fault]) from None


def _decrypted(path: Path, library: _Library, ask: Callable[[str], str]) -> Any:
    pem = path.read_bytes()
    load = library.serialization.load_pem_private_key
    try:
        return load(pem, password=None)
    except TypeError:  # the library's way to say that it is encrypted
        passphrase = ask(f"Passphrase of {path}: ")
    except ValueError as error:
        raise _fault(
            path, f"no key ({error})", "a private key", "Name the file that `safeground key` wrote."
        ) from None
    try:
        return load(pem, password=passphrase.encode("utf-8"))
    except ValueError:
        raise _fault(path, "another passphrase", "the one the key was made with", "Try again.") from None


def _public_file(name: str, raw: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    made = PublicKey(
        version=1,
        issuer=name,
        fingerprint=fingerprint(raw),
        public_key=base64.b64encode(raw).decode(),
        signature=base64.b64encode(sign(_named_bytes(name, raw))).decode(),
    )
    return (json.dumps(msgspec.to_builtins(made), indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _named_bytes(name: str, raw: bytes) -> bytes:
    return PURPOSE + raw + name.encode("utf-8")


def _write_new(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _check_name(name: str) -> None:
    fix = "Give the issuer's name as its notices state it."
    if not name.strip() or len(name) > LONGEST_NAME:
        expected = f"1 to {LONGEST_NAME} characters"
        raise InputError([Fault("", "--name", f"a name of {len(name.strip())} characters", expected, fix)])
    if controls(name) or name != " ".join(name.split()):
        raise InputError(
            [
                Fault(
                    "",
                    "--name",
                    repr(shown(name)),
                    "a line without hidden characters",
                    fix,
                )
            ]
        )


def _fault(path: Path, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(path), "", found, expected, fix)])
