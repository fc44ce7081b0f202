"""Files of notices: none too large to be one, texts in UTF-8, names that hide nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from safeground.characters import controls, shown
from safeground.errors import Fault, InputError
from safeground.plan.mixed_words import mixed_words
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from safeground.errors import FaultList

LARGEST_TEXT_BYTES = 1_000_000
"""A notice's text or words that are longer are another file."""
LARGEST_TABLE_BYTES = 100_000_000
"""A table or drawing of notices that is larger is another file."""


def refuse_larger(path: Path, most_bytes: int, what: str) -> None:
    """Refuse a file that is larger than anything it can be meant as, before it is read.

    Raises
    ------
    InputError
        A file of more than ``most_bytes``.
    """
    size = path.stat().st_size if path.is_file() else 0
    if size > most_bytes:
        found, expected = f"{size / 1e6:,.0f} MB", f"{what} of {most_bytes / 1e6:,.0f} MB at the most"
        fix = "Name the right file, or keep only what is meant in it."
        raise InputError([Fault(str(path), "", found, expected, fix)])


def read_text_file(path: Path) -> str:
    """Return a notice's text.

    Raises
    ------
    InputError
        A file that is larger than ``LARGEST_TEXT_BYTES``, or not UTF-8.
    """
    refuse_larger(path, LARGEST_TEXT_BYTES, "a notice's text")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        found = "text that is not UTF-8"
        raise InputError([Fault(str(path), "", found, "a text file in UTF-8", "Save it as UTF-8.")]) from None


def check_names(
    names: Iterable[tuple[str, str]], faults: FaultList, remarks: list[Remark], file: str
) -> None:
    """Note names that hide signs as faults, words of two scripts or systems of digits as remarks.

    Parameters
    ----------
    names
        Place in the file, and the name.
    """
    mixed: list[str] = []
    for place, name in names:
        if controls(name):
            faults.add(
                place,
                f"'{shown(name)}', with signs that are not seen",
                "a name without control signs and overrides of direction",
                "Write the name anew, without them.",
            )
        else:
            mixed += mixed_words(name)
    if mixed:
        text = f"Words mix scripts or digits, and were read as they stand: {listed(mixed)}."
        remarks.append(Remark("warning", file, text, len(mixed)))


def sha256(path: Path) -> str:
    """Return the hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed(items: Sequence[str], most: int = 12) -> str:
    """Return items in words, cut after ``most`` with their number."""
    distinct = list(dict.fromkeys(items))
    return ", ".join(distinct[:most]) + (f" … ({len(distinct)} in all)" if len(distinct) > most else "")
