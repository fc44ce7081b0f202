"""What is erased is gone from the files, the chain holds, and the user is told what else there is."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.ledger.made_ledgers import claim, correction, link, recorded, retraction

from safeground.errors import InputError
from safeground.ledger.backup import backup
from safeground.ledger.checkpoint import compare, make_checkpoint
from safeground.ledger.erasure import erase, finish
from safeground.ledger.events import ClaimRecorded
from safeground.ledger.state import standings
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify
from safeground.signing.keys import make_key, read_private, read_public

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "the-words-of-a-child"
WHY = {"reason": "asked for by the family", "recorder": "duty desk"}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "l.ledger", make=True) as made:
        yield made


def _told(number: int, **others: object) -> ClaimRecorded:
    """Record a claim whose every field holds the words."""
    said = {name: f"{WORDS} {name}" for name in ("subject", "measure", "note", "definition", "link")}
    return ClaimRecorded(claim=claim(number, **(said | {"id": f"{WORDS}-{number}"} | others)))


def _in_files(path: Path, words: str = WORDS) -> list[str]:
    return [
        one.name
        for one in path.parent.iterdir()
        if one.name.startswith("l.ledger") and words.encode() in one.read_bytes()
    ]


def test_the_words_are_gone_from_every_file_while_it_is_open(ledger: Ledger) -> None:
    ledger.append([*recorded(1, 2), _told(3), *recorded(4)])
    assert _in_files(ledger.path), "they were there"
    done = erase(ledger, f"{WORDS}-3", **WHY)
    assert done.clean
    assert done.numbers == (3,)
    assert done.events == (5,)
    assert _in_files(ledger.path) == []
    entry = list(ledger.entries())[2]
    assert (entry.number, entry.kind, entry.event) == (3, "claim_recorded", None)
    assert verify(ledger).holds
    assert ledger.claims(subject=f"{WORDS} subject") == ()
    ledger.append(recorded(8))
    assert _in_files(ledger.path) == []


def test_they_are_gone_after_closing_in_one_file(ledger: Ledger) -> None:
    ledger.append([_told(1), *recorded(2)])
    erase(ledger, 1, **WHY)
    ledger.close()
    assert [one.name for one in ledger.path.parent.iterdir()] == ["l.ledger"]
    assert _in_files(ledger.path) == []


@pytest.mark.parametrize("seed", [0, 23])
def test_they_are_gone_from_pages_that_were_split_before(ledger: Ledger, seed: int) -> None:
    """Trees that grew in a random order keep old bytes in their pages, which no deletion reaches.

    Of these seeds it is known that the words stay in the file where it is not written anew.
    """
    chance = random.Random(seed)
    told = [chance.random() < 0.5 for _ in range(chance.choice((30, 90, 160)))]
    for number, one in enumerate(told):
        at = chance.random()
        own = {"id": f"{at}-{WORDS}-{number}", "subject": f"{at} {WORDS}", "note": WORDS}
        ledger.append([_told(number, **own)] if one else recorded(number))
    for number, one in enumerate(told, 1):
        if one:
            assert erase(ledger, number, **WHY).clean
    assert _in_files(ledger.path) == []
    assert verify(ledger).holds


def test_a_reader_that_holds_an_older_state_is_told_of_and_finishing_cleans(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.ledger", make=True, wait_s=0.05) as ledger:
        ledger.append([_told(1), *recorded(2)])
        with Ledger(ledger.path, read_only=True) as reader:
            with reader.snapshot():
                done = erase(ledger, 1, **WHY)
                assert not done.clean
                assert any("--finish" in one for one in done.sentences)
                assert reader.claims(ids=[f"{WORDS}-1"]), "it sees the state it began with"
            assert verify(ledger).holds, "it is erased, if not from all of the file's bytes"
            assert finish(ledger)
        assert _in_files(ledger.path) == []


def test_erasing_twice_or_what_is_not_there_or_an_erasure_is_refused(ledger: Ledger) -> None:
    ledger.append(recorded(1, 2))
    erase(ledger, "C00001", **WHY)
    for what, words in (
        (1, r"event 1: found erased already \(event 3\)"),
        ("C00001", r"event 1: found erased already \(event 3\)"),
        (3, "event 3: found an erasure"),
        (4, "found no such event; expected 1 to 3"),
        (0, "no such event"),
        (-1, "no such event"),
        ("C00009", "claim 'C00009': found no such claim"),
    ):
        with pytest.raises(InputError, match=words):
            erase(ledger, what, **WHY)
    with pytest.raises(InputError, match="no reason"):
        erase(ledger, 2, reason=" ", recorder="duty desk")
    assert ledger.tail().number == 3
    assert verify(ledger).holds


def test_what_refers_to_it_is_named(ledger: Ledger) -> None:
    ledger.append([*recorded(1, 2, 3), link(1, 2, "duplicate_of"), retraction(1, f"no longer says {WORDS}")])
    done = erase(ledger, "C00001", **WHY)
    assert done.refers == (4, 5)
    assert done.alike == ("C00002",)
    said = "\n".join(done.sentences)
    assert "events 4, 5" in said
    assert "C00002" in said
    assert _in_files(ledger.path), "and still there"
    again = erase(ledger, 5, **WHY)
    assert again.undone == ()
    assert _in_files(ledger.path) == []


def test_what_refers_to_it_goes_too_where_that_is_asked(ledger: Ledger) -> None:
    ledger.append([_told(1), *recorded(2, 3)])
    ledger.append(
        [
            correction(2, 4),
            link(3, 2),
            *[ClaimRecorded(claim=claim(9))],
        ]
    )
    done = erase(ledger, "C00002", with_what_refers=True, **WHY)
    assert done.numbers == (2, 4, 5), "the claim, its correction with another claim, the link"
    assert done.events == (7, 8, 9)
    assert done.refers == ()
    assert [one.number for one in ledger.entries() if one.event is None] == [2, 4, 5]
    assert verify(ledger).holds


def test_what_an_erased_correction_or_retraction_was_about_stands_again_and_that_is_said(
    ledger: Ledger,
) -> None:
    ledger.append([*recorded(1, 2), retraction(1), correction(2, 3)])
    done = erase(ledger, 3, **WHY)
    assert done.undone == ("C00001",)
    assert standings(ledger.entries())["C00001"].retracted is None
    assert erase(ledger, "C00003", **WHY).undone == ("C00002",)


def test_an_import_does_not_bring_it_back(ledger: Ledger) -> None:
    ledger.append(recorded(1, 2))
    erase(ledger, "C00001", **WHY)
    (found,) = ledger.known([claim(1, id="new", origin="sheet.csv, row 4")])
    assert (found.number, found.id, found.erased) == (1, None, True)
    with pytest.raises(InputError, match="'C00001', whose id was erased"):
        ledger.append(recorded(1))
    with pytest.raises(InputError, match=r"'C00001', which was erased \(event 1\)"):
        ledger.append([link(2, 1)])


def test_forgetting_leaves_nothing_to_guess_with(ledger: Ledger) -> None:
    ledger.append(recorded(1, 2))
    rows = ledger.reading().execute("SELECT mac FROM content WHERE number = 1").fetchall()
    erase(ledger, "C00001", forget=True, **WHY)
    assert ledger.known([claim(1)]) == (None,)
    assert ledger.reading().execute("SELECT count(*) FROM erased_id").fetchone() == (0,)
    assert rows[0][0] not in ledger.path.read_bytes()
    ledger.append(recorded(1))
    assert ledger.known([claim(1)])[0].number == 4
    assert verify(ledger).holds


def test_the_same_content_recorded_twice_is_known_by_the_one_that_is_left(ledger: Ledger) -> None:
    ledger.append([*recorded(1), ClaimRecorded(claim=claim(1, id="again"))])
    erase(ledger, "C00001", **WHY)
    (found,) = ledger.known([claim(1)])
    assert (found.number, found.id, found.erased) == (2, "again", False)


def test_backups_before_it_are_named_and_later_ones_are_clean(ledger: Ledger, tmp_path: Path) -> None:
    early, before, after = (tmp_path / f"{name}.backup" for name in ("early", "before", "after"))
    ledger.append(recorded(1))
    backup(ledger, early)
    ledger.append([_told(2)])
    backup(ledger, before)
    done = erase(ledger, 2, **WHY)
    assert done.backups == (str(before),)
    assert any(str(before) in one and "delete" in one for one in done.sentences)
    assert WORDS.encode() in before.read_bytes()
    backup(ledger, after)
    assert WORDS.encode() not in after.read_bytes()
    with Ledger(after, read_only=True) as copy:
        assert verify(copy).holds


def test_a_checkpoint_made_before_holds_after_it(ledger: Ledger, tmp_path: Path) -> None:
    private, public, _ = make_key(tmp_path / "keys", "Observers")
    ledger.append([_told(1), *recorded(2)])
    line = make_checkpoint(ledger, read_private(private, str))
    erase(ledger, 1, **WHY)
    (found,) = compare(ledger, [line], read_public(public))
    assert found.extends


def test_a_database_that_stops_in_the_middle_undoes_all_of_it(ledger: Ledger) -> None:
    ledger.append([*recorded(1, 2), retraction(1)])

    def deny(action: int, table: str | None, *_: object) -> int:
        ends = action == sqlite3.SQLITE_INSERT and table == "erased_id"
        return sqlite3.SQLITE_DENY if ends else sqlite3.SQLITE_OK

    ledger.reading().set_authorizer(deny)
    with pytest.raises(Exception, match="not authorized"):
        erase(ledger, 1, **WHY)
    ledger.reading().set_authorizer(None)
    assert ledger.tail().number == 3
    assert ledger.claims(ids=["C00001"])[0].event is not None
    assert verify(ledger).holds
