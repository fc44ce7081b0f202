"""The report's section for *supply*: what comes in by day, counters and claims side by side, who is short."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safeground.characters import shown
from safeground.ledger.wording import period_words, source_words, statement_words
from safeground.publish.agreement import NOT_ANSWERED
from safeground.publish.figures import day as day_words
from safeground.publish.need_bars import need_bars
from safeground.publish.stock_windows import stock_windows
from safeground.publish.supply_drawing import draw
from safeground.publish.timeline_words import web_address
from safeground.quantity import Range
from safeground.questions.supply_words import stock_words
from safeground.wording import UNIT_WORDS, percent, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.supply.outcome import Bottleneck, PlaceShare
    from safeground.ledger.state import Standing
    from safeground.publish.answers import Shown
    from safeground.questions.finding import Finding
    from safeground.questions.kept_account import Count
    from safeground.questions.supply_account import (
        CounterAccount,
        CrossingAccount,
        PromiseAccount,
        SupplyAccount,
    )
    from safeground.questions.supply_names import Naming

KINDS: Final = {
    "gate": "gate", "hours": "opening hours", "inspection": "inspection", "collection": "collection",
    "road": "road", "trucks": "trucks", "intake": "what is let in",
    "storage": "storage", "made": "what is made inside", "closed": "closed days",
    "shut": "closed gate", "closed road": "closed road", "times": "when ways are open and how long they take",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bars:
    """What of each need can come, for wide and narrow screens."""

    drawing: Markup
    legend: str


@dataclass(frozen=True, slots=True)
class CommodityShown:
    """One commodity: its chart and what its bound is made of."""

    commodity: str
    unit: str
    chart: Markup
    held_back: tuple[str, ...]
    amounts: tuple[str, ...]
    """Needed, entered, collected, delivered and used, over all days."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim on a crossing."""

    by: str
    says: str
    level: str
    valid: str
    id: str
    link: str | None


