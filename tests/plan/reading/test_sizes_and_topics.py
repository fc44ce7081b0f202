"""Sizes, shares and what a text speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plan.reading.conftest import Read

SIZES = [
    ("en", "1,158 km²", [1158.0]),
    ("en", "8.5 sq. km", [8.5]),
    ("en", "3 square miles", [3 * 2.589988110336]),
    ("en", "2,500 dunams", [2.5]),
    ("en", "8.5-9 km2", [8.5, 9.0]),
    ("ar", "٨٫٥ كم²", [8.5]),
    ("ar", "١٬١٥٨ كيلومتر مربع", [1158.0]),
    ("ar", "٢٥٠٠ دونم", [2.5]),
    ("he", 'שטח של 8.5 קמ"ר', [8.5]),
    ("he", "2,500 דונם", [2.5]),
    ("uk", "площа 8,5 км²", [8.5]),
    ("uk", "1 158 квадратних кілометрів", [1158.0]),
    ("uk", "120 гектарів", [1.2]),
]


@pytest.mark.parametrize(("language", "text", "km2"), SIZES)
def test_a_size(read: Read, language: str, text: str, km2: list[float]) -> None:
    reading = read(language, text)
    assert [one.km2 for one in reading.sizes] == pytest.approx(km2)
    assert (reading.blocks, reading.unread) == ((), ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "41 % of Gaza"),
        ("en", "41 percent of the Gaza"),
        ("ar", "٤١٪ من غزة"),
        ("he", "41 אחוזים מעזה"),
        ("uk", "41 % Гази"),
    ],
)
def test_a_share_and_what_it_is_of(read: Read, language: str, text: str) -> None:
    [size] = read(language, text).sizes
    assert (size.share, size.km2, size.of) == (pytest.approx(0.41), None, "gaza")


def test_a_share_of_an_ambiguous_place_is_of_none(read: Read) -> None:
    [size] = read("en", "41 % of An-Nasr").sizes
    assert size.of is None


def test_a_comma_that_may_mean_both_is_not_read(read: Read) -> None:
    reading = read("uk", "1,158 км²")
    assert reading.sizes == ()
    assert "thousands" in reading.unread[0].why
    assert "two scripts" in read("en", "1٥ km²").unread[0].why


TOPICS = [
    ("en", "Move to Al-Mawasi via the coast road. Those who cannot leave call 101. Return is announced.",
     ["destination", "route", "stays", "contact", "end"]),
    ("ar", "توجهوا إلى المواصي عبر شارع البحر. من لا يستطيع المغادرة اتصلوا على ١٠١. العودة تعلن لاحقا.",
     ["destination", "route", "stays", "contact", "end"]),
    ("he", "עליכם לעבור לרפיח דרך כביש החוף. מי שנשאר: התקשרו 101. אסור לחזור.",
     ["destination", "route", "stays", "contact", "end"]),
    ("uk", "Прямуйте до Рафаха через міст. Хто залишається, телефонуйте 101. Про повернення повідомлять.",
     ["destination", "route", "stays", "contact", "end"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "topics"), TOPICS)
def test_what_a_text_speaks_of(read: Read, language: str, text: str, topics: list[str]) -> None:
    found = {topic for topic, _ in read(language, text).topics}
    assert set(topics) <= found


def test_do_not_is_no_destination_and_no_route(read: Read) -> None:
    for language, text in (
        ("en", "Do not go to Rafah."),
        ("ar", "لا توجهوا إلى رفح."),
        ("uk", "Не прямуйте до Рафаха."),
    ):
        reading = read(language, text)
        assert reading.topics == ()
        assert not any(name.towards for name in reading.names)


def test_leaving_until_a_time_is_no_destination(read: Read) -> None:
    assert read("uk", "Виїхати до 18:00.").topics == ()


def test_nothing_is_said_in_a_text_that_says_nothing(read: Read) -> None:
    reading = read("en", "The sun is shining.")
    assert (reading.topics, reading.unread, reading.sizes, reading.times) == ((), (), (), ())
