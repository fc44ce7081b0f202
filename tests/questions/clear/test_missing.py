"""What is not said in fields or in texts."""

from datetime import timedelta

import pytest
from tests.questions.clear.town import DEADLINE, ISSUED, Case, alone, within

BARE = {"en": "People in blocks 1, 2, 11 and 12 must go."}

CASES = (
    Case(
        "no-area", "nothing", alone(text={}, blocks=(), drawn=None), "It does not say for which area it is."
    ),
    Case("no-area", "drawn only", alone(text={}, blocks=())),
    Case("no-area", "named in the text only", alone(blocks=(), drawn=None)),
    Case("no-issue-time", "nowhere", alone(issued=None), "It does not say when it was issued."),
    Case("no-issue-time", "stated", alone()),
    Case("no-start", "nowhere", alone(text=BARE, starts=None), "It does not say from when it holds."),
    Case("no-start", "in the text", alone(starts=None)),
    Case(
        "no-start",
        "only when it ends",
        alone(text={"en": "The order ends on 6 March 2026, 18:00 (UTC+2)."}, starts=None),
        "It does not say from when it holds.",
    ),
    Case(
        "no-deadline",
        "nowhere",
        alone(text=BARE, deadline=None),
        "It does not say by when people are to leave.",
    ),
    Case("no-deadline", "in the text", alone(deadline=None)),
    Case(
        "no-deadline",
        "only until when it is in force",
        alone(text={"en": "In force until 18:00 (UTC+2) on 6 March 2026."}, deadline=None),
        "It does not say by when people are to leave.",
    ),
    Case("no-deadline", "in its field", alone(text=BARE)),
    Case(
        "deadline-before-issue",
        "a day too early",
        alone(deadline=DEADLINE - timedelta(days=1), text=BARE),
        "The deadline, 2026-03-03 18:00 +02:00, is not after the issue, 2026-03-04 06:00 +02:00.",
    ),
    Case(
        "deadline-before-issue",
        "at the issue",
        alone(deadline=ISSUED, text=BARE),
        "The deadline, 2026-03-04 06:00 +02:00, is not after the issue, 2026-03-04 06:00 +02:00.",
    ),
    Case("deadline-before-issue", "after it", alone()),
    Case(
        "no-zone",
        "a field",
        alone(naive=("deadline",)),
        "The time of deadline has no zone; it was read in the plan's.",
    ),
    Case(
        "no-zone",
        "the text",
        alone(text=lambda t: {"en": t.text(by="18:00 on 4 March 2026")}),
        '"18:00 on 4 March 2026" has no zone.',
    ),
    Case("no-zone", "all zoned", alone()),
    Case("no-destination", "nowhere", alone(text=BARE, to=()), "It does not say where people are to go."),
    Case("no-destination", "in the text", alone(to=())),
    Case(
        "no-destination",
        "an arrow is no place",
        alone(text=BARE, to=(), arrows=lambda t: (t.arrow((0, 0), (5500, 500)),)),
        "It does not say where people are to go.",
    ),
    Case("no-route", "nowhere", alone(text=BARE, routes=()), "It does not say which way to take."),
    Case(
        "no-route", "an arrow", alone(text=BARE, routes=(), arrows=lambda t: (t.arrow((0, 0), (5500, 500)),))
    ),
    Case(
        "no-end",
        "nowhere",
        alone(text=BARE, end=None),
        "It does not say when it ends, or when people may return.",
    ),
    Case("no-end", "in the text", alone(end=None)),
    Case("no-end", "a time", alone(text=BARE, end=None, ends=DEADLINE + timedelta(days=9))),
    Case(
        "no-word-on-those-who-stay",
        "nowhere",
        alone(text=BARE, stays=None),
        "It does not say what holds for those who stay or cannot leave.",
    ),
    Case("no-word-on-those-who-stay", "in the text", alone(stays=None)),
    Case("no-contact", "nowhere", alone(text=BARE, contact=None), "It does not say whom to ask."),
    Case("no-contact", "in the text", alone(contact=None)),
    Case(
        "language-missing",
        "two more are read there",
        within({"languages": ("en", "ar", "he")}),
        "It is published in en and not in ar and he.",
    ),
    Case("language-missing", "a region is the same language", within({"languages": ("en-GB",)})),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)
