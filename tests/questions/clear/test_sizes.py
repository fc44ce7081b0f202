"""Sizes and shares against the ground: the notice is of 0.36 km², the territory of 64 km²."""

import pytest
from tests.questions.clear.town import Case, alone, within


def says(words):
    return alone(text=lambda t: {"en": t.text(more=words)})


CASES = (
    Case(
        "size-larger-than-all",
        "as in the order of 2023",
        says("The area has 1,158 km²."),
        "1,158 km² are more than the whole territory, 64 km².",
    ),
    Case("size-larger-than-all", "the right size", says("The area has 0.36 km².")),
    Case(
        "share-larger-than-all",
        "more than all",
        says("This is 140 % of the town."),
        "140 % are more than the whole.",
    ),
    Case("share-larger-than-all", "a part", says("This is 41 % of the town.")),
    Case(
        "size-and-share-disagree",
        "12 km² are not half",
        says("The area has 12 km², which is 50 % of the land."),
        "12 km² are 19 % of the territory, not 50 %.",
    ),
    Case(
        "size-and-share-disagree",
        "a share above all",
        says("The area has 12 km², which is 140 % of the land."),
    ),
    Case("size-and-share-disagree", "both right", says("The area has 12 km², which is 19 % of the land.")),
    Case(
        "size-differs",
        "twice the size",
        says("The area has 0.72 km²."),
        "The text says 0.72 km². Measured: the area named 0.36 km²; the area drawn 0.36 km²; "
        "the destination Highfield 2.25 km².",
    ),
    Case(
        "size-differs",
        "of the blocks, where a place is named beside them",
        alone(
            places=("Quayside",),
            text=lambda t: {"en": t.text(more="The blocks have 0.36 km².")},
            drawn=lambda t: t.squares(1, 2, 3, 4, 5, 6, 11, 12),
        ),
    ),
    Case("size-differs", "rounded", says("The area has 0.38 km².")),
    Case("size-differs", "the destination's", says("Highfield has 2.2 km².")),
    Case(
        "share-differs",
        "of the territory",
        says("This is 41 % of the land."),
        "The text says 41 % of the territory. Measured: the area named 0.6 %; the area drawn 0.6 %; "
        "the destination Highfield 4 %.",
    ),
    Case("share-differs", "right", says("This is 1 % of the land.")),
    Case(
        "share-differs",
        "no territory",
        within({"territory": None}, text=lambda t: {"en": t.text(more="41 %.")}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)
