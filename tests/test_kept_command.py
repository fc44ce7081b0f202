"""The command ``kept``: what was known at a minute, with every count and its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeground.commands.kept import kept
from safeground.errors import InputError

CASE = Path(__file__).parents[1] / "verification" / "pause-2023-11" / "plan.yaml"


def _said(capsys: pytest.CaptureFixture[str], at: str | None = None) -> str:
    assert kept(CASE, at=at) == 0
    return capsys.readouterr().out


def test_it_answers_for_a_minute_by_announcement_and_by_publication(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = _said(capsys, "2023-11-30T06:39+02:00")
    assert "pause: in force by what was announced" in before
    assert "expiry by announcement: 2023-11-30 07:00+02:00 (Qatar MFA, PA061)" in before
    after = _said(capsys, "2023-11-30T06:40+02:00")
    assert (
        "expiry by announcement: 2023-12-01 07:00+02:00 (Israeli military, Hamas and Qatar, PA062)" in after
    )
    assert "expiry by publication: 2023-11-30 07:00+02:00 (Qatar MFA, PA061)" in after


def test_it_shows_rival_counts_and_late_batches(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys)
    assert (
        "14 people (Israeli Prime Minister's office) | 13 people (Israeli military) | 13 people (Hamas)"
        in said
    )
    assert "happened 2023-12-01" in said
    assert "2023-11-26: nobody counts, 200 trucks due" in said
    assert "says nothing on fault, reasons or law" in said


def test_a_time_without_an_offset_is_refused() -> None:
    for text in ("noon", "2023-11-30T06:39"):
        with pytest.raises(InputError) as refused:
            kept(CASE, at=text)
        assert refused.value.faults[0].place == "--at"


def test_a_plan_without_promises_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert kept(CASE.parents[1] / "bridge-hours" / "plan.yaml") == 0
    assert "nothing can be held against anything" in capsys.readouterr().out
