"""The commands of the ledger: what goes in and out; asking and keeping have files of their own."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

from cyclopts import App, Parameter

from safeground.commands import ledger_asking, ledger_keeping, notifications
from safeground.commands.ledger_terminal import (
    LedgerFile,
    LedgerMade,
    Recorder,
    ledger_path,
    open_ledger,
    say,
    say_each,
    tell_remarks,
)
from safeground.commands.terminal import WRONG_INPUT, progress, usage
from safeground.errors import Fault, FaultList, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from safeground.ledger.events import Event
    from safeground.ledger.importing.prepare import Prepared
    from safeground.ledger.importing.rows import Rows
    from safeground.ledger.store import Ledger

app = App(
    name="ledger",
    help="Who said what, when: record claims, ask for them in two times, check that nothing was changed.",
    help_format="markdown",
)

app.command(notifications.notify)
for command in (ledger_asking.list_, ledger_asking.show, ledger_asking.compare, ledger_asking.timeline):
    app.command(command, name=command.__name__.strip("_"))
for keeping in (
    ledger_keeping.verify,
    ledger_keeping.erase,
    ledger_keeping.checkpoint,
    ledger_keeping.backup,
    ledger_keeping.reindex,
):
    app.command(keeping)


@app.command
def add(
    file: Path | None = None,
    *,
    ledger: LedgerMade = None,
    id: str = "",  # noqa: A002 (the option is called as the field)
    kind: str = "",
    subject: str = "",
    measure: str = "",
    qualifier: str = "",
    value: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    low: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    high: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    unit: str = "",
    state: str = "",
    hedge: str = "",
    definition: str = "",
    valid_from: str = "",
    valid_to: str = "",
    said: str = "",
    published: str = "",
    zone: str = "",
    stated_by: str = "",
    source_kind: str = "",
    reported_by: str = "",
    link: str = "",
    place: str = "",
    note: str = "",
    sensitivity: str = "",
    recorder: Recorder = "",
) -> int:
    """Record a claim from options, or the claims of a small file. Fields without an option go into the file.

    Parameters
    ----------
    file
        A YAML or JSON file with the fields of a claim, or a list of such; options fill what it leaves out.
    ledger
        The ledger; made where it is not there. Where not given: the one `.ledger` file in this folder.
    id
        Name of the claim; made from its content where not given.
    kind
        What sort of statement: figure, status, event, order, commitment, demand, expectation …
    subject
        What or whom it is about; private persons by role, never by name.
    measure
        What of it: `people_killed`, `crossing_status`.
    qualifier
        The word with the number: `about`, `at_least`, `more_than` …; `exact` where not given.
    value
        The number as printed.
    low
        The least that it can be, where stated.
    high
        The most that it can be, where stated.
    unit
        What is counted or measured: `people`.
    state
        What it says where it is no number: `open`.
    hedge
        The words that weaken it, as printed.
    definition
        What is counted and what is not, where the source says so.
    valid_from
        Since when it holds, as far as stated: `2023-11-30`, `2023-12-01T07:00+02:00`.
    valid_to
        Until when it holds.
    said
        When it was said.
    published
        When it was published.
    zone
        Zone in which its days are days: `Asia/Gaza`.
    stated_by
        Who states it; role or group where the source is not named.
    source_kind
        `named`, `role_only` or `collective`; `named` where not given.
    reported_by
        Through whom it came, separated by semicolons.
    link
        Address of the copy that was read.
    place
        Where, as stated.
    note
        Free text; keep names and coordinates out of it.
    sensitivity
        `public` or `restricted`; `restricted` where not given.
    """
    from safeground.ledger.events import ClaimRecorded
    from safeground.ledger.importing.apply import append_new
    from safeground.ledger.importing.entries import events_of, read_entries
    from safeground.ledger.importing.preview import novelty_words

    given = {
        "id": id, "kind": kind, "subject": subject, "measure": measure, "qualifier": qualifier,
        "value": value, "low": low, "high": high, "unit": unit, "state": state, "hedge": hedge,
        "definition": definition, "valid_from": valid_from, "valid_to": valid_to, "said_from": said,
        "said_to": said, "published": published, "zone": zone, "stated_by": stated_by,
        "source_kind": source_kind, "reported_by": reported_by, "link": link, "place": place, "note": note,
        "sensitivity": sensitivity, "recorder": recorder,
    }  # fmt: skip
    options = {name: text.strip() for name, text in given.items() if text.strip()}
    entries = [("", options)] if file is None else read_entries(file)
    events, remarks = events_of(entries, "" if file is None else str(file), {} if file is None else options)
    tell_remarks(remarks)
    file_name = "" if file is None else str(file)
    with open_ledger(ledger_path(ledger, make=True), make=True) as opened:
        _refuse_unknown_links(opened, events, file_name)
        new = append_new(opened, events)
    for event in new.events:
        if isinstance(event, ClaimRecorded):
            say(f"recorded: {event.claim.id}")
    say_each(novelty_words(new))
    return WRONG_INPUT if new.changed else 0


@app.command(name="import")
def import_(
    file: Path,
    *,
    ledger: LedgerMade = None,
    mapping: Path | None = None,
    zone: str = "",
    recorder: Recorder = "",
    suggest: Path | None = None,
    correct: Literal["source", "recorder"] | None = None,
    reason: str = "",
    yes: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Read claims from somebody's table, show what they become, and append what is new.

    Nothing is appended before it was shown: answer the question, or give `--yes`. A second time adds nothing.

    Parameters
    ----------
    file
        CSV, TSV, XLSX, a table with HXL tags, JSON, JSON Lines, or an export of a ledger.
    ledger
        The ledger; made where it is not there. Where not given: the one `.ledger` file in this folder.
    mapping
        What its columns become. Known tables need none: our own columns and tags, and those that ship.
    zone
        Zone in which its days are days, where the mapping names none: `Asia/Gaza`.
    recorder
        Who enters the claims: a role or initials.
    suggest
        Where a table is not known: the file into which a first mapping is written, to be corrected.
    correct
        What rows are that say something else under an id that is held: corrected by their `source`, or
        misread by their `recorder`. Without it they are left out and counted.
    reason
        Why, in words; needed with `--correct`.
    yes
        Append without asking.
    """
    from safeground.ledger.claims_file import check_events
    from safeground.ledger.exporting.json_lines import is_json_lines, read_json_lines
    from safeground.ledger.importing.apply import Correcting, append_new, novelty
    from safeground.ledger.importing.preview import novelty_words, preview

    if (correct is None) != (not reason.strip()):
        return usage("--correct and --reason belong together: who corrected these claims, and why.")
    correcting = None if correct is None else Correcting(correct, reason.strip())
    tell = progress()
    place = ledger_path(ledger, make=True)
    prepared: Prepared | None = None
    with open_ledger(place, read_only=True) if place.exists() else nullcontext() as held:
        if is_json_lines(file):
            export = read_json_lines(file)
            events: Sequence[Event] = export.events
            check_events(events, file)
            tell_remarks(export.remarks)
        else:
            defaults = {"zone": zone, "recorder": recorder}
            prepared = _prepared(file, mapping, defaults, suggest, held, tell)
            events = prepared.events()
        tell("looking up what is held already")
        new = novelty(held, events, correcting)
    say_each(novelty_words(new) if prepared is None else preview(prepared, new))
    if not new.events:
        print("Nothing to append.")
        return 0
    if not _agreed(yes):
        return WRONG_INPUT
    tell("appending")
    with open_ledger(place, make=True) as opened:
        new = append_new(opened, events, correcting)
    tell("done")
    print(f"{place}: appended {new.claims:,} claims, {new.others:,} links and other events.")
    return 0


