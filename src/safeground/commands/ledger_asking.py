"""The commands that ask the ledger: list, show, compare, timeline."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from safeground.commands.ledger_terminal import (
    Exactly,
    Kinds,
    KnownAt,
    KnownByWay,
    LedgerFile,
    Stating,
    ValidAt,
    ZoneOfDays,
    instant,
    ledger_path,
    open_ledger,
    say,
    say_each,
    time_asked,
)
from safeground.commands.terminal import words_of
from safeground.errors import Fault, InputError

if TYPE_CHECKING:
    from safeground.ledger.store import Ledger


MOST_COMPARED = 20_000
"""Among so many of the latest ids the nearest to one that is not there is looked for."""


def list_(
    *,
    ledger: LedgerFile = None,
    subject: Exactly = None,
    measure: Exactly = None,
    kind: Kinds = "",
    source: Stating = None,
    place: str | None = None,
    track: Exactly = None,
    text: str | None = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    known_by: KnownByWay = "published",
    zone: ZoneOfDays = "",
    superseded: Annotated[bool, Parameter(negative=())] = False,
    limit: int | None = None,
) -> int:
    """Print the claims that answer, as that moment would have: one a line, with how surely each does.

    Parameters
    ----------
    place
        Exact name of the place.
    text
        Words that a claim must hold in any of its texts.
    superseded
        Also print claims that had been corrected or taken back by then, marked.
    limit
        Print so many at most.
    """
    from safeground.ledger.fields import CHOICES
    from safeground.ledger.queries import Query, ask
    from safeground.ledger.wording import answer_lines

    if limit is not None and limit < 1:
        raise InputError([Fault("", "--limit", str(limit), "1 or more", "Leave it out to print all.")])
    query = Query(
        subject=subject,
        measure=measure,
        kinds=words_of("--kind", kind, CHOICES["kind"]),
        source=source,
        place=place,
        track=track,
        text=text,
        valid_at=time_asked("--valid-at", valid_at, zone),
        known_at=time_asked("--known-at", known_at, zone),
        known_by=known_by,
        superseded=superseded,
        limit=limit,
    )
    with open_ledger(ledger_path(ledger), read_only=True) as opened:
        answer = ask(opened, query)
    say_each(answer_lines(answer, zone or None))
    return 0


def show(id: str, *, ledger: LedgerFile = None) -> int:  # noqa: A002
    """Print a claim with everything that happened to it.

    Parameters
    ----------
    id
        Name of the claim.
    """
    from safeground.ledger.rows import claim_of
    from safeground.ledger.story import story

    place = ledger_path(ledger)
    with open_ledger(place, read_only=True) as opened:
        held = opened.claims(ids=[id])
        entries = {entry.number: entry for entry in (*held, *opened.touching([id]))}
        erased = bool(opened.erased_ids([id]))
        near = [] if held or erased else _near_ids(opened, id)
    claims = [claim for one in held if one.event is not None and (claim := claim_of(one.event)) is not None]
    if not claims and erased:
        gone = "a claim that it holds still", "Nothing is left to show; safeground ledger verify counts it."
        raise InputError([Fault(str(place), "", f"{id!r}, which was erased", *gone)])
    if not claims:
        fix = f"The nearest is {near[0]}." if near else "List them: safeground ledger list."
        raise InputError([Fault(str(place), "", repr(id), "the id of a claim that it holds", fix)])
    say_each(story(claims[-1], [entries[number] for number in sorted(entries)]))
    return 0


def compare(
    subject: str,
    measure: str | None = None,
    *,
    ledger: LedgerFile = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    known_by: KnownByWay = "published",
    zone: ZoneOfDays = "",
) -> int:
    """Print rival claims side by side: what differs, what is disputed, how many sources are independent.

    Parameters
    ----------
    subject
        Exactly as recorded.
    measure
        Exactly as recorded. Where not given: each of the subject's measures, one after the other; what two
        counters count at one gate is often not the same thing.
    ledger
        The ledger. Where not given: the one `.ledger` file in this folder.
    """
    from dataclasses import replace

    from safeground.ledger.comparison_words import comparison_lines
    from safeground.ledger.queries import Query, ask
    from safeground.ledger.rivals import compare as side_by_side
    from safeground.ledger.wording import left_out_lines

    query = Query(
        subject=subject,
        measure=measure,
        valid_at=time_asked("--valid-at", valid_at, zone),
        known_at=time_asked("--known-at", known_at, zone),
        known_by=known_by,
    )
    with open_ledger(ledger_path(ledger), read_only=True) as opened, opened.snapshot():
        whole = ask(opened, query)
        measures = [measure] if measure else sorted({one.claim.measure for one in whole})
        asked = [replace(query, measure=each) for each in measures] or [query]
        compared = [side_by_side(opened, each) for each in asked]
    for comparison in compared:
        say_each(comparison_lines(comparison, zone or None))
    if measures and measure is None:
        told = {name for one in compared for left in one.answer.left_out for name in left.ids}
        rest = (
            replace(left, ids=tuple(name for name in left.ids if name not in told)) for left in whole.left_out
        )
        say_each(left_out_lines(replace(whole, left_out=tuple(left for left in rest if left.ids))))
    return 0


def timeline(
    *,
    out: Path,
    ledger: LedgerFile = None,
    subject: Exactly = None,
    measure: Exactly = None,
    kind: Kinds = "",
    source: Stating = None,
    known_at: str | None = None,
    known_by: KnownByWay = "published",
    since: str | None = None,
    until: str | None = None,
    zone: str = "",
    title: str | None = None,
    public: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write a timeline as one HTML page: rival claims side by side over time, each with its source.

    Parameters
    ----------
    out
        The page. Without `--public` its name must contain the word restricted.
    known_at
        The moment by which claims must have been known: `2023-12-01T12:00+02:00`, or a day with `--zone`.
    since
        Only claims about the time since then, or said or published in it.
    until
        Only claims about the time until then, or said or published in it.
    zone
        Zone of days that are asked for: `Asia/Gaza`.
    title
        What the page is about.
    public
        Only claims marked public, without coordinates, notes, recorders and origins.
    """
    from safeground.ledger.exporting.whole_file import refuse_name, whole_file
    from safeground.ledger.fields import CHOICES
    from safeground.ledger.queries import Query
    from safeground.publish.timeline import write_timeline
    from safeground.publish.timeline_json import read_timeline

    refuse_name(out, (".html",), public=public)
    query = Query(
        subject=subject,
        measure=measure,
        kinds=words_of("--kind", kind, CHOICES["kind"]),
        source=source,
        known_at=time_asked("--known-at", known_at, zone),
        known_by=known_by,
    )
    first, last = instant("--since", since, zone), instant("--until", until, zone, end=True)
    if first is not None and last is not None and last < first:
        fault = Fault("", "--until", str(until), f"a time not before --since {since}", "Exchange the two.")
        raise InputError([fault])
    with open_ledger(ledger_path(ledger), read_only=True) as opened:
        page = write_timeline(
            opened,
            query,
            edition="public" if public else "restricted",
            since=first,
            until=last,
            title=title,
        )
    with whole_file(out, public=public) as file:
        file.write(page)
    drawn = read_timeline(page)
    say(f"{out}: {len(drawn.claims):,} claims; {'public' if public else 'RESTRICTED'}.")
    if drawn.left_out:
        say(f"{drawn.left_out:,} more did not fit on it: ask for less, as with --subject or --since.")
    return 0


def _near_ids(held: Ledger, asked: str) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(asked, held.latest_ids(MOST_COMPARED), n=1)
