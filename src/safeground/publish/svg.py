"""Small pieces of SVG: paths in relative whole units, nice steps, scales."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Points = npt.NDArray[np.float64]


def path(points: Points, *, closed: bool = False) -> str:
    """Return path commands through points (n, 2), rounded to whole units, relative after the first.

    Examples
    --------
    >>> path(np.array([[0.2, 1.0], [10.0, 1.0], [10.0, 5.0]]))
    'M0 1l10 0 0 4'
    """
    whole = np.rint(points).astype(np.int64)
    kept = np.ones(len(whole), bool)
    kept[1:] = np.any(whole[1:] != whole[:-1], axis=1)
    whole = whole[kept]
    if closed and len(whole) > 1 and (whole[0] == whole[-1]).all():
        whole = whole[:-1]
    if len(whole) < 2:
        return ""
    steps = " ".join(f"{dx} {dy}" for dx, dy in np.diff(whole, axis=0).tolist()).replace(" -", "-")
    start_x, start_y = whole[0].tolist()
    return f"M{start_x} {start_y}l{steps}{'z' if closed else ''}"


def lines_path(geometry: BaseGeometry) -> str:
    """Return path commands of every line in a geometry."""
    return "".join(
        path(shapely.get_coordinates(part))
        for part in shapely.get_parts(geometry)
        if part.geom_type in {"LineString", "LinearRing"}
    )


def polygons_path(geometry: BaseGeometry) -> str:
    """Return path commands of every ring in a geometry."""
    return "".join(_rings(shapely.get_parts(geometry)))


def _rings(parts: Iterable[BaseGeometry]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, shapely.Polygon):
            for ring in (part.exterior, *part.interiors):
                yield path(shapely.get_coordinates(ring), closed=True)


def nice_step(span: float, most: int) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that divides ``span`` into at most ``most`` parts.

    Examples
    --------
    >>> nice_step(246_000, 6)
    50000.0
    """
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def nice_hours(span_h: float, most: int) -> float:
    """Return a step of the clock that divides ``span_h`` into at most ``most`` parts."""
    for step in (1 / 12, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 24.0, 48.0):
        if span_h / step <= most:
            return step
    return 24.0 * math.ceil(span_h / most / 24.0)


_WIDE_SCRIPTS = (("\u1100", "\u11ff"), ("\u2e80", "\u9fff"), ("\uac00", "\ud7a3"), ("\uff00", "\uff60"))
_SIGN_WIDTHS = {
    **dict.fromkeys(" iIjlftr.,:;'|!()[]/-", 0.38),
    **dict.fromkeys("mw", 0.95),
    **dict.fromkeys("MW%@…—", 1.0),
}
_BOLD = 1.13


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is set in a sans of ``size``: rather too wide than too narrow.

    Pages are set in the reader's own face, so each class of signs is as wide as in DejaVu Sans, the widest
    of the common ones.
    """
    return size * (_BOLD if bold else 1.0) * sum(map(_sign_width, text))


def _sign_width(sign: str) -> float:
    if sign in _SIGN_WIDTHS:
        return _SIGN_WIDTHS[sign]
    if any(low <= sign <= high for low, high in _WIDE_SCRIPTS):
        return 1.0
    return 0.73 if sign.isupper() else 0.64
