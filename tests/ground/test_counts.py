from __future__ import annotations

import pytest

from safeground.ground.counts import parse_counts


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("120", (120, 120)),
        ("120-150", (120, 150)),
        ("120 – 150", (120, 150)),
        ("1.5", (1.5, 1.5)),
        (" ", None),
    ],
)
def test_counts_and_ranges(text: str, ends: tuple[float, float] | None) -> None:
    assert parse_counts(text) == ends


@pytest.mark.parametrize("text", ["-5", "150-120", "NaN", "inf", "many", "1,234", "-5-10", "10-", "1-2-3"])
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_counts(text)
