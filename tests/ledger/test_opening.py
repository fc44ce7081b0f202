"""Files that are no ledger, damaged, cut off, not to be written: each a clear error, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests.ledger.made_ledgers import recorded, small

from safeground.cli import main
from safeground.errors import InputError, LedgerDamaged, OutputError
from safeground.ledger.opening import give_up_wal
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

UNPRIVILEGED = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small(tmp_path / "l.ledger")


def _refused(path: Path, error: type[Exception], words: str, **how: bool) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=words) as caught:
        Ledger(path, **how).close()
    assert str(path) in str(caught.value)
    assert before is None or path.read_bytes() == before, "nothing was touched"


@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_ledger(tmp_path: Path, read_only: bool) -> None:
    for name, content in (("text.ledger", b"reports\n" * 40), ("short.ledger", b"S")):
        (tmp_path / name).write_bytes(content)
        _refused(tmp_path / name, InputError, "no ledger", read_only=read_only)
    _refused(tmp_path / "nothing.ledger", InputError, "no such file", read_only=read_only)
    _refused(tmp_path, InputError, "a folder", read_only=read_only)
    (tmp_path / "empty.ledger").touch()
    _refused(tmp_path / "empty.ledger", InputError, "an empty file", read_only=read_only)
    with contextlib.closing(sqlite3.connect(tmp_path / "other.ledger")) as db:
        db.execute("CREATE TABLE event (number)")
    _refused(tmp_path / "other.ledger", InputError, "another program", read_only=read_only)
    _refused(tmp_path / "other.ledger", InputError, "another program", make=not read_only)


def test_a_file_made_anew_is_its_owners_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_file_becomes_a_ledger_when_one_is_made(tmp_path: Path) -> None:
    path = tmp_path / "l.ledger"
    path.touch()
    with Ledger(path, make=True) as ledger:
        ledger.append(recorded(1))
        assert verify(ledger).holds


def test_making_what_is_there_opens_it(path: Path) -> None:
    with Ledger(path, make=True) as ledger:
        assert ledger.tail().number == 9


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    _refused(tmp_path / "nowhere" / "l.ledger", InputError, "no file can be made", make=True)


def test_names_that_a_uri_would_read_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory#b %41é.ledger"
    assert small(path).is_file()
    with Ledger(path, read_only=True) as ledger:
        assert ledger.tail().number == 9


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_schema(path: Path, read_only: bool) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    _refused(path, InputError, "version 99, newer than this Safeground", read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("left", [1, 100, 4096, 8192, 20_000])
def test_a_file_cut_off(path: Path, left: int, read_only: bool) -> None:
    path.write_bytes(path.read_bytes()[:left])
    expected = InputError if left < 100 else LedgerDamaged
    _refused(path, expected, "no ledger|cannot read it as it was written", read_only=read_only)


def test_first_bytes_that_are_gone(path: Path) -> None:
    path.write_bytes(bytes(16) + path.read_bytes()[16:])
    _refused(path, LedgerDamaged, "its first 16 bytes")


def test_a_page_overwritten_is_told_by_whatever_meets_it(path: Path) -> None:
    raw = path.read_bytes()
    with contextlib.closing(sqlite3.connect(path)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'payload'").fetchone()
    path.write_bytes(raw[: (page - 1) * 4096] + b"\xa5" * 4096 + raw[page * 4096 :])
    with Ledger(path) as ledger:
        with pytest.raises(LedgerDamaged, match="cannot read it"):
            list(ledger.entries())
        with pytest.raises(LedgerDamaged):
            ledger.append(recorded(20))
        found = verify(ledger)
    assert not found.holds
    assert not found.only_index


def test_tables_that_are_gone(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE ledger")
    _refused(path, LedgerDamaged, "no such table")


def _crashed(path: Path) -> None:
    """Append in a process that ends without closing anything."""
    code = (
        "import os, sys; from pathlib import Path; from safeground.ledger.store import Ledger;"
        "from tests.ledger.made_ledgers import recorded;"
        "ledger = Ledger(Path(sys.argv[1])); ledger.append(recorded(20)); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.with_name("l.ledger-wal").stat().st_size > 0


def test_after_a_crash_everything_is_there(path: Path) -> None:
    _crashed(path)
    with Ledger(path, read_only=True) as ledger:
        assert ledger.tail().number == 10
    with Ledger(path) as ledger:
        assert ledger.tail().number == 10
        assert verify(ledger).holds
    assert not path.with_name("l.ledger-wal").exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_after_a_crash_a_missing_wal_is_told(path: Path, read_only: bool) -> None:
    _crashed(path)
    path.with_name("l.ledger-wal").unlink()
    for _ in range(2):  # looking at it must not make it look whole
        _refused(path, LedgerDamaged, "held its latest events, is missing", read_only=read_only)
    give_up_wal(path)
    with Ledger(path) as ledger:
        assert ledger.tail().number == 9
        assert verify(ledger).holds


def test_a_copy_of_one_file_alone_of_a_ledger_in_use_is_told(path: Path, tmp_path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.append(recorded(20))
        shutil.copyfile(path, tmp_path / "copy.ledger")
        with Ledger(path, read_only=True) as reader:
            assert reader.tail().number == 10
    _refused(tmp_path / "copy.ledger", LedgerDamaged, "copy.ledger-wal.*missing")
    shutil.copyfile(path, tmp_path / "later.ledger")
    with Ledger(tmp_path / "later.ledger") as ledger:
        assert ledger.tail().number == 10, "closed in order, one file is all"


def test_a_link_to_a_ledger_in_use_is_that_ledger(path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.ledger"
    link.symlink_to(path)
    with Ledger(path) as ledger:
        ledger.append(recorded(20))
        with Ledger(link) as other:
            assert other.append(recorded(21)) == (11,)
    with Ledger(link, read_only=True) as ledger:
        assert ledger.tail().number == 11


def test_closing_beside_a_long_writer_does_not_wait_for_it(path: Path) -> None:
    with Ledger(path, wait_s=30.0) as one:
        other = Ledger(path, wait_s=30.0)
        other.append(recorded(20))
        with one.writing():
            other.close()
        assert one.append(recorded(21)) == (11,)
    with Ledger(path) as ledger:
        assert verify(ledger).holds


def test_one_of_two_writers_closing_leaves_the_mark_to_the_other(path: Path, tmp_path: Path) -> None:
    with Ledger(path) as one:
        with Ledger(path) as other:
            other.append(recorded(20))
        one.append(recorded(21))
        one.append(recorded(22))
        shutil.copyfile(path, tmp_path / "copy.ledger")
        _refused(tmp_path / "copy.ledger", LedgerDamaged, "missing")
    with Ledger(path) as ledger:
        assert ledger.tail().number == 12


def _fill(ledger: Ledger, appended: list[int]) -> None:
    for number in range(100, 100_000, 100):
        appended += ledger.append(recorded(*range(number, number + 100)))


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """The limit on a file's size is what can be set without rights; the write fails the same way."""
    path = small(tmp_path / "l.ledger")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    appended: list[int] = []
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        with (
            Ledger(path) as ledger,
            pytest.raises(OutputError, match="Nothing of this was recorded") as caught,
        ):
            _fill(ledger, appended)
        assert str(path) in str(caught.value)
        assert appended
        with Ledger(path, read_only=True) as ledger:
            assert ledger.tail().number == 9 + len(appended)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with Ledger(path) as ledger:
        assert ledger.tail().number == 9 + len(appended)
        assert verify(ledger).holds
        assert ledger.append(recorded(99)) == (10 + len(appended),)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_small_disk_that_is_full_loses_nothing() -> None:
    with tempfile.TemporaryDirectory() as name:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", name], capture_output=True
        )
        if mounted.returncode != 0:
            pytest.skip("this machine mounts nothing")
        try:
            path = small(Path(name) / "l.ledger")
            appended: list[int] = []
            with Ledger(path) as ledger, pytest.raises(OutputError, match="disk is full"):
                _fill(ledger, appended)
            with Ledger(path) as ledger:
                assert ledger.tail().number == 9 + len(appended) > 9
                assert verify(ledger).holds
        finally:
            subprocess.run(["umount", name], check=True)


