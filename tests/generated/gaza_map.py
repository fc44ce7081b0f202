"""The published block map of the real data, where it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.generated.drafts import Ground

from safeground.plan.model import BlocksFile
from safeground.plan.read_ground import read_gazetteer
from safeground.plan.shapes import Shapes

if TYPE_CHECKING:
    from pathlib import Path


def gaza(folder: Path) -> Ground:
    """The 628 blocks as ground for generated notices."""
    return Ground.of_blocks(
        read_gazetteer(BlocksFile(file="blocks.geojson", id="Block"), Shapes(folder / "gaza"))
    )
