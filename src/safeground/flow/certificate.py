"""Certificates of "cannot": checked from the arrays alone.

This module decides whether a refutation holds. It imports nothing else of ``flow`` when it runs, so
whoever reads these lines, and trusts them, need not trust the solver. ``docs/certificate.md`` works an
example by hand.

The bound
---------
Give every node v a time α_v (its label), every refuge r a time α_r, and take a horizon T. Call a node at
a moment t *behind* if t >= α_v. People start behind, unless their node's label is above their release
time; those are counted whole. Whoever has arrived by T has left the behind side on the way, either

- into a refuge with room that is itself behind before T (α_r < T): at most its room c_r, or
- along an arc from u to v, entered from α_u on and left before α_v: at most u_a · max(0, α_v − α_u − τ_a).

Waiting never crosses, as a node that is behind stays so. So for any labels whatsoever,

    arrivals by T  ≤  Σ_{s: α_s > release_s} b_s  +  Σ_{r: α_r < T} c_r  +  Σ_a u_a · max(0, α_v − α_u − τ_a).

Where everybody stops for a time, as in a curfew, nobody enters and nobody gets on: the clock m(t) = t less
the halted time before t counts instead of t. An arc with opening windows counts the time in which it is open,
and at most the quota in each window w:

    Σ_w min(quota_w, u_a · length of [m(open_w), m(close_w)] ∩ [m(α_u), m(α_v) − τ_a]).

A sink is joined to its refuge by an arc of no length and no limit, which must not cross: a sink's label
is at least its refuge's. Likewise the label of a refuge without limit is at least T. People who cannot
reach any sink never arrive; they are counted neither in the bound nor among the persons it is held
against. The labels are a cut of the time-expanded network (Ford & Fulkerson 1958), one threshold a node.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec
import numpy as np

from safeground.errors import CertificateRefused

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

FORMAT_VERSION: Final = 2
MARGIN: Final = 1e-9
"""A bound refutes only where it is below the persons by more than this share of them."""

_ROUNDING: Final = 2.0**-50  # of the sizes added up; covers every rounding in a term, with room to spare
_HASHED: Final = (
    ("tail", "<i8"),
    ("head", "<i8"),
    ("transit_s", "<f8"),
    ("capacity_per_s", "<f8"),
    ("source", "<i8"),
    ("persons", "<f8"),
    ("release_s", "<f8"),
    ("sink", "<i8"),
    ("refuge_of_sink", "<i8"),
    ("refuge_room", "<f8"),
    ("street_id", "<i8"),
    ("window_arc", "<i8"),
    ("window_open_s", "<f8"),
    ("window_close_s", "<f8"),
    ("window_quota", "<f8"),
    ("halt_from_s", "<f8"),
    ("halt_until_s", "<f8"),
)


class _Stored(msgspec.Struct, forbid_unknown_fields=True):
    """A certificate as JSON."""

    version: int
    problem_sha256: str
    horizon_s: float
    labels_s: list[float]
    refuge_labels_s: list[float]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Labels that bound how many can arrive by a horizon.

    Parameters
    ----------
    version
        Of this format.
    problem_sha256
        Hash of the problem's arrays (``arrays_sha256``).
    horizon_s
        T, the time by which arrivals are bounded [s].
    labels_s
        α, from when on each node is behind [s], shape (nodes,).
    refuge_labels_s
        The same for each refuge; the horizon where its room is not used, shape (refuges,).
    """

    version: int
    problem_sha256: str
    horizon_s: float
    labels_s: FloatArray
    refuge_labels_s: FloatArray

    @classmethod
    def of(
        cls,
        problem: Problem,
        labels_s: FloatArray,
        horizon_s: float,
        refuge_labels_s: FloatArray | None = None,
    ) -> Certificate:
        """Bind labels to a problem; the refuges' are the horizon where not given."""
        if refuge_labels_s is None:
            refuge_labels_s = np.full(len(problem.refuge_room), float(horizon_s))
        return cls(FORMAT_VERSION, arrays_sha256(problem), float(horizon_s), labels_s, refuge_labels_s)

    def to_json(self) -> bytes:
        """Return the certificate as JSON; every number reads back as the same float.

        Raises
        ------
        ValueError
            If a number is not finite, which JSON cannot say.
        """
        if not (math.isfinite(self.horizon_s) and _finite(self.labels_s) and _finite(self.refuge_labels_s)):
            msg = "a certificate holds finite numbers only"
            raise ValueError(msg)
        stored = _Stored(
            self.version,
            self.problem_sha256,
            self.horizon_s,
            self.labels_s.tolist(),
            self.refuge_labels_s.tolist(),
        )
        return msgspec.json.encode(stored) + b"\n"

    @classmethod
    def from_json(cls, data: bytes | str) -> Certificate:
        """Read a certificate.

        Raises
        ------
        CertificateRefused
            If the data is not JSON, or lacks a field or has another one.
        """
        try:
            stored = msgspec.json.decode(data, type=_Stored)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            msg = f"This cannot be read as a certificate: {error}."
            raise CertificateRefused(msg) from error
        return cls(
            stored.version,
            stored.problem_sha256,
            stored.horizon_s,
            np.array(stored.labels_s, np.float64),
            np.array(stored.refuge_labels_s, np.float64),
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """What a certificate proves.

    Parameters
    ----------
    arrivals_bound
        At most so many persons arrive by the horizon.
    persons
        Persons who can reach a sink at all.
    refuted
        True where the bound shows that not all of them arrive by the horizon.
    terms
        Number of arcs that count in the bound.
    sentence
        The same in words.
    horizon_s
        The time by which arrivals are bounded [s].
    outside_persons, room_persons, arcs_persons
        The three sums of the bound.
    unreachable_persons
        Persons who can reach no sink.
    """

    arrivals_bound: float
    persons: float
    refuted: bool
    terms: int
    sentence: str
    horizon_s: float
    outside_persons: float
    room_persons: float
    arcs_persons: float
    unreachable_persons: float


def arrays_sha256(problem: Problem) -> str:
    """Return the hash of a problem's arrays, as ``docs/certificate.md`` defines it."""
    digest = hashlib.sha256(f"safeground problem {FORMAT_VERSION} nodes {problem.nodes}\n".encode())
    for name, kind in _HASHED:
        array = np.asarray(getattr(problem, name))
        digest.update(f"{name} {kind} {len(array)}\n".encode())
        digest.update(np.ascontiguousarray(array, np.dtype(kind)).tobytes())
    return digest.hexdigest()


def check(problem: Problem, certificate: Certificate) -> Proof:
    """Check a certificate against the arrays, and say what it proves.

    Everything is computed here from the arrays: which sources are behind, which refuges' room counts,
    how many persons can reach a sink.

    Raises
    ------
    CertificateRefused
        If the certificate is of another version or for other arrays, if an array is no row of 64-bit
        numbers, if lengths differ, if a number is
        not finite, a time or count negative, a capacity not positive, an index out of range, a sink
        named twice, windows or halts overlap, or if the labels cut a connection without limit.
    """
    if certificate.version != FORMAT_VERSION:
        _refuse(f"it is of version {certificate.version}; this checker knows version {FORMAT_VERSION}")
    _check_arrays(problem)
    _check_labels(problem, certificate)
    if certificate.problem_sha256 != arrays_sha256(problem):
        _refuse("it was made for other arrays: the hash differs")
    horizon, labels, refuge_labels = certificate.horizon_s, certificate.labels_s, certificate.refuge_labels_s
    unlimited = _unlimited_cut(problem, labels, refuge_labels, horizon)
    if unlimited:
        _refuse(unlimited)

    reachable = reachable_sources(problem)
    persons = _sum(problem.persons[reachable])
    outside, room, terms = _sums(problem, labels, refuge_labels, horizon, reachable)
    arcs = _sum(terms)
    bound = outside + room + arcs
    doubt = _ROUNDING * bound + _rounding(problem, labels)
    refuted = bound + doubt < persons * (1 - MARGIN)
    return Proof(
        bound,
        persons,
        refuted,
        len(terms),
        _sentence(bound, persons, refuted, horizon),
        horizon,
        outside,
        room,
        arcs,
        _sum(problem.persons[~reachable]),
    )


def evaluate(problem: Problem, labels_s: FloatArray, refuge_labels_s: FloatArray, horizon_s: float) -> float:
    """Return the bound on arrivals by the horizon that any finite labels give.

    A fixed certificate's labels stay valid when capacities, times, persons or room change, so the effect
    of an assumption is read off without solving again. Infinite where the labels cut a connection
    without limit. The arrays are taken as checked.

    Raises
    ------
    CertificateRefused
        If a label or the horizon is not finite, or the lengths differ.
    """
    _check_labels(problem, Certificate(FORMAT_VERSION, "", horizon_s, labels_s, refuge_labels_s))
    if _unlimited_cut(problem, labels_s, refuge_labels_s, horizon_s):
        return math.inf
    reachable = reachable_sources(problem)
    outside, room, terms = _sums(problem, labels_s, refuge_labels_s, horizon_s, reachable)
    return outside + room + _sum(terms)


def reachable_sources(problem: Problem) -> BoolArray:
    """Return which sources have a way to a sink, shape (s,)."""
    by_head = np.argsort(problem.head, kind="stable")
    tail = problem.tail[by_head]
    first = np.searchsorted(problem.head[by_head], np.arange(problem.nodes + 1))
    reached = np.zeros(problem.nodes, np.bool_)
    reached[problem.sink] = True
    front = problem.sink
    while len(front):
        start, count = first[front], first[front + 1] - first[front]
        # The arcs into the front, each node's in a row: its first place, then one after the other.
        arcs = np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
        before = tail[arcs]
        front = np.unique(before[~reached[before]])
        reached[front] = True
    return reached[problem.source]


def _sums(
    problem: Problem, labels: FloatArray, refuge_labels: FloatArray, horizon: float, reachable: BoolArray
) -> tuple[float, float, FloatArray]:
    """Return the persons outside, the room that counts, and the positive terms of the arcs."""
    outside = reachable & (labels[problem.source] > problem.release_s)
    with np.errstate(over="ignore"):  # labels may be as large as floats go; the bound is then infinite
        clock = _moving(problem, labels)
        span = clock[problem.head] - clock[problem.tail] - problem.transit_s
        counts = span > 0
        counts[problem.window_arc] = False
        terms = problem.capacity_per_s[counts] * span[counts]
        terms = np.concatenate([terms, _through_windows(problem, clock)])
    return _sum(problem.persons[outside]), _sum(problem.refuge_room[refuge_labels < horizon]), terms


def _moving(problem: Problem, time_s: FloatArray) -> FloatArray:
    """Return each time less the halted time before it."""
    clock = time_s.copy()
    for begins, ends in zip(problem.halt_from_s, problem.halt_until_s, strict=True):
        clock -= np.clip(time_s - begins, 0.0, ends - begins)
    return clock


def _through_windows(problem: Problem, clock: FloatArray) -> FloatArray:
    """Return the positive terms of the opening windows, for labels by the moving clock."""
    arc = problem.window_arc
    opens = np.maximum(_moving(problem, problem.window_open_s), clock[problem.tail[arc]])
    closes = np.minimum(
        _moving(problem, problem.window_close_s), clock[problem.head[arc]] - problem.transit_s[arc]
    )
    open_s = np.maximum(closes - opens, 0.0)
    terms: FloatArray = np.minimum(problem.window_quota, problem.capacity_per_s[arc] * open_s)
    return terms[terms > 0]


def _rounding(problem: Problem, labels: FloatArray) -> float:
    """Return by how much rounding can have lowered the sum over the arcs.

    In a term it is at most a share of u · (α_v − α_u), which is at most the term's value plus u · τ; by the
    moving clock, and where a window is cut to the labels, at most a share of u times the largest label.
    """
    with np.errstate(over="ignore"):
        doubt = float(problem.capacity_per_s @ problem.transit_s)
    clocked = np.zeros(len(problem.tail), np.bool_)
    clocked[problem.window_arc] = True
    if len(problem.halt_from_s):
        clocked |= labels[problem.head] != labels[problem.tail]
    largest = float(np.max(np.abs(labels), initial=0.0)) * (1 + len(problem.halt_from_s))
    return _ROUNDING * (doubt + float(problem.capacity_per_s[clocked].sum()) * largest)


def _unlimited_cut(problem: Problem, labels: FloatArray, refuge_labels: FloatArray, horizon: float) -> str:
    """Say which connection without limit the labels cut; empty where none."""
    for refuge in np.flatnonzero(np.isinf(problem.refuge_room) & (refuge_labels < horizon))[:1]:
        return f"refuge {refuge} has no limit, and its label {refuge_labels[refuge]} s is before the horizon"
    entered = refuge_labels[problem.refuge_of_sink]
    for place in np.flatnonzero(labels[problem.sink] < entered)[:1]:
        node = problem.sink[place]
        return f"sink {node} has the label {labels[node]} s, before its refuge's {entered[place]} s"
    return ""


def _check_labels(problem: Problem, certificate: Certificate) -> None:
    """Refuse labels of a wrong number or that are not finite."""
    for name, labels, length in (
        ("labels_s", certificate.labels_s, problem.nodes),
        ("refuge_labels_s", certificate.refuge_labels_s, len(problem.refuge_room)),
    ):
        if labels.shape != (length,):
            _refuse(f"{name} has the shape {labels.shape}; these arrays need ({length},)")
        if labels.dtype != np.float64 or not _finite(labels):
            _refuse(f"{name} holds what is not a finite number")
    if not math.isfinite(certificate.horizon_s) or certificate.horizon_s < 0:
        _refuse(f"its horizon is {certificate.horizon_s} s")


def _check_arrays(problem: Problem) -> None:
    """Refuse arrays on which the bound would not hold."""
    for name, kind in _HASHED:
        array = getattr(problem, name)
        if array.ndim != 1 or array.dtype.newbyteorder("<") != np.dtype(kind):
            _refuse(f"the array {name} is no row of 64-bit numbers of type {kind}")
    arcs, sources, sinks = len(problem.tail), len(problem.source), len(problem.sink)
    lengths = {
        "head": arcs,
        "transit_s": arcs,
        "capacity_per_s": arcs,
        "street_id": arcs,
        "persons": sources,
        "release_s": sources,
        "refuge_of_sink": sinks,
    }
    for name, length in lengths.items():
        if getattr(problem, name).shape != (length,):
            _refuse(f"the array {name} does not have {length} values")
    for name in ("transit_s", "capacity_per_s", "persons", "release_s"):
        array = getattr(problem, name)
        if not _finite(array) or (array < 0).any():
            _refuse(f"the array {name} holds a value that is negative or not finite")
    if (problem.capacity_per_s == 0).any():
        _refuse("the array capacity_per_s holds a 0")
    if np.isnan(problem.refuge_room).any() or (problem.refuge_room < 0).any():
        _refuse("the array refuge_room holds a value that is negative or not a number")
    for name, below in (
        ("tail", problem.nodes),
        ("head", problem.nodes),
        ("source", problem.nodes),
        ("sink", problem.nodes),
        ("refuge_of_sink", len(problem.refuge_room)),
    ):
        array = getattr(problem, name)
        if (array < 0).any() or (array >= below).any():
            _refuse(f"the array {name} holds a value that is no index below {below}")
    if sinks == 0 or len(np.unique(problem.sink)) != sinks:
        _refuse("the arrays have no sink, or name one twice")
    _check_times(problem)


def _check_times(problem: Problem) -> None:
    """Refuse windows and halts on which the bound would not hold."""
    arc, opens, closes = problem.window_arc, problem.window_open_s, problem.window_close_s
    begins, ends = problem.halt_from_s, problem.halt_until_s
    if not (opens.shape == closes.shape == problem.window_quota.shape == arc.shape):
        _refuse("the arrays of the windows differ in length")
    if (arc < 0).any() or (arc >= len(problem.tail)).any():
        _refuse("the array window_arc names an arc that is not there")
    if not _finite(opens) or (opens < 0).any() or not (closes > opens).all():
        _refuse("a window does not open at a time from 0 s on and close after it")
    if not (problem.window_quota >= 0).all():
        _refuse("the array window_quota holds a value that is negative or not a number")
    if ((np.diff(arc) < 0) | ((np.diff(arc) == 0) & (opens[1:] < closes[:-1]))).any():
        _refuse("the windows of an arc overlap, or are not in order")
    if begins.shape != ends.shape or not (_finite(begins) and _finite(ends)):
        _refuse("the arrays of the halts differ in length, or hold a value that is not finite")
    if (begins < 0).any() or (ends <= begins).any() or (begins[1:] < ends[:-1]).any():
        _refuse("the halts are not in order, overlap, or begin before 0 s")


def _finite(array: FloatArray) -> bool:
    return bool(np.isfinite(array).all())


def _refuse(why: str) -> NoReturn:
    msg = f"The certificate is refused: {why}."
    raise CertificateRefused(msg)


def _sum(values: FloatArray) -> float:
    """Add up without rounding on the way; infinite where the sum is beyond any float."""
    try:
        return math.fsum(values)
    except OverflowError:
        return math.inf


def _sentence(bound: float, persons: float, refuted: bool, horizon: float) -> str:
    """Say the proof; bound rounded up, persons and horizon down, so that the sentence stays true."""
    by = f"{math.floor(min(horizon, 1e15) * 10) / 10:,}".removesuffix(".0") + " s"
    most = f"{math.ceil(bound):,}" if math.isfinite(bound) else "without limit"
    of = f"the {math.floor(persons):,} persons who can reach a destination"
    if not refuted:
        return (
            f"For these arrays this certificate refutes nothing: its bound on arrivals by {by}, {most}, "
            f"is not below {of}."
        )
    share = f"at most {most} of" if math.ceil(bound) < math.floor(persons) else "not all of"
    return f"For these arrays it is proven: by {by} {share} {of} can have arrived."
