"""What a bracket of a problem is worth for a changed one: a street closed, a figure changed.

Only a start: the set of people behind the former cut is judged anew, the former schedule is carried out as
far as it still can be. So whatever is handed over, the bounds are true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.bracket import Bracket
    from safeground.flow.kernels.types import Floats, Int64s
    from safeground.flow.network import Network
    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

    Bools = npt.NDArray[np.bool_]

#: How many streets around one that people used and that is gone are kept for ways around it.
_WAY_AROUND: Final = 25


class Solved(NamedTuple):
    """A problem and its bracket, to start from when the problem has changed a little."""

    problem: Problem
    bracket: Bracket


class Former(NamedTuple):
    """What is left of a former solution, in the changed problem and its network.

    Parameters
    ----------
    schedule
        The former schedule's rows on arcs that are still there, by their present index.
    behind, full
        Nodes of the network whose people were behind the former cut, and refuges that it took as full.
    around
        Nodes of the network near arcs that people used and that are gone, shape (nodes,).
    """

    schedule: Schedule
    behind: Bools
    full: Bools
    around: Bools


def former_of(solved: Solved, rows: Schedule, problem: Problem, network: Network) -> Former:
    """Carry a solution over to a changed problem.

    Parameters
    ----------
    solved
        The former problem and its bracket.
    rows
        The bracket's schedule, in the time that ``problem`` is in.
    problem, network
        The changed problem, with the same nodes.
    """
    present = _present_arcs(solved.problem, problem)
    arc = present[rows.arc]
    there = arc >= 0
    schedule = type(rows)(
        arc[there], rows.start_s[there], rows.duration_s[there], rows.persons[there], rows.horizon_s
    )
    of_node = np.zeros(problem.nodes, np.bool_)
    of_node[solved.problem.source[solved.bracket.source_set]] = True
    start = network.start_of[of_node[problem.source] & (network.start_of >= 0)]
    behind = np.zeros(network.nodes, np.bool_)
    behind[start] = True
    full = np.zeros(len(network.room), np.bool_)
    certificate = solved.bracket.certificate
    if certificate is not None and len(certificate.refuge_labels_s) == len(problem.refuge_room):
        full = certificate.refuge_labels_s[network.refuge] < certificate.horizon_s
    gone = np.unique(rows.arc[~there])
    ends = network.node_of[np.concatenate([solved.problem.tail[gone], solved.problem.head[gone]])]
    return Former(schedule, behind & (network.people > 0), full, _around(network, ends[ends >= 0]))


def _present_arcs(former: Problem, problem: Problem) -> Int64s:
    """Return the present index of each former arc, -1 where it is gone: same ends, in the same order."""

    def names(one: Problem) -> Int64s:
        ends = one.tail * np.int64(one.nodes) + one.head
        order = np.argsort(ends, kind="stable")
        first = np.searchsorted(ends[order], ends[order], side="left")
        count = np.empty(len(ends), np.int64)
        count[order] = np.arange(len(ends)) - first
        return ends * (1 + np.int64(len(former.tail))) + count

    if len(former.tail) == len(problem.tail):
        same = np.array_equal(former.tail, problem.tail) and np.array_equal(former.head, problem.head)
        if same:
            return np.arange(len(former.tail))
    known, present = names(former), names(problem)
    order = np.argsort(present, kind="stable")
    place = np.minimum(np.searchsorted(present[order], known), max(len(present) - 1, 0))
    if not len(present):
        return np.full(len(known), -1)
    return np.where(present[order][place] == known, order[place], -1)


def _around(network: Network, nodes: Int64s) -> Bools:
    """Mark the nodes within so many streets of some."""
    near = np.zeros(network.nodes, np.bool_)
    near[nodes] = True
    near[network.sink] = False
    for _ in range(_WAY_AROUND if len(nodes) else 0):
        near[network.head[near[network.tail]]] = True
        near[network.tail[near[network.head]]] = True
        near[network.sink] = False
    return near


def persons_by_arc(schedule: Schedule, network: Network, arcs: int) -> Floats:
    """Persons that a schedule sends over each arc of the network; ``arcs`` are the problem's."""
    of_problem = np.bincount(schedule.arc, schedule.persons, minlength=arcs)
    persons = np.zeros(len(network.arc))
    street = network.arc >= 0
    persons[street] = of_problem[network.arc[street]]
    return persons
