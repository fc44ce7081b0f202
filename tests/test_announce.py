"""The publishing job, whole: what it writes, what it refuses, and that nothing restricted gets out."""

from __future__ import annotations

import fnmatch
import json
import re
import struct
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
import shapely
from tests.publish.notices.seen import SHORT, is_copy, shows
from tests.publish.notices.town import AT, ISSUER, PLACES, PLAN, RESTRICTED, write_town
from tests.test_do_no_harm import _offences

from safeground import examples
from safeground.announce import RECORD_FILE, announce
from safeground.cli import main
from safeground.errors import InputError, OutputError, PublicationRefused
from safeground.formats.vectors import read_features
from safeground.ground.sites import read_sites
from safeground.plan.load import load_plan
from safeground.publish.notices import geojson
from safeground.publish.notices.authenticate import authenticate
from safeground.publish.notices.least_gate import fields_gate, least_gate
from safeground.publish.notices.outputs import OUTPUTS, Backdrop, Output
from safeground.questions.flaw import Flaw
from safeground.signing.keys import make_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from safeground.announce import Published
    from safeground.plan.places import LoadedPlan
    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark

NOW = datetime.fromisoformat(AT)
COPIED = (
    "Copy of the notice of Flood Directorate of 2026-03-04 06:00 +02:00, made by Town paper: not an order."
)


def nothing_wrong(_: LoadedPlan) -> Iterator[Flaw]:
    return iter(())


def states_a_contact(loaded: LoadedPlan) -> Iterator[Flaw]:
    """A rule as the linter has them: an error where a notice names nobody to ask, a note on its length."""
    for notice in loaded.plan.notices:
        long = f"It has {sum(map(len, notice.text.values()))} characters."
        yield Flaw(
            rule="length", severity="note", notice=notice.id, what=long, where="text", mend="Shorten it."
        )
        if notice.contact is None:
            what = "Nobody is named whom people can ask; 48613 people are in it."
            yield Flaw(
                rule="no-contact",
                severity="error",
                notice=notice.id,
                what=what,
                where="contact",
                mend="Name one.",
            )


def publish(plan: Path, out: Path, **options: Any) -> Published:
    return announce(plan, out, **({"gate": nothing_wrong, "at": NOW} | options))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_town(tmp_path / "plan")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    private, _, _ = make_key(tmp_path / "keys", ISSUER)
    return private


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_a_copy_says_so_in_every_file_and_is_never_actual(plan: Path, tmp_path: Path):
    done = publish(plan, tmp_path / "out", role="Town paper")
    files = contents(tmp_path / "out")
    assert set(done.files) == set(files) - {".safeground"}
    for output in OUTPUTS:
        assert all(fnmatch.filter(done.files, name) for name in output.carries), output.name
    for name in done.files:
        assert is_copy(files[name]), name
        assert b"Actual" not in files[name], name
        assert b"ingerprint: " not in files[name], name
    assert COPIED in done.lines


def test_an_issuer_shows_the_fingerprint_in_every_file(plan: Path, key: Path, tmp_path: Path):
    done = publish(plan, tmp_path / "out", key=key, actual=True)
    public = key.with_name("issuer.public.json")
    fingerprint = json.loads(public.read_text())["fingerprint"]
    files = contents(tmp_path / "out")
    for name in done.files:
        assert name.startswith(SHORT) or shows(files[name], fingerprint), name
        assert not is_copy(files[name]), name
    assert authenticate(tmp_path / "out", public).holds
    for name in set(done.files) - {"signature.json"}:
        assert authenticate(tmp_path / "out" / name, public).holds, name
    secret = key.read_bytes().splitlines()[1]
    assert [name for name, content in files.items() if secret in content] == []


@pytest.mark.parametrize("signed", [True, False])
def test_an_exercise_is_the_rule(plan: Path, key: Path, tmp_path: Path, signed: bool):
    publish(plan, tmp_path / "out", **({"key": key} if signed else {"role": "Town paper"}))
    whole = json.loads((tmp_path / "out" / geojson.FILE).read_text("utf-8"))
    assert {one["properties"]["status"] for one in whole["features"]} == {"Exercise"}
    assert ("Exercise: not an order in force." in whole["mark"]) is signed


