"""What can go wrong, and how it is said.

::

    SafegroundError
    ├── InputError            wrong input: one Fault or several, each with its place and its fix
    ├── CertificateRefused    a certificate that does not prove what it says, or cannot be read as one
    ├── PublicationRefused    a publication that the linter's errors stop, or that reads back otherwise
    ├── LedgerDamaged         a ledger's file that is not as it was written, or whose chain does not hold
    └── OutputError           the result could not be written; the former output is untouched

A user's mistake is always an ``InputError``; the command line prints its faults and exits with 2.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class SafegroundError(Exception):
    """Any error that Safeground raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one input.

    Parameters
    ----------
    file
        The file as the user named it; empty where the fault is in a command's words.
    place
        Line, feature, row or field in it: ``line 12``, ``areas[0].blocks[3]``, ``row 17, column persons``.
    found
        What stands there.
    expected
        What should stand there.
    fix
        What the user can do about it, as an instruction.
    """

    file: str
    place: str
    found: str
    expected: str
    fix: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        head = f"{where}: " if where else ""
        return f"{head}found {self.found}; expected {self.expected}. {self.fix}"


class InputError(SafegroundError):
    """Wrong input. Carries every fault that could be found in one pass."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class FaultList:
    """Collects faults, so that a user sees all of them at once.

    Examples
    --------
    >>> faults = FaultList("people.csv")
    >>> faults.add("row 3", "-5", "0 or more", "Correct the count.")
    >>> faults.raise_if_any()
    Traceback (most recent call last):
    safeground.errors.InputError: people.csv, row 3: found -5; expected 0 or more. Correct the count.
    """

    def __init__(self, file: str | Path = "") -> None:
        self.file = str(file)
        self.faults: list[Fault] = []

    def add(self, place: str, found: str, expected: str, fix: str, *, file: str | Path | None = None) -> None:
        """Note one fault; ``file`` where it is not the list's own."""
        self.faults.append(Fault(self.file if file is None else str(file), place, found, expected, fix))

    def extend(self, error: InputError) -> None:
        """Take over the faults of an error that was caught to go on looking."""
        self.faults.extend(error.faults)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what is wrong inside and go on after it, so that a user sees all of it at once."""
        try:
            yield
        except InputError as error:
            self.extend(error)

    def __len__(self) -> int:
        return len(self.faults)

    def raise_if_any(self) -> None:
        """Raise ``InputError`` if a fault was noted."""
        if self.faults:
            raise InputError(self.faults)


class CertificateRefused(SafegroundError):
    """A certificate that the checker does not accept; the message says why."""


class PublicationRefused(SafegroundError):
    """Nothing is published: the linter found errors, or an output does not say what it was made from."""


class LedgerDamaged(SafegroundError):
    """A ledger's file is damaged or incomplete; the message says where, and what to do.

    Nothing is written into such a file.
    """


class OutputError(SafegroundError):
    """The output could not be written. What stood there before is untouched."""
