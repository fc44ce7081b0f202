"""Supplies as tables for spreadsheets; restricted, with HXL tags: by day, by place, and stocks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.formats.hxl_table import hxl_table, number_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from safeground.questions.supply_account import SupplyAccount

DAYS: Final = (
    ("commodity", "#item+name"), ("unit", "#item+unit"), ("day", "#date"),
    ("needed_at_most", "#need+value"), ("entered", "#delivery+entered"),
    ("collected", "#delivery+collected"), ("delivered", "#delivery+delivered"), ("used", "#delivery+used"),
)  # fmt: skip
PLACES: Final = (
    ("place", "#loc+name"), ("commodity", "#item+name"), ("unit", "#item+unit"),
    ("needed_at_most", "#need+value"), ("share_at_worst", "#indicator+share+min"),
    ("share_at_best", "#indicator+share+max"), ("days_short_at_best", "#indicator+days+short"),
)  # fmt: skip
STOCKS: Final = (
    ("store", "#loc+name"), ("commodity", "#item+name"), ("answer", "#status+answer"),
    ("dry_at_earliest", "#date+start"), ("dry_at_latest", "#date+end"), ("fails_with_it", "#impact"),
    ("missing", "#meta+missing"),
)  # fmt: skip


def supply_tables(account: SupplyAccount) -> dict[str, str]:
    """Return file name → table: what comes by day, what places get, when stocks run dry.

    Days and places are of the plan that shares what comes with every figure at its best end; it is no
    forecast. An end that is not known is an empty cell. A table without rows is left out.
    """
    tables = {
        "supplies.csv": (DAYS, list(_days(account))),
        "supply_places.csv": (PLACES, list(_places(account))),
        "supply_stocks.csv": (STOCKS, list(_stocks(account))),
    }
    return {name: hxl_table(columns, rows) for name, (columns, rows) in tables.items() if rows}


def _days(account: SupplyAccount) -> Iterator[list[str]]:
    zone = ZoneInfo(account.zone)
    for one in account.outcome.courses:
        for number, amounts in enumerate(
            zip(one.needed, one.entered, one.collected, one.delivered, one.used, strict=True)
        ):
            day = (account.outcome.begins + timedelta(days=number)).astimezone(zone).date()
            yield [one.commodity, one.unit, day.isoformat(), *map(number_cell, amounts)]


def _places(account: SupplyAccount) -> Iterator[list[str]]:
    for one in account.outcome.shares:
        shares = (number_cell(min(1.0, one.at_worst)), number_cell(min(1.0, one.at_best)))
        yield [one.place, one.commodity, one.unit, number_cell(one.need), *shares, str(len(one.short_days))]


def _stocks(account: SupplyAccount) -> Iterator[list[str]]:
    zone = ZoneInfo(account.zone)

    def said(end: datetime | None) -> str:
        return "" if end is None else end.astimezone(zone).isoformat(timespec="minutes")

    for one in account.stocks:
        window = one.empty.window
        ends = ("", "") if window is None else (said(window.earliest), said(window.latest))
        name = one.store.name or one.store.id
        yield [name, one.stock.commodity, one.answer, *ends, "; ".join(one.fails), one.missing or ""]
