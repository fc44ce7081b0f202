"""Pauses, terms, promises and the ledger of a plan: read, and each wrong one a fault with its place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from safeground.ledger.claim import Claim, Named
from safeground.ledger.erasure import erase
from safeground.ledger.events import ClaimRecorded, ClaimsLinked
from safeground.ledger.store import Ledger
from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from tests.plan.conftest import Town

HERE = "commitments:\n"
ZONE = "as_of: 2026-03-04T12:00+02:00\n"
ALL = """\
pauses:
  - id: pause
    called: lull
    parties: [North, South]
    areas: [low-town]
    start: 2026-03-01T07:00+02:00
    expiry: 2026-03-02T07:00+02:00
    announced: 2026-02-28
    extensions:
      - {until: 2026-03-03T07:00+02:00, announced: "2026-03-02T06:40+02:00", by: North}
    hours: "09:00-12:00, 14:00-16:00"
    terms:
      - {id: aid, words: aid, per_day: [10, 12], unit: trucks, counted_by: {subject: gate, measure: trucks}}
      - {id: fuel, words: one for ten, ratio: {to: aid, times: 0.1}, unit: trucks}
    source: census
ledger: claims.csv
commitments:
  - id: road
    promisor: South
    words: The road is open from nine to four.
    from: 2026-03-01T00:00+02:00
    until: 2026-03-03T00:00+02:00
    terms: [{id: hours, words: open, hours: "09:00-16:00"}]
