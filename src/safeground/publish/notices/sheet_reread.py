"""A sheet read back: the times that it says and the area's edge as its map draws it."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.publish.notices.bulletin import Reread

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

_RING = re.compile(r"M([^l]+)l([^z]+)z")
_WHOLE = re.compile(r"-?\d+")


CARRIES: Final = {"*.html": frozenset({"issued", "deadline", "expires"})}
_TRUE_TO_UNITS: Final = 2.0


def read_back(content: bytes) -> dict[str, Reread]:
    """Return what an HTML sheet says of its notice: its area as its map draws it, and its times.

    The edge is drawn in whole units, ten a millimetre, and thinned by one unit: it is true to 0.2 mm of the
    printed map, which is 20 m on a map of 1 : 100,000.

    Parameters
    ----------
    content
        A page that ``sheets.write`` made.

    Raises
    ------
    ValueError
        It is no such page.
    """
    page = _Page()
    page.feed(content.decode())
    if page.area is None or not page.frame or not page.notice:
        msg = "this is no sheet that can be read back: it has no map with a frame and an area"
        raise ValueError(msg)
    name, commands = page.area
    frame = [float(figure) for figure in page.frame.split(" ")]
    sheet = Reread(
        areas={name: _polygon(commands, frame)},
        issued=page.times.get("issued"),
        deadline=page.times.get("deadline"),
        expires=page.times.get("expires"),
        true_to_m=_TRUE_TO_UNITS / frame[-1],
        whole=False,
    )
    return {page.notice: sheet}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.notice = ""
        self.frame = ""
        self.area: tuple[str, str] | None = None
        self.times: dict[str, datetime] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "main":
            self.notice = found.get("data-notice", "")
        elif tag == "svg" and "data-frame" in found and not self.frame:
            self.frame = found["data-frame"]
        elif tag == "path" and "data-area" in found and self.area is None:
            self.area = found["data-area"], found["d"]
        elif tag == "time":
            self.times[found["data-what"]] = datetime.fromisoformat(found["datetime"])


def _polygon(commands: str, frame: list[float]) -> BaseGeometry:
    """Return the polygon of path commands: rings under the even-odd rule, as they are drawn."""
    lon0, lat0, west_m, north_m, units_per_m = frame
    plane = LocalProjection(lon0, lat0)

    def ground(units: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon, lat = plane.lonlat(west_m + units[:, 0] / units_per_m, north_m - units[:, 1] / units_per_m)
        return np.column_stack([lon, lat])

    polygon: BaseGeometry = shapely.Polygon()
    for start, steps in _RING.findall(commands):
        first = np.array(_WHOLE.findall(start), float).reshape(1, 2)
        rest = np.array(_WHOLE.findall(steps), float).reshape(-1, 2)
        ring = shapely.Polygon(ground(np.cumsum(np.vstack([first, rest]), axis=0)))
        polygon = shapely.symmetric_difference(polygon, shapely.make_valid(ring))
    return polygon
