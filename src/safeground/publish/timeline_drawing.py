"""One claim's line on the axis: when it holds, when it was said, when it was out. Lines only, in minutes.

The pattern of a line tells what it is, so that nothing hangs on colour; the same times stand in words beside
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from safeground.ledger.moments import moment
from safeground.publish.timeline_axis import minute, minute_after

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim
    from safeground.publish.timeline_axis import Axis

HEIGHT: Final = 24
MIDDLE: Final = 14


def strip(claim: Claim, axis: Axis) -> Markup:
    """Return the drawing of a claim's times as SVG, empty where it has none on the axis."""
    paths = [*_valid(claim, axis), *_said(claim, axis), *_out(claim, axis)]
    drawn = "".join(f'<path class="{kind}" d="{where}"/>' for kind, where in paths)
    return frame(axis, drawn, "")


def frame(axis: Axis, drawn: str, kind: str) -> Markup:
    """Return an SVG whose units are minutes across; it is stretched to the width there is."""
    return Markup(
        f'<svg{kind} viewBox="0 0 {axis.span} {HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true">{drawn}</svg>'
    )


def ruler(axis: Axis) -> Markup:
    """Return the axis itself: a line for each tick."""
    lines = "".join(f"M{tick.at - axis.start} 0V{HEIGHT}" for tick in axis.ticks())
    return frame(axis, f'<path d="{lines}"/>', ' class="ticks"')


def _valid(claim: Claim, axis: Axis) -> list[tuple[str, str]]:
    first = moment(claim.valid.from_, claim.zone) if claim.valid.from_ else None
    last = moment(claim.valid.to, claim.zone) if claim.valid.to else None
    if first is None and last is None:
        return []
    if first is not None and last is not None:
        start, end = minute(first.earliest), minute_after(last.latest)
        same = claim.valid.from_ == claim.valid.to
        return _line(
            "w" if claim.valid.window else "v", start, end, axis, ends=claim.valid.window and not same
        )
    if first is not None:
        out = moment(claim.published, claim.zone) if claim.published else None
        start = minute(first.earliest)
        until = axis.end if out is None else max(start, minute_after(out.latest))
        # It held when it was published; whether it went on is not stated.
        return _line("v", start, until, axis) + _line("u", until, axis.end, axis)
    assert last is not None
    return _line("u", axis.start, minute_after(last.latest), axis) + _line(
        "v", minute(last.earliest), minute_after(last.latest), axis
    )


def _said(claim: Claim, axis: Axis) -> list[tuple[str, str]]:
    first = moment(claim.said.from_, claim.zone) if claim.said.from_ else None
    last = moment(claim.said.to, claim.zone) if claim.said.to else None
    start, end = first or last, last or first
    if start is None or end is None:
        return []
    return _line("q", minute(start.earliest), minute_after(end.latest), axis, at=4)


def _out(claim: Claim, axis: Axis) -> list[tuple[str, str]]:
    if claim.published is None:
        return []
    at = moment(claim.published, claim.zone)
    start, end = minute(at.earliest) - axis.start, minute_after(at.latest) - axis.start
    if end < 0 or start > axis.span:
        return []
    if start == end:
        return [("p", f"M{start} 1V{HEIGHT - 1}")]
    return [("p", f"M{start} 8H{end}V{HEIGHT - 4}H{start}z")]


def _line(
    kind: str, start: int, end: int, axis: Axis, *, at: int = MIDDLE, ends: bool = False
) -> list[tuple[str, str]]:
    left, right = max(start, axis.start) - axis.start, min(end, axis.end) - axis.start
    if right < left:
        return []
    marks = f"M{left} {at - 4}v8M{right} {at - 4}v8" if ends else ""
    # A line of no length shows nothing: an instant is a mark across.
    lines = [(kind, f"M{left} {at}H{right}" if right > left else f"M{left} {at - 4}V{at + 4}")]
    if marks:
        lines.append(("e", marks))
    if start < axis.start and kind != "u":
        lines.append(("e", f"M0 {at - 5}v10"))
    return lines
