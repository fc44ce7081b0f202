"""Rules that keep an examination from doing harm. Weakening one of these tests weakens the rule."""

from __future__ import annotations

import ast
import colorsys
import csv
import importlib
import inspect
import json
import pkgutil
import re
import struct
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args, get_origin

import msgspec
import pytest

import safeground
from safeground import examples
from safeground.assess import assess
from safeground.ground.sites import Site
from safeground.ledger.claim import Place
from safeground.ledger.events import ClaimRecorded
from safeground.ledger.store import Ledger, source_name
from safeground.plan import model
from safeground.publish.redact import public_edition
from safeground.publish.timeline import write_timeline
from safeground.publish.timeline_json import read_timeline
from safeground.publish.timeline_public import public_standings
from safeground.publish.write import write
from safeground.questions.finding import MINIMUM_CAVEAT, REACH_CAVEAT
from safeground.questions.kept import examine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from safeground.assess import Assessment

PACKAGE = Path(safeground.__file__).parent
EXAMPLES = PACKAGE / "examples"
SHIPPED = tuple(examples.names())

FORBIDDEN = (
    r"\bsafe(st|r|ly)?\b",
    r"\bsafety\b",
    r"\bapprov(e|ed|al)\b",
    r"\bcleared\b",
    r"\bcombat-only\b",
    r"\blegitimate target",
    r"\bmilitary objective",
    r"\blikely\b",
    r"\bprobabl[ey]\b",
    r"\bviolat",
    r"\b(unlawful|illegal)",
    r"\bwar crime",
    r"\brefuge\b",
    r"\bwe recommend|\brecommended\b",
    r"\bshould (leave|flee|move)\b",
    r"\bshould be (evacuated|moved|displaced|relocated)\b",
    r"\badequate\b",
    r"\bempt(y|ied) area",
)
DENIALS = (
    "Says nothing on whether the order is lawful, safe or voluntary.",
    "A planning minimum, not proof of adequacy or safety.",
    "proof of adequacy or safety",
    "proof that a place is adequate",
    "Never says that a place is safe",
    "Does a plan that says it protects civilians do so?",
)
"""Sentences of the program that hold such a word in order to deny it."""
MEANT_OTHERWISE = {
    "formats/yaml_file.py": "safe",  # the name of a YAML loader
    "flow": "refuge",  # the name of two arrays in the problem file
    "ground/sites.py": "refuge",  # a word by which tables of sites call a shelter
}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(safeground.__path__, "safeground."):
        if not found.name.endswith("__main__") and ".kernels." not in found.name:
            yield importlib.import_module(found.name)


