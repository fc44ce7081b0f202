"""Words on going back and on displacement: read, and each wrong one a fault with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plan.conftest import Town

HERE = "commitments:\n"
ALL = """\
returns:
  - area: low-town
    conditions:
      - {id: crest, words: when it is over, holds_if: {subject: gauge, measure: level, at_most: 3.2, unit: m}}
      - {id: gate, words: when it opens, holds_if: {subject: gate, measure: status, state: open}}
    begins: 2026-03-05T08:00Z
    until: 2026-03-09
    from: [hill]
displacement:
  first_day: 2026-03-01
  last_day: 2026-03-03
  about: 0.1
  on_the_way: [0, 20]
  places:
    - {id: block, called: [Block 305], area: low-town, people_before: [300, 500]}
    - {id: part, within: block}
"""


def with_all(*changes: tuple[str, str]) -> tuple[str, str]:
    text = ALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return HERE, text + HERE


def test_all_of_them_are_read(town: Town) -> None:
    plan = town.load(with_all()).plan
    assert plan.returns[0].from_ == ("hill",)
    assert plan.displacement is not None
    assert plan.displacement.places[1].within == "block"


def test_a_place_may_be_called_what_its_id_is_with_other_capitals(town: Town) -> None:
    plan = town.load(with_all(("called: [Block 305]", "called: [Block, BLOCK]"))).plan
    assert plan.displacement is not None
    assert plan.displacement.places[0].called == ("Block", "BLOCK")


WRONG = [
    (("area: low-town\n", "area: low-tow\n"), "returns[0].area", "Did you mean low-town?"),
    (("from: [hill]", "from: [low-town]"), "returns[0].from", "to which they go back"),
    (("id: gate", "id: crest"), "returns[0].conditions[1].id", "the id crest again"),
    ((", unit: m", ""), "returns[0].conditions[0].holds_if", "without a unit"),
    ((", state: open", ""), "returns[0].conditions[1].holds_if", "neither a number nor a state"),
    (("at_most: 3.2", "at_least: 4, at_most: 3.2"), "returns[0].conditions[0].holds_if", "Exchange"),
    (("until: 2026-03-09", "until: 2026-03-04"), "returns[0].until", "before people may go back"),
    (("first_day: 2026-03-01", "first_day: 2026-03-04"), "displacement.first_day", "after the last day"),
    (("first_day: 2026-03-01", "first_day: 1926-03-01"), "displacement.first_day", "Examine a shorter time."),
    (("last_day: 2026-03-03", "last_day: 2026-04-03"), "displacement.last_day", "a day that has come"),
    (("about: 0.1", "about: 10"), "displacement.about", "10 % is 0.1."),
    (("[0, 20]", "[-5, 20]"), "displacement.on_the_way", "0 or more"),
    (("[300, 500]", "[500, 300]"), "displacement.places[0].people_before", "smallest first"),
    (
        ("within: block", "within: block, people_before: 501"),
        "displacement.places[0].people_before",
        "its parts (part) have at least 501",
    ),
    (("[300, 500]", "-1"), "displacement.places[0].people_before", "0 or more"),
    (("id: part", "id: BLOCK 305"), "displacement.places[1]", "has, too"),
    (("id: part, within: block", "id: block"), "displacement.places[1]", "the name 'block', which block has"),
    (
        ("within: block", "area: low-town"),
        "displacement.places[1].area",
        "low-town, which block is, too",
    ),
    (("within: block", "within: blok"), "displacement.places[1].within", "Did you mean block?"),
    (("within: block", "within: part"), "displacement.places[1].within", "part of itself"),
]


@pytest.mark.parametrize(("change", "place", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_one_wrong_word_is_one_fault_with_its_place(
    town: Town, change: tuple[str, str], place: str, said: str
) -> None:
    fault = town.fault(with_all(change))
    assert said in str(fault)
    assert fault.place.split(", ", 1)[1] == place


def test_a_part_may_have_as_many_people_as_the_whole_has_at_most(town: Town) -> None:
    change = ("within: block", "within: block, people_before: [500, 900]")
    assert town.load(with_all(change)).plan.displacement is not None
