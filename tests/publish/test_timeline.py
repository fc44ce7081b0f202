"""The timeline page: every claim on it, escaped, linked, with its times; and nothing restricted in public."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger import articles
from tests.publish.timeline_ledger import EVIL, SECRETS, claim, crossing_ledger, many

from safeground.ledger.claim import Collective, Period
from safeground.ledger.events import ClaimRecorded, PayloadErased
from safeground.ledger.exporting.edition import LEFT_OUT, public_claim
from safeground.ledger.queries import Query, ask
from safeground.ledger.store import Ledger
from safeground.publish.timeline import write_timeline
from safeground.publish.timeline_axis import Axis, minute, minute_after
from safeground.publish.timeline_drawing import strip
from safeground.publish.timeline_json import column, read_timeline, values
from safeground.publish.timeline_words import out_words, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with crossing_ledger(tmp_path / "a.ledger") as made:
        yield made


class Reader(HTMLParser):
    """What a browser makes of a page: tags with their attributes, and the words of each claim's row."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: dict[str, str] = {}
        self._row = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "tr":
            self._row = found.get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._row = ""

    def handle_data(self, data: str) -> None:
        if self._row:
            self.rows[self._row] = self.rows.get(self._row, "") + data

    def row(self, words: str) -> str:
        (found,) = [text for text in self.rows.values() if words in text]
        return " ".join(found.split())


def test_every_claim_has_its_row_and_the_data_are_those_of_the_ledger(ledger: Ledger) -> None:
    page = write_timeline(ledger)
    kept = {one.standing.claim.id: one.standing.claim for one in ask(ledger, Query(superseded=True))}
    back = read_timeline(page)
    assert {one.id: one for one in back.claims} == kept
    assert (back.edition, back.left_out) == ("restricted", 0)
    assert len(Reader(page).rows) == len(kept) == 8


def test_the_public_edition_holds_public_claims_stripped_and_nothing_else(ledger: Ledger) -> None:
    page = write_timeline(ledger, edition="public")
    every = [one.standing.claim for one in ask(ledger, Query(superseded=True))]
    back = read_timeline(page)
    assert {one.id: one for one in back.claims} == {
        one.id: public_claim(one) for one in every if one.sensitivity == "public"
    }
    assert {one.recorder for one in back.claims} == {LEFT_OUT}
    text = page.decode()
    assert [secret for secret in (*SECRETS, "x-5", "HYPERLINK") if secret in text] == []
    assert "1 not marked public, and not in this edition" in text
    assert "13,247 people" in text
    assert "RESTRICTED" not in text


def test_the_restricted_edition_says_so_in_title_metadata_and_on_paper(ledger: Ledger) -> None:
    text = write_timeline(ledger).decode()
    assert "<title>RESTRICTED: " in text
    assert '<meta name="sensitivity" content="RESTRICTED">' in text
    assert text.count("RESTRICTED · not for publication") == 2


@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_words_of_others_are_text(ledger: Ledger, edition: str) -> None:
    page = write_timeline(ledger, edition=edition)  # type: ignore[arg-type]
    read = Reader(page)
    assert {tag for tag, _ in read.tags} & {"img", "iframe", "object", "embed", "link", "b-x"} == set()
    assert sum(tag == "script" for tag, _ in read.tags) == 2
    handlers = [name for _, found in read.tags for name in found if name.startswith("on")]
    assert handlers == []
    for _, found in read.tags:
        assert (found.get("href") or "https://").startswith(("https://", "http://", "#"))
    assert "\u202e" not in page.decode()


def test_hostile_words_stand_as_they_were_written(ledger: Ledger) -> None:
    row = Reader(write_timeline(ledger)).row("HYPERLINK")
    assert EVIL in row
    assert '=HYPERLINK("http://x") \\u202eabc' in row


def test_a_row_says_who_through_whom_when_and_what_happened_to_it(ledger: Ledger) -> None:
    read = Reader(write_timeline(ledger))
    first = read.row("خطأ مطبعي")
    for words in (
        "هيئة المعابر (غزة) (a group)", "hedge: “يبدو”", "Counted: يشمل", "Source: وكالة أ, then Agency B",
        "Corrected by its source: see ع-8", "Contradicts ע-2", "Valid: 2024-05-12",
        "Said: 2024-05-11 09:30 +03:00. Published: 2024-05-12, hour not stated",
        "Recorded: 2024-05-18 05:40 +03:00",
    ):  # fmt: skip
        assert words in first, words
    taken_back = read.row("помилка")
    assert "Taken back by its source on 2024-05-13 12:00 +03:00: “помилка”" in taken_back
    assert "високопосадовець ООН (not named)" in taken_back
    assert "some time from 2024-05-05 to 2024-05-12, inferred" in taken_back
    second = read.row("12 משאיות")
    assert "Repeated 1 time, by d-4: not other sources" in second
    assert "Disputed by هيئة المعابر on 2024-05-12 20:00 +03:00: “هذا غير صحيح”" in second
    assert (
        "Source, no link: through whom is not stated, 2024-05-12, hour not stated, javascript:alert(1)"
        in second
    )
    assert "Repeats ע-2: not another source" in read.row("Copyist")


