"""Other programs' maximum flows on an expansion: the value in flow units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from benchmarks.expansion import Expansion


class ByOrtools:
    """OR-tools' SimpleMaxFlow, a push–relabel in C++."""

    def __init__(self, expansion: Expansion) -> None:
        from ortools.graph.python.max_flow import SimpleMaxFlow

        self.flow = SimpleMaxFlow()
        self.source, self.sink = expansion.source, expansion.sink
        for block in expansion.blocks:
            self.flow.add_arcs_with_capacity(block.tail, block.head, block.capacity)

    def value(self) -> int:
        if self.source >= self.flow.num_nodes():  # nobody starts within the layers
            return 0
        status = self.flow.solve(self.source, self.sink)
        assert status == self.flow.OPTIMAL, status
        return int(self.flow.optimal_flow())


class ByScipy:
    """scipy's maximum_flow, Dinic's algorithm in C."""

    def __init__(self, expansion: Expansion) -> None:
        from scipy.sparse import csr_array

        tail, head, capacity = (
            np.concatenate([getattr(block, name) for block in expansion.blocks])
            for name in ("tail", "head", "capacity")
        )
        nodes = expansion.source + 1
        graph = csr_array((capacity, (tail, head)), shape=(nodes, nodes))
        graph.sum_duplicates()
        graph.data = graph.data.clip(max=expansion.blocks[2].capacity.sum()).astype(np.int32)
        self.graph, self.source, self.sink = graph, expansion.source, expansion.sink

    def value(self) -> int:
        from scipy.sparse.csgraph import maximum_flow

        return int(maximum_flow(self.graph, self.source, self.sink).flow_value)


class ByHighs:
    """HiGHS on the flow as a linear programme; its value is rounded to whole units."""

    def __init__(self, expansion: Expansion) -> None:
        from scipy.sparse import csr_array

        tail, head, capacity = (
            np.concatenate([getattr(block, name) for block in expansion.blocks])
            for name in ("tail", "head", "capacity")
        )
        total = expansion.blocks[2].capacity.sum()
        arcs, nodes = np.arange(len(tail)), expansion.source + 1
        ends, signs = np.concatenate([tail, head]), np.repeat([1.0, -1.0], len(tail))
        balance = csr_array((signs, (ends, np.tile(arcs, 2))), shape=(nodes, len(tail)))
        inner = np.ones(nodes, np.bool_)
        inner[[expansion.source, expansion.sink]] = False
        self.balance = balance[np.flatnonzero(inner)]
        self.gain = np.where(head == expansion.sink, -1.0, 0.0)
        # Shares of all people, so that the solver's tolerances mean the same on every network.
        self.total, self.limit = int(total), capacity / total

    def value(self) -> int:
        from scipy.optimize import linprog

        found = linprog(
            self.gain,
            A_eq=self.balance,
            b_eq=np.zeros(self.balance.shape[0]),
            bounds=np.column_stack([np.zeros(len(self.limit)), self.limit]),
            method="highs",
        )
        assert found.status == 0, found.message
        return int(np.rint(-found.fun * self.total))


SOLVERS: dict[str, type[ByOrtools | ByScipy | ByHighs]] = {
    "ortools": ByOrtools,
    "scipy": ByScipy,
    "highs": ByHighs,
}
