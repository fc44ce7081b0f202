"""A list of blocks, printed in any of the four languages and read, is the list again; any text is read."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.reading.conftest import BLOCKS, ISSUED, NAMES

from safeground.plan.reading.read import read_text
from safeground.plan.reading.vocabulary import languages, vocabulary

WORDS = {
    "en": ("blocks", "and", ("to", "through", "–", "-")),
    "ar": ("البلوكات", "و", ("إلى", "حتى", "–", "-")),
    "he": ("בלוקים", "ו-", ("עד", "–", "-")),
    "uk": ("квартали", "та", ("до", "–", "-")),
}
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
number = st.integers(1, 9999).map(str)
sub_block = st.tuples(number, st.integers(1, 20)).map(lambda two: f"{two[0]}.{two[1]}")
ranges = st.tuples(st.integers(1, 5000), st.integers(1, 500)).map(lambda two: f"{two[0]}-{two[0] + two[1]}")
lists = st.lists(st.one_of(number, sub_block, ranges), min_size=1, max_size=12)


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A language, a printed list, and its items."""
    language = draw(st.sampled_from(sorted(WORDS)))
    word, and_word, to_words = WORDS[language]
    digits = str.maketrans(DIGITS[0], draw(st.sampled_from(DIGITS)))
    items = draw(lists)
    texts = []
    for item in items:
        low, _, high = item.translate(digits).partition("-")
        to_word = draw(st.sampled_from(to_words))
        spaced = to_word if to_word == "-" else f" {to_word} "
        texts.append(f"{low}{spaced}{high}" if high else low)
    comma = draw(st.sampled_from((", ", "، ", "; ")))
    joined = comma.join(texts[:-1])
    space = "" if language in ("ar", "he") else " "
    text = f"{joined} {and_word}{space}{texts[-1]}" if joined else texts[-1]
    return language, f"{word} {text}", items


@given(printed())
def test_a_printed_list_is_read_as_it_was(one: tuple[str, str, list[str]]) -> None:
    language, text, items = one
    reading = read_text({language: text}, names=None, blocks=None, issued=None, zone=None)
    assert [block.item for block in reading.blocks] == items
    assert reading.unread == ()
    assert reading.times == ()


PIECES = st.sampled_from(
    (
        "36", "38-54", "٣٦", "220.1", "16:00", "2026-03-04", "41 %", "km²", "a.m.", "GMT", "+2", "(", ")",
        ".", ",", ";", ":", "-", "–", "/", "\n", "block", "البلوكات", "ו", "до", "until", "except", "between",
        "from", "to", "4 March", "call", "move to", "Rafah", "ورفح", "Khan", "Younis", "camp", "\u202e",
        "R\u0430fah",
        "الساعة", "السادسة", "within", "24 hours", "31", "Thursday", "street", "[", "#", "@", "KY-12",
        "لل", "א-",
    )
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES).map("".join)
)


@settings(max_examples=300)
@given(texts, st.sampled_from((*WORDS, "fr", "", "ar-PS")), st.booleans())
def test_any_text_is_read_and_spans_are_its_words(text: str, language: str, known: bool) -> None:
    reading = read_text(
        {language: text},
        names=NAMES if known else None,
        blocks=BLOCKS if known else None,
        issued=ISSUED if known else None,
        zone="Asia/Gaza" if known else None,
    )
    spans = [
        one.span for one in (*reading.blocks, *reading.names, *reading.times, *reading.sizes, *reading.unread)
    ]
    for span in (*spans, *(span for _, span in reading.topics)):
        assert text[span.start : span.end] == span.words
        assert span.start < span.end
        assert span.language == language
    for several in (reading.blocks, reading.names, reading.times):
        starts = [one.span.start for one in several]
        assert starts == sorted(starts)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31)), st.sampled_from((*WORDS,)))
def test_an_iso_time_is_read_as_it_is(at: datetime, language: str) -> None:
    text = at.strftime("%Y-%m-%dT%H:%M+03:00")
    [time] = read_text({language: text}, names=None, blocks=None, issued=None, zone=None).times
    assert time.at == datetime.fromisoformat(text)
    assert time.zoned


LONG = [
    "a" * 30_000, "1" * 30_000, "1," * 15_000, "36 to " * 6_000, "move to " * 4_000, "Rafah " * 6_000,
    "\n" * 30_000, "(" * 30_000, "1:" * 10_000, "block " * 6_000, "و" * 30_000, "a'" * 15_000, "'" * 30_000,
    "blocks " + "1, " * 10_000, "from " * 6_000, "except 1 " * 4_000, "٣6" * 15_000, "@" * 30_000,
    "http://" * 5_000, "1 000 " * 6_000, "between block 1 and " * 2_000, "Camp " * 6_000, "1.1" * 8_000,
    "+1-" * 8_000, "\u202e" * 30_000, "ל" * 30_000, "evacuate a b " * 3_000,
]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=lambda text: repr(text[:8]))
def test_long_texts_that_were_made_to_stall_are_read(text: str) -> None:
    """No step looks back or ahead further than a few words: a step that did would take hours here."""
    reading = read_text({"en": text}, names=NAMES, blocks=BLOCKS, issued=ISSUED, zone=None)
    assert all(text[one.span.start : one.span.end] == one.span.words for one in reading.unread)


def test_a_list_of_5000_blocks() -> None:
    items = [str(block) for block in range(1, 5001)]
    reading = read_text(
        {"en": "blocks " + ", ".join(items)}, names=None, blocks=BLOCKS, issued=None, zone=None
    )
    assert [block.item for block in reading.blocks] == items


@pytest.mark.parametrize("language", languages())
def test_every_language_has_words_for_every_meaning(language: str) -> None:
    words = vocabulary(language)
    for meaning in (
        "block",
        "and",
        "to",
        "from",
        "until",
        "street",
        "counted",
        "phone",
        "month 12",
        "weekday 0",
        "km2",
    ):
        assert words.phrases[meaning], (language, meaning)