def test_a_repeat_stands_right_below_what_it_repeats(ledger: Ledger) -> None:
    order = [one.id for one in read_timeline(write_timeline(ledger)).claims]
    assert order.index("d-4") == order.index("ע-2") + 1


def test_what_is_struck_stays_readable(ledger: Ledger) -> None:
    text = write_timeline(ledger).decode()
    assert re.search(r"<s><bdi>технічно відкрито</bdi></s>", text)


def test_links_to_claims_lead_to_rows_of_the_page(ledger: Ledger) -> None:
    for edition in ("restricted", "public"):
        read = Reader(write_timeline(ledger, edition=edition))  # type: ignore[arg-type]
        ids = [found["id"] for _, found in read.tags if found.get("id")]
        assert len(ids) == len(set(ids))
        inner = [found["href"] for _, found in read.tags if (found.get("href") or "").startswith("#")]
        assert len(inner) > 4
        assert {(link or "")[1:] for link in inner} <= set(ids)


def test_an_erased_event_is_a_count(tmp_path: Path) -> None:
    with crossing_ledger(tmp_path / "a.ledger") as ledger:
        assert "0 events erased" in write_timeline(ledger).decode()
        ledger._db.execute("DELETE FROM payload WHERE number = 1")  # what erasure does to the payload
        ledger.append([PayloadErased(erases=1, reason="asked for", recorder="r")])
        text = write_timeline(ledger).decode()
    assert "1 event erased from the ledger" in text
    assert "يبدو" not in text


def test_times_of_a_query_and_a_range_choose_and_the_rest_is_counted(ledger: Ledger) -> None:
    at = datetime(2024, 5, 12, 9, tzinfo=UTC)
    asked = read_timeline(write_timeline(ledger, Query(known_at=at, superseded=True)))
    assert {one.id for one in asked.claims} == {
        one.standing.claim.id for one in ask(ledger, Query(known_at=at, superseded=True))
    }
    page = write_timeline(
        ledger, since=datetime(2024, 5, 1, tzinfo=UTC), until=datetime(2024, 6, 1, tzinfo=UTC)
    )
    ids = {one.id for one in read_timeline(page).claims}
    assert "n-6" not in ids
    assert "n-7" in ids, "it holds from then on, and nobody said until when"
    assert "1 neither about the range asked for, nor said or published in it" in page.decode()


def test_what_does_not_fit_is_counted_and_how_to_narrow_is_said(tmp_path: Path) -> None:
    with many(tmp_path / "m.ledger", 60) as ledger:
        page = write_timeline(ledger, most=50)
        newest = [one.standing.claim.id for one in ask(ledger, Query(superseded=True))][-50:]
    back = read_timeline(page)
    assert back.left_out == 10
    assert {one.id for one in back.claims} == set(newest)
    assert "10 more claims are not on this page" in page.decode()
    assert "--subject" in page.decode()


def test_five_thousand_claims_are_under_five_megabytes(tmp_path: Path) -> None:
    with many(tmp_path / "m.ledger", 5_000) as ledger:
        page = write_timeline(ledger)
    assert len(read_timeline(page).claims) == 5_000
    assert len(page) < 5_000_000


def test_an_empty_ledger_makes_a_page_that_says_so(tmp_path: Path) -> None:
    with Ledger(tmp_path / "e.ledger", make=True) as ledger:
        page = write_timeline(ledger)
    assert "No claim answers." in page.decode()
    assert read_timeline(page).claims == ()


def test_other_files_are_no_timelines() -> None:
    with pytest.raises(ValueError, match="no data of a timeline"):
        read_timeline(b"<html></html>")
    with pytest.raises(ValueError, match="this program reads 'safeground timeline 1'"):
        read_timeline(b'<script type="application/json" id="data">{"format":"other"}</script>')


@given(st.lists(st.none() | st.integers(0, 3) | st.text(max_size=3) | st.lists(st.integers(), max_size=2)))
def test_a_column_reads_back(found: list[object]) -> None:
    assert values(msgspec.json.decode(msgspec.json.encode(column(found))), len(found)) == found


def test_one_time_is_said_once() -> None:
    same = claim("a", said=Period(from_="2024-05-12", to="2024-05-12", basis="inferred"))
    assert out_words(same) == "Said (inferred) and published: 2024-05-12, hour not stated"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", " https://a.org", "data:text/html,x", "//a.org", "https://", "ftp://a.org",
        "https:a",
        "https://user@a.org/", "https://a.org/\u202e", "https://a b.org", "http://[", "java\nscript:1", "",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(link: str) -> None:
    assert web_address(link) is None
    assert web_address("HTTPS://a.org/é?b=1#c") is not None


