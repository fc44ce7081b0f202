"""Any prices give a true bound; nothing that was changed passes unless what it says is true."""

from __future__ import annotations

import dataclasses
import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.supply.cases import random_problem, two_gates

from safeground.errors import CertificateRefused
from safeground.supply.certificate import SupplyCertificate, arrays_sha256, check, evaluate
from safeground.supply.lp import most_delivered, value_of_commodity, value_of_need
from safeground.supply.problem import arc_units

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

PRICES = ("value", "price", "gate_price", "inspection_price", "arc_price", "fleet_price")


def _any_prices(problem: SupplyProblem, seed: int, value: npt.NDArray[np.float64]) -> SupplyCertificate:
    """Return prices drawn at random, none where there is no limit."""
    draw = np.random.default_rng(seed)

    def of(trucks: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        drawn = draw.exponential(1.0, trucks.shape) * (draw.random(trucks.shape) < 0.6)
        return np.where(np.isfinite(trucks), drawn, 0.0)

    return SupplyCertificate(
        1,
        arrays_sha256(problem),
        value,
        draw.exponential(1.0, problem.need.shape) * (draw.random(problem.need.shape) < 0.7),
        of(problem.gate_trucks),
        of(problem.inspection_trucks),
        of(problem.arc_trucks),
        of(problem.fleet_trucks),
    )


def test_the_page_s_example_by_hand() -> None:
    """Price 1 everywhere but in the south on the last day; 4 + 2 trucks of 10 t count 10 each."""
    problem = two_gates()
    price = np.ones((5, 1, 3))
    price[1, 0, 2] = 0.0
    gates = np.array([[10.0, 10.0, 10.0], [10.0, 10.0, 0.0]])
    value = value_of_commodity(problem, "flour")
    certificate = SupplyCertificate(
        1, arrays_sha256(problem), value, price, gates, np.zeros((0, 3)), np.zeros((4, 3)), np.zeros((0, 3))
    )
    proof = check(problem, certificate)
    assert proof.bound == pytest.approx(60)
    assert proof.terms.gates.tolist() == [[20, 0, 20], [10, 10, 0]]
    assert proof.refuted
    assert proof.share == pytest.approx(0.5)
    # One more truck in the north on the third day: read off without solving again.
    more = two_gates(gate_trucks=[[2, 0, 3], [1, 1, 1]])
    assert evaluate(more, certificate) == pytest.approx(70)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_any_prices_bound_the_most(seed: int, prices: int) -> None:
    problem = random_problem(seed, unlimited=seed % 3 == 0)
    value = np.random.default_rng(prices).uniform(0.0, 2.0, problem.initial.shape)
    value[-1, 0] += 0.1
    best = most_delivered(problem, value)
    proof = check(problem, _any_prices(problem, prices, value))
    assert proof.bound >= best.used_value - 1e-7
    assert best.proof.bound >= best.used_value * (1 - 1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_sum_is_that_of_fractions_or_more(seed: int, prices: int) -> None:
    problem = random_problem(seed)
    value = np.random.default_rng(prices).uniform(0.0, 2.0, problem.initial.shape)
    value[-1, 0] += 0.1
    certificate = _any_prices(problem, prices, value)
    exact = _in_fractions(problem, certificate)
    found = evaluate(problem, certificate)
    assert Fraction(found) >= exact
    assert found == pytest.approx(float(exact))


def _in_fractions(problem: SupplyProblem, c: SupplyCertificate) -> Fraction:  # noqa: C901
    """Add the bound up as the module's docstring has it, cell by cell, without rounding."""
    kinds, periods, limits = len(problem.commodity), problem.periods, arc_units(problem)

    def fraction(number: float) -> Fraction:
        return Fraction(float(number))

    def above(number: Fraction) -> Fraction:
        return max(Fraction(0), number)

    total = Fraction(0)
    for trucks, price in (
        (problem.gate_trucks, c.gate_price),
        (problem.inspection_trucks, c.inspection_price),
        (problem.arc_trucks, c.arc_price),
        (problem.fleet_trucks, c.fleet_price),
    ):
        for cell in np.argwhere(price > 0):
            total += fraction(trucks[tuple(cell)]) * fraction(price[tuple(cell)])
    for k in range(kinds):
        most = sum((fraction(one) for one in problem.need[:, k].ravel()), Fraction(0))
        load = problem.units_per_truck[k]
        part = Fraction(0) if math.isinf(load) else 1 / fraction(load)

        def at_most(number: float, most: Fraction = most) -> Fraction:
            return most if math.isinf(number) else min(fraction(number), most)

        for t in range(periods):
            for g, n in enumerate(problem.gate):
                point = problem.inspection_of_gate[g]
                through = fraction(c.gate_price[g, t])
                through += fraction(c.inspection_price[point, t]) if point >= 0 else 0
                total += at_most(problem.gate_units[g, k, t]) * above(
                    fraction(c.price[n, k, t]) - through * part
                )
            for a in range(len(problem.tail)):
                later = t + int(problem.transit[a])
                if later >= periods:
                    continue
                driving, fleet = fraction(c.arc_price[a, t]), problem.fleet_of_arc[a]
                for under_way in range(int(problem.truck_periods[a]) if fleet >= 0 else 0):
                    if t + under_way < periods:
                        share = fraction(problem.truck_share[a])
                        driving += share * fraction(c.fleet_price[fleet, t + under_way])
                rise = fraction(c.price[problem.head[a], k, later]) - fraction(c.price[problem.tail[a], k, t])
                total += at_most(limits[a, k, t]) * above(rise - driving * part)
            for n in range(len(problem.node)):
                price = fraction(c.price[n, k, t])
                total += fraction(problem.need[n, k, t]) * above(fraction(c.value[n, k]) - price)
                if t == 0:
                    total += fraction(problem.initial[n, k]) * price
                if t + 1 < periods:
                    rise = fraction(c.price[n, k, t + 1]) - price
                    total += at_most(problem.storage[n, k]) * above(rise)
    return total


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_changed_certificate_says_more_than_is_true(data: st.DataObject) -> None:
    problem = random_problem(data.draw(st.integers(0, 300)))
    solved = most_delivered(problem, value_of_need(problem))
    document = json.loads(solved.certificate.to_json())
    name = data.draw(st.sampled_from([*PRICES, "version", "problem_sha256"]))
    if name in PRICES:
        rows = np.array(document[name], float)
        if not rows.size:
            return
        place = data.draw(st.integers(0, rows.size - 1))
        rows.ravel()[place] = data.draw(
            st.one_of(
                st.floats(allow_nan=False, allow_infinity=False),
                st.sampled_from([0.0, -0.0, -1e-9, 1e-300, 1e308, 5e-324]),
            )
        )
        document[name] = rows.tolist()
    elif name == "version":
        document[name] = data.draw(st.integers(-1, 3))
    else:
        document[name] = data.draw(st.text(max_size=64))
    try:
        changed = SupplyCertificate.from_json(json.dumps(document))
        proof = check(problem, changed)
    except CertificateRefused:
        return
    scale = max(1.0, float(changed.value.max()))
    truth = _truth(problem, changed.value / scale) * scale
    assert proof.bound >= truth * (1 - 1e-7) - 1e-7 * scale
    if proof.refuted:
        assert truth < (changed.value[:, :, None] * problem.need).sum()


def _truth(problem: SupplyProblem, value: npt.NDArray[np.float64]) -> float:
    return most_delivered(problem, value).used_value if value.any() else 0.0


@pytest.mark.parametrize(
    ("name", "wrong", "why"),
    [
        ("price", np.nan, "no finite number"),
        ("price", np.inf, "no finite number"),
        ("gate_price", -1e-12, "no finite number from 0 on"),
        ("value", -1.0, "no finite number from 0 on"),
    ],
)
def test_wrong_prices_are_refused(name: str, wrong: float, why: str) -> None:
    problem = two_gates()
    certificate = most_delivered(problem, value_of_commodity(problem, "flour")).certificate
    array = getattr(certificate, name).copy()
    array.ravel()[0] = wrong
    with pytest.raises(CertificateRefused, match=why):
        check(problem, dataclasses.replace(certificate, **{name: array}))
    assert check(problem, certificate).refuted


def test_other_arrays_shapes_and_versions_are_refused() -> None:
    problem = two_gates()
    right = most_delivered(problem, value_of_commodity(problem, "flour")).certificate
    for changed, why in (
        ({"gate_trucks": [[2, 0, 1], [1, 1, 1]]}, "other arrays"),
        ({"node": ["north gate", "south gate", "crossroads", "A", "C"]}, "other arrays"),
        ({"unit": ["kg"]}, "other arrays"),
    ):
        with pytest.raises(CertificateRefused, match=why):
            check(two_gates(**changed), right)
    with pytest.raises(CertificateRefused, match="version 2"):
        check(problem, dataclasses.replace(right, version=2))
    with pytest.raises(CertificateRefused, match="shape"):
        check(problem, dataclasses.replace(right, arc_price=right.arc_price[:, :2]))
    with pytest.raises(CertificateRefused, match="no need has a value"):
        check(problem, dataclasses.replace(right, value=np.zeros((5, 1))))
    unlimited = np.zeros((4, 3))
    unlimited[0, 0] = 1.0  # the first arc has no limit
    with pytest.raises(CertificateRefused, match="without limit has a price"):
        check(problem, dataclasses.replace(right, arc_price=unlimited))


@pytest.mark.parametrize(
    ("name", "wrong", "why"),
    [
        ("need", np.nan, "negative or not a number"),
        ("need", np.inf, "not finite"),
        ("initial", -1.0, "negative or not a number"),
        ("units_per_truck", 0.0, "holds a 0"),
        ("head", 5, "out of range"),
        ("transit", -1, "out of range"),
        ("truck_periods", 0, "out of range"),
        ("gate_trucks", np.nan, "negative or not a number"),
    ],
)
def test_arrays_on_which_it_would_not_hold_are_refused(name: str, wrong: float, why: str) -> None:
    """The checker does not rely on the checks that a problem passes when it is made."""
    problem = two_gates()
    certificate = most_delivered(problem, value_of_commodity(problem, "flour")).certificate
    array = getattr(problem, name).copy()
    array.ravel()[0] = wrong
    changed = dataclasses.replace(problem, **{name: array})
    with pytest.raises(CertificateRefused, match=why):
        check(changed, dataclasses.replace(certificate, problem_sha256=arrays_sha256(changed)))


def test_a_certificate_reads_back_as_it_was_written() -> None:
    problem = random_problem(7)
    certificate = most_delivered(problem, value_of_need(problem)).certificate
    again = SupplyCertificate.from_json(certificate.to_json())
    assert again.to_json() == certificate.to_json()
    assert check(problem, again).bound == check(problem, certificate).bound
    for wrong in (
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        certificate.to_json().replace(b'"price":[[[', b'"price":[[[1,'),
    ):
        with pytest.raises(CertificateRefused, match=r"cannot be read|shape"):
            check(problem, SupplyCertificate.from_json(wrong))
    with pytest.raises(ValueError, match="finite numbers only"):
        dataclasses.replace(certificate, value=certificate.value * np.nan).to_json()


def test_the_sentence_says_who_and_no_more() -> None:
    problem = two_gates(gate_trucks=[[9, 9, 9], [9, 9, 9]])
    found = most_delivered(problem, value_of_commodity(problem, "flour"))
    assert found.proof.sentence.endswith("refutes nothing: its bound is not below the need.")
    shares = most_delivered(two_gates(), value_of_need(two_gates()))
    assert "however it is shared, somebody gets no more than 50 % of theirs" in shares.proof.sentence
