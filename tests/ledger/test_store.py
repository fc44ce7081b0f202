"""Appending and reading: what is there, in order, once, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.made_ledgers import claim, correction, link, recorded, retraction, small

from safeground.errors import InputError
from safeground.ledger.claim import Amount
from safeground.ledger.events import ClaimRecorded, ClaimReviewed, PayloadErased
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "l.ledger", make=True) as made:
        yield made


def test_what_is_appended_is_read_back_in_order(ledger: Ledger) -> None:
    events = [*recorded(1, 2), link(1, 2), retraction(1), correction(2, 3)]
    assert ledger.append(events) == (1, 2, 3, 4, 5)
    read = list(ledger.entries())
    assert [one.event for one in read] == events
    assert [one.number for one in read] == [1, 2, 3, 4, 5]
    assert [one.number for one in ledger.entries(after=3)] == [4, 5]
    assert ledger.tail().hash == read[-1].hash


def test_claims_are_found_by_id_subject_and_measure(ledger: Ledger) -> None:
    ledger.append([*recorded(1, 2, 6), ClaimRecorded(claim=claim(11, measure="people_returned"))])

    def found(**asked: object) -> list[str]:
        return [one.event.claim.id for one in ledger.claims(**asked)]

    assert found(ids=["C00002", "C00001", "nothing"]) == ["C00001", "C00002"]
    assert found(subject="town 1") == ["C00001", "C00006", "C00011"]
    assert found(subject="town 1", measure="people_returned") == ["C00011"]
    assert found(measure="people_displaced") == ["C00001", "C00002", "C00006"]


def test_touching_finds_what_is_about_claims_and_nothing_else(ledger: Ledger) -> None:
    review = ClaimReviewed(reviews="C00001", outcome="confirmed_as_recorded", reviewer="second desk")
    ledger.append([*recorded(1, 2, 3), link(1, 2), retraction(3), review])
    assert [one.number for one in ledger.touching(["C00001"])] == [4, 6]
    assert [one.number for one in ledger.touching(["C00002", "C00003"])] == [4, 5]
    assert ledger.touching([]) == ()


def test_more_ids_than_a_statement_has_places_for(ledger: Ledger) -> None:
    ledger.append(recorded(*range(2500)))
    ids = [f"C{number:05}" for number in range(300_000)]
    assert len(ledger.claims(ids=ids)) == 2500


def test_an_id_that_is_there_is_refused_and_nothing_is_appended(ledger: Ledger) -> None:
    ledger.append(recorded(1))
    with pytest.raises(InputError, match=r"event 2 of the batch: found claim 'C00001'.*already") as caught:
        ledger.append([*recorded(5, 1, 6, 5)])
    assert len(caught.value.faults) == 2, "the one before, and the one twice in the batch"
    assert ledger.tail().number == 1
    assert ledger.claims(ids=["C00005", "C00006"]) == ()


@pytest.mark.parametrize("event", [link(1, 9), link(9, 1), retraction(9), correction(9, 10)])
def test_an_event_about_a_claim_that_is_not_there_is_refused(ledger: Ledger, event: object) -> None:
    ledger.append(recorded(1))
    with pytest.raises(InputError, match="claim 'C00009', which is not in the ledger"):
        ledger.append([event])
    assert ledger.tail().number == 1


def test_an_event_may_be_about_a_claim_of_its_own_batch_that_comes_first(ledger: Ledger) -> None:
    ledger.append([*recorded(1), retraction(1)])
    with pytest.raises(InputError):
        ledger.append([retraction(2), *recorded(2)])


def test_a_fault_far_into_a_batch_undoes_all_of_it(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="event 2301 of the batch"):
        ledger.append(recorded(*range(2300), 7))
    assert ledger.tail().number == 0
    assert verify(ledger).holds


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Amount(qualifier="exact", value=float("nan"), unit="persons")},
        {"kind": "rumour"},
        {"note": "\ud800"},
        {"subject": 7},
        {"zone": None},
    ],
)
def test_what_could_not_be_read_back_is_refused(ledger: Ledger, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match="event 2 of the batch: found what cannot be kept"):
        ledger.append([*recorded(1), ClaimRecorded(claim=claim(2, **wrong))])
    assert ledger.tail().number == 0


def test_an_erasure_of_what_is_there_cannot_be_appended(ledger: Ledger) -> None:
    ledger.append(recorded(1))
    for number in (1, 2, 0, 99):
        with pytest.raises(InputError, match="which is not erased"):
            ledger.append([PayloadErased(erases=number, reason="x", recorder="y")])
    assert verify(ledger).holds


def test_a_clock_set_back_keeps_the_later_time_and_says_so(ledger: Ledger) -> None:
    ledger.append(recorded(1), recorded_us=2_000_000)
    assert not ledger.remarks
    ledger.append(recorded(2, 3), recorded_us=1_000_000)
    ledger.append(recorded(4), recorded_us=3_000_000)
    assert [(one.recorded_us, one.clock_us) for one in ledger.entries()] == [
        (2_000_000, 2_000_000),
        (2_000_000, 1_000_000),
        (2_000_000, 1_000_000),
        (3_000_000, 3_000_000),
    ]
    (remark,) = ledger.remarks
    assert remark.count == 2
    assert "1970-01-01T00:00:01Z" in remark.text
    assert "1970-01-01T00:00:02Z" in remark.text
    assert verify(ledger).holds


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    path = small(tmp_path / "l.ledger")
    with Ledger(path, read_only=True) as reader, Ledger(path) as writer:
        with reader.snapshot():
            assert reader.tail().number == 9
            writer.append(recorded(20))
            assert reader.tail().number == 9
            assert reader.claims(ids=["C00020"]) == ()
        assert reader.tail().number == 10
        listed = reader.entries()
        next(listed)
        writer.append(recorded(21))
        assert sum(1 for _ in listed) == 9, "the events at the time of the call"


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = small(tmp_path / "l.ledger")
    with Ledger(path, read_only=True) as reader, pytest.raises(InputError, match="may not be written"):
        reader.append(recorded(20))
    with Ledger(path) as ledger:
        assert ledger.tail().number == 9


def test_writing_inside_a_snapshot_is_a_mistake_in_the_program(ledger: Ledger) -> None:
    with ledger.snapshot(), pytest.raises(RuntimeError, match="snapshot"):
        ledger.append(recorded(1))


def test_a_second_writer_waits_and_then_says_why(tmp_path: Path) -> None:
    path = small(tmp_path / "l.ledger")
    with Ledger(path) as one, Ledger(path, wait_s=0.05) as other:
        with one.writing(), pytest.raises(InputError, match=r"another program.*longer than 0.05 s") as caught:
            other.append(recorded(20))
        assert str(path) in str(caught.value)
        assert other.append(recorded(20)) == (10,), "when the first is done the second goes on"
        assert one.append(recorded(21)) == (11,)
        assert verify(one).holds


def test_a_second_writer_that_waits_long_enough_writes_after_the_first(tmp_path: Path) -> None:
    path = small(tmp_path / "l.ledger")
    inside, done = threading.Event(), []

    def write() -> None:
        with Ledger(path, wait_s=30.0) as other:
            inside.wait()
            done.extend(other.append(recorded(20)))

    thread = threading.Thread(target=write)
    thread.start()
    with Ledger(path) as one, one.writing() as db:
        inside.set()
        thread.join(0.2)
        assert thread.is_alive(), "it waits"
        db.execute("UPDATE ledger SET one = one")
    thread.join(30)
    assert done == [10]


WRITER = """
import sys
from pathlib import Path
from safeground.ledger.store import Ledger
from tests.ledger.made_ledgers import recorded
first = int(sys.argv[2])
with Ledger(Path(sys.argv[1]), make=True, wait_s=60.0) as ledger:
    for number in range(first, first + 40):
        print(*ledger.append(recorded(number)))
