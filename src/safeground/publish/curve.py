"""The arrivals chart: proven bound, schedule, deadline, and a ruler with the answer for every deadline."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup, escape

from safeground.publish.curve_frame import NARROW, WIDE, Scales
from safeground.publish.deadlines import TARGET_WORDS, persons_at, time_words
from safeground.publish.figures import clock, day
from safeground.publish.ruler import ruler
from safeground.publish.svg import nice_hours, nice_step, path, text_width
from safeground.questions.reach_words import at_least
from safeground.wording import duration

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.outcome import Outcome
    from safeground.publish.answers import Shown
    from safeground.publish.curve_frame import Frame
    from safeground.publish.figures import Figures

    Points = npt.NDArray[np.float64]


def curve_svg(outcome: Outcome, figures: Figures, ident: str, scheduled: Shown = "not_refuted") -> Markup:
    """Return the chart twice, for wide and for narrow screens; the style sheet shows one of them.

    ``scheduled`` is the answer for deadlines that a schedule keeps.
    """
    end_h = _end_h(outcome)
    most = outcome.persons.high + outcome.cannot_walk.high
    if not math.isfinite(most):
        most = max(float(outcome.proven.persons.max(initial=1.0)), outcome.persons.low)
    title = f"People {TARGET_WORDS[outcome.target]} by hour, {outcome.notice}"
    said = _description(outcome, figures)
    drawings = []
    for frame in (WIDE, NARROW):
        scales = Scales(frame, end_h, max(most, 1.0) * 1.04)
        body = _plot(outcome, scales, figures) + ruler(outcome, scales, scheduled)
        name = f"{ident}-{frame.name}"
        opening = Markup(
            '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
        ).format(frame.name, int(frame.width), int(frame.height), name, name, name, title, name, said)
        drawings.append(opening + Markup(body) + Markup("</svg>"))
    return Markup("").join(drawings)


def _end_h(outcome: Outcome) -> float:
    ends = [outcome.lower_h * 1.25, (outcome.upper_h or 0.0) * 1.06, (outcome.deadline_h or 0.0) * 1.12, 0.5]
    return max(end for end in ends if math.isfinite(end))


def _description(outcome: Outcome, figures: Figures) -> str:
    where = TARGET_WORDS[outcome.target]
    parts = []
    if outcome.lower_h > 0:
        parts.append(
            "The thick line is proven on these inputs: of the fewest people counted, no plan has more"
            f" {where} by any hour; with more people, at least as many are not."
            f" It reaches {figures.at_least(outcome.persons.low)}, the fewest people who can move and have a"
            f" route, at {time_words(outcome, outcome.lower_h)},"
            f" {at_least(outcome.lower_h)} after the start."
        )
    else:
        parts.append("Nothing is proven for any hour.")
    if outcome.upper_h is not None:
        parts.append(
            f"The thin dashed line is a schedule with every range at its cautious end: it has"
            f" {figures.at_most(outcome.persons.high)} people, the most, {where} at"
            f" {time_words(outcome, outcome.upper_h)}. What lies between the lines is possible, not shown."
        )
    else:
        parts.append(f"There is no schedule for all of them: {outcome.no_upper or 'none was found'}.")
    if outcome.deadline_h is None:
        parts.append("No deadline is stated; the ruler below shows the answer for every deadline.")
    else:
        late = outcome.persons.low - persons_at(outcome.proven, outcome.deadline_h)
        bound = f": by then {figures.late(late)} are not" if late > 0 else ""
        parts.append(f"The deadline is {time_words(outcome, outcome.deadline_h)}{bound}.")
    if outcome.cannot_walk.high > 0:
        parts.append(f"In neither line: {figures.plain(outcome.cannot_walk)} who cannot walk unaided.")
    return " ".join(parts)


def _plot(outcome: Outcome, scales: Scales, figures: Figures) -> str:
    frame = scales.frame
    parts = [*_persons_axis(scales), _left_behind(outcome, scales)]
    proven, schedule = _proven_points(outcome, scales), _schedule_points(outcome, scales)
    parts.append(_band(outcome, scales, proven, schedule))
    if len(proven):
        above = np.vstack([proven, [[proven[-1, 0], frame.top], [frame.left, frame.top]]])
        parts.append(f'<path class="beyond" d="{path(above, closed=True)}"/>')
    if len(schedule):
        parts.append(f'<path class="schedule" d="{path(schedule)}"/>')
    if len(proven):
        parts.append(f'<path class="proven" d="{path(proven)}"/>')
        parts.append(f'<circle class="hit" cx="{proven[-1, 0]:.0f}" cy="{proven[-1, 1]:.0f}" r="5.5"/>')
        parts.append(_drop(proven[-1, 0], proven[-1, 1], frame))
    if outcome.upper_h is not None:
        at, top = scales.x(outcome.upper_h), scales.y(outcome.persons.high)
        parts.append(f'<circle class="hit" cx="{at:.0f}" cy="{top:.0f}" r="5.5"/>' + _drop(at, top, frame))
    parts.append(_deadline(outcome, scales))
    parts.extend(_levels(outcome, scales, figures))
    parts.extend(_hours_axis(outcome, scales))
    parts.extend(_names(outcome, scales))
    return "".join(parts)


def _proven_points(outcome: Outcome, scales: Scales) -> Points:
    """Return the bound up to where it passes the fewest people: beyond that it says nothing."""
    if outcome.lower_h <= 0:
        return np.empty((0, 2))
    hours, persons = outcome.proven.hours, outcome.proven.persons
    before = hours < outcome.lower_h
    hours = np.concatenate([[0.0], hours[before], [outcome.lower_h]])
    persons = np.concatenate([[persons_at(outcome.proven, 0.0)], persons[before], [outcome.persons.low]])
    return _points(hours, np.minimum(persons, outcome.persons.low), scales)


def _schedule_points(outcome: Outcome, scales: Scales) -> Points:
    curve = outcome.schedule
    if curve is None or not len(curve.hours):
        return np.empty((0, 2))
    inside = curve.hours <= scales.end_h
    hours, persons = curve.hours[inside], curve.persons[inside]
    if outcome.upper_h is not None and outcome.upper_h <= scales.end_h:
        moving = hours < outcome.upper_h
        hours = np.concatenate([hours[moving], [outcome.upper_h]])
        persons = np.concatenate([persons[moving], [outcome.persons.high]])
    return _points(hours, persons, scales)


def _points(hours: Points, persons: Points, scales: Scales) -> Points:
    return np.array([[scales.x(hour), scales.y(count)] for hour, count in zip(hours, persons, strict=True)])


def _band(outcome: Outcome, scales: Scales, proven: Points, schedule: Points) -> str:
    """Tint what is possible and not shown: under the bound (or everyone), above the schedule."""
    frame = scales.frame
    top = scales.y(outcome.persons.high if math.isfinite(outcome.persons.high) else scales.most)
    end = scales.x(outcome.upper_h) if outcome.upper_h is not None else frame.right
    upper = proven if len(proven) else np.array([[frame.left, top]])
    over = np.vstack([upper, [[upper[-1, 0], top], [end, top]]])
    floor = np.array([[end, frame.bottom], [frame.left, frame.bottom]])
    under = np.vstack([schedule[::-1], [[frame.left, frame.bottom]]]) if len(schedule) else floor
    return f'<path class="band" d="{path(np.vstack([over, under]), closed=True)}"/>'


def _left_behind(outcome: Outcome, scales: Scales) -> str:
    count = outcome.cannot_walk.high
    if not (count > 0 and math.isfinite(count) and math.isfinite(outcome.persons.high)):
        return ""
    top, bottom = scales.y(outcome.persons.high + count), scales.y(outcome.persons.high)
    bottom = max(bottom, top + 4)
    frame = scales.frame
    return (
        f'<rect class="unable" x="{frame.left:.0f}" y="{top:.1f}" width="{frame.right - frame.left:.0f}"'
        f' height="{bottom - top:.1f}"/>'
    )


def _persons_axis(scales: Scales) -> list[str]:
    frame = scales.frame
    step = nice_step(scales.most, 5)
    parts = []
    for index in range(int(scales.most / step) + 1):
        value = index * step
        y = scales.y(value)
        label = f"{value:,.0f}" if frame is WIDE or value < 1000 else f"{value / 1000:,.5g}k"
        parts.append(
            f'<line class="grid" x1="{frame.left:.0f}" x2="{frame.right:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{frame.left - 7:.0f}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        )
    return parts


def _hours_axis(outcome: Outcome, scales: Scales) -> list[str]:
    frame = scales.frame
    bottom = f"{frame.bottom:.0f}"
    parts = [f'<line class="axis" x1="{frame.left:.0f}" x2="{frame.right:.0f}" y1="{bottom}" y2="{bottom}"/>']
    step = nice_hours(scales.end_h, frame.ticks)
    # Clock ticks stand on whole steps of the day, not of the time since the notice.
    first = 0.0
    if outcome.start is not None:
        since_midnight = outcome.start.hour + outcome.start.minute / 60
        first = math.ceil(since_midnight / step - 1e-9) * step - since_midnight
    shown_day = ""
    for index in range(int((scales.end_h - first) / step + 1e-9) + 1):
        hour = first + index * step
        x = scales.x(hour)
        parts.append(
            f'<line class="axis" x1="{x:.0f}" x2="{x:.0f}" y1="{bottom}" y2="{frame.bottom + 5:.0f}"/>'
        )
        label = duration(hour)
        if outcome.start is not None:
            at = outcome.start + timedelta(seconds=round(hour * 60) * 60)
            label = clock(at)
            if day(at) != shown_day:
                shown_day = day(at)
                parts.append(_tick(x, frame.bottom + 34, shown_day.rsplit(" ", 1)[0], frame))
        parts.append(_tick(x, frame.bottom + 19, label, frame))
    return parts


def _tick(x: float, y: float, label: str, frame: Frame) -> str:
    half = text_width(label, 13) / 2
    anchor, x = ("end", frame.width - 2) if x + half > frame.width else ("middle", x)
    return f'<text class="tick" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(label)}</text>'


def _levels(outcome: Outcome, scales: Scales, figures: Figures) -> list[str]:
    frame = scales.frame
    low, high = outcome.persons.low, outcome.persons.high
    low_y, high_y = scales.y(low), scales.y(high if math.isfinite(high) else low)
    levels = [(high_y, f"{figures.at_most(high)}, the most")] if math.isfinite(high) else []
    if low_y > frame.bottom - 20 and levels:
        pass  # hardly anybody: the axis itself
    elif low_y - high_y > 20 or not levels:
        levels.append((low_y, f"{figures.at_least(low)}, the fewest"))
    elif low < high:
        levels = [(high_y, f"{figures.at_least(low)} to {figures.at_most(high)}")]
    parts = []
    for y, label in levels:
        x, anchor = _level_side(outcome, scales, y, text_width(label, frame.size))
        parts.append(
            f'<line class="level" x1="{frame.left:.0f}" x2="{frame.right:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="lab" x="{x:.0f}" y="{y + 16:.0f}" text-anchor="{anchor}">{escape(label)}</text>'
        )
    return parts


def _level_side(outcome: Outcome, scales: Scales, y: float, width: float) -> tuple[float, str]:
    """Put a level's label at the left, above the lines, unless they rise too soon for that."""
    frame = scales.frame
    hour = (width + 16) / (frame.right - frame.left) * scales.end_h
    highest = max(persons_at(outcome.proven, hour), persons_at(outcome.schedule, hour))
    if scales.y(highest) > y + 24:
        return frame.left + 8, "start"
    return frame.right - 6, "end"


