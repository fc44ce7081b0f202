"""Restricted: when each stock runs dry, as windows on one axis of days; read without colour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from safeground.publish.need_bars import NAMES, NARROW, WIDE, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from safeground.questions.supply_account import StockAccount

    Place = Callable[[datetime], float]

ROW: Final = {True: 24, False: 42}
BAR: Final = 12
SIZE: Final = 13
ABOVE: Final = 4
AXIS: Final = 24
DAYS_NAMED: Final = {True: 8, False: 4}
DAY: Final = timedelta(days=1)


def stock_windows(
    stocks: Sequence[StockAccount], begins: datetime, days: int, zone: ZoneInfo, *, wide: bool, ident: str
) -> Markup:
    """Return the drawing: a line as long as a stock surely lasts, a box while it may run dry.

    Parameters
    ----------
    stocks
        With their windows; one without is an empty dashed box.
    begins, days, zone
        What the axis spans, further back where a window is earlier, and in which zone days are named.
    wide
        Whether the name stands beside its window, 680 units wide; else above it, 340.
    ident
        Of the drawing in its page.
    """
    ends = [one.empty.window.earliest for one in stocks if one.empty.window is not None]
    first = min([begins, *(end for end in ends if end is not None)])
    last = max(begins + timedelta(days=days), first + DAY)
    width = WIDE if wide else NARROW
    left, right = (NAMES + 30, WIDE - 8) if wide else (4, NARROW - 8)
    foot = ABOVE + ROW[wide] * len(stocks)

    def x(at: datetime) -> float:
        share = (at - first) / (last - first)
        return round(left + min(1.0, max(0.0, share)) * (right - left), 1)

    parts = []
    for index, one in enumerate(stocks):
        top = ABOVE + ROW[wide] * index
        y = top + (ROW[True] - BAR) // 2 if wide else top + ROW[True] - 4
        name = f"{one.store.name or one.store.id}, {one.stock.commodity}"
        parts.append(
            Markup('<text x="{}" y="{}" fill="currentColor">{}</text>').format(
                0 if wide else left, top + SIZE + 3, fitted(name, (left if wide else width) - 12)
            )
        )
        parts.append(_window(one, x, first, last, y))
    parts.append(_axis(first, last, zone, x, foot, DAYS_NAMED[wide]))
    told = "; ".join(_told(one, zone) for one in stocks)
    opening = Markup(
        '<svg class="need-bars {kind}" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="{ident}-t {ident}-d" fill="none" stroke="none" font-family="sans-serif" '
        'font-size="{size}"><title id="{ident}-t">When stocks run dry</title>'
        '<desc id="{ident}-d">{told}.</desc>'
    ).format(
        kind="wide" if wide else "narrow", width=width, height=foot + AXIS, ident=ident, size=SIZE, told=told
    )
    return opening + Markup("").join(parts) + Markup("</svg>")


def _window(one: StockAccount, place: Place, first: datetime, last: datetime, y: int) -> Markup:
    middle = y + BAR / 2
    window = one.empty.window
    if one.empty.lasts:
        return _line(place(first), place(last), middle)
    if window is None:
        return _box(place(first), place(last), y, Markup('stroke-dasharray="3 3"'))
    begin, end = window.earliest or first, window.latest or last
    inside = Markup('fill="currentColor"')
    if window.earliest is None or window.latest is None:
        inside = Markup('stroke-dasharray="3 3"')
    return _line(place(first), place(begin), middle) + _box(place(begin), place(end), y, inside)


def _line(begin: float, end: float, y: float) -> Markup:
    return Markup('<path d="M{} {}H{}" stroke="currentColor" stroke-width="2"/>').format(begin, y, end)


def _box(begin: float, end: float, y: int, look: Markup) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" stroke="currentColor" {}/>').format(
        begin, y, max(3.0, round(end - begin, 1)), BAR, look
    )


def _axis(first: datetime, last: datetime, zone: ZoneInfo, place: Place, foot: int, named: int) -> Markup:
    parts = [
        Markup('<path d="M{} {}H{}" stroke="currentColor" stroke-width="1"/>').format(
            place(first), foot, place(last)
        )
    ]
    midnight = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if midnight < first:
        midnight += DAY
    count = max(1, (last - midnight) // DAY + 1)
    for number in range(0, count, -(-count // named)):
        day = midnight + number * DAY
        if day > last:
            break
        parts.append(
            Markup(
                '<path d="M{0} {1}V{2}" stroke="currentColor"/>'
                '<text x="{0}" y="{3}" fill="currentColor" text-anchor="middle" font-size="11">{4}</text>'
            ).format(place(day), foot, foot + 5, foot + 17, f"{day.day} {day:%b}")
        )
    return Markup("").join(parts)


def _told(one: StockAccount, zone: ZoneInfo) -> str:
    name = f"{one.store.name or one.store.id}, {one.stock.commodity}"
    window = one.empty.window
    if one.empty.lasts:
        return f"{name}: lasts"
    if window is None:
        return f"{name}: not known"
    ends = [
        None if end is None else f"{end.astimezone(zone):%d %B, %H:%M}"
        for end in (window.earliest, window.latest)
    ]
    return f"{name}: between {ends[0] or 'no earliest time'} and {ends[1] or 'no latest time'}"
