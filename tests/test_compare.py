"""Variants side by side: as given, people told to move first, nothing made, ranked or guessed."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from safeground.compare import COSTS, Comparison, Figure, Variant, compare
from safeground.errors import InputError
from safeground.publish.compare_page import compare_csv, compare_html, public_comparison, write_comparison
from safeground.quantity import Range

CASE = Path(__file__).parents[1] / "verification" / "two-bridges"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The case as it is, and with a day stated by which all can be back."""
    found = []
    for name in ("open-ended", "until-a-day"):
        folder = tmp_path_factory.mktemp("variants") / name
        shutil.copytree(CASE, folder)
        plan = folder / "plan.yaml"
        lines = plan.read_text(encoding="utf-8").splitlines()
        one_order = [line for line in lines if "in-35-minutes" not in line and "in-60-minutes" not in line]
        plan.write_text("\n".join(one_order) + "\n", encoding="utf-8")
        found.append(plan)
    text = found[1].read_text(encoding="utf-8")
    found[1].write_text(f"{text}returns:\n  - {{area: island, until: 2026-03-14}}\n", encoding="utf-8")
    return found[0], found[1]


@pytest.fixture(scope="module")
def found(plans: tuple[Path, Path]) -> Comparison:
    return compare(plans, seconds=5.0)


def test_variants_stand_in_the_order_in_which_they_were_given(plans, found) -> None:
    assert [one.name for one in found.variants] == ["open-ended/plan.yaml", "until-a-day/plan.yaml"]
    assert found.warnings == ()
    assert COSTS[0].key == "people_moved"
    assert [set(one.figures) for one in found.variants] == [{cost.key for cost in COSTS}] * 2


def test_days_away_are_known_only_where_a_day_is_stated(found) -> None:
    first, second = found.variants
    moved = first.figures["people_moved"].range
    assert moved == second.figures["people_moved"].range
    assert moved.low > 0
    assert first.figures["person_days"].range is None
    assert "until when people are to be away" in first.figures["person_days"].missing
    days = second.figures["person_days"].range
    assert days.low / moved.low == days.high / moved.high == pytest.approx(10)


def test_a_plan_without_orders_keeps_nobody_away(plans, tmp_path) -> None:
    folder = tmp_path / "none"
    shutil.copytree(plans[0].parent, folder)
    plan = folder / "plan.yaml"
    lines = plan.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("notices:"))
    end = next(i for i, line in enumerate(lines) if line.startswith("commitments:"))
    plan.write_text("\n".join([*lines[:start], *lines[end:]]) + "\n", encoding="utf-8")
    nothing = compare([plan, plans[1]], seconds=5.0).variants[0]
    assert nothing.figures["people_moved"].range == Range.exact(0.0, "persons")
    assert nothing.figures["person_days"].range == Range.exact(0.0, "person_days")


def test_fewer_than_two_plans_or_one_twice_is_refused(plans) -> None:
    with pytest.raises(InputError, match="at least two"):
        compare(plans[:1])
    with pytest.raises(InputError, match="twice"):
        compare([plans[0], plans[1], plans[0]])


