"""The timeline of *kept*: what was promised, announced, counted and reported, each on the lane of its own."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.moments import Moment
from safeground.ledger.store import source_name
from safeground.questions.counts import when
from safeground.questions.expiry import held_against
from safeground.questions.kept_account import TimelineRow
from safeground.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeground.ledger.pauses import Link
    from safeground.ledger.state import Standing
    from safeground.questions.kept_account import Count, PauseAccount, RowKind, TermAccount, TermDay

PAUSE_LANE = "pause"


def timeline(
    pauses: Sequence[PauseAccount], terms: Sequence[TermAccount], at: datetime
) -> tuple[TimelineRow, ...]:
    """Return the marks of every pause and term in the order of their times."""
    rows = [row for one in pauses for row in _of_pause(one, at)]
    rows += [row for one in terms for row in _of_term(one)]
    return tuple(sorted(rows, key=lambda row: (row.when.earliest, row.lane, row.kind)))


def _of_pause(account: PauseAccount, at: datetime) -> Iterable[TimelineRow]:
    pause = account.pause
    start = Moment(pause.start, pause.start, "minute")
    yield TimelineRow(of=pause.id, lane=PAUSE_LANE, kind="start", when=start, text="begins")
    for link in account.chain:
        yield from _of_link(pause.id, link)
    last = max((one.until.latest for one in held_against(account.known)), default=None)
    if last is not None and last < at:
        text = "no further extension is known: unknown from here on"
        yield TimelineRow(
            of=pause.id, lane=PAUSE_LANE, kind="after", when=Moment(last, at, "minute"), text=text
        )
    for one in account.known.announcements:
        yield from _statement(pause.id, "extension", one.standing, "extension announced")
    for standing in account.ended:
        yield from _statement(pause.id, "end", standing, standing.claim.measure.replace("_", " "))


def _of_link(of: str, link: Link) -> Iterable[TimelineRow]:
    step = link.step
    by = ", ".join(step.by) or None
    told = "" if link.kind != "rival" else ", told otherwise of the same announcement"
    yield TimelineRow(
        of=of, lane=PAUSE_LANE, kind="expiry", when=step.until, text=f"to end{told}",
        claims=step.claims, by=by, restricted=step.restricted,
    )  # fmt: skip
    if step.announced is not None and link.kind != "first":
        yield TimelineRow(
            of=of, lane=PAUSE_LANE, kind="gap" if link.kind == "gap" else "extension", when=step.announced,
            text=f"extension announced{_margin(link)}", claims=step.claims, by=by, restricted=step.restricted,
        )  # fmt: skip


def _margin(link: Link) -> str:
    if link.margin_h is None:
        return ""
    low, high = link.margin_h
    if link.kind == "gap":
        return f", {_hours(-high, -low)} after the expiry"
    return f", {_hours(low, high)} before the expiry" if low >= 0 else ""


def _hours(low: float, high: float) -> str:
    def words(hours: float) -> str:
        return f"{round(hours * 60)} min" if hours < 2 else f"{round(hours)} h"

    return words(low) if words(low) == words(high) else f"{words(low)} to {words(high)}"


def _of_term(account: TermAccount) -> Iterable[TimelineRow]:
    for day in account.days:
        begin = datetime.combine(day.day, time(), ZoneInfo(account.zone))
        span = Moment(begin, begin + timedelta(days=1) - timedelta(microseconds=1), "day")
        if day.due is not None:
            yield TimelineRow(
                of=account.of, lane=account.term.id, kind="due", when=span, text=f"{say(day.due)} due"
            )
        for count in day.counts:
            yield _of_count(account, day, count, span)


def _of_count(account: TermAccount, day: TermDay, count: Count, span: Moment) -> TimelineRow:
    happened = "; happened " + ", ".join(count.happened) if count.late else ""
    kind: RowKind = "late" if count.late else "count"
    return TimelineRow(
        of=account.of, lane=account.term.id, kind=kind, when=span, text=f"{say(count.amount)}{happened}",
        claims=count.claims, by=count.by, restricted=count.restricted,
    )  # fmt: skip


def _statement(of: str, kind: RowKind, standing: Standing, text: str) -> Iterable[TimelineRow]:
    claim = standing.claim
    found = when(claim)
    if found is not None:
        hedge = f" ({claim.hedge})" if claim.hedge else ""
        yield TimelineRow(
            of=of, lane=PAUSE_LANE, kind=kind, when=found, text=f"{text}{hedge}", claims=(claim.id,),
            by=source_name(claim), restricted=claim.sensitivity == "restricted",
        )  # fmt: skip
