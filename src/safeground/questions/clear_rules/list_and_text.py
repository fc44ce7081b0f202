"""List, texts and times: they name the same blocks and the same deadline, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.rule import Found, rule
from safeground.questions.clear_rules.said_times import deadlines_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safeground.questions.clear_rules.case import NoticeCase


def needs_list_and_text(case: NoticeCase) -> str | None:
    """Return what is missing to hold a list against texts."""
    if not case.named_blocks.listed:
        return "a list of blocks that can be looked up"
    return None if case.named_blocks.in_texts else "a text that names blocks"


def needs_two_texts(case: NoticeCase) -> str | None:
    """Return what is missing to hold texts against each other."""
    if len(case.notice.text) < 2:
        return "a text in a second language"
    return None if case.named_blocks.in_texts else "a text that names blocks"


def needs_deadline_and_text(case: NoticeCase) -> str | None:
    """Return what is missing to hold the deadline against the texts."""
    if case.notice.deadline is None:
        return "a deadline beside the text"
    said = any(one.at is not None for one in deadlines_said(case.notice, case.reading))
    return None if said else "a text that says until when"


@rule("listed-not-in-text", "error", "C1", needs_list_and_text)
def listed_not_in_text(case: NoticeCase) -> Iterator[Found]:
    """The list holds blocks that no text names, though the texts name blocks.

    Error: who hears or forwards the text alone does not learn that they are meant.
    """
    named = case.named_blocks
    yield from _differ(
        case,
        named.listed - named.in_texts,
        "listed and not named in any text",
        "list of blocks",
        "Name these blocks in every text, or take them out of the list.",
    )


@rule("in-text-not-listed", "error", "C1", needs_list_and_text)
def in_text_not_listed(case: NoticeCase) -> Iterator[Found]:
    """A text names blocks that the list does not hold.

    Error: who looks their block up in the list is told the opposite of what the text says.
    """
    named = case.named_blocks
    extra = named.in_texts - named.listed
    where = ", ".join(f"text ({one})" for one, blocks in named.by_language.items() if blocks & extra)
    yield from _differ(
        case,
        extra,
        "named in a text and not listed",
        where,
        "Put these blocks on the list, or take them out of the text.",
    )


@rule("texts-differ", "error", "C1", needs_two_texts)
def texts_differ(case: NoticeCase) -> Iterator[Found]:
    """The texts of two languages name different blocks.

    Error: who reads only one of the languages is told another area. A text that names no block counts
    only where there is no list beside it.
    """
    named = case.named_blocks
    texts = {
        language: named.by_language.get(language, frozenset())
        for language in case.notice.text
        if language in named.by_language or not named.listed
    }
    for language, blocks in texts.items():
        missing = named.in_texts - blocks
        others = [one for one, theirs in texts.items() if theirs & missing]
        if others:
            yield from _differ(
                case,
                missing,
                f"named in the text in {words.listed(others)} and not in the text in {language}",
                f"text ({language})",
                "Name the same blocks in every language.",
            )


@rule("deadline-differs", "error", "C2", needs_deadline_and_text)
def deadline_differs(case: NoticeCase) -> Iterator[Found]:
    """A text says until when to leave, and none of its times is the notice's deadline.

    Error: who reads the text leaves at another time than the notice allows. Until when the notice is in
    force is another time.
    """
    assert case.notice.deadline is not None
    deadlines = deadlines_said(case.notice, case.reading)
    for language in case.notice.text:
        said = [one for one in deadlines if one.at and one.span.language == language]
        if said and not any(one.at == case.notice.deadline for one in said):
            first = said[0]
            assert first.at is not None
            yield Found(
                what=f"The text says {words.moment(first.at)}, the notice's deadline is "
                f"{words.moment(case.notice.deadline)}.",
                where=f'text ({language}), "{first.span.words}"',
                mend="Write the same time in the text and in the deadline.",
                evidence=tuple(f'"{one.span.words}"' for one in said),
            )


def _differ(case: NoticeCase, positions: Iterable[int], how: str, where: str, mend: str) -> Iterator[Found]:
    ids = case.ids(positions)
    if not ids:
        return
    shape = case.blocks_together(sorted(positions))
    persons, km2 = case.run.persons(shape), case.km2(shape)
    yield Found(
        what=f"{words.capital(words.blocks(ids))} {words.are(ids)} {how} ({words.ground(km2, persons)}).",
        where=where,
        mend=mend,
        evidence=words.as_evidence(ids),
        persons=persons,
        area_km2=km2,
    )
