from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely

from safeground import examples
from safeground.assess import assess
from safeground.memo import Memo


def test_reuses_only_what_has_the_same_content():
    memo = Memo()
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    assert memo.get("streets", (b"a", "b"), lambda: make("first")) == "first"
    assert memo.get("streets", (b"a", "b"), lambda: make("second")) == "first"
    assert memo.get("streets", (b"ab", ""), lambda: make("third")) == "third"
    assert memo.get("people", (b"a", "b"), lambda: make("fourth")) == "fourth"
    assert made == ["first", "third", "fourth"]
    assert memo.reused == 1


def test_counts_that_change_beside_a_shapefile_are_read_again(tmp_path: Path):
    """The counts lie in the file .dbf: the file .shp that the plan names stays as it was."""
    plan = examples.place("river-town", tmp_path)
    kept = [line for line in plan.read_text(encoding="utf-8").splitlines() if "  streets: {" not in line]
    text = "\n".join(kept).replace("residents.csv", "residents.shp").replace(", cell_m: 150", "")
    plan.write_text(text, encoding="utf-8")
    cell = shapely.to_wkb(np.array([shapely.box(-38.0, 29.99, -37.99, 30.0)], dtype=object))
    memo, counted = Memo(), []
    for persons in (100.0, 300.0):
        pyogrio.raw.write(
            tmp_path / "residents.shp",
            cell,
            [np.array([persons])],
            np.array(["persons"]),
            geometry_type="Polygon",
            crs="EPSG:4326",
        )
        counted.append(float(assess(plan, memo=memo).people[0].low.sum()))
    assert counted == [97.0, 291.0]
