"""Names that nobody can look up, that stand twice, or that may mean several things."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.rule import Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.clear_rules.named import Item, PlaceNamed

MOST_SOUGHT = 12
"""So many unknown blocks get candidates, and so many candidates are shown; all are listed."""


def needs_blocks(case: NoticeCase) -> str | None:
    """Return what is missing to look blocks up."""
    if not case.run.block_ids:
        return "the published blocks"
    return None if case.named_blocks.sources else "a list or text that names blocks"


def needs_place_names(case: NoticeCase) -> str | None:
    """Return what is missing to look places up."""
    if case.run.around.names is None:
        return "a gazetteer of names"
    named = case.places.stated or case.places.read or case.places.towards
    return None if named else "a place that it names"


@rule("unknown-block", "error", "C1", needs_blocks)
def unknown_block(case: NoticeCase) -> Iterator[Found]:
    """An item of the list or of a text names no published block.

    Error: people of the block that was meant are not told.
    """
    for where, items in case.named_blocks.sources:
        unknown = [one for one in items if not one.read.members and not one.read.below]
        if unknown:
            names = list(dict.fromkeys(one.words for one in unknown))
            nearest = _candidates(case, names)
            why = [one.read.wrong for one in unknown if one.read.wrong is not None]
            yield Found(
                what=f"{_items(names)} no published block{nearest}.",
                where=where,
                mend=why[0][2]
                if len(names) == 1 and why and not nearest
                else "Check the numbers on the block map.",
                evidence=tuple(f"item {one}" for one in names),
            )


@rule("ambiguous-block", "error", "C1", needs_blocks)
def ambiguous_block(case: NoticeCase) -> Iterator[Found]:
    """A whole number is named of which only parts are blocks: 220, where the map has 220.1 and 220.2.

    Error: people cannot tell whether their part is meant.
    """
    for where, items in case.named_blocks.sources:
        for one in _each(items):
            if one.read.below:
                below = one.read.candidates
                yield Found(
                    what=f"Block {one.words} is published in parts only: {words.listed(below)}.",
                    where=where,
                    mend="Name the parts that are meant.",
                    evidence=(f"item {one.words}", *words.as_evidence(below)),
                )


@rule("range-end-unknown", "warning", "C1", needs_blocks)
def range_end_unknown(case: NoticeCase) -> Iterator[Found]:
    """A range begins or ends at a number that is no published block.

    Warning: the blocks between are known; whether one more was meant is not.
    """
    for where, items in case.named_blocks.sources:
        for one in _each(items):
            if one.read.missing_ends:
                ends = words.listed(one.read.missing_ends)
                yield Found(
                    what=f"The range {one.words} has an end that is no published block: {ends}.",
                    where=where,
                    mend="Let the range begin and end at published blocks.",
                    evidence=(f"item {one.words}",),
                )


@rule("repeated-block", "warning", "C1", needs_blocks)
def repeated_block(case: NoticeCase) -> Iterator[Found]:
    """A block stands twice in one list or text, by itself or in ranges that overlap.

    Warning: the ground is the same, but one of the two numbers was often meant to be another.
    """
    for where, items in case.named_blocks.sources:
        times = Counter(i for one in items for i in one.read.members)
        twice = {i for i, count in times.items() if count > 1}
        if twice:
            ids = case.ids(twice)
            by = list(dict.fromkeys(one.words for one in items if twice.intersection(one.read.members)))
            yield Found(
                what=f"{words.capital(words.blocks(ids))} {'stand' if len(ids) > 1 else 'stands'} more than "
                f"once, in {words.listed(by)}.",
                where=where,
                mend="Name each block once; check whether another number was meant.",
                evidence=words.as_evidence(ids),
            )


@rule("unknown-place", "warning", "C1", needs_place_names)
def unknown_place(case: NoticeCase) -> Iterator[Found]:
    """A place that the notice is said to be for is in no spelling of the gazetteer of names.

    Warning: people who live there may know it by that name; the gazetteer may lack it.
    """
    for one in _each_place(case.places.stated):
        if one.name is None and not one.ambiguous:
            near = [case.run.names[other.name].spellings[0] for other in one.candidates[:3]]
            yield Found(
                what=f'"{one.words}" is no known place{f"; nearest: {words.listed(near)}" if near else ""}.',
                where=one.where,
                mend="Write the name as the gazetteer does, or add this spelling to it.",
                evidence=tuple(f"{c.spelling}: certainty {c.certainty:.2f}" for c in one.candidates[:3]),
            )


@rule("ambiguous-place", "warning", "C1", needs_place_names)
def ambiguous_place(case: NoticeCase) -> Iterator[Found]:
    """A place name may mean several places of the gazetteer.

    Warning: people of each of them may take it for theirs; often the blocks beside it tell which is
    meant.
    """
    for one in _each_place((*case.places.stated, *case.places.read, *case.places.towards)):
        if one.ambiguous:
            ids = dict.fromkeys(other.name for other in one.candidates)
            said = [f"{case.run.names[other].spellings[0]} ({other})" for other in ids]
            yield Found(
                what=f'"{one.words}" may be {words.listed(said).replace(" and ", " or ")}.',
                where=one.where,
                mend="Add the district, or the blocks.",
                evidence=tuple(f"{c.spelling}: certainty {c.certainty:.2f}" for c in one.candidates),
            )


@rule("unread-words", "note", "C1")
def unread_words(case: NoticeCase) -> Iterator[Found]:
    """Words of a text look like a block, a time, a name or a size, and could not be read.

    Note: no fault is shown; what was not read was not tested either.
    """
    for one in case.reading.unread:
        yield Found(
            what=f'"{one.span.words}" could not be read: {one.why}.',
            where=f"text ({one.span.language})",
            mend="Look whether it is right, and whether it can be written more plainly.",
            evidence=(f"characters {one.span.start} to {one.span.end}",),
        )


def _items(names: list[str]) -> str:
    kind = "The item" if len(names) == 1 else "The items"
    return f"{kind} {words.listed(names)} {'name' if len(names) > 1 else 'names'}"


def _candidates(case: NoticeCase, names: list[str]) -> str:
    said = []
    for one in names[:MOST_SOUGHT]:
        near = case.run.block_index.read(one).candidates
        if near:
            said.append(f"{one} may be {words.listed(near).replace(' and ', ' or ')}")
    return f"; {', '.join(said)}" if said else ""


def _each(items: tuple[Item, ...]) -> list[Item]:
    return list({one.words: one for one in items}.values())


def _each_place(places: tuple[PlaceNamed, ...]) -> list[PlaceNamed]:
    return list({(one.words, one.where): one for one in places}.values())
