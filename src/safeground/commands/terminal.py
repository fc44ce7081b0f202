"""What every command says to the terminal, and how it ends."""

from __future__ import annotations

import math
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

from safeground.errors import Fault, FaultList, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WRONG_INPUT = 2
FAILED_ON_ANSWER = 1


def usage(message: str) -> int:
    """Print a message of wrong use and return its exit code."""
    for line in message.splitlines():
        print(f"error: {line}", file=sys.stderr)
    return WRONG_INPUT


def progress() -> Callable[[str], None]:
    """Return what prints each step with the time since now."""
    start = time.perf_counter()

    def tell(step: str) -> None:
        print(f"{time.perf_counter() - start:6.1f} s  {step}", file=sys.stderr, flush=True)

    return tell


def asked_moment(option: str, text: str) -> datetime:
    """Return a time that was given as an option.

    Raises
    ------
    InputError
        No time, or one without an offset.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    expected = "a time with offset: 2026-03-04T06:00+02:00"
    raise InputError([Fault("", option, repr(text), expected, "Correct it.")])


def words_of(option: str, text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the words of an option, each one of those that are known.

    Raises
    ------
    InputError
        Each word that is not.
    """
    asked = tuple(word.strip().replace("-", "_") for word in text.split(",") if word.strip())
    faults = FaultList()
    for word in asked:
        if word not in known:
            faults.add(option, repr(word), f"one of {', '.join(known)}", "Correct the word.")
    faults.raise_if_any()
    return asked


def require_positive(option: str, value: float) -> None:
    """Refuse what is no number above 0.

    Raises
    ------
    InputError
        With the option.
    """
    if not 0 < value < math.inf:
        raise InputError([Fault("", option, str(value), "a number above 0", "Correct it.")])
