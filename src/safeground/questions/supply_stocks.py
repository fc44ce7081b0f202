"""Stocks: from amount and burn, or from what was said, the window in which each runs dry."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from safeground.journey.supply.stated import made_in, stock_burn
from safeground.ledger.moments import moment
from safeground.plan.supply_words import GIVING
from safeground.quantity import Range
from safeground.questions import counts
from safeground.questions.supply_account import StockAccount
from safeground.questions.supply_claims import matching
from safeground.supply.stocks import (
    Delivery,
    TimeToEmpty,
    Window,
    after_hours,
    averting,
    phase,
    time_to_empty,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing
    from safeground.plan.supply_words import Stock, Store, Supply
    from safeground.questions.finding import Answer
    from safeground.supply.stocks import Averting

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
HOURS_IN: Final = {
    **dict.fromkeys(("min", "minute", "minutes"), 1 / 60),
    **dict.fromkeys(("h", "hour", "hours"), 1.0),
    **dict.fromkeys(("d", "day", "days"), 24.0),
    **dict.fromkeys(("week", "weeks"), 168.0),
}
"""How claims may write for how long a stock lasts, and how many hours that is."""
SPELT: Final = {
    "l": ("litre", "litres", "liter", "liters"),
    "kg": ("kilogram", "kilograms"),
    "t": ("tonne", "tonnes"),
    "m3": ("m³", "cubic metres", "cubic meters"),
    "kwh": ("kWh",),
}
"""How else claims may write a commodity's unit; nothing is converted."""


def stock_accounts(
    supply: Supply, claims: Mapping[str, Standing], at: datetime, until: datetime
) -> tuple[StockAccount, ...]:
    """Return the account of every stock of which anything is stated.

    Parameters
    ----------
    supply
        The plan's words.
    claims
        Id → claim that was known.
    at
        The moment asked.
    until
        The end of the days that are examined.
    """
    unit_of = {one.id: one.unit for one in supply.commodities}
    return tuple(
        _account(supply, store, stock, unit_of[stock.commodity], claims, at, until)
        for store in supply.stores
        for stock in store.stocks
        if _is_asked(store, stock)
    )


def _is_asked(store: Store, stock: Stock) -> bool:
    """Return whether to ask when a stock is empty: what is given out goes as it is given."""
    told = (stock.burn, stock.hours_left, stock.words, stock.trend, stock.claim)
    return store.kind not in GIVING or any(one is not None for one in told)


def _account(
    supply: Supply,
    store: Store,
    stock: Stock,
    unit: str,
    claims: Mapping[str, Standing],
    at: datetime,
    until: datetime,
) -> StockAccount:
    said = tuple(one for name, one in claims.items() if name == stock.claim)
    level = None if stock.amount is None else _range(Range.of(stock.amount, unit))
    burn = stock_burn(stock, unit)
    taken = Window.at(stock.as_of) if stock.as_of is not None else None
    by_claim = level is None and stock.hours_left is None and bool(said) and _is_in(said[0].claim, unit)
    if by_claim:
        level, taken = _level(said[0].claim, unit), taken or _held_at(said[0].claim)
    made = made_in(store, stock.commodity)
    if made is not None and burn is not None:
        # A day's amount may come at its begin or at its end: the latest end takes it at once, the earliest
        # counts on none of it.
        burn = Range(max(0.0, burn.low - made.high / 24), burn.high, burn.unit)
        level = None if level is None else Range(level.low, level.high + made.high, unit)
    more: Averting | None = None
    comes = _deliveries(supply, store, stock, unit)
    told = bool(said) or stock.hours_left is not None or stock.words is not None
    if (level is not None and burn is not None) or by_claim or not told:
        empty = time_to_empty(level, burn, taken, deliveries=comes, direction=stock.trend)
        if level is not None and burn is not None and taken is not None and _is_known(level, taken, until):
            more = averting(level, burn, taken, until, deliveries=comes)
    else:
        empty = _as_said(stock, said, comes)
    where = None if empty.window is None else phase(empty.window, at)
    reported = _reported(stock, claims, empty.window)
    open_end = _open_end(said, unit, comes=bool(comes))
    answer, missing = _answer(empty, where, until, reported, store, stock, open_end)
    return StockAccount(
        store=store, stock=stock, unit=unit, empty=empty, phase=where, averting=more,
        fails=what_fails(supply, store, stock), reported=reported, said=said, answer=answer, missing=missing,
    )  # fmt: skip


def _as_said(stock: Stock, said: Sequence[Standing], comes: Sequence[Delivery]) -> TimeToEmpty:
    """Return the window of words such as "a few hours": an end without a number stays open."""
    hours, when = None, None if stock.as_of is None else Window.at(stock.as_of)
    if stock.hours_left is not None:
        hours = _range(Range.of(stock.hours_left, "h"))
    elif said:
        hours = _hours(said[0].claim)
        when = when or _said_at(said[0].claim)
    if hours is None and stock.words is not None:
        hours = Range(0.0, math.inf, "h")
    if hours is None:
        return TimeToEmpty(None, missing=("level", "burn"), direction=stock.trend)
    if when is None:
        return TimeToEmpty(None, missing=("time at which it was said",), direction=stock.trend)
    return TimeToEmpty(after_hours(when, hours, comes), direction=stock.trend)


