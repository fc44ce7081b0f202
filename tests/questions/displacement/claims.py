"""Claims of displacement, made by hand."""

from __future__ import annotations

from datetime import date

from safeground.ledger.claim import Amount, Claim, Named, Period
from safeground.questions.displacement.statements import Days

DAYS = Days(date(2026, 3, 1), date(2026, 3, 10))


def day(number: int) -> str:
    """Return the day of a number, 0 being 1 March."""
    return f"2026-03-{number + 1:02d}"


def count(
    ident: str,
    measure: str,
    subject: str,
    value: float | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    qualifier: str = "exact",
    low: float | None = None,
    high: float | None = None,
    by: str = "Monitor",
    unit: str = "people",
    **rest,
) -> Claim:
    """Return a claim of people."""
    if value is not None and qualifier == "exact":
        low = high = value
    amount = Amount(qualifier=qualifier, value=value, low=low, high=high, unit=unit)
    return Claim(
        id=ident,
        kind="figure",
        subject=subject,
        measure=measure,
        amount=amount,
        valid=Period(from_=since, to=until),
        zone="UTC",
        stated_by=Named(name=by),
        recorder="test",
        **rest,
    )
