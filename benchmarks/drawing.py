"""Cost against size as an SVG: two log–log panels, a line a program, told apart by mark and name too."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 880, 475
PANEL_W, PANEL_H, TOP, BETWEEN, LEFT = 310, 320, 62, 110, 60
COLOURS = ("#1b4965", "#b5651d", "#5b7f2b", "#7b3f8c", "#a02c3c", "#4d4d4d")
MARKS = ("disc", "square", "diamond", "triangle", "cross", "ring")
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.small{font-size:11px;fill:#555}.head{font-weight:600}"
    ".grid{stroke:#ddd;stroke-width:1}.line{fill:none;stroke-width:2}"
)


@dataclass(frozen=True)
class Line:
    """One program: its name and points (size, cost), both above 0."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Panel:
    """One drawing: what it shows, and a line a program; a name has one colour and mark in all panels."""

    title: str
    unit: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Scale:
    """Powers of ten around values, mapped to pixels."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def around(cls, values: list[float], start: float, end: float) -> _Scale:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return cls(low, max(high, low + 1), start, end)

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def draw(title: str, described: str, size_name: str, panels: tuple[Panel, ...]) -> str:
    """Return the SVG; the panels' lines are named once, below.

    Raises
    ------
    ValueError
        If a panel has no points, or a point is not above 0.
    """
    names = list(dict.fromkeys(line.name for panel in panels for line in panel.lines))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(described)}</desc>",
        f'<style>{STYLE}</style><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text class="head" x="{LEFT}" y="22">{escape(title)}</text>',
    ]
    for place, panel in enumerate(panels):
        parts += _panel(panel, LEFT + place * (PANEL_W + BETWEEN), size_name, names)
    parts += _legend(names)
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, left: float, size_name: str, names: list[str]) -> list[str]:
    points = [point for line in panel.lines for point in line.points]
    if not points or min(min(point) for point in points) <= 0:
        msg = f"{panel.title}: every panel needs points, all above 0"
        raise ValueError(msg)
    across = _Scale.around([size for size, _ in points], left, left + PANEL_W)
    up = _Scale.around([cost for _, cost in points], TOP + PANEL_H, TOP)
    parts = [
        f'<text class="small" x="{left}" y="{TOP - 16}">{escape(f"{panel.title} [{panel.unit}]")}</text>'
    ]
    for tick in across.ticks:
        x = across.at(tick)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{TOP + PANEL_H}"/>')
        label = f'<text class="small" x="{x:.1f}" y="{TOP + PANEL_H + 16}" text-anchor="middle">'
        parts.append(f"{label}{_number(tick)}</text>")
    for tick in up.ticks:
        y = up.at(tick)
        parts.append(f'<path class="grid" d="M{left} {y:.1f}H{left + PANEL_W}"/>')
        label = f'<text class="small" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">'
        parts.append(f"{label}{_number(tick)}</text>")
    x = left + PANEL_W / 2
    below = f'<text class="small" x="{x}" y="{TOP + PANEL_H + 33}" text-anchor="middle">'
    parts.append(f"{below}{escape(size_name)}</text>")
    for line in panel.lines:
        colour = COLOURS[names.index(line.name) % len(COLOURS)]
        placed = [(across.at(size), up.at(cost)) for size, cost in sorted(line.points)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
        parts.append(f'<path class="line" stroke="{colour}" d="M{path}"/>')
        parts += [_mark(names.index(line.name), x, y) for x, y in placed]
    return parts


def _legend(names: list[str]) -> list[str]:
    """Name the lines in columns at the bottom."""
    parts, y = [], TOP + PANEL_H + 55
    for place, name in enumerate(names):
        x = LEFT + (place % 3) * 270
        at = y + 18 * (place // 3)
        parts.append(_mark(place, x, at - 4))
        parts.append(f'<text x="{x + 12}" y="{at}">{escape(name)}</text>')
    return parts


def _mark(place: int, x: float, y: float) -> str:
    colour, mark = COLOURS[place % len(COLOURS)], MARKS[place % len(MARKS)]
    at = f"{x:.1f} {y:.1f}"
    match mark:
        case "disc":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
        case "ring":
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#fff" stroke="{colour}" stroke-width="2"/>'
            )
        case "square":
            return f'<path fill="{colour}" d="M{at}m-4 -4h8v8h-8z"/>'
        case "diamond":
            return f'<path fill="{colour}" d="M{at}m0 -5l5 5l-5 5l-5 -5z"/>'
        case "triangle":
            return f'<path fill="{colour}" d="M{at}m0 -5l5 9h-10z"/>'
    return f'<path stroke="{colour}" stroke-width="2" d="M{at}m-4 -4l8 8m0 -8l-8 8"/>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
