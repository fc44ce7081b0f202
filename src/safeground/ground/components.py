"""Unconnected parts of a street network: the streets that nobody can reach from the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.remarks import Remark

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.ground.streets import Streets


@dataclass(frozen=True, slots=True)
class Components:
    """The connected parts of streets, walked in both directions.

    Parameters
    ----------
    part
        Index of each node's part, shape (n,); 0 is the part with the longest streets.
    nodes, edges, length_m
        Of each part, shape (p,).
    """

    part: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int64]
    edges: npt.NDArray[np.int64]
    length_m: npt.NDArray[np.float64]

    @property
    def outside(self) -> tuple[int, int, float]:
        """Nodes, edges and metres outside of the largest part."""
        return int(self.nodes[1:].sum()), int(self.edges[1:].sum()), float(self.length_m[1:].sum())


def components(streets: Streets) -> Components:
    """Return the connected parts of streets, the longest first."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(streets.lon)
    ones = np.ones(len(streets.tail), dtype=np.int8)
    graph = coo_array((ones, (streets.tail, streets.head)), shape=(n, n))
    count, labels = connected_components(graph, directed=False)
    length = np.bincount(labels[streets.tail], weights=streets.length_m, minlength=count).astype(np.float64)
    order = np.argsort(-length, kind="stable")
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    part = rank[labels]
    return Components(
        part=part,
        nodes=np.bincount(part, minlength=count),
        edges=np.bincount(part[streets.tail], minlength=count),
        length_m=length[order],
    )


def unconnected_remark(parts: Components, file: str) -> Remark | None:
    """Return what a reader must know of the parts that are not joined to the largest; None where all are."""
    nodes, edges, length = parts.outside
    if not nodes:
        return None
    count = len(parts.nodes) - 1
    which = "1 part of the streets is" if count == 1 else f"{count} parts of the streets are"
    text = f"{which} not joined to the largest part: {length / 1000:.1f} km with {nodes} junctions and ends."
    return Remark("warning", file, text, edges)
