"""Right notices have no flaw, and every planted mistake is found: alone, and two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.generated.drafts import Draft, Ground, listed, printed
from tests.generated.gaza_map import gaza
from tests.generated.measure import Measured, measure
from tests.generated.planters import PLANTERS
from tests.generated.report import MASKED_BECAUSE, REPORT, SEED, read_table

from safeground.plan.reading.read import read_text
from safeground.questions.clear_rules import RULES

if TYPE_CHECKING:
    from pathlib import Path


def nothing_is_false(found: Measured) -> None:
    assert found.false_on_right == {}
    assert found.false == {}


def everything_is_found(found: Measured) -> None:
    assert found.found == found.planted
    assert found.exact == found.planted
    known = {frozenset(pair) for pair in MASKED_BECAUSE}
    assert [pair for pair in found.masked if frozenset(pair[:2]) not in known] == []


def test_every_rule_has_its_planter() -> None:
    assert set(PLANTERS) == {rule.name for rule in RULES}


def test_some_notices_of_the_town() -> None:
    found = measure(Ground.synthetic(), right=100, each=3, pairs=40, seed=SEED + 1, town=True)
    nothing_is_false(found)
    everything_is_found(found)


@pytest.mark.large
def test_many_notices_of_the_town() -> None:
    found = measure(Ground.synthetic(), right=2_000, each=40, pairs=500, seed=SEED + 2, town=True)
    nothing_is_false(found)
    everything_is_found(found)


@pytest.mark.large
def test_many_notices_of_the_published_blocks(real_data: Path) -> None:
    found = measure(gaza(real_data), right=1_000, each=20, pairs=0, seed=SEED + 3, town=False)
    nothing_is_false(found)
    everything_is_found(found)


def test_some_notices_of_the_published_blocks(real_data: Path) -> None:
    found = measure(gaza(real_data), right=20, each=1, pairs=0, seed=SEED + 4, town=False)
    nothing_is_false(found)
    everything_is_found(found)


def test_a_generator_that_prints_wrong_would_be_seen() -> None:
    """What is printed is the list: else right notices would prove nothing."""
    import numpy as np

    ground, random = Ground.synthetic(), np.random.default_rng(SEED)
    for _ in range(50):
        draft = Draft.draw(ground, random)
        for language in draft.languages:
            text = printed(draft.blocks, language, random)
            word = {"en": "blocks", "ar": "البلوكات", "he": "בלוקים", "uk": "квартали"}[language]
            reading = read_text({language: f"{word} {text}"}, names=None, blocks=None, issued=None, zone=None)
            assert tuple(one.item for one in reading.blocks) == listed(draft.blocks)


def test_the_report_is_of_a_full_run() -> None:
    rows = read_table(REPORT)
    assert {row["rule"] for row in rows} == set(PLANTERS)
    for row in rows:
        assert int(row["planted"]) >= 40