@pytest.mark.parametrize(
    "options", [{"role": "Town paper"}, {"key": True, "actual": True}], ids=["copy", "signed"]
)
def test_nothing_restricted_gets_out(plan: Path, key: Path, tmp_path: Path, options: dict[str, Any]):
    """Sites and sources that are not public, and counts of people: no name, place or figure of them."""
    if "key" in options:
        options = options | {"key": key}
    publish(plan, tmp_path / "out", **options)
    files = contents(tmp_path / "out")
    whole = b"".join(files.values())
    assert b"Clock tower" in whole  # the search would find what is there
    assert b"Order on the board" in whole
    for name, content in files.items():
        assert [word for word in RESTRICTED if word.encode() in content] == [], name
        assert [place for place in PLACES if struct.pack("<dd", *place) in content] == [], name
    low_town = shapely.get_coordinates(load_plan(plan).areas["low-town"])
    assert any(struct.pack("<dd", *at) in files["notices.gpkg"] for at in low_town)


def test_an_override_tells_no_figures_of_the_flaw(plan: Path, tmp_path: Path):
    publish(plan, tmp_path / "out", gate=states_a_contact, role="Town paper", override="as it was published")
    for name, content in contents(tmp_path / "out").items():
        assert b"48613" not in content, name


def test_nothing_restricted_of_an_example_gets_out(tmp_path: Path):
    for name in examples.names():
        path = examples.place(name, tmp_path / name)
        loaded = load_plan(path)
        announce(path, tmp_path / f"{name}-out", gate=nothing_wrong, at=NOW, role="Town paper")
        sites, _ = read_sites(path.parent / loaded.plan.ground.sites)
        secrets = [one.title for one in loaded.plan.sources if one.sensitivity == "restricted"]
        hidden = [site for site in sites if site.sensitivity == "restricted"]
        secrets += [site.name for site in hidden]
        assert hidden
        for file, content in contents(tmp_path / f"{name}-out").items():
            assert [one for one in secrets if one.encode() in content] == [], file
            assert [one for one in hidden if struct.pack("<dd", one.lon, one.lat) in content] == [], file
            assert [one for one in hidden if f"{one.lon:.4f}".encode() in content] == [], file


def test_no_forbidden_word_of_our_own(plan: Path, tmp_path: Path):
    publish(plan, tmp_path / "out", role="Town paper")
    layers = read_features(tmp_path / "out" / "notices.gpkg")
    texts = {"notices.gpkg": json.dumps(layers.columns, ensure_ascii=False)}  # its file holds SQL of others
    for name, content in contents(tmp_path / "out").items():
        said = texts.get(name) or content.decode("utf-8")
        assert _offences(said.replace("safeground", "")) == [], name
        assert not re.search("green", said, re.IGNORECASE), name


def test_errors_of_the_gate_stop_it(plan: Path, tmp_path: Path):
    out = tmp_path / "out"
    with pytest.raises(
        PublicationRefused, match=r"second, contact \(no-contact\): Nobody is named"
    ) as caught:
        publish(plan, out, gate=states_a_contact, role="Town paper")
    assert "length" not in str(caught.value)
    assert not out.exists()
    mended = write_town(tmp_path / "b", PLAN.replace("changes: first", "changes: first\n    contact: desk"))
    publish(mended, out, gate=states_a_contact, role="Town paper")
    assert json.loads((out / RECORD_FILE).read_text("utf-8"))["published_in_spite_of_errors"] is None


