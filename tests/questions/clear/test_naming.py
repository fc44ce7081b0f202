"""Unknown, repeated and ambiguous names."""

from dataclasses import replace

import pytest
from tests.questions.clear.town import Case, alone, within


def with_parts(town):
    """Block 100 is published as 100.1, and 3 as 3.1 and 3.2 would be: two blocks more."""
    return replace(town.blocks, ids=(*town.ids[:-2], "220.1", "220.2"))


CASES = (
    Case(
        "unknown-block",
        "a number that does not exist",
        alone(text={}, blocks=("1-2", "11-12", "210")),
        "The item 210 names no published block; 210 may be 21, 20 or 10.",
    ),
    Case(
        "unknown-block",
        "a range written backwards",
        alone(text={}, blocks=("1-2", "12-11")),
        "The item 12-11 names no published block.",
    ),
    Case("unknown-block", "all known", alone()),
    Case("unknown-block", "Arabic digits", alone(blocks=("١-٢", "١١-١٢"))),
    Case(
        "ambiguous-block",
        "only its parts are published",
        within({"blocks": with_parts}, text={}, blocks=("1-2", "220")),
        "Block 220 is published in parts only: 220.1 and 220.2.",
    ),
    Case("ambiguous-block", "a part", within({"blocks": with_parts}, text={}, blocks=("1-2", "220.1"))),
    Case(
        "range-end-unknown",
        "it ends beyond the last block",
        alone(text={}, blocks=("98-105",)),
        "The range 98-105 has an end that is no published block: 105.",
    ),
    Case("range-end-unknown", "both ends known", alone()),
    Case(
        "repeated-block",
        "ranges that overlap",
        alone(text={}, blocks=("1-4", "3-5", "9")),
        "Blocks 3 and 4 stand more than once, in 1-4 and 3-5.",
    ),
    Case(
        "repeated-block",
        "by itself",
        alone(text={}, blocks=("1", "2", "1")),
        "Block 1 stands more than once, in 1.",
    ),
    Case("repeated-block", "list and text name the same once each", alone()),
    Case(
        "unknown-place",
        "no such place",
        alone(places=("Xanadu",)),
        '"Xanadu" is no known place.',
    ),
    Case("unknown-place", "in Arabic", alone(places=("البلدة القديمة",))),
    Case(
        "ambiguous-place",
        "two of one name",
        alone(places=("Springs",)),
        '"Springs" may be Springs (spring 1) or Springs (spring 2).',
    ),
    Case("ambiguous-place", "one of its name", alone(places=("Old Town",))),
    Case(
        "unread-words",
        "blocks taken out",
        alone(text=lambda t: {"en": t.text("1-2, 11-12 except block 12")}),
        "\"except block 12\" could not be read: blocks that 'except' takes out are not read.",
    ),
    Case("unread-words", "all read", alone()),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)


def test_every_unknown_block_is_listed_though_few_get_candidates(town):
    many = tuple(str(i) for i in range(1000, 1200))
    (flaw,) = town.found("unknown-block", town.notice(text={}, blocks=many))
    assert flaw.evidence == tuple(f"item {one}" for one in many)
    assert flaw.what.startswith("The items 1000, 1001, ")
