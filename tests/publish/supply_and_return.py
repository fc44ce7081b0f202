"""Findings of *supply* and *return* made by hand: every answer, three scripts, long names."""

from __future__ import annotations

from safeground.quantity import Range
from safeground.questions.finding import Answer, Figure, Finding, HeldAgainst

LONG = "A very long word of a commodity with everything that its issuer wrote behind it " * 3


def need(commodity: str, answer: Answer, low: float, high: float) -> Finding:
    """Return a finding on a need, of which from ``low`` to ``high`` can come."""
    return Finding(
        id=f"supply.need.{commodity}",
        question="supply",
        subject=commodity,
        answer=answer,
        statement=f"{commodity}: a statement.",
        held_against=HeldAgainst(
            text="15 litres of water a person a day", source="Sphere Handbook (2018): standard 2.1"
        ),
        figure=Figure(
            label=f"{commodity}: share of the need that can be met", range=Range(low, high, "share")
        ),
        missing="the time of a truck" if answer == "unknown" else None,
    )


def condition(name: str, answer: Answer) -> Finding:
    """Return a finding on a condition for going back."""
    return Finding(
        id=f"return.low town.condition.{name}",
        question="return",
        subject="low town",
        answer=answer,
        statement=f"low town: the condition “{name}”.",
        held_against=HeldAgainst(text=f"{name} (stated by River province)", source="notice-text"),
    )


def adds(notice: str, amount: Range, text: str) -> Finding:
    """Return the finding on what an order adds."""
    return Finding(
        id=f"return.{notice}.adds",
        question="return",
        subject=notice,
        answer="unknown",
        statement=text,
        figure=Figure(label="what the order adds", range=amount),
        missing="until when people are to be away",
    )


STOCKS = Finding(
    id="supply.stocks",
    question="supply",
    subject="stocks",
    answer="not_met",
    statement="Of 3 stocks, on the figures stated: 1 runs dry within the days examined, 2 last.",
    held_against=HeldAgainst(text="stocks that last the 5 days examined", source="the plan"),
)
SUPPLY = (
    need("water", "not_met", 0.241, 0.695),
    need("food", "unknown", 0.1, 1.0),
    need("пальне", "depends", 0.5, 1.0),
    need("دواء", "met", 1.0, 1.0),
    STOCKS,
)
RETURN = (
    condition("when the crest has passed", "not_met"),
    condition("when the province says so", "unknown"),
    adds(
        "notice-1",
        Range(310_000.0, 480_000.0, "person_days"),
        "notice-1 tells 63,000 to 95,000 people to move, those who have moved before among them; until the "
        "day stated for going back that is 310,000 to 480,000 person-days away, if all go and are back.",
    ),
)
EXTREME_SUPPLY = (*(need(f"{LONG}{index}", "not_met", 0.1, 0.2) for index in range(9)), STOCKS)
EXTREME_RETURN = (
    *(condition(f"{LONG}{index}", "not_met") for index in range(9)),
    adds("notice-1", Range(1.0, 2.0, "person_days"), f"{LONG}; that is 1 to 2 person-days away."),
)
