"""A pause drawn over time: its chain of extensions as steps, and each term's days on a lane of its own.

Shapes and words carry the meaning: a filled day falls short, a ringed one has what was due, a dashed one is
not known. After the last expiry that was announced nothing is drawn but "unknown".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from safeground.characters import shown
from safeground.ledger.moments import at
from safeground.publish.figures import shorten
from safeground.publish.svg import text_width
from safeground.publish.timeline_axis import DAY, HOUR, Axis, minute
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.moments import Moment
    from safeground.publish.timeline_axis import Tick
    from safeground.quantity import Range
    from safeground.questions.kept_account import PauseAccount, TermAccount, TermDay, TimelineRow

STEP: Final = 30
CELL: Final = 32
KINDS: Final = {"met": "held", "not_met": "bad", "depends": "depends", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things lie: in a wide drawing lanes are named beside, in a narrow one above."""

    kind: str
    width: int
    left: int
    right: int
    size: int

    @property
    def above(self) -> int:
        """Height of a lane's name above it."""
        return 0 if self.left > 20 else self.size + 6


WIDE: Final = Frame("wide", 1000, 190, 984, 14)
NARROW: Final = Frame("narrow", 360, 8, 352, 12)


def draw(
    account: PauseAccount,
    terms: Sequence[TermAccount],
    rows: Sequence[TimelineRow],
    known_at: datetime,
    zone: str,
    ident: str,
) -> Markup:
    """Return the drawing in its two widths; the style sheet shows one of them."""
    axis = _axis(account, terms, zone)
    ends = [row for row in rows if row.of == account.pause.id and row.kind == "end"]
    said = _description(account, terms, zone)
    return Markup("").join(
        _Drawing(frame, axis, account, terms, ends, known_at).svg(f"{ident}-{frame.kind}", said)
        for frame in (WIDE, NARROW)
    )


