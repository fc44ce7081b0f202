"""The commands on a plan: assess, check, new, and demo on one that ships."""

from __future__ import annotations

import tempfile
from datetime import date  # noqa: TC003 (the options' types are read when the program runs)
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from safeground.commands.terminal import (
    FAILED_ON_ANSWER,
    WRONG_INPUT,
    progress,
    require_positive,
    usage,
    words_of,
)


def assess(
    plan: Path,
    *,
    out: Path,
    gap: float = 0.02,
    seconds: float = 60.0,
    fail_on: Annotated[str, Parameter(name="--fail-on")] = "",
    schedule: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Examine a plan and write the restricted and the public edition.

    Parameters
    ----------
    plan
        The plan file.
    out
        Folder for the results; a former result of Safeground in it is replaced when the new one is whole.
    gap
        Relative gap between proven bound and schedule at which the engine may stop.
    seconds
        For each notice, the time after which the engine must stop.
    fail_on
        Answers of a question, separated by commas, that make the exit code 1: `not-met,depends`.
    schedule
        Also write the schedules into the restricted edition, in steps of 3 hours and 5,000 people: what would
        be possible if everyone knew and nothing went wrong, never an instruction.
    """
    require_positive("--gap", gap)
    require_positive("--seconds", seconds)
    return _examine(plan, out, gap=gap, seconds=seconds, failing=_answers(fail_on), schedule=schedule)


def check(plan: Path) -> int:
    """Check a plan and the files it names, or an alert (CAP); examine nothing.

    Parameters
    ----------
    plan
        The plan file, or a CAP message or feed.
    """
    from safeground.formats.xml_file import is_xml

    if plan.suffix.lower() in (".cap", ".xml") or is_xml(plan):
        return _check_alert(plan)
    from safeground.assess import check as look

    loaded, remarks = look(plan, progress=progress())
    for remark in remarks:
        text = remark.text.removesuffix(".")
        count = "" if remark.count is None or text.endswith(f"({remark.count})") else f" ({remark.count:,})"
        print(f"{remark.kind}: {remark.file}: {text}{count}.")
    areas, notices = len(loaded.plan.areas), len(loaded.plan.notices)
    print(f"{plan}: nothing wrong found; areas: {areas}, notices: {notices}.")
    return 0


def new(
    folder: Path,
    *,
    streets: Path | None = None,
    people: Path | None = None,
    blocks: Path | None = None,
    order: str = "",
    to: Path | None = None,
    issued: str = "",
    deadline: str | None = None,
    means: Literal["out", "arrived"] | None = None,
    margin_km: float = 5.0,
    block_id: str | None = None,
    people_as_of: date | None = None,
) -> int:
    """Start a plan: clip country-size files to the area and write a plan that runs, or a template.

    Parameters
    ----------
    folder
        Where the plan and its files go. With no other option, a commented template is written there.
    streets
        OSM extract, of any size.
    people
        Raster (GeoTIFF) or table of people.
    blocks
        Polygons of numbered blocks.
    order
        The blocks ordered to leave, as published: `36, 38-54`.
    to
        Polygons of the destination.
    issued
        When the order was issued, with offset: `2026-03-04T06:00+02:00`.
    deadline
        When people are to be gone, where it was stated.
    means
        What the deadline means, where it was stated.
    margin_km
        How far around the ordered blocks and the destination streets and people are kept.
    block_id
        Attribute that holds the blocks' ids, where its name does not say so.
    people_as_of
        Date of the counts; the file's own date, with a note in the plan, where not given.
    """
    from safeground.new import new_plan, new_template

    needed = {
        "--streets": streets,
        "--people": people,
        "--blocks": blocks,
        "--order": order,
        "--issued": issued,
    }
    given = [name for name, value in needed.items() if value]
    if not given and to is None:
        path = new_template(folder)
        print(f"{path}: a template. Fill in the file names, then: safeground check {path}")
        return 0
    missing = [name for name in needed if name not in given]
    if missing or streets is None or people is None or blocks is None:
        return usage(f"new also needs {', '.join(missing)}; or give none of them for a template.")
    path = new_plan(
        folder,
        streets=streets,
        people=people,
        blocks=blocks,
        order=order,
        to=to,
        issued=issued,
        deadline=deadline,
        means=means,
        margin_km=margin_km,
        block_id=block_id,
        people_as_of=people_as_of,
        progress=progress(),
    )
    print(f"{path}\nExamine it: safeground assess {path} --out {folder / 'result'}")
    return 0


def demo(name: str = "", *, out: Path | None = None) -> int:
    """List the examples that ship, or examine one.

    Parameters
    ----------
    name
        Which one; with none, the examples are listed.
    out
        Folder for the results; the example's plan and its files are kept in `plan` in it.
    """
    from safeground import examples

    titles = examples.names()
    if not name:
        for one, title in titles.items():
            print(f"{one:24}{title}")
        print("\nExamine one: safeground demo NAME --out DIR")
        return 0
    if name not in titles:
        return usage(f"no example is called {name!r}; there are {', '.join(titles)}.")
    if out is None:
        return usage("say where the results go: --out DIR")
    with tempfile.TemporaryDirectory(prefix="safeground-") as scratch:
        folder = Path(scratch) / "plan"
        return _examine(examples.place(name, folder), out, keep=folder)


def _examine(
    plan: Path,
    out: Path,
    *,
    gap: float = 0.02,
    seconds: float = 60.0,
    failing: frozenset[str] = frozenset(),
    keep: Path | None = None,
    schedule: bool = False,
) -> int:
    from safeground.assess import assess as examine
    from safeground.publish.document import answers
    from safeground.publish.write import write
    from safeground.whole_folder import refuse_foreign

    refuse_foreign(out)
    tell = progress()
    assessment = examine(plan, gap=gap, seconds=seconds, schedule=schedule, progress=tell)
    write(assessment, out, tell, keep=keep)
    tell("done")
    for question, answer in answers(assessment).items():
        count = sum(finding.question == question for finding in assessment.findings)
        noun = "finding" if count == 1 else "findings"
        print(f"{question:10}{answer.replace('_', ' '):14}({count} {noun})")
    print(f"\nReport:  {out / 'restricted' / 'report.html'}\nPublic:  {out / 'public' / 'report.html'}")
    print(f"Brief:   {out / 'public' / 'brief.html'}\nCheck:   safeground verify {out}")
    if schedule:
        print(f"Schedule: {out / 'restricted' / 'schedule.html'}")
    return FAILED_ON_ANSWER if failing.intersection(answers(assessment).values()) else 0


def _check_alert(path: Path) -> int:
    from safeground.formats.cap_checks import check_cap

    findings, messages, remarks = check_cap(path)
    for remark in remarks:
        print(f"{remark.kind}: {remark.file}: {remark.text}")
    for finding in findings:
        print(f"{path}: {finding}")
    grave = sum(finding.severity == "error" for finding in findings)
    print(f"{path}: messages: {messages}, errors: {grave}, warnings and notes: {len(findings) - grave}.")
    return WRONG_INPUT if grave else 0


def _answers(words: str) -> frozenset[str]:
    from typing import get_args

    from safeground.questions.finding import Answer

    return frozenset(words_of("--fail-on", words, get_args(Answer)))
