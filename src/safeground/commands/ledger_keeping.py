"""The commands that keep the ledger: verify, erase, checkpoint, backup, reindex."""

from __future__ import annotations

import getpass
from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import Annotated

from cyclopts import Parameter

from safeground.commands.ledger_terminal import (
    LedgerFile,
    ledger_path,
    open_ledger,
    say,
    say_each,
    tell_remarks,
)
from safeground.commands.terminal import FAILED_ON_ANSWER, progress
from safeground.errors import Fault, InputError


def verify(
    file: Path | None = None,
    *,
    ledger: LedgerFile = None,
    checkpoint: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    key: Path | None = None,
    without_wal: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Check that nothing was changed, removed or put in another order; exit code 1 where something was.

    Parameters
    ----------
    file
        The ledger, or a backup of one.
    ledger
        The same, as with the other commands. Where neither is given: the one `.ledger` file in this folder.
    checkpoint
        A line that `checkpoint` made: is today's ledger the one of then, and only longer? May stand several
        times; needs `--key`.
    key
        Public key of whoever signed the line, received by a way that you trust.
    without_wal
        Go on without the `-wal` file that belongs to the ledger and is lost, with all that was in it.
    """
    from safeground.ledger.checkpoint import compare
    from safeground.ledger.opening import give_up_wal
    from safeground.ledger.verify import verify as look
    from safeground.signing.keys import read_public

    if checkpoint and key is None:
        expected = "the signer's public key"
        raise InputError([Fault("", "--key", "nothing", expected, "Give it: a line proves nothing without.")])
    tell, place = progress(), file or ledger_path(ledger)
    if without_wal:
        give_up_wal(place)
    with open_ledger(place, read_only=True) as opened:
        found = look(opened, lambda number: tell(f"{number:,} events"))
        compared = () if key is None else compare(opened, checkpoint, read_public(key))
    say_each(str(fault) for fault in found.faults)
    if found.more:
        say(f"and {found.more:,} further faults")
    if found.faults and found.only_index:
        say("Only the index is wrong; the events hold. Make it anew: safeground ledger reindex.")
    word = "holds" if found.holds else "does not hold"
    say(f"{found.path}: {found.events:,} events, {found.erased:,} erased; the chain {word}.")
    for one in compared:
        said = "extends" if one.extends else "does not extend"
        say(f"checkpoint of {one.checkpoint.at:%Y-%m-%dT%H:%M:%SZ}: the ledger {said} it. {one.why}")
    return 0 if found.holds and all(one.extends for one in compared) else FAILED_ON_ANSWER


def erase(
    id: str | None = None,  # noqa: A002
    *,
    ledger: LedgerFile = None,
    reason: str = "",
    recorder: str = "",
    with_what_refers: Annotated[bool, Parameter(negative=())] = False,
    forget: Annotated[bool, Parameter(negative=())] = False,
    finish: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Delete what a claim or an event says; its place in the chain stays, and the chain still holds.

    Parameters
    ----------
    id
        Id of the claim, or number of the event.
    reason
        Why; it stays readable, so repeat nothing of what is erased.
    recorder
        Who erases: a role or initials.
    with_what_refers
        Also erase every event about it: corrections, disputes, links.
    forget
        Also delete the hashes by which an import would know it again.
    finish
        Only write the file anew, where a former erasure could not.
    """
    from safeground.ledger.erasure import erase as delete
    from safeground.ledger.erasure import finish as write_anew

    place = ledger_path(ledger)
    with open_ledger(place) as opened:
        if finish:
            clean = write_anew(opened)
            say(f"{place}: {'written anew' if clean else 'in use, or no room; try again'}.")
            return 0 if clean else FAILED_ON_ANSWER
        if id is None:
            fault = Fault("", "ID", "nothing", "a claim's id or an event's number", "Say what is erased.")
            raise InputError([fault])
        what = int(id) if id.isdecimal() and not opened.claims(ids=[id]) else id
        found = delete(
            opened,
            what,
            reason=reason,
            recorder=recorder,
            with_what_refers=with_what_refers,
            forget=forget,
        )
        tell_remarks(opened.remarks)
    say_each(found.sentences)
    return 0


def checkpoint(*, key: Path, ledger: LedgerFile = None) -> int:
    """Print a short signed line that says where the ledger stands; it tells nothing of what is in it.

    Parameters
    ----------
    key
        Your private key; `safeground key` makes one.
    """
    from safeground.ledger.checkpoint import make_checkpoint
    from safeground.signing.keys import read_private

    signing = read_private(key, getpass.getpass)
    with open_ledger(ledger_path(ledger), read_only=True) as opened:
        say(make_checkpoint(opened, signing))
    return 0


def backup(file: Path, *, ledger: LedgerFile = None) -> int:
    """Copy the ledger into one file while it is in use, and verify the copy.

    Parameters
    ----------
    file
        The backup; never overwritten where it is there.
    """
    from safeground.ledger.backup import backup as copy

    with open_ledger(ledger_path(ledger)) as opened:
        made = copy(opened, file)
    listed = "" if made.listed else "; the ledger could not note where it is"
    say(f"{made.path}: {made.tail.number:,} events, verified{listed}.")
    return 0


def reindex(*, ledger: LedgerFile = None) -> int:
    """Make the index anew from the events, where only that is wrong."""
    from safeground.ledger.reindex import reindex as anew

    place = ledger_path(ledger)
    with open_ledger(place) as opened:
        count = anew(opened)
    say(f"{place}: an index of {count:,} claims.")
    return 0
