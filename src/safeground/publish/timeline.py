"""The timeline of a ledger: one HTML file that fetches nothing, each claim in a table and on an axis."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup

import safeground
from safeground.characters import shown
from safeground.ledger.knowing import out_between
from safeground.ledger.moments import moment
from safeground.ledger.queries import Query
from safeground.ledger.wording import time_words
from safeground.publish.embedding import embedded, policy_hash
from safeground.publish.figures import Figures, apart
from safeground.publish.page import environment_with
from safeground.publish.timeline_axis import DAY, Axis, minute, minute_after
from safeground.publish.timeline_choice import choose
from safeground.publish.timeline_drawing import ruler, strip
from safeground.publish.timeline_json import timeline_data
from safeground.publish.timeline_lanes import subjects
from safeground.publish.timeline_rows import KIND_WORDS
from safeground.publish.timeline_words import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.queries import Known
    from safeground.ledger.store import Ledger
    from safeground.publish.timeline_lanes import Subject
    from safeground.publish.timeline_rows import Row

Edition = Literal["restricted", "public"]

EVERYTHING: Final = Query()
MOST_CLAIMS: Final = 5_000
"""How many claims one page holds; the newest are kept, and the page says how many are not there."""


def write_timeline(
    ledger: Ledger,
    query: Query = EVERYTHING,
    *,
    edition: Edition = "restricted",
    since: datetime | None = None,
    until: datetime | None = None,
    title: str | None = None,
    most: int = MOST_CLAIMS,
) -> bytes:
    """Return a timeline of the claims that answer a query, as one HTML page.

    Parameters
    ----------
    ledger
        Where the claims are.
    query
        Which of them; its times are applied before anything is drawn.
    edition
        ``public``: only claims marked public, without recorder, note, origin and coordinates.
    since, until
        Only claims about this range, or said or published in it; the axis shows it.
    title
        What the page is about; None: the subject and the measure asked for.
    most
        How many claims the page holds at most.
    """
    public = edition == "public"
    query = replace(query, superseded=True)
    chosen = choose(ledger, query, since, until, most=most, public=public)
    axis = _axis(chosen.claims, since, until)
    laid_out = subjects(chosen.claims, chosen.found, query, public=public)
    placed = [row for subject in laid_out for lane in subject.lanes for row in lane.rows]
    data = timeline_data(placed, axis, edition=edition, left_out=chosen.older)
    pages = environment_with(Figures(edition), {})
    pages.filters.update(
        shown=lambda text: shown(str(text)),
        spaced=spaced,
        apart=apart,
        strip=lambda row: strip(row.claim, axis),
    )
    script = "" if pages.loader is None else pages.loader.get_source(pages, "timeline.js")[0]
    context: dict[str, Any] = {
        "version": safeground.__version__,
        "restricted": edition == "restricted",
        "title": title or _title(query, chosen.claims if public else None),
        "asked": _asked(query, since, until, axis.zone),
        "chosen": chosen,
        "erased": ledger.erased(),
        "subjects": laid_out,
        "sums": _sums(placed, laid_out),
        "choices": _choices(placed),
        "axis": axis,
        "ticks": [(axis.share(tick.at), tick.words) for tick in axis.ticks()],
        "ruler": ruler(axis),
        "data": Markup(embedded(data)),
        "script": Markup(script),
        "script_hash": policy_hash(script),
    }
    return pages.get_template("timeline.html").render(**context).encode()


def _axis(claims: Sequence[Known], since: datetime | None, until: datetime | None) -> Axis:
    """Return the axis: the range asked for, else from the first to the last time of saying or publishing."""
    zones = Counter(one.standing.claim.zone for one in claims)
    zone = min(zones, key=lambda name: (-zones[name], name), default="UTC")
    times = [time for one in claims for time in _times_out(one)] or [datetime.now(UTC)]
    first, last = since or min(times), until or max(times)
    margin = max(DAY // 2, (minute(last) - minute(first)) // 40)
    start = minute(first) - (0 if since else margin)
    end = minute_after(last) + (0 if until else margin)
    return Axis(start, max(end, start + 60), zone)


def _times_out(one: Known) -> tuple[datetime, ...]:
    claim = one.standing.claim
    stated = [text for text in (claim.published, claim.said.from_, claim.said.to) if text]
    if stated:
        found = [moment(text, claim.zone) for text in stated]
        return min(one.earliest for one in found), max(one.latest for one in found)
    return (out_between(one.standing, "recorded")[1],)


def _title(query: Query, shown: Sequence[Known] | None) -> str:
    """Return what a page is about; in public in no words but those of claims on it."""
    if shown is not None and not shown:
        return "No claims"
    named = [name for name in (query.subject, query.measure and spaced(query.measure), query.source) if name]
    return ": ".join(named) or "All claims"


def _asked(query: Query, since: datetime | None, until: datetime | None, zone: str) -> tuple[str, ...]:
    words = []
    if query.kinds:
        words.append("only " + ", ".join(KIND_WORDS.get(kind, kind) for kind in query.kinds))
    for lead, time in (
        ("as known by", query.known_at),
        ("about", query.valid_at),
        ("from", since),
        ("until", until),
    ):
        if time is not None:
            words.append(f"{lead} {time_words(time, zone)}")
    if query.known_at is not None:
        words.append(f"known by when it was {query.known_by}")
    return tuple(words)


def _sums(placed: Sequence[Row], laid_out: Sequence[Subject]) -> dict[str, int]:
    return {
        "claims": len(placed),
        "lanes": sum(len(subject.lanes) for subject in laid_out),
        "sources": len({row.source for row in placed}),
        "repeats": sum(row.repeat_of is not None for row in placed),
        "struck": sum(row.struck for row in placed),
        "disputed": sum(
            any(link.relation == "contradicts" for link in row.links)
            or any(not one.strikes for one in row.changes)
            for row in placed
        ),
    }


def _choices(placed: Sequence[Row]) -> tuple[tuple[str, str, list[tuple[str, str, int]]], ...]:
    """Return the lists to choose from: key, label, and each value with its words and its number of claims."""
    columns: dict[str, tuple[str, Counter[tuple[str, str]]]] = {
        "subject": ("Subject", Counter((row.claim.subject, shown(row.claim.subject)) for row in placed)),
        "measure": ("Measure", Counter((row.claim.measure, spaced(row.claim.measure)) for row in placed)),
        "source": ("Stated by", Counter((row.source, row.source) for row in placed)),
        "kind": ("Kind", Counter((row.claim.kind, row.kind) for row in placed)),
    }
    return tuple(
        (
            key,
            label,
            [(value, words, count) for (value, words), count in sorted(found.items(), key=_by_words)],
        )
        for key, (label, found) in columns.items()
    )


def _by_words(item: tuple[tuple[str, str], int]) -> str:
    return item[0][1].casefold()
