from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from safeground.ground.components import components, unconnected_remark
from safeground.ground.osm_streets import read_osm_streets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_parts_are_counted_longest_first(osm_file: Callable[..., Path]) -> None:
    nodes = {i: (0.001 * i, 0.0) for i in range(1, 8)}
    ways = [([1, 2], {"highway": "path"}), ([3, 4, 5], {"highway": "path"}), ([6, 7], {"highway": "path"})]
    parts = components(read_osm_streets(osm_file(nodes, ways), "mapped"))
    assert parts.edges.tolist() == [1, 1, 1]
    assert parts.length_m[0] == pytest.approx(2 * parts.length_m[1], rel=1e-6)
    assert parts.outside[:2] == (4, 2)
    remark = unconnected_remark(parts, "x")
    assert remark is not None
    assert (remark.kind, remark.count) == ("warning", 2)
    assert "2 parts" in remark.text


def test_streets_that_are_all_joined_need_no_remark(osm_file: Callable[..., Path]) -> None:
    nodes = {1: (0.0, 0.0), 2: (0.001, 0.0), 3: (0.001, 0.001)}
    ways = [([1, 2], {"highway": "path", "oneway": "yes"}), ([3, 2], {"highway": "path"})]
    assert unconnected_remark(components(read_osm_streets(osm_file(nodes, ways), "mapped")), "x") is None


def test_porto_alegre_against_networkx(real_data: Path) -> None:
    streets = read_osm_streets(real_data / "porto-alegre" / "poa_osm.pbf", "mapped")
    graph = nx.Graph(zip(streets.tail.tolist(), streets.head.tolist(), strict=True))
    sizes = sorted((len(part) for part in nx.connected_components(graph)), reverse=True)
    assert sorted(components(streets).nodes.tolist(), reverse=True) == sizes
