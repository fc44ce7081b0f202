"""List, texts and deadline say the same."""

from datetime import timedelta

import pytest
from tests.questions.clear.town import DEADLINE, Case, alone

AR = "على سكان البلوكات 1 و2 و11 و12 المغادرة حتى الساعة 18:00 (UTC+2) يوم 4 مارس 2026"

CASES = (
    Case(
        "listed-not-in-text",
        "the text lacks two",
        alone(text=lambda t: {"en": t.text("1, 2")}),
        "Blocks 11 and 12 are listed and not named in any text (0.18 km², 2,000 people).",
    ),
    Case("listed-not-in-text", "the same blocks", alone()),
    Case("listed-not-in-text", "a text that names no block", alone(text={"en": "Go to Highfield."})),
    Case(
        "in-text-not-listed",
        "the text has one more",
        alone(text=lambda t: {"en": t.text("1, 2, 11-13")}),
        "Block 13 is named in a text and not listed (0.09 km², 1,000 people).",
    ),
    Case(
        "in-text-not-listed", "a range that is the same", alone(text=lambda t: {"en": t.text("1-2, 11-12")})
    ),
    Case(
        "texts-differ",
        "Arabic has one more",
        alone(text=lambda t: {"en": t.text("1, 2, 11"), "ar": AR}),
        "Block 12 is named in the text in ar and not in the text in en (0.09 km², 1,000 people).",
    ),
    Case("texts-differ", "both the same", alone(text=lambda t: {"en": t.text(), "ar": AR})),
    Case(
        "texts-differ",
        "one names none and there is no list",
        alone(blocks=(), text=lambda t: {"en": "Go to Highfield.", "ar": AR}),
        "Blocks 1, 2, 11 and 12 are named in the text in ar and not in the text in en (0.36 km², "
        "4,000 people).",
    ),
    Case(
        "deadline-differs",
        "two hours later in the text",
        alone(text=lambda t: {"en": t.text(by="20:00 (UTC+2) on 4 March 2026")}),
        "The text says 2026-03-04 20:00 +02:00, the notice's deadline is 2026-03-04 18:00 +02:00.",
    ),
    Case("deadline-differs", "the same", alone()),
    Case(
        "deadline-differs",
        "another deadline beside the right end",
        alone(
            ends=DEADLINE + timedelta(days=2),
            text=lambda t: {
                "en": t.text(
                    by="20:00 (UTC+2) on 4 March 2026",
                    more="It is in force until 18:00 (UTC+2) on 6 March 2026.",
                )
            },
        ),
        "The text says 2026-03-04 20:00 +02:00, the notice's deadline is 2026-03-04 18:00 +02:00.",
    ),
    Case(
        "deadline-differs",
        "an end that only the text states",
        alone(text={"en": "People in blocks 1, 2, 11, 12: in force until 18:00 (UTC+2) on 6 March 2026."}),
    ),
    Case(
        "deadline-differs",
        "the same in another zone",
        alone(text=lambda t: {"en": t.text(by="16:00 (UTC) on 4 March 2026")}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)
