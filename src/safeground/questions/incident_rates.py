"""How often incidents were reported, and how sure that is, for counts that come in clusters.

Rates are of reported incidents, never of people killed or wounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_DAYS = 7
"""With fewer whole days their spread says nothing."""
LEVEL = 0.95
REPORTING = (
    "A change in counts can be a change in reporting: fewer sources, or sources that see less, report fewer "
    "incidents where as many happened."
)
METHOD = (
    "Range of the rate: quasi-Poisson, 95 %, from the spread of daily counts, days taken as independent; "
    "days that hang together make the true range wider."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Incidents a day.

    Parameters
    ----------
    count, days
        How many, in how many days (a part of a day counts as that part).
    whole_days
        Days whose counts tell the spread.
    per_day
        The rate; None where no time has passed.
    low, high
        Ends of the 95 % range; None where there are too few days to see the spread. Not bounds.
    dispersion
        Variance over mean of the daily counts; 1 for counts that come independently, more where they come in
        clusters; None where it cannot be seen.
    """

    count: int
    days: float
    whole_days: int
    per_day: float | None
    low: float | None
    high: float | None
    dispersion: float | None


def rate(daily: Sequence[int], count: int, days: float) -> Rate:
    """Return a rate with a range that honours the spread of daily counts.

    The variance is taken as the mean times a dispersion, estimated as Pearson's statistic over its degrees
    of freedom, which for one mean is the variance of the daily counts over their mean; below 1 it is taken
    as 1, so the range is never narrower than that of independent counts. The range is symmetric for the
    logarithm of the rate, with Student's t for the days that the dispersion rests on. Where nothing was
    counted, the upper end is that of Garwood: -ln(0.025) over the days.

    Parameters
    ----------
    daily
        Counts of whole local days, in order.
    count
        All that is counted, parts of days too.
    days
        Time in which it was counted.

    References
    ----------
    P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed., 1989, chapter 6; J. M. Ver Hoef, P. L.
    Boveng, Quasi-Poisson vs. negative binomial regression, Ecology 88 (2007), 2766-2772; F. Garwood,
    Fiducial limits for the Poisson distribution, Biometrika 28 (1936), 437-442.

    Examples
    --------
    >>> found = rate([2, 3, 1, 2, 2, 3, 1], 14, 7.0)
    >>> found.per_day, round(found.low, 2), round(found.high, 2)
    (2.0, 1.04, 3.85)
    >>> rate([0, 9], 9, 2.0).low is None
    True
    """
    per_day = count / days if days > 0 else None
    enough = len(daily) >= FEWEST_DAYS and days > 0
    dispersion = low = high = None
    if enough:
        mean = sum(daily) / len(daily)
        if mean > 0:
            dispersion = sum((one - mean) ** 2 for one in daily) / (len(daily) - 1) / mean
        if count == 0:
            low, high = 0.0, -math.log((1 - LEVEL) / 2) / days
        elif dispersion is not None and per_day is not None:
            half = _quantile(len(daily) - 1) * math.sqrt(max(1.0, dispersion) / count)
            low, high = per_day * math.exp(-half), per_day * math.exp(half)
    return Rate(
        count=count,
        days=days,
        whole_days=len(daily),
        per_day=per_day,
        low=low,
        high=high,
        dispersion=dispersion,
    )


def _quantile(degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + LEVEL) / 2))
