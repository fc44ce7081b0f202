"""Lists and ranges of blocks in four languages; numbers that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plan.reading.conftest import Read

LISTS = [
    ("en", "36, 38–54, 219–221", ["36", "38-54", "219-221"]),
    ("en", "Leave blocks 2220 to 2225 and 2360 now.", ["2220-2225", "2360"]),
    ("en", "Residents of block 36, block 38 and blocks 40 through 54.", ["36", "38", "40-54"]),
    ("en", "Everybody in blocks numbered 220.1, 220.10 & 221 must go.", ["220.1", "220.10", "221"]),
    ("en", "Everyone between blocks 36 and 54 and from blocks 219 to 221.", ["36-54", "219-221"]),
    ("en", "Blocks:\n36\n38\n39-40\n1. Leave now\n2. Take water", ["36", "38", "39-40"]),
    ("en", "Blocks: \n- 36\n- 38\n- 40", ["36", "38", "40"]),
    ("en", "Blocks 36 (An-Nasr), 38 (the market) and 39.", ["36", "38", "39"]),
    ("en", "Blocks 36 38 39 and 2,220 or 2 225, 2360", ["36", "38", "39", "2220", "2225", "2360"]),
    ("en", "Blocks 36,38,219", ["36", "38", "219"]),
    ("en", "The order is for blocks KY-12, 38 and 39", ["KY-12", "38", "39"]),
    ("ar", "البلوكات ٣٦ و٣٨-٥٤", ["36", "38-54"]),
    ("ar", "على سكان البلوكات التالية: ٣٦، ٣٨، ٢١٩–٢٢١ الإخلاء فوراً", ["36", "38", "219-221"]),
    ("ar", "بلوك رقم ٣٦ وبلوك ٣٨ والبلوكات من ٢٢٢٠ إلى ٢٢٢٥ و ٢٣٦٠.", ["36", "38", "2220-2225", "2360"]),
    ("ar", "البلوكات ۳۶ و ۳۸", ["36", "38"]),
    ("he", "בלוקים 36, 38 עד 54", ["36", "38-54"]),
    ("he", "תושבי בלוקים מספר 36, 38 ו-39 וכן בלוק 219", ["36", "38", "39", "219"]),
    ("he", "מבלוק 36 עד 40", ["36-40"]),
    ("uk", "квартали 36–38 та 40", ["36-38", "40"]),
    ("uk", "Мешканці кварталів 36, 38 і 39, а також кварталу 219 мають виїхати", ["36", "38", "39", "219"]),
    ("uk", "від кварталу 36 до 40", ["36-40"]),
    ("uk", "Квартали А7 та 38", ["А7", "38"]),
]


@pytest.mark.parametrize(("language", "text", "items"), LISTS)
def test_a_list(read: Read, language: str, text: str, items: list[str]) -> None:
    reading = read(language, text)
    assert [block.item for block in reading.blocks] == items
    assert reading.unread == ()


NO_BLOCKS = [
    ("ar", "للاستفسار اتصلوا على 36 أو على الرقم 38."),
    ("uk", "Питання за номером 36."),
    ("en", "Leave by 16:00 on 4 March 2026 via Salah al-Din Street 36."),
    ("en", "38 km² and 36 % of the town, 40 people, 36,038 residents, 219 families, 38-40 beds."),
    ("en", "Call 059-123 4567, +970 59 123 4567 or *2050. See https://example.org/36/38-40."),
    ("en", "Take highway 40 for 36 km; the scale is 1:50,000."),
    ("en", "36 schools and 38 shops."),
    ("en", "It costs $36 or 38 shekels, COVID-19, an F-16, H2O and 5G; phase 2 of 3, map 1:25 000."),
    ("uk", "Зі школи на вул. Шевченка, 36"),
    ("ar", "اخرجوا قبل الساعة ٦ مساء عبر شارع ٣٦، وعدد السكان ٣٨ ألف شخص. هاتف: ٠٥٩١٢٣٤٥٦٧."),
    ("he", "צאו עד השעה 18:00 ברחוב 36, מרחק 38 קילומטר, 40 תושבים. טלפון 054-1234567"),
    ("uk", "Телефонуйте 101."),
    ("uk", "Виїхати до 18:00 трасою 40, вулиця Миру, 5; 38 осіб, 36 км. Телефон 050 123 45 67"),
]


@pytest.mark.parametrize(("language", "text"), NO_BLOCKS)
def test_numbers_that_are_no_blocks(read: Read, language: str, text: str) -> None:
    reading = read(language, text)
    assert reading.blocks == ()
    assert reading.unread == ()


UNREAD = [
    ("en", "block 3٦", "3٦", "two scripts"),
    ("ar", "البلوكات ٣٦ و٣8", "٣8", "two scripts"),
    ("en", "blocks 36 and 38a", "38a", "letters"),
    ("en", "blocks 5 125", "5 125", "one block or two"),
    ("en", "block B-7 is meant", "B-7", "letters"),
    ("en", "blocks 36-38-40", "36-38-40", "three ends"),
    ("en", "Go from block 36 to block 54.", "36 to block 54", "way from one"),
    ("en", "Leave blocks 36-54 except 40.", "except 40", "takes out"),
    ("ar", "البلوكات ٣٦–٥٤ باستثناء ٤٠", "باستثناء ٤٠", "takes out"),
    ("he", "בלוקים 36-54 למעט 40", "למעט 40", "takes out"),
    ("uk", "квартали 36–54, крім 40", "крім 40", "takes out"),
    ("en", "The order is for #36.", "36", "may be a block"),
    ("en", "Be gone until 6.", "6", "may be an hour"),
]


@pytest.mark.parametrize(("language", "text", "words", "why"), UNREAD)
def test_what_looks_like_a_block_is_never_dropped(
    read: Read, language: str, text: str, words: str, why: str
) -> None:
    reading = read(language, text)
    assert [(one.span.words.rstrip("0"), why in one.why) for one in reading.unread] == [
        (words.rstrip("0"), True)
    ]
    assert not any(
        block.span.start <= reading.unread[0].span.start < block.span.end for block in reading.blocks
    )


def test_blocks_that_are_a_destination_are_marked(read: Read) -> None:
    for language, text in (
        ("en", "Residents of blocks 36 and 38 must move to block 2360."),
        ("ar", "على سكان البلوكات ٣٦ و٣٨ الإخلاء فوراً إلى البلوك ٢٣٦٠."),
        ("he", "תושבי בלוקים 36 ו-38 נדרשים לעבור לבלוק 2360."),
        ("uk", "Мешканці кварталів 36 та 38, прямуйте до кварталу 2360."),
    ):
        towards = [(block.item, block.towards) for block in read(language, text).blocks]
        assert towards == [("36", False), ("38", False), ("2360", True)], text


def test_a_list_without_a_word_is_asked_of_the_gazetteer(read: Read) -> None:
    text = "The area of 36, 38 and 39 is to be left."
    assert [block.item for block in read("en", text).blocks] == ["36", "38", "39"]
    assert read("en", "On pages 5, 7 and 9 it is said.").blocks == ()


def test_a_list_follows_a_language_that_the_table_does_not_have(read: Read) -> None:
    assert [block.item for block in read("fr", "blocks 36, 38 et 39").blocks] == ["36", "38"]
    assert [block.item for block in read("ar-PS", "البلوكات ٣٦").blocks] == ["36"]
