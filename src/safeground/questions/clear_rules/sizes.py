"""Sizes and shares that a text states, held against the ground that it speaks of.

A number may be of anything, so it is held against all that the notice speaks of: the area named, the area
drawn, each destination, each named place, the territory. It is right if it fits one of them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from safeground.quantity import Range
from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.endpoints import endpoints
from safeground.questions.clear_rules.rule import Found, rule
from safeground.standards import standard
from safeground.wording import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.reading.text_reading import SizeRead
    from safeground.questions.clear_rules.case import NoticeCase

TOGETHER = 80
"""A size and a share that stand at most so many characters apart are said of the same ground."""


def needs_sizes_and_area(case: NoticeCase) -> str | None:
    """Return what is missing to hold a size against ground."""
    if not any(one.km2 is not None for one in case.reading.sizes):
        return "a size in its text"
    return None if case.area is not None else "the area that it is for"


def needs_sizes_and_territory(case: NoticeCase) -> str | None:
    """Return what is missing to hold a size against the whole."""
    if not any(one.km2 is not None for one in case.reading.sizes):
        return "a size in its text"
    return None if case.run.territory is not None else "the territory's outline"


def needs_shares(case: NoticeCase) -> str | None:
    """Return what is missing to test a share by itself."""
    return None if any(one.share is not None for one in case.reading.sizes) else "a share in its text"


def needs_shares_and_whole(case: NoticeCase) -> str | None:
    """Return what is missing to hold a share against ground."""
    if needs_shares(case):
        return needs_shares(case)
    if case.area is None:
        return "the area that it is for"
    of = [_whole_km2(case, one) for one in case.reading.sizes if one.share is not None]
    return None if any(one is not None for one in of) else "the outline of what the share is of"


def needs_both(case: NoticeCase) -> str | None:
    """Return what is missing to hold a size and a share against each other."""
    pairs = list(_pairs(case))
    if not pairs:
        return "a size and a share of the same ground in its text"
    whole = any(_whole_km2(case, share) is not None for _, share in pairs)
    return None if whole else "the outline of what the share is of"


@rule("size-larger-than-all", "error", "C1", needs_sizes_and_territory)
def size_larger_than_all(case: NoticeCase) -> Iterator[Found]:
    """A size in the text is larger than the whole territory.

    Error: no area can be so large; "1,158 km²" of a territory of 365.
    """
    assert case.run.territory is not None
    whole = case.km2(case.run.territory)
    for one in case.reading.sizes:
        if one.km2 is not None and one.km2 > whole * (1 + _error()):
            yield _found(
                one,
                f"{number(one.km2, digits=4)} km² are more than the whole territory, {number(whole)} km².",
                "State the size of the area that is drawn.",
            )


@rule("share-larger-than-all", "error", "C1", needs_shares)
def share_larger_than_all(case: NoticeCase) -> Iterator[Found]:
    """A share in the text is larger than the whole.

    Error: there is no such part.
    """
    for one in case.reading.sizes:
        if one.share is not None and one.share > 1:
            yield _found(one, f"{_percent(one.share)} are more than the whole.", "State the right share.")


@rule("size-differs", "warning", "C1", needs_sizes_and_area)
def size_differs(case: NoticeCase) -> Iterator[Found]:
    """A size in the text fits nothing that the notice names, draws or sends people to.

    Warning: it misleads on how much is meant, but blocks and map tell where. It may differ by
    ``clear.size_error``.
    """
    known = _known_km2(case)
    for one in case.reading.sizes:
        if one.km2 is None or any(_fits(one.km2, km2) for _, km2 in known):
            continue
        if case.run.territory is not None and one.km2 > case.km2(case.run.territory) * (1 + _error()):
            continue
        said = "; ".join(f"{what} {words.surface(km2)}" for what, km2 in known[:3])
        yield _found(
            one,
            f"The text says {number(one.km2, digits=4)} km². Measured: {said}.",
            "State the size measured.",
        )


@rule("share-differs", "warning", "C1", needs_shares_and_whole)
def share_differs(case: NoticeCase) -> Iterator[Found]:
    """A share in the text is not the share that the area named or drawn has.

    Warning: as ``size-differs``. It may differ by ``clear.share_error`` beside ``clear.size_error``. A
    share that is said of no place is taken of the territory.
    """
    areas = [(what, km2) for what, km2 in _known_km2(case) if what != "the territory"]
    for one in case.reading.sizes:
        whole = _whole_km2(case, one)
        if one.share is None or one.share > 1 or whole is None:
            continue
        if any(_share_fits(one.share, km2 / whole) for _, km2 in areas):
            continue
        said = "; ".join(f"{what} {_percent(km2 / whole)}" for what, km2 in areas[:3])
        yield _found(
            one,
            f"The text says {_percent(one.share)} of {_whole_name(case, one)}. Measured: {said}.",
            "State the share measured.",
        )


@rule("size-and-share-disagree", "error", "C1", needs_both)
def size_and_share_disagree(case: NoticeCase) -> Iterator[Found]:
    """A size and a share of the same ground cannot both be right.

    Error: at least one of them is wrong by itself, whatever is drawn. What is larger than the whole has
    rules of its own.
    """
    for size, share in _pairs(case):
        whole = _whole_km2(case, share)
        if whole is None or size.km2 is None or share.share is None:
            continue
        if size.km2 > whole * (1 + _error()) or share.share > 1:
            continue
        if not _share_fits(share.share, size.km2 / whole):
            yield _found(
                size,
                f"{number(size.km2, digits=4)} km² are {_percent(size.km2 / whole)} of "
                f"{_whole_name(case, share)}, not {_percent(share.share)}.",
                "State a size and a share of the same area.",
            )


def _pairs(case: NoticeCase) -> Iterator[tuple[SizeRead, SizeRead]]:
    sizes = [one for one in case.reading.sizes if one.km2 is not None]
    shares = [one for one in case.reading.sizes if one.share is not None]
    for size, share in product(sizes, shares):
        gap = max(size.span.start, share.span.start) - min(size.span.end, share.span.end)
        if size.span.language == share.span.language and gap <= TOGETHER:
            yield size, share


def _known_km2(case: NoticeCase) -> list[tuple[str, float]]:
    known = [("the area named", case.named), ("the area drawn", case.drawn)]
    known += [("the blocks named", case.blocks_union)] if case.added_places else []
    known += [(one.called, one.shape) for one in endpoints(case) if not one.arrow]
    known += [
        (case.run.names[one].spellings[0], case.run.outlines[one])
        for one in case.places.meant
        if one in case.run.outlines
    ]
    known += [("the territory", case.run.territory)]
    return [(what, case.km2(shape)) for what, shape in known if shape is not None and shape.area > 0]


def _whole_km2(case: NoticeCase, share: SizeRead) -> float | None:
    shape = case.run.territory if share.of is None else case.run.outlines.get(share.of)
    return None if shape is None else case.km2(shape)


def _whole_name(case: NoticeCase, share: SizeRead) -> str:
    return "the territory" if share.of is None else case.run.names[share.of].spellings[0]


def _error() -> float:
    return standard("clear.size_error").range.high


def _fits(said: float, measured: float) -> bool:
    return abs(said - measured) <= _error() * measured


def _share_fits(said: float, measured: float) -> bool:
    return abs(said - measured) <= standard("clear.share_error").range.high + _error() * measured


def _percent(share: float) -> str:
    return percent(Range.exact(share, "share"))


def _found(size: SizeRead, what: str, mend: str) -> Found:
    return Found(
        what=what,
        where=f'text ({size.span.language}), "{size.span.words}"',
        mend=mend,
        evidence=(f'"{size.span.words}"',),
    )
