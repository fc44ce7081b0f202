"""Whether people can read it: outline, list, texts, map."""

import math
from dataclasses import replace

import pytest
import shapely
from tests.questions.clear.town import PLANE, Case, alone

from safeground.plan.published import MapSize
from safeground.questions.clear_rules.reading_level import english_grade, length, syllables

HARD = (
    "Notwithstanding previously disseminated communications, inhabitants of the aforementioned municipal "
    "subdivisions are hereby instructed to immediately commence evacuation procedures in accordance with "
    "regulations promulgated by the competent administrative authorities responsible for civil protection."
)
LONG_UK = "Мешканці кварталів мають " + "дуже швидко і без зволікань " * 8 + "піти."


def star(corners):
    at = (2 * math.pi * i / corners for i in range(corners))
    shape = shapely.Polygon(
        [
            ((900 if i % 2 else 400) * math.cos(a), (900 if i % 2 else 400) * math.sin(a))
            for i, a in enumerate(at)
        ]
    )
    return PLANE.unproject(shapely.affinity.scale(shape, 6, 6))


def comb(teeth):
    return PLANE.unproject(
        shapely.union_all([shapely.box(i * 200, 0, i * 200 + 100, 900) for i in range(teeth)])
    )


SINGLY = tuple(str(i) for i in (*range(1, 20), *range(31, 50)))

CASES = (
    Case(
        "outline-too-intricate",
        "a star of 120 corners",
        alone(blocks=(), text={}, drawn=lambda t: star(120)),
        "The outline has 120 corners, parts and holes: 1; no more than 100 and 10 can be told.",
    ),
    Case(
        "outline-too-intricate",
        "eleven strips",
        alone(blocks=(), text={}, drawn=lambda t: comb(11)),
        "The outline has 44 corners, parts and holes: 11; no more than 100 and 10 can be told.",
    ),
    Case("outline-too-intricate", "a star of 100", alone(blocks=(), text={}, drawn=lambda t: star(100))),
    Case("outline-too-intricate", "blocks describe it", alone(drawn=lambda t: star(120))),
    Case(
        "list-without-ranges",
        "38 blocks in two rows",
        alone(text={}, blocks=SINGLY),
        "38 blocks are named one by one; 2 items with ranges do.",
    ),
    Case(
        "list-without-ranges",
        "a row of a table each",
        alone(text={}, blocks=SINGLY, listed_by_row=True),
    ),
    Case(
        "list-without-ranges",
        "in the text, beside a row of a table each",
        alone(
            text=lambda t: {"en": t.text(", ".join(SINGLY))},
            blocks=SINGLY,
            listed_by_row=True,
        ),
        "38 blocks are named one by one; 2 items with ranges do.",
    ),
    Case("list-without-ranges", "with a range", alone(text={}, blocks=("1-19", *SINGLY[19:]))),
    Case(
        "list-without-ranges",
        "no two in a row",
        alone(text={}, blocks=tuple(str(i) for i in range(1, 99, 2))),
    ),
    Case("list-without-ranges", "26 blocks", alone(text={}, blocks=SINGLY[:26])),
    Case(
        "hard-to-read",
        "a lawyer's sentence",
        alone(text={"en": HARD}),
        "The text is of school grade 33; texts for the public are of 8 at most.",
    ),
    Case("hard-to-read", "plain sentences", alone()),
    Case("hard-to-read", "too short to measure", alone(text={"en": "Evacuate immediately!"})),
    Case(
        "long-sentences",
        "Ukrainian, 36 words",
        alone(text={"uk": LONG_UK}),
        "Its sentences have 44 words on average; 25 are the most.",
    ),
    Case(
        "long-sentences",
        "the same in three",
        alone(text={"uk": LONG_UK.replace("зволікань дуже", "зволікань. Дуже")}),
    ),
    Case("long-sentences", "English is measured otherwise", alone(text={"en": HARD})),
    Case(
        "map-too-coarse",
        "30 m a pixel",
        alone(map_size=MapSize(width_px=1000, width_km=30)),
        "Block 1 is 10 pixels wide on the map; 20 are needed (4 of 4 blocks are narrower).",
    ),
    Case("map-too-coarse", "15 m a pixel", alone(map_size=MapSize(width_px=2000, width_km=29.9))),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)


def test_the_list_with_ranges_names_the_same(town):
    (flaw,) = town.found("list-without-ranges", town.notice(text={}, blocks=SINGLY))
    assert flaw.mend == "Write: 1-19, 31-49."
    assert town.blocks.expand(["1-19", "31-49"]) == town.blocks.expand(SINGLY)


def test_a_range_may_run_over_numbers_that_are_no_block(town):
    keep = [i for i in range(100) if i != 9]
    blocks = replace(
        town.blocks,
        ids=tuple(town.ids[i] for i in keep),
        geometry=town.blocks.geometry[keep],
        names=("",) * len(keep),
    )
    named = tuple(str(i) for i in range(1, 41) if i != 10)
    (flaw,) = town.found("list-without-ranges", town.notice(text={}, blocks=named), blocks=blocks)
    assert flaw.mend == "Write: 1-40."


def test_grade_by_hand():
    """6 words a sentence, 1 syllable a word: 0.39 × 6 + 11.8 × 1 - 15.59 = -1.45."""
    text = "The dog runs to the house. The cat sits on the mat. " * 3
    assert length(text).sentences == 6
    assert len(length(text).words) == 36
    assert english_grade(text) == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_numbers_are_no_words():
    text = "The dog runs to the house. " * 6
    assert english_grade(text + "36, 38-54, 219-221, 12:30. ") == pytest.approx(english_grade(text))


@pytest.mark.parametrize(
    ("word", "count"),
    [("street", 1), ("water", 2), ("leaving", 2), ("table", 2), ("safely", 2), ("areas", 2)],
)
def test_syllables(word, count):
    assert syllables(word) == count
