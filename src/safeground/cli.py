"""The commands. Thin: heavy imports stand inside them, so that help is there at once."""

from __future__ import annotations

import io
import math
import sys
import tempfile
from datetime import date  # noqa: TC003 (the options' types are read when the program runs)
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

import safeground
from safeground import (
    area_commands,
    incident_commands,
    kept_commands,
    ledger_commands,
    publishing_commands,
    return_commands,
)
from safeground.errors import (
    CertificateRefused,
    FaultList,
    InputError,
    LedgerDamaged,
    OutputError,
    PublicationRefused,
    SafegroundError,
)
from safeground.terminal import FAILED_ON_ANSWER, WRONG_INPUT
from safeground.terminal import progress as _progress
from safeground.terminal import usage as _usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.lint import LintResult

app = App(
    name="safeground",
    version=safeground.__version__,
    help="Does a plan that says it protects civilians do so? Works with no network. "
    "Never says that a place is safe, and proposes nothing.",
    help_format="markdown",
    suppress_keyboard_interrupt=False,
)


@app.command
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
    _require_positive("--gap", gap)
    _require_positive("--seconds", seconds)
    return _examine(plan, out, gap=gap, seconds=seconds, failing=_answers(fail_on), schedule=schedule)


@app.command
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

    loaded, remarks = look(plan, progress=_progress())
    for remark in remarks:
        text = remark.text.removesuffix(".")
        count = "" if remark.count is None or text.endswith(f"({remark.count})") else f" ({remark.count:,})"
        print(f"{remark.kind}: {remark.file}: {text}{count}.")
    areas, notices = len(loaded.plan.areas), len(loaded.plan.notices)
    print(f"{plan}: nothing wrong found; areas: {areas}, notices: {notices}.")
    return 0


@app.command
def lint(
    notices: Annotated[tuple[Path, ...], Parameter(name="NOTICES")],
    /,
    *,
    blocks: Path | None = None,
    names: Path | None = None,
    people: Path | None = None,
    territory: Path | None = None,
    zone: str | None = None,
    out: Path | None = None,
    fail_on: Annotated[str, Parameter(name="--fail-on")] = "",
) -> int:
    """Look for what misleads, contradicts itself or is missing in notices as they were published.

    Parameters
    ----------
    notices
        Plans, folders of notices, notice files, or tables of notices.
    blocks
        Polygons of numbered blocks.
    names
        Neighbourhoods, towns and districts with their spellings.
    people
        Raster (GeoTIFF) or table of people.
    territory
        Outline of the land that blocks and names are of.
    zone
        Zone of times without an offset: `Asia/Gaza`.
    out
        Folder for the page, the table and the JSON file; without it, flaws are printed only.
    fail_on
        Severities, separated by commas, that make the exit code 1: `error,warning`.
    """
    from safeground.lint import lint as look
    from safeground.questions.flaw import SEVERITIES
    from safeground.whole_folder import refuse_foreign

    failing = _words("--fail-on", fail_on, SEVERITIES)
    if not notices:
        return _usage("say which notices: safeground lint NOTICE. See safeground lint --help.")
    if out is not None:
        refuse_foreign(out)
    tell = _progress()
    result = look(
        notices, blocks=blocks, names=names, people=people, territory=territory, zone=zone, progress=tell
    )
    _print_flaws(result)
    if out is not None:
        from safeground.publish.lint_write import write_lint

        tell("writing the page")
        write_lint(result, out)
        print(f"Page: {out / 'lint.html'}")
    return FAILED_ON_ANSWER if any(flaw.severity in failing for flaw in result.flaws) else 0


@app.command
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
        return _usage(f"new also needs {', '.join(missing)}; or give none of them for a template.")
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
        progress=_progress(),
    )
    print(f"{path}\nExamine it: safeground assess {path} --out {folder / 'result'}")
    return 0


@app.command
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
        return _usage(f"no example is called {name!r}; there are {', '.join(titles)}.")
    if out is None:
        return _usage("say where the results go: --out DIR")
    with tempfile.TemporaryDirectory(prefix="safeground-") as scratch:
        folder = Path(scratch) / "plan"
        return _examine(examples.place(name, folder), out, keep=folder)


