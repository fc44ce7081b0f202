"""A notice's text on the page: whole, marked, in its own direction, with nothing that turns it around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.characters import controls, shown
from safeground.plan.names import Name, Names
from safeground.plan.reading.text_reading import (
    BlocksRead,
    Candidate,
    NameRead,
    SizeRead,
    Span,
    TextReading,
    TimeRead,
    Unread,
)
from safeground.publish.lint_texts import text_shown


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, TextReading]:
    text = draw(st.text(alphabet="ab 36-\u0661\u0662\u05d0\u202e\n<&", min_size=1, max_size=40))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return Span("ar", start, end, text[start:end])

    count = draw(st.integers(0, 3))
    return text, TextReading(
        blocks=tuple(BlocksRead("36", span()) for _ in range(count)),
        unread=tuple(Unread(span(), "why") for _ in range(draw(st.integers(0, 2)))),
        times=tuple(TimeRead(None, zoned=False, until=True, span=span()) for _ in range(count)),
    )


@given(marked())
def test_nothing_of_a_text_is_lost_or_said_twice(case: tuple[str, TextReading]) -> None:
    text, reading = case
    page = text_shown("ar", text, reading, None)
    assert "".join(piece.words for piece in page.pieces) == shown(text)
    assert not any(controls(piece.words) for piece in page.pieces)
    assert len(page.read) == len(reading.blocks) + len(reading.times)
    assert [one.meant for one in page.unread] == ["why"] * len(reading.unread)


def test_what_could_not_be_read_is_marked_above_all_else() -> None:
    reading = TextReading(
        blocks=(BlocksRead("3", Span("en", 0, 7, "block 3")),), unread=(Unread(Span("en", 6, 7, "3"), "why"),)
    )
    pieces = text_shown("en", "block 3!", reading, None).pieces
    assert [(piece.words, piece.kind) for piece in pieces] == [
        ("block ", "blocks"),
        ("3", "unread"),
        ("!", None),
    ]


def test_marks_of_another_language_stay_with_it() -> None:
    reading = TextReading(blocks=(BlocksRead("3", Span("en", 0, 1, "3")),))
    assert [piece.kind for piece in text_shown("uk", "3 квартал", reading, None).pieces] == [None]


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("AR-ps", "rtl"), ("he", "rtl"), ("uk", "ltr"), ("en", "ltr"), ("und", "auto")],
)
def test_a_text_stands_in_its_language_s_direction(language: str, direction: str) -> None:
    assert text_shown(language, "x", TextReading(), None).direction == direction


def test_readings_are_said_with_their_doubts() -> None:
    span = Span("en", 0, 1, "x")
    names = Names((Name("rafah", ("رفح", "Rafah")), Name("raf", ("Raf",))))
    reading = TextReading(
        names=(
            NameRead((Candidate("rafah", "Rafah", 0.9), Candidate("raf", "Raf", 0.5)), span),
            NameRead((Candidate("raf", "Raf", 1.0),), span, towards=True),
        ),
        times=(TimeRead(None, zoned=False, until=True, span=span),),
        sizes=(SizeRead(None, 0.41, "rafah", span), SizeRead(1158.0, None, None, span)),
    )
    assert [one.meant for one in text_shown("en", "x", reading, names).read] == [
        "رفح (90% certain) or Raf (50% certain)",
        "Raf (100% certain), where to go",
        "until a time whose day or hour is not said",
        "41 % of rafah",
        "1158 km²",
    ]
