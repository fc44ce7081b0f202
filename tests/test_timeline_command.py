"""``safeground ledger timeline``: written whole, under a name that says what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.publish.timeline_ledger import SECRETS, crossing_ledger

from safeground import cli
from safeground.publish.timeline_json import read_timeline

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "a.ledger"
    crossing_ledger(path).close()
    return path


def run(*words: object) -> int:
    """Run a command; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["ledger", "timeline", *map(str, words)])
    return int(ended.value.code or 0)


def test_it_writes_the_restricted_page_under_a_name_that_says_so(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--ledger", ledger, "--out", tmp_path / "t.html") == 2
    assert "t.restricted.html" in capsys.readouterr().err
    out = tmp_path / "t.restricted.html"
    assert run("--ledger", ledger, "--out", out) == 0
    assert "8 claims; RESTRICTED" in capsys.readouterr().out
    assert len(read_timeline(out.read_bytes()).claims) == 8


def test_the_public_page_holds_no_secret(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.html"
    assert run("--ledger", ledger, "--public", "--out", out) == 0
    text = out.read_text(encoding="utf-8")
    assert [secret for secret in SECRETS if secret in text] == []


def test_it_narrows(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.html"
    assert run("--ledger", ledger, "--public", "--out", out, "--subject", "Gaza", "--kind", "figure") == 0
    assert {one.id for one in read_timeline(out.read_bytes()).claims} == {"n-6", "n-7"}
    assert (
        run(
            "--ledger",
            ledger,
            "--public",
            "--out",
            out,
            "--since",
            "2024-05-01T00:00+03:00",
            "--subject",
            "Gaza",
        )
        == 0
    )
    assert {one.id for one in read_timeline(out.read_bytes()).claims} == {"n-7"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "t.txt"), "expected .html"),
        (("--public", "--out", "t.html", "--since", "yesterday"), "a time with offset"),
        (("--public", "--out", "t.html", "--kind", "rumour"), "'rumour'"),
    ],
)
def test_wrong_words_are_told_and_nothing_is_written(
    ledger: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--ledger", ledger, *words) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.glob("t.*")] == []
