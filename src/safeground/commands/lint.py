"""The command on notices as they were published: lint."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from safeground.commands.terminal import FAILED_ON_ANSWER, progress, usage, words_of

if TYPE_CHECKING:
    from safeground.lint import LintResult


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

    failing = words_of("--fail-on", fail_on, SEVERITIES)
    if not notices:
        return usage("say which notices: safeground lint NOTICE. See safeground lint --help.")
    if out is not None:
        refuse_foreign(out)
    tell = progress()
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