@app.command
def export(
    out: Path,
    *,
    ledger: LedgerFile = None,
    public: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write the ledger's claims for other programs: whole or not at all, and never what was erased.

    Parameters
    ----------
    out
        The file: `.jsonl` holds every event and can be imported again; `.csv` is a table with HXL tags of the
        claims that stand. Without `--public` its name must contain the word restricted.
    public
        Only claims marked public, without coordinates, notes, recorders and origins.
    """
    from safeground.ledger.exporting.json_lines import write_json_lines
    from safeground.ledger.exporting.table import write_table
    from safeground.ledger.exporting.whole_file import refuse_name

    refuse_name(out, (".jsonl", ".csv"), public=public)
    write = write_json_lines if out.suffix.lower() == ".jsonl" else write_table
    with open_ledger(ledger_path(ledger), read_only=True) as opened:
        count = write(opened.entries(), out, "public" if public else "restricted")
    what = "events" if out.suffix.lower() == ".jsonl" else "claims"
    print(f"{out}: {count:,} {what}; {'public' if public else 'RESTRICTED'}.")
    return 0


def _prepared(
    file: Path,
    mapping: Path | None,
    defaults: Mapping[str, str],
    suggest: Path | None,
    held: Ledger | None,
    tell: Callable[[str], None],
) -> Prepared:
    from safeground.ledger.importing.mapping import read_mapping
    from safeground.ledger.importing.prepare import prepare
    from safeground.ledger.importing.rows import read_rows
    from safeground.ledger.importing.shipped import fitting

    tell("reading")
    rows = read_rows(file)
    chosen = fitting(rows) if mapping is None else read_mapping(mapping)
    if chosen is None:
        _suggest(file, rows, suggest)
    where = "the mapping" if mapping is None else str(mapping)
    return prepare(
        file,
        chosen,
        defaults,
        where=where,
        rows=rows,
        in_ledger=lambda ids: _ids_of(held, ids),
        progress=tell,
    )


def _suggest(file: Path, rows: Rows, into: Path | None) -> NoReturn:
    """Write or print a first mapping for a table that is not known, and stop."""
    from safeground.ledger.importing.suggest import first_mapping

    text = first_mapping(rows)
    if into is None:
        say_each(text.splitlines())
        fix = "Correct the mapping above, save it, and give it with --mapping."
    elif into.exists():
        raise InputError([Fault(str(into), "", "a file", "a new one", "Choose another name for --suggest.")])
    else:
        into.write_text(text, encoding="utf-8")
        fix = f"Correct {into}, and give it with --mapping {into}."
    raise InputError([Fault(str(file), "header", "columns of no known table", "a mapping for them", fix)])


def _agreed(yes: bool) -> bool:
    """Whether the user wants what was shown to be appended."""
    if yes:
        return True
    if sys.stdin.isatty():
        return input("Append this? [y/N] ").strip().lower() in ("y", "yes")
    usage("nothing was appended. To append what is shown above: the same command with --yes.")
    return False


def _ids_of(held: Ledger | None, ids: Iterable[str]) -> set[str]:
    """Return which of these ids a ledger holds."""
    from safeground.ledger.importing.apply import held_claims

    return set() if held is None else set(held_claims(held, sorted(ids)))


def _refuse_unknown_links(held: Ledger, events: Sequence[Event], file: str) -> None:
    from safeground.ledger.events import ClaimRecorded, ClaimsLinked

    links = [event for event in events if isinstance(event, ClaimsLinked)]
    known = {event.claim.id for event in events if isinstance(event, ClaimRecorded)}
    known |= _ids_of(held, {link.other for link in links} - known)
    faults = FaultList(file)
    for link in links:
        if link.other not in known:
            faults.add(
                link.relation, link.other, "the id of a claim", "Record that claim first, or correct the id."
            )
    faults.raise_if_any()