"""
EXPIRY = "expiry: 2026-03-02T07:00+02:00"
UNTIL = "until: 2026-03-03T07:00+02:00"
CLAIMS = """\
kind,subject,measure,value,unit,valid_from,valid_to,published,stated_by,sensitivity
figure,gate,trucks,11,trucks,2026-03-01,2026-03-01,2026-03-01,Monitor,public
"""


@pytest.fixture
def paused(town: Town) -> Town:
    (town.folder / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    return town


def changes(old: str = "", new: str = "") -> tuple[tuple[str, str], ...]:
    assert not old or ALL.count(old) == 1, old
    return (HERE, ALL.replace(old, new) if old else ALL), (ZONE, f"{ZONE}time_zone: Europe/Kyiv\n")


def test_they_are_read_as_they_are_stated(paused: Town) -> None:
    loaded = paused.load(*changes())
    (pause,) = loaded.plan.pauses
    assert (pause.called, pause.parties, pause.hours) == (
        "lull",
        ("North", "South"),
        "09:00-12:00, 14:00-16:00",
    )
    assert pause.announced == "2026-02-28"
    assert pause.extensions[0].announced == "2026-03-02T06:40+02:00"
    assert pause.terms[0].per_day == (10, 12)
    (claim,) = loaded.claims.values()
    assert (claim.claim.subject, claim.claim.amount.value, claim.claim.zone) == ("gate", 11, "Europe/Kyiv")
    assert "claims.csv" in loaded.hashes
    assert loaded.plan.commitments[0].terms[0].hours == "09:00-16:00"


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        (EXPIRY, "expiry: 2026-03-01T07:00+02:00", "pauses[0].expiry", "not after the start"),
        (f"    {EXPIRY}\n", "", "pauses[0].extensions", "states no expiry"),
        (UNTIL, "until: 2026-03-02T07:00+02:00", "extensions[0].until", "ends before it begins"),
        (UNTIL, f"from: 2026-03-02T06:00+02:00, {UNTIL}", "extensions[0].from", "do not overlap"),
        ("announced: 2026-02-28", "announced: Saturday", "pauses[0].announced", "which is no time"),
        ('"2026-03-02T06:40+02:00"', "2026-02-30", "extensions[0].announced", "day is out of range"),
        ("areas: [low-town]", "areas: [low town]", "pauses[0].areas[0]", "Did you mean low-town?"),
        ('hours: "09:00-12:00, 14:00-16:00"', "hours: mornings", "pauses[0].hours", "is no span of a day"),
        (", unit: trucks, counted", ", counted", "terms[0].unit", "whose number has no unit"),
        ("per_day: [10, 12]", "per_day: [12, 10]", "terms[0].per_day", "rising"),
        ("per_day: [10, 12]", "per_day: -1", "terms[0].per_day", "0 or more"),
        ("per_day: [10, 12]", "per_day: 10, total: 30", "terms[0].total", "per_day and total of one term"),
        ("to: aid", "to: aids", "terms[1].ratio.to", "Did you mean aid?"),
        ("to: aid", "to: fuel", "terms[1].ratio.to", "no other term"),
        ("id: fuel", "id: aid", "pauses[0].terms", "the id aid again"),
        ("id: road", "id: pause", "commitments[0].id", "which a pause has, too"),
        ("until: 2026-03-03T00:00", "until: 2026-02-03T00:00", "commitments[0].until", "not after the begin"),
        ('hours: "09:00-16:00"', "hours: daylight", "commitments[0].terms[0].hours", "is no span of a day"),
        ('hours: "09:00-16:00"', 'hours: "09:00-16:00", counted_by: {subject: road, measure: status}',
         "commitments[0].terms[0].counted_by", "claims of any state"),
        ("ledger: claims.csv", "ledger: people.txt", "ledger", "a file that ends in .ledger"),
        ("ledger: claims.csv", "ledger: claim.csv", "ledger", "Did you mean claims.csv?"),
        ("source: census\nledger", "source: radio\nledger", "pauses[0].source", "no source of the plan"),
    ],
)  # fmt: skip
def test_wrong_ones_are_faults(paused: Town, old: str, new: str, place: str, says: str) -> None:
    (paused.folder / "people.txt").write_text("text")
    faults = paused.faults(*changes(old, new))
    assert any(place in fault.place and says in str(fault) for fault in faults), "\n".join(map(str, faults))


def test_a_pause_without_any_zone_is_a_fault(paused: Town) -> None:
    faults = paused.faults((HERE, ALL))
    assert any("pause without a zone" in fault.found for fault in faults)
    assert any("which is due by day, in a plan without time_zone" in fault.found for fault in faults)
    faults = paused.faults(*changes("    called: lull\n", "    zone: Kyiv time\n"))
    assert [fault.place.rpartition(", ")[2] for fault in faults] == ["pauses[0].zone"]


def test_an_extension_after_the_expiry_is_a_gap_and_no_fault(paused: Town) -> None:
    loaded = paused.load(*changes('"2026-03-02T06:40+02:00"', '"2026-03-02T09:00+02:00"'))
    (text,) = (remark.text for remark in loaded.remarks if "An extension was announced" in remark.text)
    assert "it was not known whether the pause held" in text
    assert not [one for one in paused.load(*changes()).remarks if "An extension was announced" in one.text]


def test_a_table_of_something_else_is_refused(paused: Town) -> None:
    (paused.folder / "claims.csv").write_text("lon,lat\n1,2\n", encoding="utf-8")
    (fault,) = paused.faults(*changes())
    assert (fault.place, fault.fix.startswith("Import it with a mapping")) == ("the header", True)


def test_a_ledger_is_read_as_far_as_the_plan_rests_on_it(paused: Town) -> None:
    def claim(name: str, subject: str, kind: str = "event") -> Claim:
        return Claim(
            id=name, kind=kind, subject=subject, measure="trucks", state="yes", zone="Europe/Kyiv",
            stated_by=Named(name="Monitor"), recorder="test",
        )  # fmt: skip

    with Ledger(paused.folder / "own.ledger", make=True) as made:
        made.append(
            [
                *(ClaimRecorded(claim=claim(name, name)) for name in ("gate", "pause", "elsewhere", "proof")),
                ClaimRecorded(claim=claim("vow", "elsewhere", "commitment")),
                ClaimsLinked(claim="proof", other="vow", relation="supports", reason="test", recorder="test"),
            ]
        )
    before = (paused.folder / "own.ledger").read_bytes()
    loaded = paused.load(*changes("ledger: claims.csv", "ledger: own.ledger"))
    assert set(loaded.claims) == {"gate", "pause", "vow", "proof"}
    assert loaded.claims["vow"].supported_by == {"proof"}
    assert (paused.folder / "own.ledger").read_bytes() == before, "it is only read"
    with Ledger(paused.folder / "own.ledger") as made:
        erase(made, "pause", reason="asked for", recorder="test")
    loaded = paused.load(*changes("ledger: claims.csv", "ledger: own.ledger"))
    assert set(loaded.claims) == {"gate", "vow", "proof"}
    assert any("were erased" in remark.text and remark.count == 1 for remark in loaded.remarks)


def test_an_export_is_read_and_one_that_was_spoilt_is_refused(paused: Town) -> None:
    from safeground.ledger.exporting.json_lines import write_json_lines

    with Ledger(paused.folder / "own.ledger", make=True) as made:
        made.append(
            [
                ClaimRecorded(
                    claim=Claim(
                        id="one",
                        kind="event",
                        subject="gate",
                        measure="open",
                        state="yes",
                        zone="Europe/Kyiv",
                        published="2026-03-01",
                        stated_by=Named(name="Monitor"),
                        recorder="test",
                    )
                )
            ]
        )
        write_json_lines(made.entries(), paused.folder / "export.jsonl", "restricted")
    asked = changes("ledger: claims.csv", "ledger: export.jsonl")
    loaded = load_plan(paused.write(*asked))
    assert loaded.claims["one"].recorded_us == datetime(2026, 3, 4, 10, tzinfo=UTC).timestamp() * 1e6
    text = (paused.folder / "export.jsonl").read_text("utf-8")
    (paused.folder / "export.jsonl").write_text(text.replace("2026-03-01", "2026-03-41"), "utf-8")
    assert any("2026-03-41" in fault.found for fault in paused.faults(*asked))
