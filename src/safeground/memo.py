"""What was worked out once in a process and need not be again, by the content it was worked out from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class Memo:
    """Remembers results by the content of all their inputs.

    A key that leaves out an input would give yesterday's answer for today's plan; therefore keys are
    built from bytes (file hashes, encoded structs, geometry as WKB), never from names or times.
    """

    def __init__(self) -> None:
        self._values: dict[str, object] = {}
        self.reused = 0

    def get(self, step: str, content: tuple[bytes | str, ...], make: Callable[[], Value]) -> Value:
        """Return the value of ``step`` for ``content``, made now if it was not made before."""
        digest = hashlib.sha256(step.encode())
        for part in content:
            piece = part.encode() if isinstance(part, str) else part
            digest.update(len(piece).to_bytes(8, "little"))
            digest.update(piece)
        key = digest.hexdigest()
        if key in self._values:
            self.reused += 1
        else:
            self._values[key] = make()
        return cast("Value", self._values[key])
