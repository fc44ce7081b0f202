"""What a supply certificate proves, in words: bounds rounded up, and need down, so none says too much."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from safeground.supply.problem import SupplyProblem

NOTHING: Final = "For these arrays this certificate refutes nothing: its bound is not below the need."
NOTHING_AT_LEAST: Final = (
    "For these arrays this certificate refutes nothing: its bound is not below the least need."
)
_DIGITS: Final = 4


def sentence(problem: SupplyProblem, counted: int | None, bound: float, share: float, margin: float) -> str:
    """Say a refutation of the need in the arrays.

    Parameters
    ----------
    problem
        The arrays.
    counted
        The commodity whose units are counted; None where values are weighted otherwise.
    bound, share
        The bound and its share of the need, at most 1.
    margin
        The allowance for rounding, as a share of the need.
    """
    tenths = _tenths(share, margin)
    percent = f"{tenths / 10:g} %"
    if counted is not None:
        unit, what = problem.unit[counted], problem.commodity[counted]
        needed = math.floor(math.fsum(problem.need[:, counted].ravel().tolist()))
        most = max(0, math.ceil(bound - margin * needed))
        amounts = f"{most:,} {unit} of the {needed:,} {unit}" if most < needed else f"{percent}"
        shown = f" ({percent})" if most < needed and tenths < 1000 else ""
        said = f"at most {amounts} of {what} needed can be supplied in time{shown}."
        return f"For these arrays it is proven: {said}"
    if tenths >= 1000:
        return (
            "For these arrays it is proven: not all of the need, weighted as stated, can be supplied in time."
        )
    return (
        f"For these arrays it is proven: at most {percent} of the need, weighted as stated, can be supplied "
        f"in time; however it is shared, somebody gets no more than {percent} of theirs."
    )


def sentence_at_least(
    problem: SupplyProblem, counted: int, bound: float, needed: float, share: float, margin: float
) -> str:
    """Say a refutation of the least need, which the arrays do not hold; parameters as ``sentence``."""
    unit, what = problem.unit[counted], problem.commodity[counted]
    tenths = _tenths(share, margin)
    part = f"at most {tenths / 10:g} %" if tenths < 1000 else "less than all"
    most, least = _amount(bound, up=True), _amount(needed, up=False)
    return (
        f"For these arrays it is proven: at most {most} {unit} of {what} can be supplied in time. Where at "
        f"least {least} {unit} are needed, {part} of the need can be met."
    )


def percent_at_most(share: float, margin: float) -> float:
    """Return a share in percent, rounded up to a tenth."""
    return _tenths(share, margin) / 10


def _tenths(share: float, margin: float) -> int:
    return max(0, math.ceil((share - margin) * 1000))


def _amount(value: float, *, up: bool) -> str:
    """Say an amount with four digits or its whole ones, to one side."""
    if value <= 0:
        return "0"
    places = max(0, _DIGITS - 1 - math.floor(math.log10(value)))
    scaled = value * 10.0**places
    near = round(scaled)
    # What only rounding parts from a round number is that number, as in the share.
    whole = (
        near
        if abs(scaled - near) <= abs(scaled) * 1e-9
        else (math.ceil(scaled) if up else math.floor(scaled))
    )
    return f"{whole / 10.0**places:,.{places}f}".rstrip("0").rstrip(".") if places else f"{whole:,}"
