"""Arrays in a ``.npz`` file that somebody else may have written: each fault noted, nothing run."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from tokenize import TokenError
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import numpy.typing as npt

    from safeground.errors import FaultList

    Arrays = dict[str, npt.NDArray[Any]]

NO_SUCH_ARRAY: Final = "this array, which is required"
DAMAGED: Final = (
    *(OSError, EOFError, ValueError, OverflowError, RuntimeError, AttributeError, MemoryError),
    *(zipfile.BadZipFile, zlib.error, TokenError),
)
"""What an archive of arrays with wrong bytes raises, in one place or another of zipfile, zlib and numpy."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of file is called where one cannot be read.

    Parameters
    ----------
    expected
        Where there is no file: ``a schedule (.npz)``.
    damaged
        What is found, with ``{error}`` in it, what is expected and how to mend it, where it cannot be read.
    no_archive
        The same where it is no archive at all; None: as ``damaged``.
    each
        Whether an array that cannot be read is named, beside the others.
    """

    expected: str
    damaged: tuple[str, str, str]
    no_archive: tuple[str, str, str] | None = None
    each: bool = False


def read_arrays(path: Path, kind: Kind, faults: FaultList) -> Arrays:
    """Return the arrays of a file, by name; what cannot be read is noted and left out."""
    if not path.is_file():
        faults.add("", "no such file", kind.expected, "Check the name.")
        return {}
    if kind.no_archive is not None and not zipfile.is_zipfile(path):
        faults.add("", *kind.no_archive)
        return {}
    arrays: Arrays = {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            for name in archive.files:
                try:
                    arrays[name] = archive[name]
                except (ValueError, MemoryError) as error:
                    if not kind.each:
                        raise
                    objects = "Object arrays" in str(error)
                    found = "Python objects" if objects else f"an array that cannot be read ({error})"
                    faults.add(name, found, "an array of numbers", f"Store {name} as plain numbers.")
    except DAMAGED as error:
        found, expected, fix = kind.damaged
        faults.add("", found.format(error=error), expected, fix)
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


def note_version(arrays: Arrays, faults: FaultList, *, first: int, last: int) -> None:
    """Note a version that is not one of those known; a file without one is of the last."""
    version = np.asarray(arrays.get("version", np.int64(last)))
    known = version.size == 1 and version.dtype.kind in "iu" and first <= version.reshape(-1)[0] <= last
    if not known:
        fix = "Use a Safeground that knows this version, or write the file anew."
        faults.add(
            "version",
            f"version {version.tolist()}",
            str(last) if first == last else f"{first} to {last}",
            fix,
        )


def note_unknown(arrays: Arrays, known: Collection[str], faults: FaultList, *, else_: str = "") -> None:
    """Note arrays that a format does not have; ``else_`` says what would become of them."""
    from difflib import get_close_matches

    for name in arrays:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f", or rename it if you mean {near[0]!r}" if near else ""
            expected = f"one of {', '.join(known)}"
            fix = f"Take it out{hint}{else_}."
            faults.add(name, "an array that this format does not have", expected, fix)