def test_an_override_is_recorded_and_told_with_its_role(plan: Path, key: Path, tmp_path: Path):
    with pytest.raises(InputError, match="who answers for --override"):
        publish(plan, tmp_path / "out", gate=states_a_contact, key=key, override="no desk yet")
    done = publish(
        plan, tmp_path / "out", gate=states_a_contact, key=key, override="no desk yet", role="duty officer"
    )
    record = json.loads((tmp_path / "out" / RECORD_FILE).read_text("utf-8"))
    assert record["published_in_spite_of_errors"] == {
        "errors": [{"notice": "second", "rule": "no-contact"}],
        "reason": "no desk yet",
        "by": "duty officer",
    }
    assert any("in spite of 1 error" in line and "duty officer" in line for line in done.lines)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "who makes this copy"),
        ({"role": "Town paper", "actual": True}, "no --key"),
        ({"role": "a@b.example"}, "no address"),
        ({"role": "Town\u202epaper"}, "--as"),
        ({"role": " "}, "--as"),
        ({"role": "x" * 81}, "at most 80"),
        ({"role": "Town paper", "override": ""}, "--override"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_read(
    tmp_path: Path, options: dict[str, Any], words: str
):
    with pytest.raises(InputError, match=words):
        publish(tmp_path / "no-plan.yaml", tmp_path / "out", **options)


def test_a_key_signs_only_its_own_issuers_notices(tmp_path: Path, key: Path):
    second = "issuer: Flood Directorate\n    issued: 2026-03-04T06:10"
    other = write_town(tmp_path / "a", PLAN.replace(second, second.replace("Flood Directorate", "Mill")))
    with pytest.raises(InputError, match=r"notices\[1\].issuer: found Mill") as caught:
        publish(other, tmp_path / "out", key=key)
    assert len(caught.value.faults) == 1
    publish(other, tmp_path / "out", role="Town paper")


@pytest.mark.parametrize("status", ["discussed", "agreed", "suspended", "lapsed"])
def test_talk_is_not_published_as_an_order(tmp_path: Path, key: Path, status: str):
    talk = write_town(tmp_path / "a", PLAN.replace("status: in force", f"status: {status}"))
    with pytest.raises(InputError, match="announced or in force"):
        publish(talk, tmp_path / "out", key=key, actual=True)
    publish(talk, tmp_path / "out", key=key)


def test_what_has_ended_is_not_published_as_if_it_stood(plan: Path, tmp_path: Path, key: Path):
    late = NOW + timedelta(days=2)
    with pytest.raises(InputError, match="a message that ended at"):
        publish(plan, tmp_path / "out", key=key, actual=True, at=late)
    publish(plan, tmp_path / "out", key=key, at=late)


def _moved(bulletins: Sequence[Bulletin], mark: Mark, _: Backdrop) -> dict[str, bytes]:
    """Write the first area one street further north."""
    first = bulletins[0]
    north = shapely.transform(first.areas[0].geometry, lambda at: at + 0.001)
    return geojson.write(
        (replace(first, areas=(replace(first.areas[0], geometry=north),)), *bulletins[1:]), mark
    )


def _swapped(bulletins: Sequence[Bulletin], mark: Mark, _: Backdrop) -> dict[str, bytes]:
    """Write lat, lon: the commonest mistake with coordinates."""
    whole = json.loads(geojson.write(bulletins, mark)[geojson.FILE])
    for feature in whole["features"]:
        drawn = shapely.from_geojson(json.dumps(feature["geometry"]))
        feature["geometry"] = json.loads(shapely.to_geojson(shapely.transform(drawn, lambda at: at[:, ::-1])))
    return {geojson.FILE: json.dumps(whole).encode()}


def _in_local_time(bulletins: Sequence[Bulletin], mark: Mark, _: Backdrop) -> dict[str, bytes]:
    """Write a deadline with the offset of another zone."""
    content = geojson.write(bulletins, mark)[geojson.FILE]
    return {geojson.FILE: content.replace(b"T18:00:30+02:00", b"T18:00:30+00:00")}


def _first_only(bulletins: Sequence[Bulletin], mark: Mark, _: Backdrop) -> dict[str, bytes]:
    return geojson.write(bulletins[:1], mark)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (_moved, "notice first: area low-town lies elsewhere"),
        (_swapped, "notice first: area hill lies elsewhere"),
        (_in_local_time, "notice first: deadline reads 2026-03-04T18:00:30+00:00"),
        (_first_only, "notice second is missing"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_an_output_that_reads_otherwise_stops_everything(plan: Path, tmp_path: Path, write: Any, words: str):
    out = tmp_path / "out"
    publish(plan, out, role="Town paper")
    before = contents(out)
    faulty = Output("Faulty", write, geojson.read_back, geojson.CARRIES)
    with pytest.raises(PublicationRefused, match=r"Faulty: notices\.geojson") as caught:
        publish(plan, out, role="Other paper", outputs=(*OUTPUTS, faulty))
    assert words in str(caught.value)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_foreign_files_are_never_replaced(plan: Path, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    with pytest.raises(OutputError, match="not written by this program"):
        publish(plan, tmp_path / "out", role="Town paper")


def test_the_least_gate_asks_for_issuer_and_time(tmp_path: Path):
    stated = "    issuer: Flood Directorate\n    issued: 2026-03-04T06:10+02:00\n"
    bare = load_plan(write_town(tmp_path, PLAN.replace(stated, "")))
    found = {(flaw.notice, flaw.rule, flaw.severity) for flaw in least_gate(bare)}
    assert found == {("second", "no-issuer", "error"), ("second", "no-issue", "error")}
    assert list(least_gate(load_plan(write_town(tmp_path)))) == []


def test_a_notice_without_text_or_deadline_is_stopped_though_the_linter_has_no_text_to_judge(tmp_path: Path):
    town = load_plan(write_town(tmp_path, PLAN))
    one, second = town.plan.notices
    silent = msgspec.structs.replace(second, text={}, deadline=None, to=())
    plan = msgspec.structs.replace(town.plan, notices=(one, silent))
    found = [(flaw.notice, flaw.rule, flaw.severity) for flaw in fields_gate(replace(town, plan=plan))]
    assert found == [("second", "no-deadline", "error"), ("second", "no-destination", "error")]
    said = msgspec.structs.replace(silent, text={"en": "Leave by 18:00 for the hill."})
    plan = msgspec.structs.replace(town.plan, notices=(said,))
    assert list(fields_gate(replace(town, plan=plan))) == []


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


WHOLE = PLAN.replace(
    "    changes: first\n",
    "    changes: first\n    to: [hill]\n    deadline: 2026-03-05T18:00+02:00\n    deadline_means: out\n",
)
"""The town's plan with all that its second notice has to say."""


def test_the_commands_from_key_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    plan = write_town(tmp_path / "plan", WHOLE)
    out, keys = str(tmp_path / "out"), tmp_path / "keys"
    private, public = str(keys / "issuer.key"), str(keys / "issuer.public.json")
    assert run("key", str(keys), "--name", ISSUER) == 0
    assert "Fingerprint: " in capsys.readouterr().out
    assert run("key", str(keys), "--name", ISSUER) == 2
    assert run("publish", str(plan), "--out", out, "--key", private, "--actual", "--at", AT) == 0
    assert "status Actual" in capsys.readouterr().out
    assert run("authenticate", out, "--key", public) == 0
    assert run("authenticate", f"{out}/notices.kml", "--key", public) == 0
    assert run("authenticate", out) == 1
    assert "Anyone can make a key with any name" in capsys.readouterr().out
    (tmp_path / "out" / "notices.kml").write_bytes(b"<kml/>")
    assert run("authenticate", out, "--key", public) == 1
    assert "notices.kml was altered" in capsys.readouterr().out
    assert run("authenticate", str(tmp_path / "nowhere")) == 2
    assert run("publish", str(plan), "--out", out, "--as", "Town paper", "--at", "2026-03-04T06:00") == 2
    assert "--at" in capsys.readouterr().err


def test_the_command_stops_at_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    faulty = write_town(tmp_path / "a", PLAN.replace("    issued: 2026-03-04T06:00+02:00\n", ""))
    words = ("publish", str(faulty), "--out", str(tmp_path / "out"), "--as", "Town paper", "--at", AT)
    assert run(*words) == 1
    assert "nothing was published" in capsys.readouterr().err
    assert run(*words, "--override", "as it was published, without a time") == 0
    assert "of a time that is not stated" in capsys.readouterr().out
