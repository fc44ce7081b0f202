"""Real streets, people, blocks and orders through the whole of ``safeground assess``."""

from pathlib import Path

import pytest
from tests.real import gaza, porto_alegre

from safeground.assess import Assessment, assess
from safeground.flow.verify import verify_folder
from safeground.memo import Memo
from safeground.publish.write import write


def silent(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def shore(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, Path]:
    folder = tmp_path_factory.mktemp("porto-alegre")
    assessment = assess(porto_alegre.write_plan(folder, real_data), seconds=20)
    write(assessment, folder / "out", silent)
    return assessment, folder / "out"


@pytest.fixture(scope="module")
def blocks(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, Path]:
    folder = tmp_path_factory.mktemp("gaza")
    assessment = assess(gaza.write_plan(folder, real_data))
    write(assessment, folder / "out", silent)
    return assessment, folder / "out"


def test_the_shore_is_examined_whole(shore: tuple[Assessment, Path]):
    assessment, out = shore
    answers = {finding.id: finding.answer for finding in assessment.findings}
    assert answers["reach.flood.arrived"] in {"depends", "not_refuted"}
    assert answers["room.higher-ground.after.45"] == "below"
    outcome = next(outcome for outcome in assessment.outcomes if outcome.target == "arrived")
    # 812,935 people live in the cells; more than half of the cells lie within 4 km of the shore.
    assert 400_000 < outcome.ordered.low <= outcome.ordered.high < 812_935
    assert outcome.upper_h is not None
    assert outcome.lower_h < outcome.upper_h
    assert all("it is proven" in sentence for sentence in verify_folder(out))


def test_an_earlier_deadline_on_the_shore_is_refuted_where_the_bound_says_so(
    real_data: Path, tmp_path: Path, shore: tuple[Assessment, Path]
):
    usual = next(outcome for outcome in shore[0].outcomes if outcome.target == "arrived")
    assert usual.lower_h > 1
    assessment = assess(porto_alegre.write_plan(tmp_path, real_data, hour="07"), seconds=20)
    arrived = next(outcome for outcome in assessment.outcomes if outcome.target == "arrived")
    assert arrived.refuted_on_streets is True
    assert arrived.arrivals_upper is not None
    assert arrived.arrivals_upper < arrived.persons.low
    answer = {finding.id: finding.answer for finding in assessment.findings}["reach.flood.arrived"]
    assert answer == ("not_met" if arrived.refuted_on_open_ground else "depends")


def test_schematic_roads_leave_reach_unknown(blocks: tuple[Assessment, Path]):
    assessment, _ = blocks
    reach = [finding.answer for finding in assessment.findings if finding.question == "reach"]
    assert set(reach) == {"unknown"}


def test_the_orders_are_those_of_the_block_map(blocks: tuple[Assessment, Path]):
    assessment, _ = blocks
    ordered = assessment.loaded.blocks_of_area
    assert len(ordered["order-4-december"]) == 20
    assert len(ordered["order-8-december"]) == 85


def test_a_total_of_a_governorate_says_only_that_nobody_counted_the_blocks(blocks: tuple[Assessment, Path]):
    assessment, _ = blocks
    first = next(outcome for outcome in assessment.outcomes if outcome.notice == "december-4")
    assert first.ordered.low == 0
    assert first.ordered.high == 351_934


def test_a_destination_that_was_not_stated_is_unknown(blocks: tuple[Assessment, Path]):
    assessment, _ = blocks
    missing = [
        finding for finding in assessment.findings if finding.subject == "december-8" and finding.missing
    ]
    assert any("destination" in (finding.missing or "") for finding in missing)


def test_examined_again_after_one_change_only_what_changed_is_worked_out(real_data: Path, tmp_path: Path):
    memo = Memo()
    plan = gaza.write_plan(tmp_path, real_data)
    first = assess(plan, memo=memo)
    assert memo.reused == 0
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("2023-12-08T10:10+02:00", "2023-12-08T10:40+02:00"), encoding="utf-8")
    second = assess(plan, memo=memo)
    # Streets, what lies beside them, people and both outcomes of 4 December stand.
    assert memo.reused == 5
    assert first.outcomes[0] is second.outcomes[0]
    assert first.outcomes[-1] is not second.outcomes[-1]
