"""Supplies by day as a chart: need as steps, what comes through each stage as lines, use as bars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from safeground.wording import number

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from safeground.journey.supply.outcome import Course

WIDTH: Final = 720
HEIGHT: Final = 220
LEFT: Final = 78
TOP: Final = 14
BOTTOM: Final = 30
MOST_LABELS: Final = 8
STAGES: Final = (("entered", "in"), ("collected", "col"), ("delivered", "del"))
"""Lines, each with the class that dashes it."""


def draw(course: Course, begins: datetime, zone: ZoneInfo, ident: str) -> Markup:
    """Return the chart of a commodity.

    Parameters
    ----------
    course
        Amounts by day.
    begins, zone
        The first day, and in which zone days are named.
    ident
        Of the drawing in its page.
    """
    days = len(course.needed)
    top = max(*course.needed, *course.entered, *course.collected, *course.delivered) or 1.0
    wide = (WIDTH - LEFT - 8) / days
    high = HEIGHT - TOP - BOTTOM

    def x(day: float) -> float:
        return round(LEFT + wide * day, 1)

    def y(amount: float) -> float:
        return round(TOP + high * (1 - amount / top), 1)

    parts = [f'<path class="axis" d="M{LEFT} {TOP}V{TOP + high}H{WIDTH - 8}"/>']
    for share in (0.0, 0.5, 1.0):
        at = y(top * share)
        parts.append(f'<path class="grid" d="M{LEFT} {at}H{WIDTH - 8}"/>')
        parts.append(
            f'<text class="lab" x="{LEFT - 6}" y="{at + 4}" text-anchor="end">{_amount(top * share)}</text>'
        )
    for day, used in enumerate(course.used):
        if used > 0:
            parts.append(
                f'<rect class="used" x="{x(day + 0.15)}" y="{y(used)}" width="{round(wide * 0.7, 1)}" '
                f'height="{round(TOP + high - y(used), 1)}"/>'
            )
    for name, kind in STAGES:
        points = " ".join(f"{x(day + 0.5)},{y(amount)}" for day, amount in enumerate(getattr(course, name)))
        parts.append(f'<polyline class="stage {kind}" points="{points}"/>')
    steps = "".join(
        f"{'M' if day == 0 else 'L'}{x(day)} {y(one)}H{x(day + 1)}" for day, one in enumerate(course.needed)
    )
    parts.append(f'<path class="need" d="{steps}"/>')
    every = -(-days // MOST_LABELS)
    for day in range(0, days, every):
        date = (begins + timedelta(days=day)).astimezone(zone)
        parts.append(
            f'<text class="lab" x="{x(day + 0.5)}" y="{HEIGHT - 10}" text-anchor="middle">'
            f"{date.day} {date:%b}</text>"
        )
    told = (
        f"{course.commodity} by day in {course.unit}: needed {_amount(sum(course.needed))}, entered at most "
        f"{_amount(sum(course.entered))}, used {_amount(sum(course.used))} over {days} days."
    )
    inside = "".join(parts)
    return Markup(
        f'<svg class="chart supply" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{ident}">'
        f'<title id="{ident}">{escape(told)}</title>{inside}</svg>'
    )


def _amount(value: float) -> str:
    return number(value, digits=2)