@dataclass(frozen=True, slots=True)
class CrossingShown:
    """A crossing with every claim on it."""

    name: str
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class CounterShown:
    """A counter's days."""

    id: str
    stage: str
    definition: str
    days: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise beside each counter."""

    id: str
    words: str
    promisor: str
    answer: Shown
    missing: str
    rows: tuple[tuple[str, str, str, str], ...]
    """Counter, definition, counted of promised, missing."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """Restricted: what a place gets."""

    place: str
    commodity: str
    need: str
    at_best: str
    at_worst: str
    short: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """Restricted: a stock."""

    name: str
    commodity: str
    answer: Shown
    words: str
    reported: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class SupplyShown:
    """The whole section."""

    days: int
    bars: Bars | None
    windows: Markup | None
    """Restricted."""
    sharing: str
    commodities: tuple[CommodityShown, ...]
    crossings: tuple[CrossingShown, ...]
    counters: tuple[CounterShown, ...]
    promises: tuple[PromiseShown, ...]
    shares: tuple[ShareRow, ...]
    stocks: tuple[StockRow, ...]
    continues: tuple[tuple[str, str, str], ...]


def supply_shown(account: SupplyAccount | None, findings: Sequence[Finding]) -> SupplyShown | None:
    """Return what the section shows; None where the plan states no supplies.

    Parameters
    ----------
    account
        What *supply* found, of the edition that is shown.
    findings
        Its findings.
    """
    if account is None:
        return None
    outcome, zone = account.outcome, ZoneInfo(account.zone)
    parts = {one.commodity: one.bottlenecks for one in outcome.commodities}
    return SupplyShown(
        days=outcome.days,
        bars=_bars(findings),
        windows=Markup("").join(
            stock_windows(
                account.stocks, outcome.begins, outcome.days, zone, wide=wide, ident=f"stocks-{wide:d}"
            )
            for wide in (True, False)
        )
        if account.stocks
        else None,
        sharing=outcome.sharing,
        commodities=tuple(
            CommodityShown(
                commodity=shown(one.commodity),
                unit=UNIT_WORDS.get(one.unit, one.unit),
                chart=draw(one, outcome.begins, zone, f"supply-{index}"),
                held_back=tuple(_bottleneck(part, one.unit) for part in parts.get(one.commodity, ())),
                amounts=tuple(
                    say(Range.exact(sum(amounts), one.unit))
                    for amounts in (one.needed, one.entered, one.collected, one.delivered, one.used)
                ),
            )
            for index, one in enumerate(outcome.courses)
        ),
        crossings=tuple(_crossing(one) for one in account.crossings if one.claims or one.withheld),
        counters=tuple(_counter(one, account.naming) for one in account.counters),
        promises=tuple(_promise(one, account.naming) for one in account.promises),
        shares=tuple(_share(one) for one in outcome.shares),
        stocks=tuple(
            StockRow(
                name=shown(one.store.name or one.store.id),
                commodity=shown(one.stock.commodity),
                answer=one.answer,
                words=shown(stock_words(one, account.zone, account.naming)),
                reported=_claims(one.reported, levels=False),
            )
            for one in account.stocks
        ),
        continues=tuple(
            (shown(one.question), one.answer, shown(one.words or "")) for one in account.continues
        ),
    )


def _bars(findings: Sequence[Finding]) -> Bars | None:
    drawn = [need_bars(findings, wide=wide, ident=f"need-{wide:d}") for wide in (True, False)]
    made = [one for one in drawn if one is not None]
    return Bars(Markup("").join(one.svg for one in made), made[0].legend) if made else None


def _bottleneck(one: Bottleneck, unit: str) -> str:
    named = [name for name in one.names if name]
    where = f": {', '.join(named)}" if named else (f" ({len(one.names)})" if len(one.names) > 1 else "")
    if math.isnan(one.amount):
        return shown(f"{KINDS[one.kind]}{where}")
    return shown(f"{KINDS[one.kind]}{where}, {say(Range.exact(float(round(one.amount)), unit))}")


def _crossing(one: CrossingAccount) -> CrossingShown:
    name = shown(one.crossing.name or one.crossing.id)
    if one.withheld:
        return CrossingShown(name, (ClaimRow("not published", NOT_ANSWERED, "unknown", "", "", None),))
    return CrossingShown(name, _claims(one.claims))


def _claims(claims: Sequence[Standing], *, levels: bool = True) -> tuple[ClaimRow, ...]:
    from safeground.questions.supply_levels import level_of, level_words

    return tuple(
        ClaimRow(
            by=shown(source_words(one.claim)),
            says=shown(statement_words(one.claim))
            + (f" ({shown(one.claim.hedge)})" if one.claim.hedge else ""),
            level=level_words(level_of(one.claim)) if levels and one.claim.state else "",
            valid=period_words(one.claim.valid, one.claim.zone),
            id=shown(one.claim.id),
            link=web_address(one.claim.link),
        )
        for one in claims
    )


def _counter(one: CounterAccount, naming: Naming) -> CounterShown:
    return CounterShown(
        id=shown(one.counter.id),
        stage=one.counter.stage,
        definition=shown(one.counter.definition or "not stated what it holds"),
        days=tuple(
            (day_words(day), tuple(_count(count, naming) for count in counts) or (NOT_ANSWERED,))
            for day, counts in one.days.items()
        ),
    )


def _count(one: Count, naming: Naming) -> str:
    return shown(f"{say(one.amount)} by {naming.counter(one)}")


def _promise(one: PromiseAccount, naming: Naming) -> PromiseShown:
    from safeground.questions.kept_words import done_of_due

    rows = []
    for name, definition, account in one.counted:
        done, due = done_of_due(account), account.due
        averages = ", ".join(
            f"on average {say(each.amount)} by {naming.counter(each)}" for each in account.averages
        )
        unknown = NOT_ANSWERED if account.withheld else "not counted"
        told = unknown if done is None or due is None else f"{say(done)} of {say(due)}"
        short = "not known" if account.short is None else say(account.short)
        rows.append((shown(name), shown(definition or ""), shown(averages or told), short))
    return PromiseShown(
        id=shown(one.promise.id),
        words=shown(one.promise.words),
        promisor=shown(one.promise.promisor or "not stated"),
        answer=one.answer,
        missing=shown(one.missing or ""),
        rows=tuple(rows),
    )


def _share(one: PlaceShare) -> ShareRow:
    return ShareRow(
        place=shown(one.place),
        commodity=shown(one.commodity),
        need=say(Range.exact(float(round(one.need)), one.unit)),
        at_best=percent(Range.exact(min(1.0, one.at_best), "share")),
        at_worst=percent(Range.exact(min(1.0, one.at_worst), "share")),
        short=_short_days(one.short_days),
    )


def _short_days(days: Sequence[int]) -> str:
    if not days:
        return "on no day"
    return f"on day {days[0] + 1}" if len(days) == 1 else f"on {len(days)} days, from day {days[0] + 1} on"
