"""Precision and recall of every rule: right notices, one mistake each, and two together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from tests.generated.drafts import Draft
from tests.generated.planters import ON_THE_TOWN_ONLY, PLANTERS, together

from safeground.plan.reading.read import read_text
from safeground.questions import clear

if TYPE_CHECKING:
    from tests.generated.drafts import Ground
    from tests.generated.planters import Planted

    from safeground.questions.flaw import Flaw


@dataclass
class Measured:
    """What a run found.

    Parameters
    ----------
    right
        How many right notices were looked at.
    false_on_right
        Rule → flaws found in them.
    planted, found, exact
        Rule → how often it was planted, found, and found with just the blocks where these are known.
    false
        Rule → how often it spoke of a notice in which something else was planted.
    pairs, pairs_found
        Notices with two mistakes, and how many of those mistakes were found.
    masked
        Pairs of which one mistake was not found, with the one that was missed.
    """

    right: int = 0
    false_on_right: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    pairs: int = 0
    pairs_found: int = 0
    masked: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def precision(self, rule: str) -> float:
        wrong = self.false[rule] + self.false_on_right[rule]
        return self.found[rule] / (self.found[rule] + wrong) if self.found[rule] + wrong else 1.0

    def recall(self, rule: str) -> float:
        return self.found[rule] / self.planted[rule]


def flaws(ground: Ground, draft: Draft, planted: Planted) -> tuple[Flaw, ...]:
    """Everything that the rules say of a planted notice."""
    town = ground.town
    every = (*planted.others, planted.notice)
    around = town.around(*every, **({"languages": draft.languages} | planted.around))
    readings = {
        one.id: read_text(one.text, names=around.names, blocks=around.blocks, issued=one.issued, zone=None)
        for one in every
    }
    return clear.examine((planted.notice,), readings, around)


def measure(ground: Ground, *, right: int, each: int, pairs: int, seed: int, town: bool) -> Measured:
    """Look at ``right`` right notices, ``each`` of every planter, and ``pairs`` with two mistakes.

    ``town`` says whether the ground is the synthetic town, where every planter can be used.
    """
    random, result = np.random.default_rng(seed), Measured()
    for _ in range(right):
        draft = Draft.draw(ground, random)
        result.right += 1
        notice = draft.notice()
        result.false_on_right.update(one.rule for one in ground.town.flaws(notice, languages=draft.languages))
    rules = [rule for rule in PLANTERS if town or rule not in ON_THE_TOWN_ONLY]
    for rule in rules:
        for _ in range(each):
            draft = Draft.draw(ground, random)
            planted = PLANTERS[rule](draft, random)
            said = flaws(ground, draft, planted)
            mine = [one for one in said if one.rule == rule]
            result.planted[rule] += 1
            result.found[rule] += bool(mine)
            result.exact[rule] += any(planted.evidence <= frozenset(one.evidence) for one in mine)
            result.false.update({one.rule for one in said} - planted.also - {rule})
    while result.pairs < pairs:
        one, another = map(str, random.choice(rules, size=2, replace=False))
        draft = Draft.draw(ground, random)
        both = together(draft, PLANTERS[one](draft, random), PLANTERS[another](draft, random))
        if both is None:
            continue
        said_rules = {flaw.rule for flaw in flaws(ground, draft, both)}
        result.pairs += 1
        for rule in (one, another):
            result.pairs_found += rule in said_rules
            if rule not in said_rules:
                result.masked[one, another, rule] += 1
    return result
