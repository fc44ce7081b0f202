"""What does not show is shown, and what mixes scripts is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safeground.characters import controls, is_control, scripts, shown, without_marks


def test_an_override_is_shown_as_its_code() -> None:
    assert shown("Rafah \u202e45-83\u202c") == "Rafah \\u202e45-83\\u202c"
    assert controls("a\u202eb\u2067c\u202e") == ("\u202e", "\u2067")


def test_controls_and_tags_are_shown_and_lines_stay() -> None:
    assert shown("a\x00b\nc\td") == "a\\u0000b\nc\td"
    assert shown("a\U000e0041") == "a\\U000e0041"


def test_honest_text_stays_as_it_is() -> None:
    for text in ("رفح", "א-זהראא", "Khuza'a", "кв. км², п'ять", "الزهراء\u200e"):
        assert shown(text) == text


def test_marks_are_taken_out() -> None:
    assert without_marks("الزهراء\u200e") == "الزهراء"


def test_a_word_of_two_scripts() -> None:
    assert set(scripts("Rаfah")) == {"Latin", "Cyrillic"}  # its second letter is Cyrillic
    assert set(scripts("Rafah")) == {"Latin"}
    assert set(scripts("ג'באליה")) == {"Hebrew"}


@given(st.text())
def test_what_is_shown_has_no_control(text: str) -> None:
    assert not any(is_control(c) for c in shown(text))
