"""Supplies by day as a chart: need as steps, what comes through each stage as lines, use as bars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from safeground.publish.curve_frame import Frame
from safeground.wording import UNIT_WORDS, number

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from safeground.journey.supply.outcome import Course

WIDE: Final = Frame("wide", 1104, 260, 92, 1090, 16, 224, 14, 10)
NARROW: Final = Frame("narrow", 360, 220, 58, 352, 14, 188, 12, 4)
STAGES: Final = (("entered", "in"), ("collected", "col"), ("delivered", "del"))
"""Lines, each with the class that dashes it."""


def draw(course: Course, begins: datetime, zone: ZoneInfo, ident: str) -> Markup:
    """Return the chart of a commodity, once for wide and once for narrow screens.

    Parameters
    ----------
    course
        Amounts by day.
    begins, zone
        The first day, and in which zone days are named.
    ident
        Of the drawing in its page.
    """
    unit = UNIT_WORDS.get(course.unit, course.unit)
    title = f"{course.commodity} by day, in {unit}"
    told = (
        f"Needed, at the most: {_amount(sum(course.needed))} over {_days(len(course.needed))}; entered at "
        f"the best {_amount(sum(course.entered))}, delivered {_amount(sum(course.delivered))}, used against "
        f"need {_amount(sum(course.used))}."
    )
    drawn = []
    for frame in (WIDE, NARROW):
        name = f"{ident}-{frame.name}"
        opening = Markup(
            '<svg class="chart supply {}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
        ).format(frame.name, int(frame.width), int(frame.height), name, name, name, title, name, told)
        drawn.append(opening + Markup("".join(_body(frame, course, begins, zone))) + Markup("</svg>"))
    return Markup("").join(drawn)


def _body(frame: Frame, course: Course, begins: datetime, zone: ZoneInfo) -> list[str]:
    days = len(course.needed)
    top = max(*course.needed, *course.entered, *course.collected, *course.delivered, *course.used) or 1.0
    wide = (frame.right - frame.left) / days

    def x(day: float) -> float:
        return round(frame.left + wide * day, 1)

    def y(amount: float) -> float:
        return round(frame.bottom - (frame.bottom - frame.top) * amount / top, 1)

    parts = [f'<path class="axis" d="M{frame.left} {frame.top}V{frame.bottom}H{frame.right}"/>']
    for share in (0.0, 0.5, 1.0):
        at = y(top * share)
        parts.append(f'<path class="grid" d="M{frame.left} {at}H{frame.right}"/>')
        parts.append(
            f'<text class="tick" x="{frame.left - 6}" y="{at + 4}" text-anchor="end">'
            f"{_tick(top * share, frame)}</text>"
        )
    for day, used in enumerate(course.used):
        if used > 0:
            parts.append(
                f'<rect class="used" x="{x(day + 0.15)}" y="{y(used)}" width="{round(wide * 0.7, 1)}" '
                f'height="{round(frame.bottom - y(used), 1)}"/>'
            )
    for name, kind in STAGES:
        points = " ".join(f"{x(day + 0.5)},{y(amount)}" for day, amount in enumerate(getattr(course, name)))
        parts.append(f'<polyline class="stage {kind}" points="{points}"/>')
    steps = "".join(
        f"{'M' if day == 0 else 'L'}{x(day)} {y(one)}H{x(day + 1)}" for day, one in enumerate(course.needed)
    )
    parts.append(f'<path class="need" d="{steps}"/>')
    for day in range(0, days, -(-days // frame.ticks)):
        date = (begins + timedelta(days=day)).astimezone(zone)
        parts.append(
            f'<text class="tick" x="{x(day + 0.5)}" y="{frame.bottom + 20}" text-anchor="middle">'
            f"{date.day} {date:%b}</text>"
        )
    return parts


def _amount(value: float) -> str:
    return number(value, digits=3)


def _tick(value: float, frame: Frame) -> str:
    return _amount(value) if frame is WIDE or value < 10_000 else f"{_amount(value / 1000)}k"


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"
