"""Whether a publication, or one file of it, is as a key signed it. Knows no plan and no notice.

What holds is said, and what does not; a signature that holds proves whose key it is only to those who know
the key's fingerprint from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.characters import shown
from safeground.errors import Fault, InputError
from safeground.publish.notices.signature import SIGNATURE_FILE, read_signature, signed_bytes
from safeground.signing.keys import fingerprint, read_public, signing_library
from safeground.whole_folder import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from safeground.publish.notices.signature import Signature

ANYONE = (
    "Anyone can make a key with any name. Compare the fingerprint with the issuer's, by another way: read "
    "aloud on a call, printed, in person. Or give the issuer's own public key with --key."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Parameters
    ----------
    holds
        Whether every file that was asked about is as it was signed, by the key that was asked for. False
        where no key was given: then nobody has said whose signature it must be.
    lines
        What to tell, a sentence each.
    """

    holds: bool
    lines: tuple[str, ...]


def authenticate(path: Path, key: Path | None = None, signature: Path | None = None) -> Verdict:
    """Check a publication's folder, or one file of it, against its ``signature.json``.

    Parameters
    ----------
    path
        A folder: every file must be signed, and every signed file there. A file: its content must be one of
        those signed, under whatever name.
    key
        The issuer's public key, as it was received by a way that is trusted.
    signature
        ``signature.json``, where it does not stand in the folder, beside the file or in a folder above it.

    Raises
    ------
    InputError
        No such file or folder, no signature, or files that are none.
    """
    if not path.exists():
        raise _fault(path, "no such file or folder", "what was published", "Correct its name.")
    found = signature or _signature_of(path)
    if not found.is_file():
        raise _fault(found, "no such file", SIGNATURE_FILE, "Correct its name.")
    read = read_signature(found)
    trusted = None if key is None else read_public(key)
    lines = [
        f"Signed by the key {read.fingerprint}",
        f"It calls itself {shown(read.issuer)}, and the time of signing {shown(read.signed_at)}.",
    ]
    wrong = _wrong_signature(read)
    if wrong:
        return Verdict(False, (f"NOT AUTHENTIC: {wrong}", *lines))
    flaws = list(_flaws_of_folder(path, read, found) if path.is_dir() else _flaws_of_file(path, read))
    if trusted is not None and trusted.public_key != read.public_key:
        flaws.insert(0, f"signed by another key than that of {shown(trusted.issuer)}: {trusted.fingerprint}")
    elif trusted is not None and trusted.issuer != read.issuer:
        flaws.insert(0, f"this key is that of {shown(trusted.issuer)}, not of {shown(read.issuer)}")
    if flaws:
        return Verdict(False, (*(f"NOT AUTHENTIC: {flaw}" for flaw in flaws), *lines))
    what = f"All {len(read.files)} files are" if path.is_dir() else f"{path.name} is"
    if not path.is_dir():
        lines.append(_name_of(path, read))
        lines.append(f"It is one of {len(read.files)} signed files; nothing is said on the others.")
    if trusted is None:
        return Verdict(False, (f"Unaltered, by an unknown key: {what} as that key signed.", *lines, ANYONE))
    told = f"Authentic: {what} as {shown(trusted.issuer)} signed, by the key that you gave."
    return Verdict(
        True, (told, *lines, "Says nothing on whether what is written there is true or still in force.")
    )


def _signature_of(path: Path) -> Path:
    """Return the nearest signature: in the folder, or beside the file and upwards."""
    folders = [path] if path.is_dir() else list(path.absolute().parents)
    for folder in folders:
        if (folder / SIGNATURE_FILE).is_file():
            return folder / SIGNATURE_FILE
    fix = "Name the publication's signature.json with --signature. A copy has none: it is no order."
    raise _fault(path, "no signature", f"{SIGNATURE_FILE} beside it or above it", fix)


def _wrong_signature(read: Signature) -> str | None:
    library = signing_library()
    try:
        raw = base64.b64decode(read.public_key, validate=True)
        public = library.ed25519.Ed25519PublicKey.from_public_bytes(raw)
        public.verify(base64.b64decode(read.signature, validate=True), signed_bytes(read))
    except (ValueError, library.InvalidSignature):
        return f"the signature in {SIGNATURE_FILE} is not that key's: the file was changed or made up."
    if read.fingerprint != fingerprint(raw):
        return f"the fingerprint in {SIGNATURE_FILE} is not that of the key in it, {fingerprint(raw)}"
    return None


def _flaws_of_folder(folder: Path, read: Signature, signature: Path) -> Iterator[str]:
    there = {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_symlink() or not file.is_dir()
    }
    for name, digest in read.files.items():
        file = there.pop(name, None)
        if file is None:
            yield f"{shown(name)} was signed and is missing."
        elif file.is_symlink() or _sha256(file) != digest:
            yield f"{shown(name)} was altered after it was signed."
    for name, file in there.items():
        own_marker = name == MARKER and not file.is_symlink() and file.stat().st_size == 0
        if not own_marker and file.resolve() != signature.resolve():
            yield f"{shown(name)} is not covered by the signature: it was added."


def _flaws_of_file(file: Path, read: Signature) -> Iterator[str]:
    if _sha256(file) in read.files.values():
        return
    known = [name for name in read.files if name.rpartition("/")[2] == file.name]
    if file.name == SIGNATURE_FILE:
        yield f"{file.name} is the signature; give the file or the folder that it is for."
    elif known:
        yield f"{shown(file.name)} was altered after it was signed (as {shown(known[0])})."
    else:
        yield f"{shown(file.name)} is not covered by the signature: it was altered and renamed, or added."


def _name_of(file: Path, read: Signature) -> str:
    digest = _sha256(file)
    names = [name for name, one in read.files.items() if one == digest]
    return f"In the publication it is called {', '.join(map(shown, names))}."


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fault(path: Path, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(path), "", found, expected, fix)])