def _hours(claim: Claim) -> Range | None:
    if claim.amount is None or claim.amount.unit not in HOURS_IN:
        return None
    found = counts.amount_of(claim.amount)
    if found is None:
        return Range(0.0, math.inf, "h")
    each = HOURS_IN[claim.amount.unit]
    return Range(found.low * each, found.high * each, "h")


def _is_in(claim: Claim, unit: str) -> bool:
    """Return whether a claim says how much there is, in the commodity's unit."""
    return claim.amount is not None and claim.amount.unit in (unit, *SPELT.get(unit, ()))


def _level(claim: Claim, unit: str) -> Range | None:
    found = None if claim.amount is None else counts.amount_of(claim.amount)
    return None if found is None else Range(found.low, found.high, unit)


def _held_at(claim: Claim) -> Window | None:
    """Return when there was so much: when the claim held, else when it was said."""
    held = counts.when(claim)
    return _said_at(claim) if held is None else Window(held.earliest, held.latest)


def _is_known(level: Range, taken: Window, until: datetime) -> bool:
    return math.isfinite(level.high) and taken.latest is not None and taken.latest <= until


def _open_end(said: Sequence[Standing], unit: str, *, comes: bool) -> str:
    """Return why the time at which a stock is empty has no latest end."""
    if comes:
        return "what came since lasts as well"
    amount = said[0].claim.amount if said else None
    if amount is None or (amount.value is None and amount.low is None and amount.high is None):
        return "it was said in words only"
    if amount.unit in HOURS_IN or (said and _is_in(said[0].claim, unit)):
        return "its claim has no upper end"
    return f"its claim is in {amount.unit}, neither a time nor {unit}"


def _said_at(claim: Claim) -> Window | None:
    first = claim.said.from_ or claim.said.to or claim.valid.from_ or claim.published
    last = claim.said.to or claim.said.from_ or claim.valid.from_ or claim.published
    if first is None or last is None:
        return None
    return Window(moment(first, claim.zone).earliest, moment(last, claim.zone).latest)


def _deliveries(supply: Supply, store: Store, stock: Stock, unit: str) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(_range(Range.of(one.amount, unit)), Window.at(one.at))
        for one in supply.delivered
        if one.to == store.id and one.commodity == stock.commodity
        and (stock.as_of is None or one.at >= stock.as_of)
    )  # fmt: skip


def _reported(stock: Stock, claims: Mapping[str, Standing], window: Window | None) -> tuple[Standing, ...]:
    """Return what is told of a stock from the begin of its window on: what was so before is no outcome."""
    begin = None if window is None else window.earliest or window.latest
    if stock.reported is None or begin is None:
        return ()
    return tuple(
        one
        for one in matching(stock.reported, tuple(claims.values()))
        if one.claim.id != stock.claim and _tells_until(one.claim) >= begin
    )


def _tells_until(claim: Claim) -> datetime:
    """Return the last instant that a claim can tell of: its end, else when it was said to be so still."""
    told = (claim.valid.to,) if claim.valid.to else (claim.valid.from_, claim.published or claim.said.to)
    return max((moment(one, claim.zone).latest for one in told if one), default=_NEVER)


def _answer(
    empty: TimeToEmpty,
    where: str | None,
    until: datetime,
    reported: Sequence[Standing],
    store: Store,
    stock: Stock,
    open_end: str,
) -> tuple[Answer, str | None]:
    name = f"the stock of {stock.commodity} in {store.name or store.id}"
    if stock.as_of is not None and stock.as_of >= until:
        return "unknown", f"the level of {name} in the days examined: it was taken after them"
    if empty.lasts:
        return "met", None
    if empty.window is None:
        return "unknown", f"{' and '.join(empty.missing)} of {name}; whoever runs it could say"
    if where == "passed":
        if reported:
            return "depends", None
        return "unknown", f"what became of {name} when its time had passed"
    first, last = empty.window.earliest, empty.window.latest
    if first is not None and first >= until:
        return "met", None
    if last is not None and last < until:
        return "not_met", None
    if stock.amount is None and last is None:
        return "unknown", f"how long {name} lasts, in hours: {open_end}"
    return "depends", None


def what_fails(supply: Supply, store: Store, stock: Stock) -> tuple[str, ...]:
    """Return what fails with a stock, and with what fails, each once: a chain from generator to patients."""
    stores = {one.id: one for one in supply.stores}
    found: dict[str, None] = {}
    ahead = [*stock.fails, *store.fails]
    while ahead:
        name = ahead.pop(0)
        if name in found or name == store.id:
            continue
        found[name] = None
        if name in stores:
            ahead += stores[name].fails
    return tuple(stores[name].name or name if name in stores else name for name in found)


def _range(quantity: Range) -> Range:
    return Range(quantity.low, quantity.high, quantity.unit)