"""


def test_writers_in_processes_of_their_own_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "l.ledger"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(first)], stdout=subprocess.PIPE, text=True
        )
        for first in (1000, 2000, 3000)
    ]
    numbers = [int(number) for process in started for number in process.communicate()[0].split()]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sorted(numbers) == list(range(1, 121))
    with Ledger(path) as ledger:
        assert ledger.tail().number == 120
        assert verify(ledger).holds


def test_known_tells_what_is_there_whatever_its_id_recorder_and_origin(ledger: Ledger) -> None:
    ledger.append(recorded(1, 2))
    again = msgspec.structs.replace(claim(2), id="other", recorder="night desk", origin="sheet.csv, row 3")
    other = msgspec.structs.replace(again, note="a word more")
    found = ledger.known([again, other, claim(9)])
    assert (found[0].number, found[0].id, found[0].erased) == (2, "C00002", False)
    assert found[1:] == (None, None)


def test_known_holds_for_a_correction_and_is_a_ledgers_own(tmp_path: Path, ledger: Ledger) -> None:
    ledger.append([*recorded(1), correction(1, 2)])
    assert ledger.known([claim(2)])[0].number == 2
    with Ledger(tmp_path / "other.ledger", make=True) as other:
        other.append([*recorded(1), correction(1, 2)])
        rows = [one.reading().execute("SELECT mac FROM content").fetchall() for one in (ledger, other)]
    assert set(rows[0]).isdisjoint(rows[1]), "hashes of two ledgers cannot be compared"


@given(numbers=st.lists(st.integers(0, 30), unique=True), cut=st.integers(0, 30))
def test_however_batches_are_cut_the_claims_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "l.ledger"
    with Ledger(path, make=True) as ledger:
        ledger.append(recorded(*numbers[:cut]))
        ledger.append(recorded(*numbers[cut:]))
        assert [one.event.claim for one in ledger.entries()] == [claim(number) for number in numbers]
        assert verify(ledger).holds
    assert {one.name for one in path.parent.iterdir()} == {"l.ledger"}, "closed, it is one file"
