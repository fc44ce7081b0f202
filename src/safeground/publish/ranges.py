"""Range bars: what there is, drawn against what is required, which stands at the same place in every row.

The bar is a share of the requirement. Where less is better (hours that leaving takes, people a tap),
the requirement is drawn as a share of the figure instead, so that left of the line is always too little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from safeground.publish.answers import KIND
from safeground.publish.in_short import NEED
from safeground.quantity import Range

if TYPE_CHECKING:
    from safeground.questions.finding import Finding

REQUIRED_AT: Final = 200.0 / 3.0
"""Where the line stands, in percent of the width."""
RATES: Final = frozenset({"persons_per_s", "persons_per_h", "persons_per_m_s"})
_BAD = frozenset({"not_met", "below"})
_HELD = frozenset({"met", "above", "not_refuted"})


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A figure as shares of its requirement: 1 is the line."""

    low: float
    high: float
    """Infinite where no upper end was stated."""
    best: float | None
    required_low: float
    """Below 1 where the requirement is itself a range."""
    inverted: bool
    kind: str


def range_bar(finding: Finding) -> RangeBar | None:
    """Return the bar of a finding, or None where it has no figure or nothing it is held against."""
    held, figure = finding.held_against, finding.figure
    if figure is None or held is None:
        return None
    # A share of a need is held against the whole of it, whatever amount that is.
    of_need = finding.id.startswith(NEED) and figure.range.unit == "share"
    required, there = Range.exact(1.0, "share") if of_need else held.required, figure.range
    if required is None or required.unit != there.unit:
        return None
    if required.high <= 0 or math.isinf(required.high) or there.low < 0:
        return None
    kind = KIND[finding.answer]
    if not _less_is_better(finding, there, required):
        share = there.over(required.high, "share")
        return RangeBar(share.low, share.high, share.best, required.low / required.high, False, kind)
    if there.high <= 0:
        return RangeBar(math.inf, math.inf, None, 1.0, True, kind)
    share = Range.exact(required.high, "").over(there, "share")
    best = required.high / there.best if there.best else None
    return RangeBar(share.low, share.high, best, 1.0, True, kind)


def range_svg(finding: Finding) -> Markup:
    """Return the bar as an inline SVG that states its finding; a dashed box where there is no figure."""
    bar = range_bar(finding)
    if bar is None:
        return _no_bar(finding)
    shapes = [_LINE, _REQUIRED]
    if bar.required_low < 1.0:
        width = REQUIRED_AT * (1.0 - bar.required_low)
        shapes.insert(
            1, f'<rect class="mb" x="{_at(bar.required_low)}" width="{width:.1f}%" y="4" height="16"/>'
        )
    shapes.append(_whisker(bar))
    return _svg(_label(bar), "".join(shapes))


_LINE = '<line class="mx" x1="0" x2="100%" y1="50%" y2="50%"/>'
_REQUIRED = f'<line class="mt" x1="{REQUIRED_AT:.2f}%" x2="{REQUIRED_AT:.2f}%" y1="0" y2="24"/>'


def _less_is_better(finding: Finding, there: Range, required: Range) -> bool:
    if there.unit in {"h", "min"} or (there.unit.startswith("persons_per_") and there.unit not in RATES):
        return True
    if finding.held_against is not None and finding.held_against.text.lower().startswith("at most"):
        return True
    # An answer that the bar would contradict settles which way the figure counts.
    if finding.answer in _BAD:
        return there.low > required.high
    return finding.answer in _HELD and there.high < required.low


def _whisker(bar: RangeBar) -> str:
    low, high = _clamped(bar.low), _clamped(bar.high)
    if high <= 0.0:
        return f'<circle class="mz k-{bar.kind}" cx="6" cy="50%" r="4.2"/>'
    if low == high and not math.isinf(bar.low) and bar.low * REQUIRED_AT <= 99.0:
        return f'<circle class="md k-{bar.kind}" cx="{low:.1f}%" cy="50%" r="4.6"/>'
    parts = [f'<line class="mr k-{bar.kind}" x1="{low:.1f}%" x2="{high:.1f}%" y1="50%" y2="50%"/>']
    if low < 100.0:
        parts.append(_cap(low, bar.kind))
    if bar.high * REQUIRED_AT <= 100.0:
        parts.append(_cap(high, bar.kind))
    else:
        parts.append(_beyond(bar.kind))
    if bar.best is not None and bar.best * REQUIRED_AT < 99.0 and bar.low < bar.high:
        parts.append(f'<circle class="md k-{bar.kind}" cx="{_clamped(bar.best):.1f}%" cy="50%" r="4.2"/>')
    return "".join(parts)


def _cap(at: float, kind: str) -> str:
    return f'<line class="mc k-{kind}" x1="{at:.1f}%" x2="{at:.1f}%" y1="7" y2="17"/>'


def _beyond(kind: str) -> str:
    # An arrowhead: the range goes on past the edge of the drawing.
    return (
        f'<svg x="100%" y="6" width="8" height="12" overflow="visible">'
        f'<path class="ma k-{kind}" d="M-7 0L1 6L-7 12z"/></svg>'
    )


def nothing_drawn(text: str) -> Markup:
    """Return the dashed box of a row that has nothing to draw."""
    box = f'<rect class="mu" x="1" y="3" width="99%" height="18"/><text class="mn" x="8" y="16">{text}</text>'
    return _svg(text, box)


def _no_bar(finding: Finding) -> Markup:
    if finding.figure is None or finding.answer == "unknown":
        text = "no figure"
    elif finding.held_against is None or finding.held_against.required is None:
        text = "nothing required"
    else:
        text = "required: none" if finding.held_against.required.high == 0 else "not on one scale"
    return nothing_drawn(text)


def _svg(label: str, body: str) -> Markup:
    opening = Markup('<svg class="micro" role="img" aria-label="{}" width="100%" height="24">').format(label)
    return opening + Markup(body) + Markup("</svg>")


def _label(bar: RangeBar) -> str:
    of = "of what is needed" if bar.inverted else "of what is required"
    low = f"{math.floor(bar.low * 100 + 1e-9)}" if math.isfinite(bar.low) else "far more than 100"
    if math.isinf(bar.high):
        return f"at least {low} percent {of}"
    high = f"{math.ceil(bar.high * 100 - 1e-9)}"
    return f"{low} percent {of}" if low == high else f"{low} to {high} percent {of}"


def _at(share: float) -> str:
    return f"{_clamped(share):.1f}%"


def _clamped(share: float) -> float:
    return min(100.0, max(0.0, share * REQUIRED_AT))