def _said(path: Path) -> Iterator[str]:
    """Yield what a source file can print: its strings, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def _offences(text: str) -> list[str]:
    for denial in DENIALS:
        text = text.replace(denial, "")
    return [found[0] for word in FORBIDDEN for found in re.finditer(word, text, re.IGNORECASE)]


def _own_files(*suffixes: str) -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*")) if p.suffix in suffixes and EXAMPLES not in p.parents]


@pytest.mark.parametrize("path", _own_files(".py"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_forbidden_words_stand_nowhere(path: Path) -> None:
    name = path.relative_to(PACKAGE)
    meant = {MEANT_OTHERWISE.get(str(name)), MEANT_OTHERWISE.get(name.parts[0])}
    assert [offence for text in _said(path) for offence in _offences(text) if offence not in meant] == []


@pytest.mark.parametrize(
    "path", _own_files(".html", ".j2", ".css", ".js", ".svg", ".txt"), ids=lambda path: path.name
)
def test_forbidden_words_stand_in_no_template(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert _offences(text) == []


def test_the_word_lists_catch_what_they_should() -> None:
    assert _offences("The hill is safe.") == ["safe"]
    assert _offences("People should leave now") == ["should leave"]
    assert _offences(REACH_CAVEAT + MINIMUM_CAVEAT) == []


def test_no_public_function_searches() -> None:
    """People are not moved on paper to see where they would fit."""
    names = re.compile(
        r"optimi[sz]e|search|suggest|recommend|propose|best_|choose_|rank_(areas|plans|destinations)"
    )
    takes = {"candidates", "alternatives", "deadlines"}
    offenders = []
    for module in _modules():
        for name, value in vars(module).items():
            own = (
                inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
            )
            if own and (names.search(name) or takes & set(inspect.signature(value).parameters)):
                offenders.append(f"{module.__name__}.{name}")
    assert offenders == []


def _literals() -> dict[str, set[str]]:
    return {
        f"{module.__name__}.{name}": {str(word) for word in get_args(value)}
        for module in _modules()
        for name, value in vars(module).items()
        if get_origin(value) is Literal
    }


def test_no_state_gives_permission() -> None:
    literals = _literals()
    assert "in force" in literals["safeground.plan.model.PlanStatus"]
    permission = {"approved", "denied", "authorised", "authorized", "cleared", "safe", "permitted", "granted"}
    assert {name: words & permission for name, words in literals.items() if words & permission} == {}


def _fields() -> dict[str, tuple[str, ...]]:
    found = {}
    for module in _modules():
        for name, value in vars(module).items():
            if not inspect.isclass(value) or value.__module__ != module.__name__:
                continue
            if issubclass(value, msgspec.Struct):
                found[name] = value.__struct_fields__
            elif hasattr(value, "__dataclass_fields__"):
                found[name] = tuple(value.__dataclass_fields__)
    return found


def test_no_field_for_combatants_or_persons() -> None:
    military = r"combatant|fighter|militant|enemy|weapon|battalion|troop|strike|munition|military_target"
    personal = r"person_name|first_name|last_name|surname|phone|e_?mail|birth|patient_name|identity"
    fields = _fields()
    assert "Area" in fields
    assert "Outcome" in fields
    offenders = [
        f"{k}.{f}" for k, names in fields.items() for f in names if re.search(f"{military}|{personal}", f)
    ]
    assert offenders == []


def test_no_party_is_named_in_the_code() -> None:
    parties = re.compile(r"\b(Israel\w*|Hamas|IDF|Palestin\w*|Hezbollah|Russia\w*|Ukrain\w*|Gaza)\b")
    for path in _own_files(".py", ".html", ".j2"):
        assert parties.findall(path.read_text(encoding="utf-8").replace("Asia/Gaza", "")) == [], path


def test_sites_and_sources_are_restricted_by_default() -> None:
    site = Site(id="a", name="A", site_class="hospital", lon=0.0, lat=0.0)
    assert site.sensitivity == "restricted"
    assert model.Source(id="a", title="A").sensitivity == "restricted"


def test_what_nobody_states_has_no_value() -> None:
    """A default of 0 would be a claim."""
    for words in (model.Services, model.Area, model.Notice, Site):
        fields = msgspec.structs.fields(words)
        numbers = [field for field in fields if re.search("float|Range", str(field.type))]
        optional = [field for field in numbers if field.name not in {"lon", "lat", "position_uncertainty_m"}]
        assert [field.name for field in optional if field.default is not None] == []
        assert optional or words is model.Notice


def test_no_colour_is_green() -> None:
    """Green would vouch for a place."""
    for path in _own_files(".py", ".html", ".css", ".js", ".j2", ".svg"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"(?:color|fill|stroke|background)\s*[:=]\s*[\"']?\s*(?:\w*green|lime)\b", text
        ), path
        for found in re.findall(r"#([0-9a-fA-F]{6})\b", text):
            red, green, blue = (int(found[k : k + 2], 16) / 255 for k in (0, 2, 4))
            hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
            strong = max(red, green, blue) - min(red, green, blue) > 0.12
            assert not (80 / 360 <= hue <= 165 / 360 and saturation > 0.2 and strong), f"{path.name} #{found}"


def test_no_module_reaches_a_network() -> None:
    reaching = {
        "socket",
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "aiohttp",
        "ftplib",
        "smtplib",
    }
    for path in _own_files(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert reaching.isdisjoint(names), path


# What the shipped examples say, whole.


@pytest.fixture(scope="module", params=SHIPPED)
def examined(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Assessment, Path]:
    folder = tmp_path_factory.mktemp(request.param)
    assessment = assess(examples.place(request.param, folder / "plan"), seconds=10.0)
    write(assessment, folder / "out", lambda _: None)
    return assessment, folder / "out"


def _texts(folder: Path) -> dict[str, str]:
    suffixes = {".html", ".json", ".csv"}
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes
    }


def test_nothing_restricted_is_public(examined: tuple[Assessment, Path]) -> None:
    assessment, out = examined
    public = _texts(out / "public")
    assert any(name.endswith("report.html") for name in public)
    restricted = [
        source.title for source in assessment.loaded.plan.sources if source.sensitivity == "restricted"
    ]
    for site in assessment.sites:
        if site.sensitivity == "restricted":
            restricted += [site.name, f"{site.lon:.3f}", f"{site.lat:.3f}"]
    for outcome in assessment.outcomes:
        restricted += [street.name for street in (outcome.cut.streets if outcome.cut else ()) if street.name]
    restricted += _only_restricted(assessment)
    assert restricted
    for name, text in public.items():
        assert [secret for secret in restricted if secret in text] == [], name
    inside = b"".join(path.read_bytes() for path in sorted((out / "public").rglob("*.gpkg")))
    assert inside
    places = [(site.lon, site.lat) for site in assessment.sites]
    assert [secret for secret in restricted if secret.encode() in inside] == []
    assert [place for place in places if struct.pack("<dd", *place) in inside] == []
    forbidden_files = ("problem", "certificate", "schedule")
    assert [path.name for path in (out / "public").rglob("*") if path.name.startswith(forbidden_files)] == []


def _only_restricted(assessment: Assessment) -> list[str]:
    """Return what only restricted claims of the plan's ledger say, and what is public of no claim."""
    claims = [standing.claim for standing in assessment.loaded.claims.values()]
    public = " ".join(str(msgspec.to_builtins(one)) for one in claims if one.sensitivity == "public")
    hidden: list[str | None] = []
    for one in claims:
        place = one.place
        if place is not None and place.lon is not None and place.lat is not None:
            hidden += [f"{place.lon:.4f}", f"{place.lat:.4f}"]
        if one.note is not None and len(one.note) > 12:
            hidden.append(one.note)
        if one.sensitivity == "restricted":
            hidden += [one.id, one.link, source_name(one), *one.reported_by]
    return [text for text in hidden if text is not None and len(text) > 8 and text not in public]


