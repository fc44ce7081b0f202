"""Whether what the supplies of a plan state of one thing fits together, and what of it is not used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from safeground.plan.supply_words import stocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.plan.supply_words import Shut
    from safeground.plan.words import Number
    from safeground.remarks import Remark


def stocks_have_room(stated: Stated) -> Iterator[Fault]:
    """A store does not hold more of a commodity than it can."""
    supply = stated.plan.supply
    for path, store, stock in stocks_of(supply) if supply is not None else ():
        if stock.amount is None or stock.holds is None:
            continue
        least, most = _ends(stock.amount)[0], _ends(stock.holds)[1]
        if least > most:
            yield stated.fault(
                (*path, "amount"),
                f"{least:,g} of {stock.commodity} in {store.id}, which holds {most:,g}",
                "no more than `holds`",
                "Correct one of the two.",
            )


def levels_are_of_the_days_examined(stated: Stated) -> Iterator[Remark]:
    """A level that was taken after the days examined says nothing of them."""
    supply = stated.plan.supply
    if supply is None:
        return
    over = (supply.begins or stated.plan.as_of) + timedelta(days=supply.days)
    for path, store, stock in stocks_of(supply):
        if stock.as_of is not None and stock.as_of >= over:
            text = f"The stock of {stock.commodity} in {store.id} was taken after the days examined"
            yield _doubt(stated, (*path, "as_of"), f"{text}: it says nothing of what was there in them.")


def hours_left_are_used(stated: Stated) -> Iterator[Remark]:
    """What was said of how long a stock lasts is used where level and burn are not stated."""
    supply = stated.plan.supply
    for path, store, stock in stocks_of(supply) if supply is not None else ():
        if stock.hours_left is not None and stock.amount is not None and stock.burn is not None:
            text = (
                f"How long the stock of {stock.commodity} in {store.id} lasts is taken from amount and burn"
            )
            yield _doubt(stated, (*path, "hours_left"), f"{text}; the hours beside them are not used.")


def open_routes_are_open(stated: Stated) -> Iterator[Remark]:
    """A route that is open, and closed on all days examined, is closed in them."""
    supply = stated.plan.supply
    if supply is None:
        return
    begins = supply.begins or stated.plan.as_of
    for i, route in enumerate(supply.routes):
        if route.open and _covers(route.closed, begins, begins + timedelta(days=supply.days)):
            text = (
                f"Route {route.id} is open, and closed on all days examined: it is taken for closed in them."
            )
            yield _doubt(stated, ("supply", "routes", i, "open"), text)


def _doubt(stated: Stated, path: tuple[str | int, ...], text: str) -> Remark:
    """Return a remark on a store or a route, which the public edition has none of."""
    return replace(stated.warning(path, text), restricted=True)


def _ends(number: Number) -> tuple[float, float]:
    """Return the ends of a number; whether they rise is another rule's."""
    return (number[0], number[-1]) if isinstance(number, tuple) else (number, number)


def _covers(closed: Sequence[Shut], begin: datetime, end: datetime) -> bool:
    """Return whether closures leave no time open between two moments."""
    earliest = datetime.min.replace(tzinfo=UTC)
    at = begin
    for one in sorted(closed, key=lambda shut: shut.from_ or earliest):
        if (one.from_ or earliest) <= at:
            at = end if one.until is None else max(at, one.until)
    return at >= end
