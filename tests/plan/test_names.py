"""Names: tolerant matching whose certainty falls with every difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.plan.names import NEAR, Name, Names
from safeground.plan.spelling import edits, plain, same_letters, sound

NAMES = Names(
    (
        Name("ky", ("Khan Yunis", "خان يونس", "ח'אן יונס", "Хан-Юніс")),
        Name("jabalya", ("Jabalia", "جباليا")),
        Name("maghazi", ("al-Maghazi", "المغازي")),
        Name("khuzaa", ("Khuza'a", "خزاعة")),
        Name("deir", ("Deir el-Balah", "دير البلح")),
        Name("umm", ("Umm an-Nasr", "أم النصر")),
        Name("rafah", ("Rafah", "رفح", "Рафах")),
    )
)

SAME = [
    ("Khan Yunis", "ky", 1.0),
    ("KHAN-YUNIS", "ky", 1.0),
    ("خان يُونس", "ky", 1.0),
    ("خـــان يونس", "ky", 1.0),
    ("ח׳אן יונס", "ky", 1.0),
    ("חאן יונס", "ky", 0.95),
    ("خزاعه", "khuzaa", 0.95),
    ("Khuzaa", "khuzaa", 0.95),
    ("Khuza’a", "khuzaa", 1.0),
    ("ام النصر", "umm", 0.95),
    ("المغازى", "maghazi", 0.95),
    ("ورفح", "rafah", 0.95),
    ("وبرفح", "rafah", 0.9),
    ("للمغازي", "maghazi", 0.95),
    ("El Maghazi", "maghazi", 1.0),
    ("Maghazi", "maghazi", 0.95),
    ("Deir Balah", "deir", 0.95),
    ("Dayr al Balah", "deir", 0.85),
    ("Рафаху", "rafah", 0.9),
    ("Khan Younis", "ky", 0.85),
    ("Khan Yunes", "ky", 0.85),
    ("Jabalya", "jabalya", 0.85),
    ("Jabaliyah", "jabalya", 0.85),
    ("Khanyounis", "ky", 0.8),
]


@pytest.mark.parametrize(("words", "name", "certainty"), SAME)
def test_a_way_of_writing_a_name(words: str, name: str, certainty: float) -> None:
    candidates = NAMES.match(words)
    assert [(one.name, one.certainty) for one in candidates] == [(name, pytest.approx(certainty))]


def test_certainty_falls_with_every_difference() -> None:
    steps = ["Jabalia", "Jabalya", "Jabelya", "Jebelyo"]
    found = [next((c.certainty for c in NAMES.match(words) if c.name == "jabalya"), 0.0) for words in steps]
    assert found == sorted(found, reverse=True)
    assert found[0] == 1.0
    assert len(set(found)) == len(found)


def test_what_is_only_near_stays_below_what_is_read() -> None:
    [near, *_] = NAMES.match("Khan Yunis quarters")
    assert near.name == "ky"
    assert near.certainty < NEAR
    assert NAMES.match("Odesa") == ()
    assert NAMES.match("") == NAMES.match("…") == ()


def test_the_longest_name_is_found_and_its_span_is_its_words() -> None:
    names = Names((Name("town", ("Khan Younis",)), Name("camp", ("Khan Younis camp",))))
    text = "From «Khan Younis Camp» and 'Khan Yunis'."
    found = [(one.candidates[0].name, one.span.words) for one in names.find(text, "en")]
    assert found == [("camp", "Khan Younis Camp"), ("town", "Khan Yunis")]


def test_lower_case_words_are_names_only_where_they_are_the_spelling() -> None:
    assert [one.span.words for one in NAMES.find("in rafah, rafa and Rafa")] == ["rafah", "Rafa"]


@given(st.sampled_from([(name.id, spelling) for name in NAMES.names for spelling in name.spellings]))
def test_every_spelling_is_its_name_with_certainty_1(one: tuple[str, str]) -> None:
    name, spelling = one
    assert [(c.name, c.certainty) for c in NAMES.match(spelling)] == [(name, 1.0)]
    assert [c.name for read in NAMES.find(f"x {spelling}, x") for c in read.candidates] == [name]


letters = st.text(st.sampled_from("abxy"), max_size=7)


@given(letters, letters)
def test_edits_are_those_of_the_definition(one: str, other: str) -> None:
    def slow(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(slow(a[1:], b) + 1, slow(a, b[1:]) + 1, slow(a[1:], b[1:]) + (a[0] != b[0]))

    one, other = one[:5], other[:5]
    assert edits(one, other, 2) == min(slow(one, other), 3)


@given(st.text(max_size=20))
def test_keys_of_keys_are_themselves(word: str) -> None:
    assert plain(plain(word)) == plain(word)
    assert same_letters(same_letters(plain(word))) == same_letters(plain(word))
    assert isinstance(sound(same_letters(plain(word))), str)
