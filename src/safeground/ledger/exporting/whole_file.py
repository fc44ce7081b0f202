"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from safeground.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a temporary file beside ``path`` that takes its place, on disk, if nothing fails.

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
        scratch.replace(path)
        scratch = None
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}. What stood there is untouched."
        raise OutputError(msg) from error
    finally:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
