"""Packed files (KMZ, XLSX) from others: opened only where what is in them can be large, but not endless."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from safeground.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_BYTES = 500_000_000
"""Unpacked, all together."""
MOST_FILES = 10_000
DENSEST = 1_000
"""Times the packed size: text packs to a tenth, the sheets of a workbook to a hundredth."""
DENSE_FROM_BYTES = 10_000_000
_CHUNK = 1 << 20


def refuse_bomb(path: Path) -> None:
    """Refuse an archive that would fill a machine, by what it states and by what comes out of it.

    Raises
    ------
    InputError
        A file that is no archive, or damaged, or holds too much, too many files, or one packed too densely.
    """
    with _opened(path) as archive:
        infos = archive.infolist()
        if len(infos) > MOST_FILES:
            raise _fault(path, f"{len(infos):,} files in it", f"at most {MOST_FILES:,}")
        stated = sum(info.file_size for info in infos)
        if stated > LARGEST_BYTES:
            raise _fault(path, f"{stated:,} bytes when unpacked", f"at most {LARGEST_BYTES:,}")
        for info in infos:
            if info.file_size > max(DENSE_FROM_BYTES, DENSEST * info.compress_size):
                ratio = f"{info.filename!r} packed {info.file_size / max(1, info.compress_size):,.0f} times"
                raise _fault(path, ratio, f"at most {DENSEST:,} times")
        for info in infos:
            # Headers can lie; reading stops at the stated size, and then the checksum fails.
            with archive.open(info) as packed:
                while packed.read(_CHUNK):
                    pass


@contextmanager
def unpacked_kml(path: Path) -> Iterator[Path]:
    """Yield the KML file of a KMZ archive, unpacked for as long as the block runs.

    The first ``.kml`` counts, as the standard has it; nothing else is unpacked, and no name in it is used.

    Raises
    ------
    InputError
        As ``refuse_bomb``; or there is no KML in it.
    """
    refuse_bomb(path)
    with _opened(path) as archive, TemporaryDirectory(prefix="safeground-") as folder:
        name = next((one for one in archive.namelist() if one.lower().endswith(".kml")), None)
        if name is None:
            raise _fault(path, "no .kml in it", "a KMZ archive, which holds one")
        inside = Path(folder) / "doc.kml"
        inside.write_bytes(archive.read(name))
        yield inside


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        # RuntimeError: encrypted. NotImplementedError: a method of packing that nobody uses.
        found = f"an archive that cannot be opened ({error})"
        raise _fault(path, found, "a whole one, not encrypted", "It may be cut short. ") from None


def _fault(path: Path, found: str, expected: str, why: str = "") -> InputError:
    fix = f"{why}Ask for the file again, or for another format."
    return InputError([Fault(str(path), "", found, expected, fix)])