@app.command
def solve(
    problem: Path,
    *,
    out: Path,
    gap: float = 0.02,
    seconds: float = 60.0,
    deadline_s: Annotated[float | None, Parameter(name="--deadline-s")] = None,
) -> int:
    """Run the engine alone on an array file; writes bracket, certificate and schedule.

    Parameters
    ----------
    problem
        The array file (npz); its format is in the manual.
    out
        Folder for the results.
    gap
        Relative gap between proven bound and schedule at which the engine may stop.
    seconds
        The time after which it must stop.
    deadline_s
        Also bound the arrivals by this time.
    """
    from safeground.flow.solve import solve as run

    _require_positive("--gap", gap)
    _require_positive("--seconds", seconds)
    if deadline_s is not None:
        _require_positive("--deadline-s", deadline_s)
    run(problem, gap=gap, seconds=seconds, deadline_s=deadline_s, out=out, progress=_progress())
    print(out / "bracket.json")
    return 0


@app.command
def verify(folder: Path) -> int:
    """Check every certificate in a folder from its arrays alone, and say what each proves.

    Parameters
    ----------
    folder
        What `assess` or `solve` wrote.
    """
    from safeground.flow.verify import verify_folder
    from safeground.supply.verify import verify_supply

    of_supply = verify_supply(folder)
    # A folder that holds proofs on supplies only has no set of the other kind, which is no fault.
    of_flow = verify_folder(folder, may_be_empty=bool(of_supply))
    for sentence in (*of_flow, *of_supply):
        print(sentence)
    return 0


for command in (
    publishing_commands.key,
    publishing_commands.publish,
    publishing_commands.authenticate,
    publishing_commands.lookup,
    area_commands.areas,
    incident_commands.incidents,
    kept_commands.kept,
    return_commands.compare,
):
    app.command(command)
app.command(ledger_commands.app)


def main(words: Sequence[str] | None = None) -> None:
    """Run a command; exit 0 when it did its work, 1 on ``--fail-on`` or a refusal, 2 on wrong input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name in another script must not end the run
    try:
        code = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        code = _usage(f"{error} See safeground --help.")
    except InputError as error:
        code = _usage("\n".join(str(fault) for fault in error.faults))
    except (CertificateRefused, PublicationRefused) as error:
        print(f"refused: {error}", file=sys.stderr)
        code = FAILED_ON_ANSWER
    except (LedgerDamaged, OutputError) as error:
        code = _usage(str(error))
    except OSError as error:
        code = _usage(f"{error.filename or 'a file'}: {error.strerror}. Is it there, may you write there?")
    except SafegroundError as error:
        print(f"error: {error}", file=sys.stderr)
        code = FAILED_ON_ANSWER
    except KeyboardInterrupt:
        print("\nstopped; nothing was written.", file=sys.stderr)
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


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
    tell = _progress()
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


def _print_flaws(result: LintResult) -> None:
    from safeground.characters import shown
    from safeground.publish.lint_document import counts

    for remark in result.remarks:
        count = "" if remark.count is None else f" ({remark.count:,})"
        print(
            shown(f"{remark.kind}: {remark.file}: {remark.text.removesuffix('.')}{count}."), file=sys.stderr
        )
    for flaw in result.flaws:
        head = f"{flaw.severity}: {flaw.notice}: {flaw.rule}: {flaw.what}"
        print(shown(" ".join(f"{head} [{flaw.where}] {flaw.mend}".split())))
    said = ", ".join(
        f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts(result).items()
    )
    print(f"{said}; notices: {len(result.notices)}. No flaw found is no assurance.")


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

    return _words("--fail-on", words.replace("-", "_"), get_args(Answer))


def _words(option: str, words: str, known: Sequence[str]) -> frozenset[str]:
    """Return the words of an option, each one of those that are known."""
    asked = [word.strip() for word in words.split(",") if word.strip()]
    faults = FaultList()
    for word in asked:
        if word not in known:
            faults.add(option, repr(word), f"one of {', '.join(known)}", "Correct the word.")
    faults.raise_if_any()
    return frozenset(asked)


def _require_positive(option: str, value: float) -> None:
    faults = FaultList()
    if not 0 < value < math.inf:
        faults.add(option, str(value), "a number above 0", "Correct it.")
    faults.raise_if_any()


if __name__ == "__main__":
    main()
