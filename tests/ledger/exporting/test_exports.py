"""What goes out comes back the same; what is restricted or erased does not go out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError, OutputError
from safeground.ledger.amounts import amount
from safeground.ledger.claim import Amount, ByRole, Claim, Collective, Named, Period, Place
from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRecorded,
    ClaimRetracted,
    ClaimReviewed,
    ClaimsLinked,
    Entry,
)
from safeground.ledger.exporting.edition import in_edition
from safeground.ledger.exporting.json_lines import is_json_lines, read_json_lines, write_json_lines
from safeground.ledger.exporting.table import write_table
from safeground.ledger.fields import cells_of, claim_of, fields
from safeground.ledger.folding import same_again
from safeground.ledger.importing.apply import append_new, novelty
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.importing.rows import read_rows
from safeground.ledger.importing.shipped import fitting
from safeground.ledger.state import standings
from safeground.ledger.store import Ledger
from safeground.publish.timeline_public import public_standings

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "SECRETWORD"
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()).replace(";", ",").replace("{", "(")
).filter(lambda text: bool(text) and not text.startswith(("#", "'")))  # fmt: skip
NUMBERS = st.floats(0, 1e12, allow_nan=False).map(lambda value: round(value, 6))


def _claim(name: str, **more: object) -> Claim:
    usual: dict[str, object] = {
        "id": name, "kind": "figure", "subject": "Gate", "measure": "trucks_entered", "zone": "Asia/Gaza",
        "amount": Amount(qualifier="about", value=40, unit="trucks"), "stated_by": Named(name="authority"),
        "recorder": f"{SECRET} desk", "origin": f"{SECRET}.csv, row 2", "note": f"{SECRET} note",
        "place": Place(name="East gate", precision="site", lon=34.123456, lat=31.654321, uncertain_m=20),
        "valid": Period(from_="2026-03-04", to="2026-03-04", basis="stated"), "published": "2026-03-04",
    }  # fmt: skip
    return Claim(**{**usual, **more})  # type: ignore[arg-type]


@pytest.fixture
def full(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "a.ledger", make=True)
    ledger.append(
        [
            ClaimRecorded(claim=_claim("open", sensitivity="public")),
            ClaimRecorded(claim=_claim("hidden", subject=f"{SECRET} site")),
            ClaimRecorded(claim=_claim("open2", sensitivity="public", stated_by=ByRole(role="official"))),
            ClaimsLinked(
                claim="open", other="open2", relation="duplicate_of", reason=f"{SECRET}", recorder=SECRET
            ),
            ClaimsLinked(claim="open", other="hidden", relation="contradicts", reason="x", recorder="y"),
            ClaimDisputed(disputes="open", disputed_by="other party", words=SECRET, recorder=SECRET),
            ClaimReviewed(reviews="open", outcome="confirmed_as_recorded", reviewer=SECRET, note=SECRET),
            ClaimRetracted(retracts="open2", reason=SECRET, by="source", recorder=SECRET),
            ClaimCorrected(
                corrects="hidden", claim=_claim("new", sensitivity="public"), reason=SECRET, by="recorder"
            ),
        ]
    )
    return ledger


def test_all_events_come_back_in_another_ledger(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.jsonl"
    assert write_json_lines(full.entries(), out, "restricted") == 9
    assert is_json_lines(out)
    other = Ledger(tmp_path / "b.ledger", make=True)
    append_new(other, read_json_lines(out).events)
    assert [entry.event for entry in other.entries()] == [entry.event for entry in full.entries()]
    again = append_new(other, read_json_lines(out).events)
    assert (again.events, again.known) == ([], 9)


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_the_public_edition_holds_nothing_restricted(full: Ledger, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"x.{ending}"
    count = (write_json_lines if ending == "jsonl" else write_table)(full.entries(), out, "public")
    text = out.read_text(encoding="utf-8")
    assert count > 0
    for word in (
        SECRET,
        "34.123456",
        "31.654321",
        "hidden",
        "other party",
        "RESTRICTED",
        'claims_linked","claim":"open","other":"hidden',
    ):
        assert word not in text, word
    assert "authority" in text


def test_a_retracted_public_claim_does_not_come_out_as_standing(full: Ledger, tmp_path: Path) -> None:
    write_json_lines(full.entries(), tmp_path / "x.jsonl", "public")
    kinds = [
        json.loads(line).get("event", {}).get("type")
        for line in (tmp_path / "x.jsonl").read_text().splitlines()
    ]
    assert "claim_retracted" in kinds
    write_table(full.entries(), tmp_path / "x.csv", "public")
    assert "open2" not in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


def test_what_was_erased_is_in_no_export(full: Ledger, tmp_path: Path) -> None:
    entries = [
        Entry(number=e.number, recorded_us=e.recorded_us, event=None, kind=e.kind, hash=e.hash)
        if getattr(getattr(e.event, "claim", None), "id", "") == "hidden"
        else e
        for e in full.entries()
    ]
    out = tmp_path / "x.restricted.jsonl"
    write_json_lines(entries, out, "restricted")
    text = out.read_text(encoding="utf-8")
    assert f"{SECRET} site" not in text
    assert '"other":"hidden"' not in text
    assert '"id":"new"' in text, "what corrected it stands"
    append_new(Ledger(tmp_path / "c.ledger", make=True), read_json_lines(out).events)


def test_a_table_comes_back_as_the_same_claims_and_links(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.csv"
    assert write_table(full.entries(), out, "restricted") == 2
    rows = read_rows(out)
    mapping = fitting(rows)
    assert mapping is not None
    done = prepare(out, mapping, {}, rows=rows)
    new = novelty(full, done.events())
    assert (new.events, new.changed) == ([], [])
    assert "RESTRICTED" in out.read_text(encoding="utf-8-sig")


def test_a_table_with_our_tags_under_other_headers_needs_no_mapping(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.csv"
    write_table(full.entries(), out, "restricted")
    head, rest = out.read_text(encoding="utf-8-sig").split("\n", 1)
    other = ",".join(f"Column {i}" for i in range(len(head.split(","))))
    out.write_text(other + "\n" + rest, encoding="utf-8")
    rows = read_rows(out)
    mapping = fitting(rows)
    assert mapping is not None
    assert novelty(full, prepare(out, mapping, {}, rows=rows).events()).changed == []


@given(
    words=st.lists(WORDS, min_size=8, max_size=8),
    stated=st.builds(lambda value: amount("about", value, "litres"), NUMBERS)
    | st.builds(lambda value: amount("more_than", value, "litres"), NUMBERS)
    | st.sampled_from([amount("scores", None, "people"), amount("unspecified", None, "hours"), None])
    | st.builds(lambda low: Amount(qualifier="hundreds", low=low, unit="people"), NUMBERS),
    source=st.sampled_from([Named, ByRole, Collective]),
    window=st.booleans(),
)
def test_a_claim_is_the_same_after_being_a_row(
    words: list[str], stated: Amount | None, source: type, window: bool
) -> None:
    claim = Claim(
        id=words[0],
        kind="figure",
        subject=words[1],
        measure=words[2],
        amount=stated,
        state=words[3],
        valid=Period(from_="2023", to="2023-11-30T07:00+02:00", window=window),
        zone="Asia/Gaza",
        stated_by=source(**{source.__struct_fields__[0]: words[4]}),
        reported_by=(words[5], words[6]),
        recorder=words[7],
    )
    faults: list[object] = []
    back = claim_of(cells_of(claim), lambda *fault: faults.append(fault), new_id=lambda _: "")
    assert faults == []
    assert back == claim


def test_every_field_of_a_claim_has_a_column() -> None:
    claim = _claim(
        "a", hedge="h", definition="d", track="t", counts_for="2026-03-04", promisor="p", addressee="q",
        link="l", state="s", reported_by=("r",), said=Period(from_="2026", to="2026", window=True),
        amount=Amount(qualifier="about", value=1, low=1, high=2, unit="u", by_convention=True),
        valid=Period(from_="2026", to="2026", window=True),
    )  # fmt: skip
    assert set(fields()) - set(cells_of(claim)) == {"duplicate_of", "supports", "contradicts"}


def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "a.ledger", make=True)
    ledger.append([ClaimRecorded(claim=_claim("a", subject="=HYPERLINK(1)"))])
    out = tmp_path / "x.restricted.csv"
    write_table(ledger.entries(), out, "restricted")
    assert ",'=HYPERLINK(1)," in out.read_text(encoding="utf-8-sig")
    rows = read_rows(out)
    mapping = fitting(rows)
    assert mapping is not None
    assert prepare(out, mapping, {}, rows=rows).claims[0].subject == "=HYPERLINK(1)"


def test_a_line_that_is_no_event_is_told_and_so_is_a_newer_version(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.jsonl"
    write_json_lines(full.entries(), out, "restricted")
    lines = out.read_text(encoding="utf-8").splitlines()
    lines[2], lines[4] = lines[2][:40], lines[4].replace('"relation":"duplicate_of"', '"relation":"same"')
    out.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_json_lines(out)
    assert [fault.place for fault in caught.value.faults] == ["line 3", "line 5"]
    out.write_text(lines[0].replace('"version":2', '"version":9'), encoding="utf-8")
    with pytest.raises(InputError, match="version 9"):
        read_json_lines(out)
    # A number that no version has does not let a cut file pass for an old one.
    for number in ("0", "-1"):
        out.write_text("\n".join([lines[0].replace('"version":2', f'"version":{number}'), *lines[1:-2]]))
        with pytest.raises(InputError, match=f"version {number}"):
            read_json_lines(out)


def test_an_export_is_there_whole_or_not_at_all(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.jsonl"
    out.write_text("former", encoding="utf-8")

    def breaks() -> object:
        yield from list(full.entries())[:3]
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="untouched"):
        write_json_lines(breaks(), out, "restricted")  # type: ignore[arg-type]
    assert out.read_text(encoding="utf-8") == "former"
    assert [path.name for path in tmp_path.iterdir() if "restricted" in path.name] == [out.name]
    with pytest.raises(OutputError, match="is a folder"):
        write_json_lines(full.entries(), tmp_path, "restricted")


def _held(folder: Path, *events: object) -> Ledger:
    ledger = Ledger(folder / "held.ledger", make=True)
    ledger.append([ClaimRecorded(claim=one) if isinstance(one, Claim) else one for one in events])  # type: ignore[misc]
    return ledger


def _same(one: str, other: str) -> ClaimsLinked:
    return ClaimsLinked(claim=one, other=other, relation="duplicate_of", reason="x", recorder="y")


def test_a_public_claim_that_a_restricted_one_corrects_does_not_go_out_as_standing(tmp_path: Path) -> None:
    hidden = _claim("hidden", amount=amount("exact", 77, "trucks"))
    held = _held(
        tmp_path,
        _claim("open", sensitivity="public"),
        ClaimCorrected(corrects="open", claim=hidden, reason=SECRET, by="source"),
    )
    assert write_table(held.entries(), tmp_path / "x.csv", "public") == 0
    write_json_lines(held.entries(), tmp_path / "x.jsonl", "public")
    recorded, fell = read_json_lines(tmp_path / "x.jsonl").events
    assert isinstance(recorded, ClaimRecorded)
    assert isinstance(fell, ClaimRetracted)
    assert (fell.retracts, fell.by) == ("open", "source")
    text = (tmp_path / "x.jsonl").read_text()
    assert "hidden" not in text
    assert "77" not in text


def test_a_mending_that_was_a_mistake_leaves_the_first_reading_in_the_table(tmp_path: Path) -> None:
    held = _held(
        tmp_path,
        _claim("first"),
        ClaimCorrected(corrects="first", claim=_claim("second", note="n"), reason="r", by="recorder"),
        ClaimRetracted(retracts="second", reason="a mistake", by="recorder", recorder="r"),
    )
    out = tmp_path / "x.restricted.csv"
    assert write_table(held.entries(), out, "restricted") == 1
    assert "first" in out.read_text(encoding="utf-8-sig")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12), st.sets(st.integers(0, 6)))
def test_what_is_the_same_stays_the_same_in_the_public_edition(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[int, int]], shown: set[int]
) -> None:
    held = _held(
        tmp_path_factory.mktemp("same"),
        *(
            _claim(f"c{i}", note=str(i), sensitivity="public" if i in shown else "restricted")
            for i in range(7)
        ),
        *(_same(f"c{one}", f"c{other}") for one, other in pairs if one != other),
    )
    whole = standings(held.entries())
    ids = {f"c{i}" for i in shown}
    due = {name: same & ids for name, same in same_again(whole).items() if name in ids}
    assert same_again(standings(in_edition(held.entries(), "public"))) == due
    assert same_again(public_standings(whole)) == due


@pytest.mark.parametrize("mended_first", [True, False])
def test_a_public_mending_of_a_restricted_reading_that_was_taken_back_does_not_stand(
    tmp_path: Path, mended_first: bool
) -> None:
    taken = ClaimRetracted(retracts="hidden", reason=SECRET, by="source", recorder=SECRET)
    mending = ClaimCorrected(
        corrects="hidden", claim=_claim("new", sensitivity="public", note="2"), reason=SECRET, by="recorder"
    )
    held = _held(tmp_path, _claim("hidden"), *((mending, taken) if mended_first else (taken, mending)))
    assert write_table(held.entries(), tmp_path / "x.csv", "public") == 0
    write_json_lines(held.entries(), tmp_path / "x.jsonl", "public")
    assert "hidden" not in (tmp_path / "x.jsonl").read_text()
    (new,) = public_standings(standings(held.entries())).values()
    assert new.retracted is not None


def test_an_export_that_was_cut_is_refused_wherever_it_was_cut(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.jsonl"
    write_json_lines(full.entries(), out, "restricted")
    lines = out.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + 9 + 1
    for kept in range(1, len(lines)):
        out.write_bytes(b"".join(lines[:kept]))
        with pytest.raises(InputError, match=f"no line after {kept - 1} events that counts them.*was cut"):
            read_json_lines(out)
    out.write_bytes(b"".join(lines).rstrip(b"\n"))
    assert len(read_json_lines(out).events) == 9, "only the end of the last line is missing"


def test_an_export_with_a_line_taken_out_or_put_in_is_refused(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.jsonl"
    write_json_lines(full.entries(), out, "restricted")
    lines = out.read_bytes().splitlines(keepends=True)
    for at in range(1, len(lines) - 1):
        out.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
        with pytest.raises(InputError, match="found 9 events, where 8 stand before it"):
            read_json_lines(out)
        out.write_bytes(b"".join(lines[:at] + lines[at : at + 1] + lines[at:]))
        with pytest.raises(InputError, match="found 9 events, where 10 stand before it"):
            read_json_lines(out)
    out.write_bytes(b"".join([*lines, lines[-1]]))
    with pytest.raises(InputError, match=r"line 11.*no event"):
        read_json_lines(out)


def test_an_export_of_the_first_version_is_read_with_a_remark(full: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "x.restricted.jsonl"
    write_json_lines(full.entries(), out, "restricted")
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join([lines[0].replace(b'"version":2', b'"version":1'), *lines[1:-1]]))
    found = read_json_lines(out)
    assert len(found.events) == 9
    (remark,) = found.remarks
    assert "may have been cut" in str(remark)
    out.write_bytes(lines[0].replace(b'"version":2', b'"version":1') + lines[-1])
    with pytest.raises(InputError, match=r"line 2.*no event"):
        read_json_lines(out)