def test_what_is_wrong_with_every_plan_is_told_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("plan: nothing\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        compare([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert {Path(fault.file).name for fault in refused.value.faults} == {"a.yaml", "b.yaml"}


def body(page: str) -> str:
    """What a reader reads: without the style sheet and the shapes of the drawing."""
    return re.sub(r"<[^>]*>", " ", page.partition("<body>")[2])


def figures(**given: Range | None) -> dict[str, Figure]:
    return {cost.key: Figure(given.get(cost.key), "" if given.get(cost.key) else "a datum") for cost in COSTS}


def variant(name: str, **given: Range | None) -> Variant:
    return Variant(name, f"Plan {name}", "announced", figures(**given))


BY_HAND = Comparison(
    (
        variant("a", people_moved=Range(12_345, 23_456, "persons"), without_room=Range(0, 400, "persons")),
        variant("b", people_moved=Range(777, math.inf, "persons"), beds=Range.exact(12, "beds")),
    ),
    (),
    {"a": {}, "b": {}},
)


def test_a_cost_that_no_variant_knows_has_no_bar_and_none_is_broken() -> None:
    nothing = replace(BY_HAND, variants=(variant("a"), variant("b")))
    page = compare_html(nothing, "restricted")
    chart = page[page.index("<svg") : page.rindex("</svg>")]
    assert 'class="band"' not in chart
    assert body(page).count("not known") >= 2 * len(COSTS)
    endless = replace(BY_HAND, variants=(variant("a", beds=Range(0, math.inf, "beds")), variant("b")))
    chart = compare_html(endless, "public")
    assert 'width="nan"' not in chart
    assert 'width="inf"' not in chart
    assert chart.count('class="band"') == 2, "one for wide, one for narrow screens"


def test_the_public_edition_is_rounded_and_tells_few_people_only_as_few() -> None:
    public = public_comparison(BY_HAND).variants
    assert public[0].figures["people_moved"].range == Range(12_000, 24_000, "persons")
    assert public[0].figures["without_room"].range == Range(0, 1000, "persons")
    page = body(compare_html(public_comparison(BY_HAND), "public"))
    for secret in ("12,345", "12,300", "400", "777"):
        assert secret not in page
    assert "RESTRICTED" not in page
    assert "RESTRICTED" in compare_html(BY_HAND, "restricted")


def test_days_of_few_people_do_not_tell_in_public_how_few() -> None:
    days = Range(1500, 1500, "person_days")
    few = replace(
        BY_HAND,
        variants=(
            variant("a", people_moved=Range.exact(50, "persons"), person_days=days),
            variant("b", people_moved=Range.exact(5000, "persons"), person_days=days),
        ),
    )
    # 30 days are known to everybody: 1,500 person-days would be 50 people.
    first, second = public_comparison(few).variants
    assert first.figures["person_days"].range is None
    assert "fewer than 1,000 people" in first.figures["person_days"].missing
    assert second.figures["person_days"].range == days
    page = body(compare_html(public_comparison(replace(few, variants=few.variants[:1])), "public"))
    assert "1,500" not in page
    assert few.variants[0].figures["person_days"].range == days, "restricted it stands"


def test_what_is_not_known_is_an_empty_cell_with_its_reason_and_never_zero() -> None:
    rows = list(csv.DictReader(io.StringIO(compare_csv(BY_HAND).lstrip("\ufeff"))))[1:]
    by_key = {(row["variant"], row["cost"]): row for row in rows}
    assert (by_key["a", "beds"]["low"], by_key["a", "beds"]["missing"]) == ("", "a datum")
    assert (by_key["b", "people_moved"]["low"], by_key["b", "people_moved"]["high"]) == ("777", "")
    page = compare_html(BY_HAND, "restricted")
    assert "Missing: a datum" in page
    assert page.index("People told to move") < page.index("Person-days away") < page.index("Beds that must")


def test_swapping_the_variants_swaps_the_columns_and_changes_no_figure() -> None:
    turned = replace(BY_HAND, variants=BY_HAND.variants[::-1])
    rows = [set(compare_csv(one).splitlines()) for one in (BY_HAND, turned)]
    assert rows[0] == rows[1]


def test_no_word_ranks_or_proposes_a_variant() -> None:
    page = body(compare_html(BY_HAND, "restricted")).lower()
    for word in ("best", "better", "worse", "winner", "optimal", "prefer", "recommended"):
        assert word not in page, word
    assert "no variant is made, changed or ranked here, and none is proposed" in page


def test_both_editions_are_written_whole(tmp_path: Path, found: Comparison) -> None:
    write_comparison(found, tmp_path / "out")
    for edition in ("restricted", "public"):
        folder = tmp_path / "out" / edition
        document = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
        assert document["edition"] == edition
        assert [one["name"] for one in document["variants"]] == [one.name for one in found.variants]
        assert (folder / "compare.html").read_text(encoding="utf-8").startswith("<!doctype html>")
        assert (folder / "compare.csv").is_file()