def _ledger(assessment: Assessment, path: Path) -> Ledger:
    """Return the plan's claims in a ledger of their own, with a place and a recorder that nobody may read."""
    ledger = Ledger(path, make=True)
    here = Place(name="a road", precision="site", lon=12.345678, lat=-1.234567)
    ledger.append(
        [
            ClaimRecorded(
                claim=msgspec.structs.replace(
                    standing.claim, recorder="Recorder Of Claims", origin="their-file.csv:7", place=here
                )
            )
            for standing in assessment.loaded.claims.values()
        ]
    )
    return ledger


def test_nothing_restricted_is_on_the_public_timeline(
    examined: tuple[Assessment, Path], tmp_path: Path
) -> None:
    assessment, _ = examined
    secrets = [*_only_restricted(assessment), "Recorder Of Claims", "their-file.csv", "12.345", "1.2345"]
    with _ledger(assessment, tmp_path / "claims.ledger") as ledger:
        page = write_timeline(ledger, edition="public").decode()
        restricted = write_timeline(ledger).decode()
    assert len(read_timeline(page.encode()).claims) > 3
    assert [secret for secret in secrets if secret in page] == []
    assert "12.345" in restricted
    assert "RESTRICTED" in restricted
    assert "RESTRICTED" not in page
    for text in (page, restricted):
        words = re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL))
        assert "keep their protection" in words
        for standing in assessment.loaded.claims.values():
            for said in (standing.claim.state, standing.claim.definition, standing.claim.note):
                words = words.replace(" ".join((said or "").replace("_", " ").split()) or "\0", "")
        assert _offences(re.sub(r"https?://\S+", "", words).replace("Safeground", "")) == []


