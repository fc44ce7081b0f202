import csv
import io
import math

from safeground.publish.findings_csv import COLUMNS, findings_csv
from safeground.quantity import Range
from safeground.questions.finding import Figure, Finding, HeldAgainst


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def finding(**changes: object) -> Finding:
    words = {
        "id": "room.hill",
        "question": "room",
        "subject": "Hill",
        "answer": "below",
        "statement": "Too small.",
    }
    return Finding(**{**words, **changes})  # type: ignore[arg-type]


def test_every_column_has_its_hxl_tag():
    header, tags = rows(findings_csv([]))
    assert header == [name for name, _ in COLUMNS]
    assert all(tag.startswith("#") for tag in tags)
    assert len(set(tags)) == len(tags)


def test_an_end_that_nobody_stated_is_an_empty_cell_and_not_zero():
    figure = Figure(label="usable surface", range=Range(12.5, math.inf, "m2_per_person"))
    held = HeldAgainst(
        text="at least 45 m²", required=Range(45, math.inf, "m2_per_person"), source="Sphere 2018"
    )
    cells = rows(findings_csv([finding(figure=figure, held_against=held)]))[2]
    row = dict(zip((name for name, _ in COLUMNS), cells, strict=True))
    assert (row["low"], row["best"], row["high"]) == ("12.5", "", "")
    assert (row["required_low"], row["required_high"]) == ("45", "")


def test_a_name_cannot_run_as_a_formula_and_a_negative_number_stays_one():
    figure = Figure(label="difference", range=Range(-3, 4, "h"))
    row = rows(findings_csv([finding(subject="=HYPERLINK(1)", figure=figure)]))[2]
    assert row[2] == "'=HYPERLINK(1)"
    assert "-3" in row


def test_arabic_passes_unharmed():
    assert rows(findings_csv([finding(subject="المواصي")]))[2][2] == "المواصي"
