"""Output that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = ".safeground"
"""Stands in every folder that Safeground wrote, so that it never replaces one that it did not."""


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Yield a temporary folder beside ``out`` that takes its place if nothing fails.

    Raises
    ------
    OutputError
        If ``out`` is a file, or a folder that Safeground did not write, or cannot be written.
    """
    refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        msg = f"cannot write to {out.parent}: {error.strerror}. Choose another --out."
        raise OutputError(msg) from error
    try:
        yield folder
        folder.chmod(0o755)
        (folder / MARKER).touch()
        _take_place(folder, out)
    except OSError as error:
        msg = f"cannot write {out}: {error.strerror}. What stood there is untouched."
        raise OutputError(msg) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_foreign(out: Path) -> None:
    """Refuse a place whose files would be lost; call it before hours of work.

    Raises
    ------
    OutputError
        As ``whole_folder``.
    """
    above = next(folder for folder in out.absolute().parents if folder.exists())
    if not os.access(above, os.W_OK):
        msg = f"cannot write to {above}: permission denied. Choose another --out."
        raise OutputError(msg)
    if out.is_file():
        msg = f"{out} is a file; --out needs a folder. Choose another name."
        raise OutputError(msg)
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        msg = (
            f"{out} holds files that were not written by this program and would be lost. "
            "Choose a new folder, or move those files."
        )
        raise OutputError(msg)


def _take_place(folder: Path, out: Path) -> None:
    former = None
    if out.exists():
        former = Path(tempfile.mkdtemp(prefix=f".{out.name}-former-", dir=out.parent)) / "former"
        out.rename(former)
    try:
        folder.rename(out)
    except OSError:
        if former is not None:
            former.rename(out)
        raise
    finally:
        if former is not None:
            shutil.rmtree(former.parent, ignore_errors=True)
