"""Plans written and read back are the same plans; the template and the schema know every key."""

from __future__ import annotations

import json
import re
import types
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import jsonschema
import msgspec
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from safeground.formats.yaml_file import read_yaml
from safeground.plan import keys, schema
from safeground.plan.convert import convert
from safeground.plan.load import load_plan
from safeground.plan.model import Notice, Plan
from safeground.plan.notice_words import NoticeFile
from safeground.plan.render import render
from safeground.plan.template import template

EXAMPLES = Path(keys.__file__).parents[1] / "examples"
DOCS = Path(__file__).parents[2] / "docs"


def read_back(text: str, folder: Path) -> Plan:
    path = folder / "written.yaml"
    path.write_text(text, encoding="utf-8")
    return convert(read_yaml(path), Plan, str(path)).value


def as_editors_read_it(text: str) -> Any:
    """The plan as a YAML 1.2 editor types it, with times and days as the text that they are."""
    return json.loads(
        json.dumps(YAML(typ="safe", pure=True).load(text), default=lambda value: value.isoformat())
    )


TEXT = st.one_of(
    st.sampled_from(
        [
            "no",
            "12:30",
            "220.10",
            "a: b",
            "# x",
            "- x",
            "null",
            "~",
            "true",
            "",
            " x ",
            "x\ny",
            "[a",
            '"',
            "\\",
        ]
    ),
    st.sampled_from(
        [
            "منطقة إنسانية",
            "אזור",
            "Слов'янськ",
            "\u200fא\u200e",
            "\u2028",
            "\x85",
            "\ufeff",
            "😀",
            "a #b",
            "x:",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
NUMBER = st.floats(-1e20, 1e20, allow_nan=False)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a type of the model allows."""
    if get_origin(hint) in (types.UnionType, Union):
        inner = [one for one in get_args(hint) if one is not type(None)]
        numbers = NUMBER | st.tuples(NUMBER, NUMBER) | st.tuples(NUMBER, NUMBER, NUMBER)
        stated = numbers if len(inner) > 1 and float in inner else st.one_of([values(one) for one in inner])
        return st.none() | stated if type(None) in get_args(hint) else stated
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return structs(hint)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXT,
        bool: st.booleans(),
        int: st.integers(-(10**9), 10**9),
        float: NUMBER,
        date: st.dates(),
        datetime: st.datetimes(
            min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=OFFSETS
        ),
    }
    if hint in plain:
        return plain[hint]
    if hint.__origin__ is tuple:
        return st.lists(values(hint.__args__[0]), max_size=3).map(tuple)
    if hint.__origin__ is dict:
        return st.dictionaries(TEXT, TEXT, max_size=3)
    return st.sampled_from(hint.__args__)  # Literal


def structs(struct: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(struct, include_extras=True)
    fields = {name: values(hints[name]) for name in struct.__struct_fields__}
    if "time_zone" in fields:
        fields["time_zone"] = st.sampled_from([None, "Asia/Gaza", "Europe/Kyiv"])
    return st.builds(struct, **fields)


@settings(max_examples=30)
@given(plan=st.deferred(lambda: structs(Plan)), comments=st.booleans())
def test_a_plan_written_and_read_is_the_same_plan(tmp_path: Path, plan: Plan, comments: bool) -> None:
    assert read_back(render(plan, comments=comments), tmp_path) == plan


@pytest.mark.parametrize("name", ["river_town", "khan_younis"])
def test_the_shipped_plans_survive_writing(name: str, tmp_path: Path) -> None:
    plan = read_back((EXAMPLES / name / "plan.yaml").read_text(encoding="utf-8"), tmp_path)
    text = render(plan)
    assert read_back(text, tmp_path) == plan
    assert max(map(len, text.splitlines())) < 1000


def test_long_lists_are_written_over_several_lines(tmp_path: Path) -> None:
    plan = read_back(template(), tmp_path)
    many = tuple(str(number) for number in range(100, 400))
    long = msgspec.structs.replace(plan, areas=(msgspec.structs.replace(plan.areas[0], blocks=many),))
    text = render(long)
    assert max(map(len, text.splitlines())) <= 112
    assert read_back(text, tmp_path).areas[0].blocks == many


def test_the_template_explains_every_key_and_each_once() -> None:
    text = template()
    for struct in keys.structs():
        for key in keys.keys_of(struct):
            assert re.search(rf"^[\s#-]*{key.name}:", text, re.MULTILINE), f"{key.struct}.{key.name}"
            first_words = key.meaning[:40]
            assert first_words in text.replace("\n", "").replace("# ", "") or first_words in text
    assert text.count("Anything a reader must know") == 1
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json\n")


def test_the_template_runs_once_its_files_are_there(town: Any) -> None:
    (town.folder / "streets.osm.pbf").write_bytes(b"not read here")
    town.geojson("areas.geojson", [shapely.box(34.21, 31.23, 34.22, 31.24)], {"id": ["destination"]})
    loaded = load_plan(town.write(text=template()))
    assert loaded.blocks_of_area["ordered-area"] == ("36", "38", "39", "40")


def test_keys_of_the_template_work_once_the_number_sign_is_taken_away(tmp_path: Path) -> None:
    text = template()
    for line, new in (
        ("# time_zone:", "time_zone: Asia/Gaza"),
        ("    # usable_m2:", "    usable_m2: [1, 2]"),
        ("# assumptions:", "assumptions:"),
        ("#   near_sites_m: 1000.0", "  near_sites_m: 500"),
    ):
        assert text.count(f"\n{line}\n") == 1
        text = text.replace(f"\n{line}\n", f"\n{new}\n")
    plan = read_back(text, tmp_path)
    assert (plan.time_zone, plan.areas[0].usable_m2, plan.assumptions.near_sites_m) == (
        "Asia/Gaza",
        (1.0, 2.0),
        500,
    )


def test_every_key_of_the_model_has_a_meaning_and_no_meaning_is_left_over() -> None:
    documented = set(keys._rows())
    modelled = {
        (struct.__name__, name) for struct in keys.structs() for name in struct.__struct_encode_fields__
    }
    assert documented == modelled
    assert all(key.meaning.endswith((".", "…")) for struct in keys.structs() for key in keys.keys_of(struct))


def test_units_in_names_are_the_units_in_the_manual() -> None:
    suffixes = {
        "_m2": "m²",
        "_m": "m",
        "_m_s": "m/s",
        "_km_h": "km/h",
        "_share": "share",
        "_h": "h",
        "_days": "days",
    }
    for struct in keys.structs():
        for key in keys.keys_of(struct):
            match = max((end for end in suffixes if key.name.endswith(end)), key=len, default=None)
            if match and not key.name.endswith(("_per_h", "_per_m_s")):
                assert key.unit == suffixes[match], key.name


def test_the_manual_has_the_table_of_every_key() -> None:
    page = (DOCS / "plan-file.md").read_text(encoding="utf-8")
    head, marker, tables = page.partition("## Every key\n\n")
    assert marker
    assert tables == keys.reference(), (
        "docs/plan-file.md: replace what follows `Every key` by plan.keys.reference()"
    )
    assert "```yaml" in head


def test_the_example_of_the_manual_is_a_plan(tmp_path: Path) -> None:
    page = (DOCS / "plan-file.md").read_text(encoding="utf-8")
    example, *parts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert parts
    assert read_back(example, tmp_path).areas[1].usable_m2 == (90000.0, 120000.0)
    for text in (example, *(f"{example}\n{part}" for part in parts)):
        jsonschema.validate(as_editors_read_it(text), schema.schema())
        assert read_back(text, tmp_path).notices


def test_the_words_for_conditions_in_the_manual_are_read(tmp_path: Path) -> None:
    page = (DOCS / "plan-file.md").read_text(encoding="utf-8")
    example, conditions = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    plan = read_back(f"{example}\n{conditions}", tmp_path)
    assert isinstance(plan.corridors[0].open, str)
    assert [window.quota for window in plan.corridors[1].open] == [(5000.0, 8000.0), None]
    assert plan.curfews[0].until is None
    assert plan.closures[1].from_ is None
    assert plan.movements[0].from_ == ("hill",)
    assert plan.transport[0].seats == 4.0


def test_the_words_for_notices_in_the_manual_are_read(tmp_path: Path) -> None:
    (text,) = re.findall(r"```text\n(.*?)```", (DOCS / "plan-file.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "notice.yaml").write_text(text, encoding="utf-8")
    notice = convert(read_yaml(tmp_path / "notice.yaml"), Notice, "notice.yaml").value
    assert notice.blocks == ("36", "38-54")
    assert notice.map_width_px == 1080.0


def test_the_words_of_a_notice_in_a_folder_in_the_manual_are_read(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "linting.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "notice.yaml").write_text(text, encoding="utf-8")
    notice = convert(read_yaml(tmp_path / "notice.yaml"), NoticeFile, "notice.yaml").value
    assert notice.to == ("Fairground", "map.geojson#hill")
    assert notice.ground.people[0].file == "../people.csv"


def test_the_shipped_schema_is_that_of_the_model() -> None:
    assert schema.shipped_text() == schema.schema_text(), "write plan.schema.json anew from schema_text()"
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("name", ["river_town", "khan_younis"])
def test_the_schema_accepts_the_shipped_plans(name: str) -> None:
    text = (EXAMPLES / name / "plan.yaml").read_text(encoding="utf-8")
    jsonschema.validate(as_editors_read_it(text), schema.schema())


def test_the_schema_accepts_the_template_and_refuses_what_the_loader_refuses() -> None:
    plan = as_editors_read_it(template())
    validator = jsonschema.Draft202012Validator(schema.schema())
    assert validator.is_valid(plan)
    assert validator.is_valid({**plan, "notices": None, "time_zone": None})
    assert validator.is_valid({**plan, "areas": [{"id": 36, "kind": "ordered", "blocks": [36, "38-54"]}]})
    for wrong in (
        {"statsu": "announced"},
        {"status": "approved"},
        {"as_of": "2026-03-04"},
        {"areas": [{"id": "a"}]},
        {"areas": [{"id": "a", "kind": "ordered", "foo": 1}]},
        {"areas": [{"id": "a", "kind": "ordered", "usable_m2": [1]}]},
        {"areas": [{"id": "a", "kind": "ordered", "usable_m2": "9 ha"}]},
        {"sources": [{"id": "a", "title": "b", "published": "2026"}]},
    ):
        assert not validator.is_valid({**plan, **wrong}), wrong