def test_the_public_answer_to_kept_is_that_of_all_claims_or_unknown(
    examined: tuple[Assessment, Path],
) -> None:
    """Where public claims alone answer otherwise it is unknown, and no claim that is not public is named."""
    assessment, out = examined
    assert assessment.kept is not None
    written = json.loads((out / "public" / "assessment.json").read_text(encoding="utf-8"))
    kept = {one["id"]: one["answer"] for one in written["findings"] if one["question"] == "kept"}
    claims = public_standings(assessment.loaded.claims)
    alone = examine(public_edition(assessment).loaded.plan, claims, file="")
    assert alone is not None
    of_all = {one.id: one.answer for one in assessment.findings if one.question == "kept"}
    of_public = {one.id: one.answer for one in alone.findings}
    assert kept == {
        name: answer if answer == of_public[name] else "unknown" for name, answer in of_all.items()
    }
    hidden = {name for name, one in assessment.loaded.claims.items() if one.claim.sensitivity == "restricted"}
    evidence = {item for one in written["findings"] for item in one.get("evidence", ())}
    assert hidden & evidence == set()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, Path]:
    """The river town once more, its schedules told."""
    folder = tmp_path_factory.mktemp("told")
    assessment = assess(examples.place("river-town", folder / "plan"), seconds=10.0, schedule=True)
    write(assessment, folder / "out", lambda _: None)
    return assessment, folder / "out"


def test_no_schedule_is_told_unless_asked(examined: tuple[Assessment, Path]) -> None:
    assessment, out = examined
    assert [one.readable_schedule for one in assessment.outcomes] == [None] * len(assessment.outcomes)
    assert [path for path in out.rglob("*") if path.name.startswith("schedule")] == []


def test_a_told_schedule_leaves_nothing_in_public(told: tuple[Assessment, Path]) -> None:
    """Not a name, not a place, not a figure: the public edition is the same as if nobody had asked."""
    assessment, out = told
    schedules = [one.readable_schedule for one in assessment.outcomes if one.readable_schedule]
    assert any(schedule.streets and schedule.crowds for schedule in schedules)
    assert [path for path in (out / "public").rglob("*") if "schedule" in path.name] == []
    places = {(crowd.lon, crowd.lat) for schedule in schedules for crowd in schedule.crowds}
    names = {street.name for schedule in schedules for street in schedule.streets if street.name}
    for path in sorted((out / "public").rglob("*")):
        inside = path.read_bytes()
        assert b"schedule.html" not in inside
        assert b"schedule.csv" not in inside
        assert [name for name in names if name.encode() in inside] == [], path.name
        for lon, lat in places:
            assert struct.pack("<dd", lon, lat) not in inside
            assert f"{lon:.3f}, {lat:.3f}".encode() not in inside
    quiet = replace(
        assessment,
        schedule_asked=False,
        outcomes=tuple(replace(one, readable_schedule=None) for one in assessment.outcomes),
    )
    write(quiet, out.parent / "quiet", lambda _: None)
    assert _texts(out / "public") == _texts(out.parent / "quiet" / "public")


def test_a_told_schedule_is_coarse_and_never_an_instruction(told: tuple[Assessment, Path]) -> None:
    assessment, out = told
    page = (out / "restricted" / "schedule.html").read_text(encoding="utf-8")
    rows = list(csv.DictReader((out / "restricted" / "schedule.csv").read_text("utf-8-sig").splitlines()))[1:]
    assert rows
    for row in rows:
        assert int(row["until_h"]) - int(row["from_h"]) >= 3
        assert int(row["at_least"]) % 5000 == int(row["at_most"]) % 5000 == 0
        assert row["persons"] == "fewer than 5,000" or int(row["persons"].replace(",", "")) % 5000 == 0
        assert "Never an instruction" in row["account"]
        assert row["sensitivity"] == "RESTRICTED"
    for outcome in assessment.outcomes:
        at_all = [row for row in rows if (row["notice"], row["target"]) == (outcome.notice, outcome.target)]
        everywhere = [row for row in at_all if (row["what"], row["where"]) == ("set out", "all together")]
        at_least = sum(int(row["at_least"]) for row in everywhere)
        assert at_least <= outcome.persons.high < at_least + 5000 * len(everywhere)
    words = re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))
    for sentence in (
        "if everyone knew everything at the start and nothing went wrong",
        "Never an instruction",
        "no advice to move or to stay",
        "they keep their protection",
        REACH_CAVEAT,
    ):
        assert sentence in words
    assert _offences(words.replace("safeground", "").replace("Safeground", "")) == []


