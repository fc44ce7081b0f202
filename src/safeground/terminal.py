"""What every command says to the terminal, and how it ends."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
