"""Names in texts: where they go to, what is not known, what deceives the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plan.reading.conftest import Read

TEXTS = [
    (
        "en",
        "Residents of Khan Yunes and Jabaliya must move to Al Mawassi.",
        ["ky", "jabalya", "mawasi"],
        ["mawasi"],
    ),
    ("en", "Leave Khan Younis camp and RAFAH.", ["ky-camp", "rafah"], []),
    ("ar", "على سكان خان يونس ورفح التوجه إلى المواصى.", ["ky", "rafah", "mawasi"], ["mawasi"]),
    ("ar", "سكان جَباليا وحي الشجاعيه", ["jabalya", "shujaiyya"], []),
    ("he", "תושבי ח׳אן יונס וג'באליה נדרשים לעבור לרפיח.", ["ky", "jabalya", "rafah"], ["rafah"]),
    ("ar", "سكان خان يونس وأم النصر", ["ky", "umm-nasr"], []),
    ("uk", "Мешканці Хан-Юніса, прямуйте до Рафаха.", ["ky", "rafah"], ["rafah"]),
]


@pytest.mark.parametrize(("language", "text", "names", "towards"), TEXTS)
def test_names(read: Read, language: str, text: str, names: list[str], towards: list[str]) -> None:
    reading = read(language, text)
    assert [name.candidates[0].name for name in reading.names] == names
    assert [name.candidates[0].name for name in reading.names if name.towards] == towards
    assert reading.unread == ()


def test_a_name_of_two_places_is_ambiguous(read: Read) -> None:
    [name] = read("en", "Leave An-Nasr.").names
    assert [one.name for one in name.candidates] == ["nasr-north", "nasr-south"]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Leave Xanadu neighbourhood.", "Xanadu neighbourhood"),
        ("ar", "على سكان حي الورود الخروج", "حي الورود"),
        ("he", "תושבי שכונת פרחים", "שכונת פרחים"),
        ("uk", "Мешканці селища Квіткове", "селища Квіткове"),
    ],
)
def test_a_place_that_nobody_knows_is_shown(read: Read, language: str, text: str, words: str) -> None:
    assert [one.span.words for one in read(language, text).unread] == [words]


def test_words_that_sound_like_names_are_none(read: Read) -> None:
    assert read("en", "gather on the roof, beside the reef, in khan hunis").names == ()
    assert read("ar", "مصدر الخبر هو الجيش").names == ()


def test_letters_that_only_look_alike_are_shown(read: Read) -> None:
    reading = read("en", "Leave R\u0430fah \u202eblocks 45-83\u202c now.")
    assert "letters of Latin and Cyrillic" in reading.unread[0].why
    assert sum("changes how the text is shown" in one.why for one in reading.unread) == 2
