"""The commands of the ledger, as a user runs them: what they print, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from safeground.cli import main
from safeground.ledger.events import ClaimRecorded
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

ADD = (
    "add", "--kind", "figure", "--subject", "East gate", "--measure", "trucks_entered", "--value", "41",
    "--unit", "trucks", "--stated-by", "Gate authority", "--published", "2026-03-04", "--zone", "Asia/Gaza",
    "--recorder", "desk", "--id", "g1",
)  # fmt: skip
TABLE = "id,kind,subject,measure,value,unit,stated_by,published,zone,recorder\n" + "".join(
    f"t{i},figure,East gate,trucks_entered,{i},trucks,Authority {i},2026-03-0{i},Asia/Gaza,desk\n"
    for i in range(1, 5)
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in a folder of its own: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def once(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["ledger", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return once


@pytest.fixture
def held(run: Run) -> Run:
    """The same, with one claim in ``a.ledger``."""
    assert run(*ADD, "--ledger", "a.ledger")[0] == 0
    return run


def _count(path: str = "a.ledger") -> int:
    from pathlib import Path

    with Ledger(Path(path), read_only=True) as ledger:
        return sum(isinstance(entry.event, ClaimRecorded) for entry in ledger.entries())


def test_a_ledger_must_be_named_where_there_is_none_or_several(held: Run) -> None:
    assert held("list")[0] == 0, "the only one in the folder is meant"
    assert held(*ADD, "--ledger", "b.ledger")[0] == 0
    code, _, err = held("list")
    assert (code, "2 ledgers in this folder" in err) == (2, True)


def test_add_records_once_and_shows(held: Run) -> None:
    code, out, _ = held("show", "g1")
    assert code == 0
    assert "stated_by       Gate authority" in out
    assert "recorded by desk" in out
    code, out, _ = held(*ADD)
    assert (code, "held already: 1" in out, _count()) == (0, True, 1)
    code, out, _ = held(*ADD[:-2], "--id", "g1", "--note", "other")
    assert (code, "holds something else under 1 of these ids (g1)" in out, _count()) == (2, True, 1)


def test_add_tells_all_faults_at_once(run: Run) -> None:
    code, _, err = run(
        "add", "--ledger", "a.ledger", "--kind", "figur", "--subject", "East gate", "--value", "many"
    )
    assert code == 2
    for word in ("--kind", "Write figure", "--measure", "--stated-by", "--zone", "--recorder"):
        assert word in err
    code, _, err = run(*ADD, "--ledger", "a.ledger", "--low", "50")
    assert (code, "41 outside its ends" in err) == (2, True)


def test_add_reads_a_small_file_with_links(held: Run, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "- {id: g2, kind: figure, subject: East gate, measure: trucks_entered, value: 38, unit: trucks,\n"
        "   stated_by: agency, zone: Asia/Gaza, contradicts: [g1]}\n",
        encoding="utf-8",
    )
    assert held("add", "c.yaml", "--recorder", "desk")[0] == 0
    assert "contradicts g1" in held("show", "g2")[1].replace("g1 contradicts g2", "g2 contradicts g1")
    (tmp_path / "d.json").write_text('[{"id": "g3", "kindd": "figure"}]', encoding="utf-8")
    code, _, err = held("add", "d.json")
    assert (code, "line 1: found kindd" in err, "Write kind." in err) == (2, True, True)
    (tmp_path / "e.yaml").write_text(
        "{id: g4, kind: status, subject: x, measure: y, state: z, stated_by: s, zone: UTC, recorder: r,\n"
        " supports: gg}",
        encoding="utf-8",
    )
    code, _, err = held("add", "e.yaml")
    assert (code, "found gg" in err, _count()) == (2, True, 2)


def test_import_shows_first_and_appends_only_then(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    code, out, err = held("import", "t.csv")
    assert (code, _count()) == (2, 1)
    assert "published_on" not in out
    assert "stated_by  ->  stated_by" in out
    assert "New: 4 claims" in out
    assert "the same command with --yes" in err
    assert held("import", "t.csv", "--yes")[0] == 0
    assert _count() == 5
    code, out, _ = held("import", "t.csv", "--yes")
    assert (code, "held already: 4" in out, "Nothing to append." in out, _count()) == (0, True, True, 5)


def test_import_asks_on_a_terminal(held: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert held("import", "t.csv")[0] == 2
    assert _count() == 1
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert held("import", "t.csv")[0] == 0
    assert _count() == 5


def test_import_of_an_unknown_table_suggests_a_mapping_and_stops(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Day,Count\n2026-03-04,3\n", encoding="utf-8")
    code, out, err = held("import", "t.csv", "--recorder", "desk")
    assert (code, "value: {column: Count}" in out, "give it with --mapping" in err) == (2, True, True)
    assert held("import", "t.csv", "--suggest", "m.yaml")[0] == 2
    assert (tmp_path / "m.yaml").read_text(encoding="utf-8") == out
    assert "Choose another name" in held("import", "t.csv", "--suggest", "m.yaml")[2]
    code, _, err = held("import", "t.csv", "--mapping", "m.yaml", "--recorder", "desk")
    assert (code, "FILL IN" in err, _count()) == (2, True, 1)


def test_nothing_is_appended_where_one_row_is_wrong(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE.replace(",3,trucks", ",three,trucks"), encoding="utf-8")
    code, _, err = held("import", "t.csv", "--yes")
    assert (code, "t.csv, row 4, value" in err, "'three'" in err, _count()) == (2, True, True, 1)


def test_an_erased_claim_is_not_imported_again(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    assert held("import", "t.csv", "--yes")[0] == 0
    code, out, _ = held("erase", "t2", "--reason", "by mistake", "--recorder", "desk")
    assert (code, "Erased: event" in out) == (0, True)
    for text in (TABLE, TABLE.replace("\nt2,", "\nother-id,"), TABLE.replace("Authority 2", "Authority two")):
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
        code, out, _ = held("import", "t.csv", "--yes")
        assert (code, "erased from the ledger are not added again (1)" in out, _count()) == (0, True, 4)
    assert held("show", "t2")[0] == 2
    assert held("verify")[0] == 0


def test_exports_say_whether_they_are_restricted_and_come_back(held: Run, tmp_path: Path) -> None:
    code, _, err = held("export", "x.jsonl")
    assert (code, "Call it x.restricted.jsonl" in err) == (2, True)
    assert held("export", "x.restricted.doc")[0] == 2
    assert held("export", "x.restricted.jsonl")[0] == 0
    assert held("export", "x.jsonl", "--public")[1] == "x.jsonl: 0 events; public.\n"
    assert held("import", "x.restricted.jsonl", "--ledger", "b.ledger", "--yes")[0] == 0
    assert _count("b.ledger") == 1
    assert (tmp_path / "x.restricted.jsonl").stat().st_mode & 0o077 == 0


def test_a_series_that_was_revised_is_recorded_as_corrections_once(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    held("import", "t.csv", "--yes")
    (tmp_path / "t.csv").write_text(TABLE.replace(",3,trucks", ",33,trucks"), encoding="utf-8")
    code, out, _ = held("import", "t.csv", "--yes")
    assert (code, "something else under 1 of these ids (t3)" in out) == (0, True)
    assert held("import", "t.csv", "--yes", "--correct", "source")[0] == 2
    revised = ("import", "t.csv", "--yes", "--correct", "source", "--reason", "revised on 4 May")
    code, out, _ = held(*revised)
    assert (code, "1 put another in its place" in out) == (0, True)
    assert "t3~2 put in place of t3 by its source: revised on 4 May" in held("show", "t3")[1]
    assert "Nothing to append." in held(*revised)[1]
    (tmp_path / "t.csv").write_text(TABLE.replace(",3,trucks", ",34,trucks"), encoding="utf-8")
    held(*revised)
    assert "t3~3 put in place of t3~2" in held("show", "t3~3")[1]
    assert "Nothing to append." in held(*revised)[1]
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    assert "Nothing to append." in held(*revised)[1], "an older file says nothing new"


def test_an_export_that_a_hand_changed_is_held_to_the_same_rules(held: Run, tmp_path: Path) -> None:
    assert held("export", "x.restricted.jsonl")[0] == 0
    text = (tmp_path / "x.restricted.jsonl").read_text(encoding="utf-8")
    named = (
        text.replace("East gate", "Anna Example")
        .replace("trucks_entered", "released")
        .replace('"trucks"', '"days"')
    )
    (tmp_path / "y.jsonl").write_text(named.replace("2026-03-04", "yesterday"), encoding="utf-8")
    code, _, err = held("import", "y.jsonl", "--ledger", "b.ledger", "--yes")
    assert (code, "looks like a person's name" in err, "'yesterday'" in err) == (2, True, True)
    assert not (tmp_path / "b.ledger").exists()


def test_list_answers_in_two_times(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    held("import", "t.csv", "--yes")
    code, out, _ = held("list", "--subject", "East gate", "--known-at", "2026-03-02T12:00+02:00")
    assert code == 0
    assert "t1: East gate, trucks entered: 1 truck" in out
    assert "may or may not have been known by then" in next(
        line for line in out.splitlines() if line.startswith("t2")
    )
    assert "t4:" not in out
    day = held("list", "--known-at", "2026-03-02", "--zone", "Asia/Gaza")[1]
    assert "certain" in next(line for line in day.splitlines() if line.startswith("t2"))
    code, _, err = held("list", "--known-at", "2026-03-02")
    assert (code, "give --zone" in err) == (2, True)
    assert "Correct the word" in held("list", "--kind", "figures")[2]


def test_rivals_stand_side_by_side_and_on_a_page(held: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    held("import", "t.csv", "--yes")
    code, out, _ = held("compare", "East gate", "trucks_entered", "--zone", "Asia/Gaza")
    assert code == 0
    assert "independent sources: " in out
    assert "1 and 2: " in out
    assert held("timeline", "--out", "x.html")[0] == 2
    assert held("timeline", "--out", "x.restricted.html")[0] == 0
    assert "Authority 4" in (tmp_path / "x.restricted.html").read_text(encoding="utf-8")
    assert held("timeline", "--out", "x.html", "--public")[0] == 0
    assert "Authority 4" not in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_keeping_it(held: Run, tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    with pytest.raises(SystemExit):
        main(["key", "k", "--name", "desk"])
    code, line, _ = held("checkpoint", "--key", "k/issuer.key")
    public = next(path for path in (tmp_path / "k").iterdir() if path.suffix != ".key")
    line = next(word for word in line.split() if word.startswith("SGL1:"))
    assert held(*ADD[:-1], "g9")[0] == 0
    code, out, _ = held("verify", "--checkpoint", line, "--key", str(public))
    assert (code, "the ledger extends it" in out) == (0, True)
    assert held("verify", "--checkpoint", line)[0] == 2
    assert held("verify", "--checkpoint", line[:-9], "--key", str(public))[0] == 2
    assert held("backup", "b.backup")[0] == 0
    code, out, _ = held("verify", "b.backup")
    assert (code, "the chain holds" in out) == (0, True)
    assert held("backup", "b.backup")[0] == 2
    held(*ADD[:-1], "g10", "--ledger", "other.ledger")
    code, out, _ = held("verify", "other.ledger", "--checkpoint", line, "--key", str(public))
    assert (code, "does not extend" in out) == (1, True)


def test_a_changed_ledger_does_not_verify(held: Run) -> None:
    import sqlite3

    with sqlite3.connect("a.ledger") as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE payload SET body = CAST(replace(CAST(body AS TEXT), '41', '14') AS BLOB)")
    db.close()
    code, out, _ = held("verify", "--ledger", "a.ledger")
    assert (code, "event 1" in out, "the chain does not hold" in out) == (1, True, True)


def test_a_ledger_whose_latest_events_are_lost_is_gone_on_with_only_where_that_is_said(held: Run) -> None:
    import shutil
    from pathlib import Path

    with Ledger(Path("a.ledger")) as ledger:
        (first,) = (entry.event.claim for entry in ledger.entries())
        again = msgspec.structs.replace(first, id="g2")
        ledger.append([ClaimRecorded(claim=again)])
        shutil.copyfile("a.ledger", "copy.ledger")
        assert held("verify", "a.ledger", "--without-wal")[0] == 2, "nothing is lost there"
    for words in (("verify", "copy.ledger"), ("list", "--ledger", "copy.ledger")):
        code, _, errors = held(*words)
        assert (code, "copy.ledger-wal" in errors, "--without-wal" in errors) == (2, True, True)
    code, out, _ = held("verify", "copy.ledger", "--without-wal")
    assert (code, "1 events" in out) == (0, True)
    assert held("verify", "copy.ledger")[0] == 0


def test_an_index_is_made_anew(held: Run) -> None:
    import sqlite3

    with sqlite3.connect("a.ledger") as db:
        db.execute("UPDATE claim SET subject = 'other'")
    db.close()
    code, out, _ = held("verify")
    assert (code, "safeground ledger reindex" in out) == (1, True)
    assert held("reindex")[0] == 0
    assert held("verify")[0] == 0
    assert held("erase", "--finish")[0] == 0
    assert held("erase")[0] == 2


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("erase", "9" * 30, "--reason", "x", "--recorder", "r"), "no such event"),
        (("list", "--limit", "-1"), "--limit"),
        (("list", "--limit", "0"), "--limit"),
        (
            (
                "timeline",
                "--out",
                "t.html",
                "--public",
                "--since",
                "2024",
                "--until",
                "2023",
                "--zone",
                "UTC",
            ),
            "--until",
        ),
    ],
)
def test_words_that_cannot_be_meant_are_told(held: Run, words: tuple[str, ...], place: str) -> None:
    code, _, said = held(*words)
    assert code == 2
    assert place in said
    assert "Traceback" not in said


def test_an_erased_claim_is_said_to_be_erased(held: Run) -> None:
    assert held("erase", "g1", "--reason", "x", "--recorder", "r")[0] == 0
    code, _, said = held("show", "g1")
    assert code == 2
    assert "erased" in said


def test_two_counters_of_one_gate_stand_side_by_side_by_what_they_count(run: Run, real_data: Path) -> None:
    facts = real_data.parent / "facts" / "crossings.csv"
    if not facts.is_file():
        pytest.skip("needs the facts' tables beside the real data")
    assert run("import", str(facts), "--ledger", "f.ledger", "--recorder", "r", "--yes")[0] == 0
    code, said, _ = run("compare", "Gaza Strip", "--valid-at", "2024-04-08", "--zone", "Asia/Gaza")
    assert code == 0
    inspected, received = (
        said.index("trucks inspected and transferred, valid"),
        said.index("trucks received, "),
    )
    assert inspected < said.index("419 trucks/day; track: trucks; stated by COGAT") < received
    assert said.index("223 trucks/day; track: trucks; stated by UNRWA") > received
    assert "disputed" not in said
    code, said, _ = run("compare", "Rafah", "cumulative trucks since 21 Oct")
    assert "1 and 2: differ; differ in value: 980 trucks / about 1,135 trucks" in said
    assert "independent sources: 2" in said


def test_a_subject_with_no_claims_has_nothing_to_compare(held: Run) -> None:
    code, said, _ = held("compare", "Nowhere")
    assert code == 0
    assert "Nothing in the ledger answers that" in said
