"""The commands for notices: key, publish, authenticate, lookup."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import Annotated, Literal

from cyclopts import Parameter

from safeground.commands.terminal import FAILED_ON_ANSWER, asked_moment, progress, usage


def key(
    place: Path,
    *,
    name: str,
    passphrase: Annotated[bool, Parameter(name="--passphrase", negative=())] = False,
) -> int:
    """Make an issuer's key for signing publications. Never overwrites one.

    Parameters
    ----------
    place
        A folder, or the private key's file; the public key goes beside it.
    name
        The issuer, exactly as its notices name it.
    passphrase
        Ask for a passphrase that encrypts the private key.
    """
    from safeground.signing.keys import make_key

    words = None
    if passphrase:
        words = getpass.getpass("Passphrase: ")
        if not words or getpass.getpass("Once more: ") != words:
            return usage("the two passphrases differ, or are empty; no key was made.")
    private, public, fingerprint = make_key(place, name, words)
    print(f"Private key: {private}  (keep it to yourself; it cannot be made again)")
    print(f"Public key:  {public}  (give it to everybody who is to check your notices)")
    print(
        f"Fingerprint: {fingerprint}\nTell the fingerprint by other ways too: printed, read aloud, in person."
    )
    return 0


def publish(
    plan: Path,
    *,
    out: Path,
    key: Annotated[Path | None, Parameter(name="--key")] = None,
    actual: Annotated[bool, Parameter(negative=())] = False,
    role: Annotated[str | None, Parameter(name="--as")] = None,
    override: str | None = None,
    at: str | None = None,
    pdf: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Publish a plan's notices: signed by their issuer, or as a copy that says it is no order.

    Every output is read back; where one says something else than the plan, nothing is published.

    Parameters
    ----------
    plan
        The plan file.
    out
        Folder for the publication; a former one in it is replaced when the new one is whole.
    key
        The issuer's private key. Without one every output is a copy.
    actual
        Publish with status Actual instead of Exercise; only with `--key`.
    role
        Who makes the copy or overrides the linter: a role or an organisation, never a person's name.
    override
        Publish although the linter found errors, for this reason, which is published with the role.
    at
        The time of publishing, with offset; now where not given.
    pdf
        Also set the sheets as PDF for print and PNG for phones; needs the extra `pdf` and fonts.
    """
    from safeground.announce import announce
    from safeground.lint import lint
    from safeground.publish.notices.least_gate import fields_gate
    from safeground.publish.notices.outputs import OUTPUTS, PRINTED

    done = announce(
        plan,
        out,
        gate=lambda loaded: (*fields_gate(loaded), *lint([loaded.path]).flaws),
        key=key,
        actual=actual,
        role=role,
        override=override,
        at=_moment(at),
        outputs=(*OUTPUTS, PRINTED) if pdf else OUTPUTS,
        ask=getpass.getpass,
        progress=progress(),
    )
    for line in done.lines:
        print(line)
    return 0


def authenticate(
    path: Path,
    *,
    key: Annotated[Path | None, Parameter(name="--key")] = None,
    signature: Path | None = None,
) -> int:
    """Check whether a publication, or one file of it, is as its issuer's key signed it.

    Parameters
    ----------
    path
        The publication's folder, or a file that was taken out of it, under any name.
    key
        The issuer's public key, received by a way that you trust. Without it the exit code is never 0.
    signature
        The publication's `signature.json`, where it does not stand beside the file or above it.
    """
    from safeground.publish.notices.authenticate import authenticate as look

    verdict = look(path, key, signature)
    for line in verdict.lines:
        print(line)
    return 0 if verdict.holds else FAILED_ON_ANSWER


def lookup(
    plan: Path,
    *,
    at: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    block: str | None = None,
    place: str | None = None,
    time: str | None = None,
    language: Literal["en", "ar", "he", "uk"] = "en",
) -> int:
    """Say what is recorded of a place: which areas and notices now and next, from whom, as of when.

    Outside all areas no designation is recorded, and protection still applies.

    Parameters
    ----------
    plan
        The plan file.
    at
        A point, longitude first: `34.30,31.34`.
    block
        Id of a block.
    place
        Name of a place, a street or a block, in any of its spellings.
    time
        The time that is asked for, with offset; now where not given.
    language
        Of the answer; what others said stays in their words.
    """
    from safeground.look_up import look_up

    moment = _moment(time, "--time")
    print(look_up(plan, time=moment, at=at, block=block, place=place, language=language))
    return 0


def _moment(text: str | None, option: str = "--at") -> datetime:
    """Return a time with its offset; now, to the second, where none is given."""
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    return asked_moment(option, text)
