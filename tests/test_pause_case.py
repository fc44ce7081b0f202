"""The pause of November 2023: its expiry as known at chosen minutes, dues and releases by track and day."""

from __future__ import annotations

import csv
import math
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safeground.ledger.moments import moment
from safeground.ledger.pauses import known_expiry, steps_of_claims
from safeground.plan.load import load_plan
from safeground.questions.kept import examine, steps_of_plan

if TYPE_CHECKING:
    from safeground.ledger.pauses import Step
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range
    from safeground.questions.kept_account import KeptAccount

CASE = Path(__file__).parents[1] / "verification" / "pause-2023-11"


def _rows(name: str) -> list[dict[str, str]]:
    with (CASE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def _loaded() -> LoadedPlan:
    return load_plan(CASE / "plan.yaml")


@cache
def _account() -> KeptAccount:
    kept = examine(_loaded().plan, _loaded().claims)
    assert kept is not None
    return kept.account


@pytest.mark.parametrize("row", _rows("expiry.csv"), ids=lambda row: f"{row['at']} {row['known_by']}")
def test_the_expiry_as_known_at_a_minute(row: dict[str, str]) -> None:
    plan, claims = _loaded().plan, _loaded().claims
    (pause,) = plan.pauses
    own = [one for one in claims.values() if one.claim.subject == pause.subject]
    steps = (*steps_of_plan(plan, pause), *steps_of_claims(own))
    at = datetime.fromisoformat(row["at"])
    known = known_expiry(steps, own, at, known_by=row["known_by"], start=pause.start)
    assert _untils(known.stands) == row["stands"].split()
    assert _untils(known.perhaps) == row["perhaps"].split()
    assert known.state == row["state"]


def _untils(steps: tuple[Step, ...]) -> list[str]:
    zone = datetime.fromisoformat("2023-12-01T07:00+02:00").tzinfo
    return [one.until.earliest.astimezone(zone).isoformat(timespec="minutes") for one in steps]


@pytest.mark.parametrize("row", _rows("days.csv"), ids=lambda row: f"{row['term']} {row['day']}")
def test_dues_and_releases_by_track_and_day(row: dict[str, str]) -> None:
    (term,) = (one for one in _account().terms if one.term.id == row["term"])
    (day,) = (one for one in term.days if one.day == date.fromisoformat(row["day"]))
    assert _ends(day.due) == _stated(row, "due")
    assert _ends(day.done) == _stated(row, "done")
    assert _ends(day.short) == _stated(row, "short")
    assert any(count.late for count in day.counts) == (row["late"] == "yes")


def _ends(found: Range | None) -> tuple[float, float] | None:
    return None if found is None else (found.low, found.high)


def _stated(row: dict[str, str], name: str) -> tuple[float, float] | None:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return (float(low), float(high) if high else math.inf) if low else None


def test_the_chain_tells_what_was_left_when_each_extension_was_announced() -> None:
    (pause,) = _account().pauses
    first, second, third, misprint = pause.chain
    assert (first.kind, first.margin_h) == ("first", None)
    assert second.kind == "in time"
    assert second.margin_h == pytest.approx((7.0, 31.0), abs=1e-6)
    assert third.kind == "in time"
    assert third.margin_h == pytest.approx((1 / 3, 1 / 3))
    assert misprint.kind == "rival"
    assert misprint.step.claims == ("PA063",)


def test_tracks_are_never_added() -> None:
    tracks = {one.term.id: one.term.track for one in _account().terms}
    claims = _loaded().claims
    for term in _account().terms:
        used = {name for day in term.days for count in day.counts for name in count.claims}
        assert {claims[name].claim.track for name in used} <= {tracks[term.term.id]}
    (israelis,) = (one for one in _account().terms if one.term.id == "israelis")
    assert sum(day.done.low for day in israelis.days if day.done) == 78
    assert sum(day.done.high for day in israelis.days if day.done) == 81


def test_after_the_expiry_it_is_unknown_and_an_end_is_a_claim() -> None:
    (pause,) = _account().pauses
    assert pause.known.state == "unknown"
    assert [one.claim.id for one in pause.ended] == ["PA064"]
    after = [row for row in _account().rows if row.kind == "after"]
    assert [row.when.earliest for row in after] == [moment("2023-12-01T05:00Z", "UTC").earliest]
    assert after[0].when.latest == datetime(2023, 12, 10, 10, 0, tzinfo=UTC)


def test_what_no_clock_and_no_count_can_check_has_no_answer() -> None:
    (term,) = (one for one in _account().terms if one.term.id == "no-air-traffic-north")
    assert (term.answer, term.days, term.due) == (None, (), None)
