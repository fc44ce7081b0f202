"""Places that a notice says lie in another: "X in Y", "X (Y)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from safeground.plan.names import NEAR
from safeground.questions.clear_rules.named import place_and_district

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.names import Name
    from safeground.questions.clear_rules.case import NoticeCase

_SAYS_IN: Final = re.compile(r"\(|\bin\b|\bفي\b|\b[ув]\b")
"""Words between a place and the district that it is said to lie in: ``X (Y)``, ``X in Y``."""
_PREFIX_IN: Final = ("ב", "ب")
"""Letters for *in* that are written together with the name."""
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class SaidWithin:
    """A place, the one that it is said to lie in, the words, and where they stand."""

    inner: Name
    outer: Name
    said: str
    where: str


def said_within(case: NoticeCase) -> tuple[SaidWithin, ...]:
    """Return each pair of a place and a district that a notice states, worked out once a notice.

    A list, "X, Y and Z", says nothing of where they lie.
    """
    return case.once("said within", lambda: (*_in_list(case), *_in_texts(case)))


def _in_list(case: NoticeCase) -> Iterator[SaidWithin]:
    names = case.run.names
    districts = {one.within for one in names.values()}
    for place in case.notice.places:
        inner, outer = (_clear(case, part) if part else None for part in place_and_district(place))
        if inner and outer in districts and outer is not None:
            yield SaidWithin(names[inner], names[outer], place, "list of places")


def _in_texts(case: NoticeCase) -> Iterator[SaidWithin]:
    names = case.run.names
    districts = {one.within for one in names.values()}
    for first, second in pairwise(case.reading.names):
        if first.span.language != second.span.language or not first.candidates or not second.candidates:
            continue
        inner, outer = first.candidates[0].name, second.candidates[0].name
        text = case.notice.text.get(first.span.language, "")
        between = text[first.span.end : second.span.start]
        if (
            len(between) > _LONGEST
            or outer not in districts
            or inner == outer
            or re.search(r"[.;:\n]", between)
        ):
            continue
        if _SAYS_IN.search(between) or (not between.strip() and second.span.words.startswith(_PREFIX_IN)):
            said = text[first.span.start : second.span.end]
            yield SaidWithin(names[inner], names[outer], said, f"text ({first.span.language})")


def _clear(case: NoticeCase, text: str) -> str | None:
    if case.run.around.names is None:
        return None
    found = case.run.around.names.match(text.strip())
    return found[0].name if found and found[0].certainty >= NEAR else None