def test_restricted_pages_are_marked(examined: tuple[Assessment, Path]) -> None:
    _, out = examined
    for name, text in _texts(out / "restricted").items():
        if name.endswith(".html"):
            assert "restricted" in text.lower(), name


def test_reach_is_never_met(examined: tuple[Assessment, Path]) -> None:
    assessment, out = examined
    reach = [finding for finding in assessment.findings if finding.question == "reach"]
    assert reach
    for finding in reach:
        assert finding.answer in {"not_met", "not_refuted", "depends", "unknown"}
        assert finding.caveat == REACH_CAVEAT
    written = json.loads((out / "restricted" / "assessment.json").read_text(encoding="utf-8"))
    answers = {one["answer"] for one in written["findings"] if one["question"] == "reach"}
    assert answers <= {"not_met", "not_refuted", "depends", "unknown"}


def test_minimums_prove_nothing(examined: tuple[Assessment, Path]) -> None:
    assessment, _ = examined
    held = [one for one in assessment.findings if one.question in {"room", "services"} and one.held_against]
    assert held
    assert [one.id for one in held if MINIMUM_CAVEAT not in one.caveat] == []


def test_reports_say_who_keeps_protection(examined: tuple[Assessment, Path]) -> None:
    _, out = examined
    for name, text in _texts(out).items():
        if name.endswith(".html"):
            words = re.sub(r"<[^>]+>|\s+", " ", text)
            assert re.search(r"keep their protection|remain protected|keeps? (its|the) protection", words), (
                name
            )


def test_conditions_stand_beside_every_designation(examined: tuple[Assessment, Path]) -> None:
    assessment, out = examined
    destinations = [area for area in assessment.loaded.plan.areas if area.kind == "destination"]
    assert destinations
    for edition in ("restricted", "public"):
        text = (out / edition / "report.html").read_text(encoding="utf-8").lower()
        for condition in ("agreed by all parties", "essentials", "free movement", "supervision"):
            assert condition in text, (edition, condition)


def test_people_moved_stand_first_as_a_cost(examined: tuple[Assessment, Path]) -> None:
    _, out = examined
    for edition in ("restricted", "public"):
        text = (out / edition / "report.html").read_text(encoding="utf-8")
        assert "cost" in text


def test_findings_and_pages_use_no_forbidden_word(examined: tuple[Assessment, Path]) -> None:
    """Quoted words of issuers and titles of sources are theirs; everything else is ours."""
    assessment, out = examined
    plan = assessment.loaded.plan
    theirs = [plan.note or "", *(source.title for source in plan.sources)]
    theirs += [text for notice in plan.notices for text in notice.text.values()]
    theirs += [
        text for area in plan.areas for text in (area.called, *(size.note for size in area.sizes)) if text
    ]
    theirs += [commitment.words for commitment in plan.commitments]
    for name, text in _texts(out).items():
        plain = re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL))
        for words in theirs:
            plain = plain.replace(" ".join(words.split()), "")
        plain = re.sub(r"https?://\S+", "", plain).replace("safeground", "")
        assert _offences(plain) == [], name


def test_what_is_not_stated_is_unknown(tmp_path: Path) -> None:
    """No destination of Khan Younis states its services and no street is mapped: unknown, never 0."""
    assessment = assess(examples.place("khan-younis-2023-12", tmp_path), seconds=5.0)
    reach = [finding for finding in assessment.findings if finding.question == "reach"]
    assert {finding.answer for finding in reach} == {"unknown"}
    assert sum("schematic" in finding.statement for finding in reach) >= 5
    services = [finding for finding in assessment.findings if finding.question == "services"]
    assert services
    assert {finding.answer for finding in services} == {"unknown"}
    assert all(finding.missing for finding in services)