def _as_nobody(code: str, path: Path) -> str:
    """Run code as a user without rights and return what it printed."""
    drop = f"import os; os.setgid({UNPRIVILEGED}); os.setuid({UNPRIVILEGED})\n" if os.geteuid() == 0 else ""
    head = (
        "import sys; from pathlib import Path\n"
        "from safeground.errors import SafegroundError\nfrom safeground.ledger.store import Ledger\n"
        "from safeground.ledger.verify import verify\nfrom tests.ledger.made_ledgers import recorded\n"
        f"{drop}path = Path(sys.argv[1])\n"
    )
    found = subprocess.run([sys.executable, "-c", head + code, str(path)], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    return found.stdout


READ = "with Ledger(path, read_only=True) as ledger: print(ledger.tail().number, verify(ledger).holds)"
WRITE = """
try:
    with Ledger(path) as ledger: ledger.append(recorded(50))
except SafegroundError as error: print(type(error).__name__, error)
"""
READ_OR_SAY = f"""
try:
    {READ.replace(": ", ":" + chr(10) + "        ", 1)}
except SafegroundError as error: print(type(error).__name__, error)
"""


@pytest.fixture
def open_folder() -> Path:
    """A folder that everybody may enter, as those of the tests are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files as on POSIX")
def test_a_file_and_a_folder_that_may_not_be_written(open_folder: Path) -> None:
    path = small(open_folder / "l.ledger")
    path.chmod(0o444)
    open_folder.chmod(0o555)
    assert _as_nobody(READ, path) == "9 True\n"
    assert _as_nobody(WRITE, path).startswith(f"InputError {path}: found a file that may not be written")
    path.chmod(0o666)
    assert "in a folder that may not be written" in _as_nobody(WRITE, path)
    path.chmod(0o000)
    assert "cannot be read" in _as_nobody(READ_OR_SAY, path)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files as on POSIX")
def test_a_crashed_ledger_in_a_folder_that_may_not_be_written_says_what_to_do(open_folder: Path) -> None:
    path = small(open_folder / "l.ledger")
    _crashed(path)
    path.with_name("l.ledger-shm").unlink()
    for one in open_folder.iterdir():
        one.chmod(0o444)
    open_folder.chmod(0o555)
    said = _as_nobody(READ_OR_SAY, path)
    assert "10 True" in said or "Copy it and l.ledger-wal together" in said
    assert "9 True" not in said


def test_the_command_line_says_it_and_ends_with_2(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import safeground.cli

    def fail(*_: object, **__: object) -> None:
        raise LedgerDamaged(f"{path}, event 3: gone")

    monkeypatch.setattr(safeground.cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        main(["check", "x"])
    assert ended.value.code == 2
    assert "event 3: gone" in capsys.readouterr().err
