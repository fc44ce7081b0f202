"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from safeground.errors import Fault, InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def refuse_name(path: Path, endings: tuple[str, ...], *, public: bool) -> None:
    """Refuse a name that does not say what will be in the file.

    Raises
    ------
    InputError
        Another ending; a restricted file whose name does not say so.
    """
    ending = path.suffix.lower()
    if ending not in endings:
        fix = "Choose one of them."
        raise InputError([Fault(str(path), "", f"the ending {ending!r}", " or ".join(endings), fix)])
    if not public and "restricted" not in path.name.lower():
        fix = f"Call it {path.stem}.restricted{path.suffix}, or give --public."
        found, expected = "a name that does not say that it is restricted", "the word restricted in it"
        raise InputError([Fault(str(path), "", found, expected, fix)])


@contextmanager
def whole_file(path: Path, *, public: bool = False) -> Iterator[IO[bytes]]:
    """Yield a temporary file beside ``path`` that takes its place, on disk, if nothing fails.

    Only its owner may read a file that is not public.

    Raises
    ------
    OutputError
        A folder, or a place where no file can be written; what stood there is untouched.
    """
    if path.is_dir():
        msg = f"{path} is a folder; a file is needed. Choose another name."
        raise OutputError(msg)
    scratch = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        scratch = Path(name)
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(0o644 if public else 0o600)
        scratch.replace(path)
        scratch = None
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}. What stood there is untouched."
        raise OutputError(msg) from error
    finally:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