def _axis(account: PauseAccount, terms: Sequence[TermAccount], zone: str) -> Axis:
    """Return the axis: from the start to the last expiry, and a piece of what is unknown."""
    first = minute(account.pause.start)
    times = [minute(link.step.until.latest) for link in account.chain]
    announced = [link.step.announced for link in account.chain if link.step.announced is not None]
    last = max([*times, first + DAY])
    begins = min([first, *(minute(one.latest) for one in announced if minute(one.latest) > first - 3 * DAY)])
    span = last - begins
    return Axis(begins - span // 40, last + max(span // 8, HOUR), zone)


@dataclass(slots=True)
class _Drawing:
    frame: Frame
    axis: Axis
    account: PauseAccount
    terms: Sequence[TermAccount]
    ends: Sequence[TimelineRow]
    known_at: datetime

    def svg(self, ident: str, said: str) -> Markup:
        drawn: list[str] = []
        y = self._chain(drawn, 26.0)
        y = self._ends(drawn, y)
        for term in self.terms:
            if term.days:
                y = self._lane(drawn, term, y)
        height = round(y) + 6
        grid = "".join(
            f'<path class="grid" d="M{self._x(tick.at):.1f} 20V{height - 4:.0f}"/>'
            + _text("tick", self._x(tick.at), 14, tick.words, "middle")
            for tick in self._ticks()
        )
        name = escape(f"Timeline of {shown(self.account.pause.called or self.account.pause.id)}")
        return Markup(
            f'<svg class="chart kept {self.frame.kind}" viewBox="0 0 {self.frame.width} {height}" role="img"'
            f' aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{name}</title>'
            f'<desc id="{ident}-d">{escape(said)}</desc>{grid}{"".join(drawn)}</svg>'
        )

    def _ticks(self) -> list[Tick]:
        """Return ticks whose words do not touch."""
        found: list[Tick] = []
        taken = -1.0
        for tick in self.axis.ticks():
            half = text_width(tick.words, self.frame.size - 1) / 2
            x = self._x(tick.at)
            if x - half > taken and x + half <= self.frame.width:
                found.append(tick)
                taken = x + half + 6
        return found

    def _x(self, at_min: float) -> float:
        frame = self.frame
        share = (at_min - self.axis.start) / self.axis.span
        return frame.left + (frame.right - frame.left) * min(max(share, 0.0), 1.0)

    def _name(self, drawn: list[str], words: str, y: float, *, bold: bool = False) -> float:
        """Write a lane's name, and return where the lane begins."""
        frame = self.frame
        room = frame.left - 12 if frame.left > 20 else frame.right - frame.left
        # Rather cut than run into the lane: the tables have every name whole.
        fitted = _fitted(shown(words), frame.size, room, bold=bold)
        kind = ' class="b"' if bold else ""
        line = y + 20 if frame.left > 20 else y + frame.size
        drawn.append(
            f'<text{kind} x="{0 if frame.left > 20 else frame.left}" y="{line:.0f}">{escape(fitted)}</text>'
        )
        return y + frame.above

    def _chain(self, drawn: list[str], y: float) -> float:
        pause = self.account.pause
        y = self._name(drawn, pause.called or pause.id, y, bold=True)
        before = minute(pause.start)
        last = before
        for link in self.account.chain:
            until = minute(link.step.until.latest)
            x1, x2 = self._x(before), self._x(until)
            kind = "rival" if link.kind == "rival" else "held-until"
            drawn.append(_rect(kind, min(x1, x2), y + 4, max(abs(x2 - x1), 2), 9))
            drawn.append(f'<line class="axis" x1="{x2:.1f}" x2="{x2:.1f}" y1="{y:.0f}" y2="{y + 17:.0f}"/>')
            self._announced(drawn, link.step.announced, x1, y)
            words = f"until {at(link.step.until.latest, self.axis.zone)[5:16]}"
            self._beside(drawn, words, x1, x2, y + 27)
            if link.kind != "rival":
                before = last = max(last, until)
            y += STEP
        return self._after(drawn, last, y) if self.account.chain else y + STEP

    def _after(self, drawn: list[str], last: int, y: float) -> float:
        """Draw what follows the last expiry: unknown."""
        x = self._x(last)
        drawn.append(
            _rect("r-unknown", x, y + 2, self.frame.right - x, 13)
            + _text("none", self.frame.right, y + 28, "unknown", "end")
        )
        return y + STEP + 10

    def _announced(self, drawn: list[str], when: Moment | None, x1: float, y: float) -> None:
        if when is None:
            return
        first, last = self._x(minute(when.earliest)), self._x(minute(when.latest))
        middle = (first + last) / 2
        if last - first > 3:
            drawn.append(f'<path class="window" d="M{first:.1f} {y + 8:.0f}H{last:.1f}"/>')
        else:
            drawn.append(f'<path class="level" d="M{middle:.1f} {y + 8:.0f}H{x1:.1f}"/>')
        drawn.append(f'<path class="told" d="M{middle:.1f} {y + 2:.0f}l6 6.500-6 6.500-6-6.500z"/>')

    def _beside(self, drawn: list[str], words: str, x1: float, x2: float, y: float) -> None:
        width = text_width(words, self.frame.size - 1)
        left = max(self.frame.left, x2 - width)
        left = min(left, self.frame.right - width)
        drawn.append(f'<text class="tick" x="{left:.1f}" y="{y:.0f}">{escape(words)}</text>')

    def _ends(self, drawn: list[str], y: float) -> float:
        for row in self.ends:
            y = self._name(drawn, f"reported: {row.text}", y)
            first, last = self._x(minute(row.when.earliest)), self._x(minute(row.when.latest))
            drawn.append(
                f'<path class="window" d="M{first:.1f} {y + 14:.0f}H{max(last, first + 1):.1f}"/>'
                f'<path class="cross" d="M{(first + last) / 2 - 5:.1f} {y + 9:.0f}l10 10m0-10l-10 10"/>'
            )
            y += STEP
        return y

    def _lane(self, drawn: list[str], term: TermAccount, y: float) -> float:
        y = self._name(drawn, term.term.id, y)
        for one in term.days:
            begin = datetime.combine(one.day, time(), ZoneInfo(term.zone))
            x1, x2 = self._x(minute(begin)), self._x(minute(begin + timedelta(days=1)))
            if x2 - x1 >= 1:
                drawn.append(self._cell(one, x1, x2, y))
        return y + CELL

    def _cell(self, one: TermDay, x1: float, x2: float, y: float) -> str:
        answer = one.answer if one.due is not None and not one.outside else None
        kind = "cell" if answer is None else f"r-{KINDS.get(answer, 'unknown')}"
        width, height = x2 - x1 - 2, CELL - 8
        words = next((each for each in _ways(one) if text_width(each, self.frame.size - 2) <= width - 2), "")
        parts = [_rect(kind, x1 + 1, y + 2, max(width, 0.5), height)]
        fits = bool(words)
        inverse = " inv" if answer == "not_met" else ""
        middle = (x1 + x2) / 2
        if fits and answer in ("depends", "unknown"):
            half = text_width(words, self.frame.size - 2) / 2
            parts.append(_rect("chip", middle - half - 1, y + 6, 2 * half + 2, height - 8))
        if fits:
            parts.append(_text(f"cw{inverse}", middle, y + 19, words, "middle"))
        elif width >= 14 and answer is not None:
            sign = "not_met-inv" if answer == "not_met" else answer
            parts.append(
                f'<use href="#g-{sign}" x="{middle - 7:.1f}" y="{y + 7:.0f}" width="14" height="14"/>'
            )
        return "".join(parts)


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{height:.0f}"/>'


def _text(kind: str, x: float, y: float, words: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.0f}" text-anchor="{anchor}">{escape(words)}</text>'


def _ways(one: TermDay) -> tuple[str, ...]:
    """Return what a day's box can say, the plainest first."""
    done = _number(one.done)
    said = done if one.due is None else f"{done} of {_number(one.due)}"
    short = said.replace(" to ", "\u2013").replace(" of ", "/")
    return (said, short) if one.due is not None else (said, short, "\u2026")


def _number(quantity: Range | None) -> str:
    if quantity is None:
        return "?"
    if quantity.is_exact:
        return number(quantity.low, digits=9)
    if quantity.high == float("inf"):
        return f"{number(quantity.low, digits=9)}+"
    return f"{number(quantity.low, digits=9)} to {number(quantity.high, digits=9)}"


def _fitted(words: str, size: float, room: float, *, bold: bool) -> str:
    length = len(words)
    while length > 4 and text_width(shorten(words, length), size, bold=bold) > room:
        length -= 1
    return shorten(words, length)


def _description(account: PauseAccount, terms: Sequence[TermAccount], zone: str) -> str:
    """Say what the drawing shows: the same stands in the tables."""
    steps = [f"until {at(link.step.until.latest, zone)}" for link in account.chain]
    said = [f"Begins {at(account.pause.start, zone)}", *steps, "unknown after that"]
    for term in terms:
        due = [one for one in term.days if one.due is not None]
        short = sum(one.answer == "not_met" for one in due)
        unknown = sum(one.answer == "unknown" for one in due)
        if due:
            said.append(
                f"{shown(term.term.id)}: {len(due)} days with something due, {short} short, {unknown} unknown"
            )
    return "; ".join(said) + "."