def test_ticks_are_few_round_and_on_the_zones_clock() -> None:
    gaza = ZoneInfo("Asia/Gaza")
    start = minute(datetime(2024, 4, 19, 18, tzinfo=gaza))
    for span_min in (30, 600, 1440, 3 * 1440, 20 * 1440, 200 * 1440, 4000 * 1440, 90_000 * 1440):
        axis = Axis(start, start + span_min, "Asia/Gaza")
        ticks = axis.ticks()
        assert 1 <= len(ticks) <= 9, span_min
        assert [tick.at for tick in ticks] == sorted({tick.at for tick in ticks})
        assert all(axis.start <= tick.at <= axis.end for tick in ticks)
        if span_min >= 20 * 1440:
            assert {axis.local(tick.at).hour for tick in ticks} <= {0, 1}, (
                "a day begins at one when clocks go forward"
            )
    assert (
        Axis(start, start + 1440, "Asia/Gaza").zone_words() == "Asia/Gaza (+02:00; +03:00 from 20 Apr 2024)"
    )


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(11, 10**7))
def test_offsets_are_those_of_the_zone_at_every_minute(begins: datetime, span_min: int) -> None:
    axis = Axis(
        minute(begins.replace(tzinfo=UTC)), minute(begins.replace(tzinfo=UTC)) + span_min, "Europe/Kyiv"
    )
    offsets = axis.offsets()
    for at in (axis.start, axis.end, *(at for at, _ in offsets), *(at - 1 for at, _ in offsets[1:])):
        ahead = [offset for since, offset in offsets if since <= at][-1]
        real = axis.local(at).utcoffset()
        assert real is not None
        assert abs(real - timedelta(minutes=ahead)) < timedelta(minutes=1)


def test_an_instant_is_drawn_and_what_has_no_end_stated_is_dotted() -> None:
    axis = Axis(
        minute(datetime(2024, 5, 10, tzinfo=UTC)), minute(datetime(2024, 5, 20, tzinfo=UTC)), "Asia/Gaza"
    )
    at = Period(from_="2024-05-12T07:00", to="2024-05-12T07:00", basis="stated")
    assert 'class="v" d="M3120 10V18"' in strip(claim("a", valid=at), axis)
    since = strip(claim("a", valid=Period(from_="2024-05-12T07:00")), axis)
    assert re.search(r'class="v" d="M3120 14H(\d+)"/><path class="u" d="M\1 14H14400"', since)
    before = strip(claim("a", valid=Period(to="2024-05-12T07:00")), axis)
    assert 'class="u" d="M0 14H3120"' in before
    outside = claim("a", valid=Period(from_="2023", to="2023"), said=Period(), published="2023")
    assert "<path" not in strip(outside, axis)


def test_minutes_round_down_and_up() -> None:
    at = datetime(2024, 1, 1, 0, 0, 30, tzinfo=UTC)
    assert minute_after(at) == minute(at) + 1
    assert minute_after(at.replace(second=0)) == minute(at)


def test_a_status_is_what_each_claimant_says_and_never_a_flag(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.ledger", make=True) as ledger:
        for name, state in (("A", "open"), ("B", "closed")):
            ledger.append([ClaimRecorded(claim=claim(name, state=state, stated_by=Collective(called=name)))])
        read = Reader(write_timeline(ledger))
    marks = {found.get("class") for tag, found in read.tags if tag in ("tr", "th", "td")}
    assert marks <= {None, "ln"}


def test_the_claims_of_five_articles_are_all_there_with_their_rivals(real_data: Path, tmp_path: Path) -> None:
    folder = real_data.parent / "claims"
    if not (folder / "claims.csv").is_file():
        pytest.skip("needs the articles' claims in a folder beside the real data")
    with Ledger(tmp_path / "a.ledger", make=True) as ledger:
        claims = articles.load(ledger, folder)
        page = write_timeline(ledger)
        public = write_timeline(ledger, edition="public")
        numbers = {one.id: one.standing.number for one in ask(ledger, Query())}
    assert {one.id: one for one in read_timeline(page).claims} == {one.id: one for one in claims}
    assert len(claims) == 244
    assert read_timeline(public).claims == ()
    assert "244 not marked public" in public.decode()
    read = Reader(page)
    for name, words in (
        ("S001-022", "Contradicts S001-027"),
        ("S000-026", "more than 15,000 people"),
        ("S000-026", "hedge: “confirmed killed”"),
        ("S004-028", "about 250 people"),
        ("S001-028", "(not named)"),
    ):
        row = read.rows[f"c{numbers[name]}"]
        assert words in " ".join(row.split()), name
    assert "Disputed: S001-022 and S001-027" in page.decode()
