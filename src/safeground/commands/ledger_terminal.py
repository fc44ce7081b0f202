"""What the commands of the ledger share: which file is meant, times, and lines for the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from safeground.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from safeground.ledger.moments import Moment
    from safeground.ledger.store import Ledger
    from safeground.remarks import Remark

LedgerFile = Annotated[
    Path | None,
    Parameter(name="--ledger", help="The ledger. Where not given: the one `.ledger` file in this folder."),
]
LedgerMade = Annotated[Path | None, Parameter(name="--ledger")]
"""Of a command that makes it, and says so."""
Recorder = Annotated[str, Parameter(name="--recorder", help="Who enters it: a role or initials.")]
Notification = Annotated[str, Parameter(help="Its id.")]
At = Annotated[str | None, Parameter(help="When, with offset; now where not given.")]
KnownBy = Literal["published", "said", "recorded"]
KnownByWay = Annotated[
    KnownBy, Parameter(help="What makes a claim known: that it was published, said, or recorded here.")
]
KnownAt = Annotated[str | None, Parameter(help="The moment by which they must have been known.")]
ValidAt = Annotated[
    str | None,
    Parameter(help="The moment that claims must be about: `2023-12-01T12:00+02:00`, or a day with `--zone`."),
]
ZoneOfDays = Annotated[
    str,
    Parameter(
        help="Zone of days asked for (UTC where not given) and of times told (else that of the claims)."
    ),
]
Kinds = Annotated[str, Parameter(name="--kind", help="Kinds, separated by commas: `figure,status`.")]
Exactly = Annotated[str | None, Parameter(help="Exactly as recorded.")]
Stating = Annotated[str | None, Parameter(name="--source", help="Who states it, exactly as recorded.")]
ENDING = ".ledger"


def ledger_path(named: Path | None, *, make: bool = False) -> Path:
    """Return the ledger that is meant: the one that is named, or the only one in this folder."""
    if named is not None:
        return named
    here = sorted(Path().glob(f"*{ENDING}"))
    if len(here) == 1:
        return here[0]
    found = f"{len(here)} ledgers in this folder" if here else "no ledger in this folder"
    fix = f"Name a new one: --ledger claims{ENDING}." if make and not here else "Say which: --ledger FILE."
    raise InputError([Fault("", "--ledger", found, f"one file ending in {ENDING}", fix)])


def open_ledger(path: Path, *, make: bool = False, read_only: bool = False) -> Ledger:
    """Open a ledger and tell what was done to it in opening."""
    from safeground.ledger.store import Ledger

    opened = Ledger(path, make=make, read_only=read_only)
    tell_remarks(opened.remarks)
    return opened


def time_asked(option: str, text: str | None, zone: str) -> datetime | Moment | None:
    """Return an instant, or the hour, day or month that was asked for as a whole."""
    from safeground.ledger.moments import moment

    if text is None:
        return None
    expected = "a time with offset: 2023-12-01T12:00+02:00; or a day: 2023-12-01, with --zone"
    try:
        found = moment(text, zone or "UTC")
    except ValueError as error:
        raise InputError([Fault("", option, str(error), expected, "Correct it.")]) from None
    clock = text.partition("T")[2]
    if not zone and not (clock.endswith("Z") or "+" in clock or "-" in clock):
        raise InputError([Fault("", option, repr(text), expected, "Add the offset, or give --zone.")])
    return found.earliest if found.earliest == found.latest else found


def instant(option: str, text: str | None, zone: str, *, end: bool = False) -> datetime | None:
    """Return an instant; of a day its beginning, or its end."""
    from datetime import datetime

    found = time_asked(option, text, zone)
    if found is None or isinstance(found, datetime):
        return found
    return found.latest if end else found.earliest


def tell_remarks(remarks: Iterable[Remark]) -> None:
    """Print remarks to standard error."""
    for remark in remarks:
        count = "" if remark.count is None else f" ({remark.count:,})"
        say(f"{remark.kind}: {remark.file}: {remark.text.removesuffix('.')}{count}.", to_error=True)


def say_each(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        say(line)


def say(line: str, *, to_error: bool = False) -> None:
    """Print a line with what is hidden in it shown."""
    from safeground.characters import shown

    print(shown(line), file=sys.stderr if to_error else sys.stdout)
