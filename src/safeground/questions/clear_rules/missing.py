"""What a notice does not say: for whom, from when, by when, where to, which way, until when.

What its text says counts as said, in any language. Where only fields are known, and no text, nobody can tell
whether the notice said it: the rule is not tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.rule import Found, rule
from safeground.questions.clear_rules.said_times import deadlines_said, of_the_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safeground.plan.reading.text_reading import Topic
    from safeground.questions.clear_rules.case import NoticeCase


def needs_issue_and_deadline(case: NoticeCase) -> str | None:
    """Return what is missing to hold the deadline against the issue."""
    if case.begins is None:
        return "when it was issued"
    return None if case.deadline is not None else "a deadline"


def needs_languages(case: NoticeCase) -> str | None:
    """Return what is missing to say which languages it lacks."""
    if not case.run.around.languages:
        return "the languages that people there read"
    return None if _languages(case) else "the languages of the notice"


def unless(field_says: Callable[[NoticeCase], bool]) -> Callable[[NoticeCase], str | None]:
    """Return what is missing to say that a notice leaves something out: its text, unless a field says it."""

    def needs_text(case: NoticeCase) -> str | None:
        known = field_says(case) or any(text.strip() for text in case.notice.text.values())
        return None if known else "its text"

    return needs_text


@rule("no-area", "error", "C1")
def no_area(case: NoticeCase) -> Iterator[Found]:
    """It names no block and no place, and draws nothing.

    Error: nobody knows whether they are meant; an alert without its polygon went to ten million people in
    Los Angeles in 2025.
    """
    named = case.named_blocks.sources or case.places.stated or case.places.read
    if not named and case.notice.drawn is None:
        yield _missing("area", "for which area it is", "Name the blocks or places, and draw them.")


@rule("no-start", "warning", "C2", unless(lambda case: case.notice.starts is not None))
def no_start(case: NoticeCase) -> Iterator[Found]:
    """It does not say from when it holds, in its fields or in its texts.

    Warning: people take it to hold at once, which is mostly meant; a warning of a later time is then
    misread. A time at which it ends or people may return is no start.
    """
    said = any(not one.until and not of_the_end(case.notice, case.reading, one) for one in case.reading.times)
    if case.notice.starts is None and not said:
        yield _missing("start", "from when it holds", "Say from when it holds, with date, hour and zone.")


@rule("no-issue-time", "warning", "C2")
def no_issue_time(case: NoticeCase) -> Iterator[Found]:
    """It does not say when it was issued.

    Warning: nobody can tell whether a later notice has replaced it, or how much time it leaves.
    """
    if case.notice.issued is None:
        yield _missing("issue", "when it was issued", "Print date, hour and zone of issue on it.")


@rule("no-deadline", "error", "C2", unless(lambda case: case.notice.deadline is not None))
def no_deadline(case: NoticeCase) -> Iterator[Found]:
    """It does not say by when people are to be gone or there.

    Error: "leave" without a time cannot be followed by whoever needs to fetch family, find transport or
    rest; complaint 3 of the field: told to leave and not told by when. Until when the notice is in force
    is no deadline.
    """
    if case.notice.deadline is None and not deadlines_said(case.notice, case.reading):
        yield _missing("deadline", "by when people are to leave", "State a deadline, and what it means.")


@rule("deadline-before-issue", "error", "C2", needs_issue_and_deadline)
def deadline_before_issue(case: NoticeCase) -> Iterator[Found]:
    """The deadline is not after the issue.

    Error: nobody can keep it; mostly a slip of the day or of the zone.
    """
    begins, deadline = case.begins, case.deadline
    assert begins is not None
    assert deadline is not None
    if deadline <= begins:
        yield Found(
            what=f"The deadline, {words.moment(deadline)}, is not after the issue, {words.moment(begins)}.",
            where="deadline",
            mend="Check the day and the zone of both.",
        )


@rule("no-zone", "warning", "C2")
def no_zone(case: NoticeCase) -> Iterator[Found]:
    """A time is written without its zone or offset.

    Warning: people there read it as local time; those who follow from elsewhere, and machines, are hours
    off.
    """
    for field in case.notice.naive:
        yield Found(
            what=f"The time of {field} has no zone; it was read in the plan's.",
            where=field,
            mend="Write the offset: 2026-03-04T18:00+02:00.",
        )
    seen = set()
    for one in case.reading.times:
        if not one.zoned and (one.span.language, one.span.words) not in seen:
            seen.add((one.span.language, one.span.words))
            yield Found(
                what=f'"{one.span.words}" has no zone.',
                where=f"text ({one.span.language})",
                mend='Add the zone, or "local time".',
            )


@rule("no-destination", "error", "C5", unless(lambda case: bool(case.notice.to)))
def no_destination(case: NoticeCase) -> Iterator[Found]:
    """It does not say where people are to go.

    Error: complaint 3 of the field: 34 orders of 2025 told people to leave towards areas that were not
    defined. An arrow alone is a way and no place.
    """
    named = case.notice.to or case.places.towards or case.named_blocks.aside
    if not named and not _speaks(case, "destination"):
        yield _missing("destination", "where people are to go", "Name the destination, and draw it.")


@rule("no-route", "warning", "C4", unless(lambda case: bool(case.notice.routes or case.notice.arrows)))
def no_route(case: NoticeCase) -> Iterator[Found]:
    """It names no way, and draws no arrow.

    Warning: people who know the place find one; whether it is the open one they do not know.
    """
    if not case.notice.routes and not case.notice.arrows and not _speaks(case, "route"):
        yield _missing("route", "which way to take", "Name the way, and when it is open.")


@rule("no-end", "warning", "C11", unless(lambda case: bool(case.notice.end or case.notice.ends)))
def no_end(case: NoticeCase) -> Iterator[Found]:
    """It says neither when it ends nor on which condition people may return.

    Warning: an order without an end stays in force for ever, and displacement must be temporary
    (customary rule 132 as requirements name it).
    """
    if case.notice.end is None and case.notice.ends is None and not _speaks(case, "end"):
        yield _missing("end", "when it ends, or when people may return", "State the end, or its condition.")


@rule("no-word-on-those-who-stay", "warning", "C12", unless(lambda case: case.notice.stays is not None))
def no_word_on_those_who_stay(case: NoticeCase) -> Iterator[Found]:
    """It says nothing to those who stay or cannot leave.

    Warning: they keep their protection whether or not it is said; unsaid, many believe that they lose it.
    """
    if case.notice.stays is None and not _speaks(case, "stays"):
        yield _missing(
            "those who stay",
            "what holds for those who stay or cannot leave",
            "Say that people who stay keep their protection, and whom those call who cannot leave.",
        )


@rule("no-contact", "warning", "C9", unless(lambda case: case.notice.contact is not None))
def no_contact(case: NoticeCase) -> Iterator[Found]:
    """It names nobody to ask.

    Warning: people who do not understand it, or cannot leave, have nobody to tell.
    """
    if case.notice.contact is None and not _speaks(case, "contact"):
        yield _missing(
            "contact", "whom to ask", "Name a telephone number or a place where questions are answered."
        )


@rule("language-missing", "error", "C9", needs_languages)
def language_missing(case: NoticeCase) -> Iterator[Found]:
    """It is not published in a language that the plan names as one that people there read.

    Error: for those who read only that language there is no notice.
    """
    has = _languages(case)
    missing = [one for one in case.run.around.languages if one.split("-")[0].lower() not in has]
    if missing:
        yield Found(
            what=f"It is published in {words.listed(sorted(has))} and not in {words.listed(missing)}.",
            where="languages",
            mend=f"Publish it in {words.listed(missing)} too.",
            evidence=tuple(f"language {one}" for one in missing),
        )


def _languages(case: NoticeCase) -> set[str]:
    """Return its languages without their regions; those of its texts where it has texts."""
    stated = case.notice.text or case.notice.languages
    return {one.split("-")[0].lower() for one in stated}


def _speaks(case: NoticeCase, topic: Topic) -> bool:
    return any(one == topic for one, _ in case.reading.topics)


def _missing(where: str, what: str, mend: str) -> Found:
    return Found(what=f"It does not say {what}.", where=where, mend=mend)