def _drop(x: float, y: float, frame: Frame) -> str:
    return f'<line class="drop" x1="{x:.0f}" x2="{x:.0f}" y1="{y + 6:.0f}" y2="{frame.bottom:.0f}"/>'


def _deadline(outcome: Outcome, scales: Scales) -> str:
    frame = scales.frame
    if outcome.deadline_h is None:
        label = (
            "No deadline stated for this: read the ruler below"
            if frame is WIDE
            else "No deadline stated: read the ruler"
        )
        return f'<text class="none" x="{frame.left:.0f}" y="20">{label}</text>'
    x = scales.x(outcome.deadline_h)
    label = f"Deadline {time_words(outcome, outcome.deadline_h)}"
    width = text_width(label, frame.size, bold=True)
    anchor, label_x = ("start", x) if x + width <= frame.width else ("end", max(x, width))
    return (
        f'<line class="deadline" x1="{x:.0f}" x2="{x:.0f}" y1="26" y2="{frame.bottom + 92:.0f}"/>'
        f'<text class="dl" x="{label_x:.0f}" y="20" text-anchor="{anchor}">{escape(label)}</text>'
    )


def _names(outcome: Outcome, scales: Scales) -> list[str]:
    """Name the two lines beside them, where there is room; the legend names them in any case."""
    frame = scales.frame
    parts = []
    if outcome.lower_h > 0:
        lines = (
            ("Proven bound", "of the fewest people, no plan has more there")
            if frame is WIDE
            else ("Proven bound",)
        )
        level = outcome.persons.low * 0.55
        x = scales.x(float(np.interp(level, outcome.proven.persons, outcome.proven.hours)))
        width = text_width(lines[-1], frame.size)
        if x - 12 - width > frame.left:
            parts.append(_label(x - 12 - width, scales.y(level) - 10 * len(lines), lines))
        else:
            # A steep bound: right of the lines that drop from it and of the deadline.
            x = max(scales.x(outcome.lower_h), scales.x(outcome.deadline_h or 0.0)) + 14
            if x + width < frame.right:
                parts.append(_label(x, scales.y(level), lines))
    if outcome.schedule is not None and len(outcome.schedule.hours):
        lines = ("Schedule", "every range at its cautious end") if frame is WIDE else ("Schedule",)
        third = outcome.persons.high * 0.3
        hour = float(np.interp(third, outcome.schedule.persons, outcome.schedule.hours))
        x, width = scales.x(hour) + 18, text_width(lines[-1], frame.size)
        line_x = -math.inf if outcome.deadline_h is None else scales.x(outcome.deadline_h)
        if x - 6 < line_x < x + width:
            x = line_x + 10
        if x + width < frame.right:
            parts.append(_label(x, scales.y(third) + 22, lines))
    return parts


def _label(x: float, y: float, lines: tuple[str, ...]) -> str:
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{17 if index else 0}" class="{"s" if index else "b"}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    return f'<text class="lab" x="{x:.0f}" y="{y:.0f}">{spans}</text>'
