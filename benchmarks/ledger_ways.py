"""Keep claims and find those of a subject, in the ledger and in two simpler ways; each step a process.

``python -m benchmarks.ledger_ways STEP WAY FOLDER CLAIMS`` prints what was measured as JSON.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from benchmarks.process import peak_mb
from safeground.ledger.claim import Amount, Claim, Named, Period
from safeground.ledger.events import ClaimRecorded, ClaimRetracted, ClaimsLinked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safeground.ledger.events import Event

BATCH = 1000
CLAIMS_A_SUBJECT = 500
ASKED, SCANNED, SINGLE, OPENED = 300, 2, 300, 50
ROWS = 100_000
"""Of the table that is imported."""
FIRST_US = 1_700_000_000_000_000
AT = datetime(2023, 12, 1, 12, tzinfo=UTC)


def subject_of(number: int, claims: int) -> str:
    """Return a claim's subject: each has so many claims, spread over the whole ledger."""
    return f"locality {number % max(1, claims // CLAIMS_A_SUBJECT)}"


def claim(number: int, claims: int) -> Claim:
    """Return a claim of ordinary length, the same for the same number."""
    chance = random.Random(number)
    value, day = chance.randrange(5000), 1 + chance.randrange(28)
    return Claim(
        id=f"bench-{number:07}",
        kind="figure",
        subject=subject_of(number, claims),
        measure=chance.choice(("people_killed", "people_displaced", "trucks_entered")),
        amount=Amount(qualifier="more_than", value=value, low=value, unit="persons"),
        definition="as the source counts, missing people not included",
        valid=Period(to=f"2023-11-{day:02}", basis="stated"),
        published=f"2023-11-{day:02}T{chance.randrange(24):02}:30",
        zone="Asia/Gaza",
        stated_by=Named(name=f"Source {chance.randrange(40)}"),
        reported_by=("Agency",),
        link=f"https://example.org/report/{number}",
        recorder="duty desk",
        origin=f"import.csv, row {number}",
    )


def events(first: int, last: int, claims: int) -> Iterator[Event]:
    """Yield claims, one in a hundred retracted, one in a hundred linked with the one before it."""
    for number in range(first, last):
        one = claim(number, claims)
        yield ClaimRecorded(claim=one)
        if number % 100 == 99:
            yield ClaimRetracted(retracts=one.id, reason="counted twice", by="source", recorder="duty desk")
            yield ClaimsLinked(
                claim=one.id,
                other=f"bench-{number - 1:07}",
                relation="supports",
                reason="read",
                recorder="desk",
            )


def quantile_ms(seconds: list[float], share: float) -> float:
    """Return the time that so many of the runs did not pass [ms]."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Took(NamedTuple):
    """How long something took, by the clock and by the processor [s]: on a busy machine these differ."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Took:
    """Return how long something takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def total(took: list[Took]) -> dict[str, float]:
    """Return the sums of runs."""
    return {"seconds": sum(one.wall for one in took), "cpu_s": sum(one.cpu for one in took)}


def spread(name: str, took: list[Took]) -> dict[str, float]:
    """Return the middle run, and the one that only one in a hundred passed [ms]."""
    return {
        f"{name}_p{percent}_{kind}ms": quantile_ms(seconds, percent / 100)
        for percent in (50, 99)
        for kind, seconds in (("", [one.wall for one in took]), ("cpu_", [one.cpu for one in took]))
    }


def ledger_file(folder: Path) -> Path:
    return folder / "bench.ledger"


def fill_ledger(folder: Path, claims: int) -> dict[str, Any]:
    from safeground.ledger.store import Ledger

    written = []
    with Ledger(ledger_file(folder), make=True) as ledger:
        for first in range(0, claims, BATCH):
            batch = list(events(first, min(first + BATCH, claims), claims))
            written.append(timed(lambda batch=batch: ledger.append(batch)))
        single = [
            timed(lambda at=at: ledger.append([ClaimRecorded(claim=_apart(claims + at))]))
            for at in range(SINGLE)
        ]
        count = ledger.tail().number - SINGLE
    return total(written) | spread("single", single) | {"events": count}


def _apart(number: int) -> Claim:
    """Return a claim of which the other ways know nothing."""
    return msgspec.structs.replace(claim(number, 1), subject="one at a time")


def ask_ledger(folder: Path, claims: int) -> dict[str, Any]:
    from safeground.ledger.queries import Query, ask
    from safeground.ledger.store import Ledger

    chance, path = random.Random(1), ledger_file(folder)
    subjects = [subject_of(chance.randrange(claims), claims) for _ in range(ASKED)]
    opened = [timed(lambda: Ledger(path, read_only=True).close()) for _ in range(OPENED)]
    with Ledger(path, read_only=True) as ledger:
        ask(ledger, Query(subject="nothing", known_at=AT))
        asked = [timed(lambda one=one: ask(ledger, Query(subject=one, known_at=AT))) for one in subjects]
        chance.shuffle(subjects)
        found = [timed(lambda one=one: ledger.claims(subject=one)) for one in subjects]
        count = len(ledger.claims(subject=subjects[0]))
    return spread("open", opened) | spread("ask", asked) | spread("find", found) | {"found": count}


def verify_ledger(folder: Path, claims: int) -> dict[str, Any]:
    from safeground.ledger.store import Ledger
    from safeground.ledger.verify import verify

    with Ledger(ledger_file(folder), read_only=True) as ledger:
        found = []
        took = timed(lambda: found.append(verify(ledger)))
    return total([took]) | {"holds": found[0].holds, "events": found[0].events}


def backup_ledger(folder: Path, claims: int) -> dict[str, Any]:
    from safeground.ledger.backup import backup
    from safeground.ledger.store import Ledger

    with Ledger(ledger_file(folder)) as ledger:
        return total([timed(lambda: backup(ledger, folder / "kept.ledger"))])


def erase_ledger(folder: Path, claims: int) -> dict[str, Any]:
    from safeground.ledger.erasure import erase
    from safeground.ledger.store import Ledger

    with Ledger(ledger_file(folder)) as ledger:
        return total([timed(lambda: erase(ledger, claims // 2, reason="measured", recorder="bench"))])


def import_ledger(folder: Path, claims: int) -> dict[str, Any]:
    """Import a table of our own columns into a new ledger, as the command does; then once more."""
    from safeground.ledger.importing.apply import append_new, novelty
    from safeground.ledger.importing.prepare import prepare
    from safeground.ledger.importing.rows import read_rows
    from safeground.ledger.importing.shipped import fitting
    from safeground.ledger.store import Ledger

    count = min(claims, ROWS)
    path = folder / "rows.csv"
    _write_rows(path, count)
    new: list[int] = []

    def once(ledger: Ledger) -> None:
        rows = read_rows(path)
        mapping = fitting(rows)
        if mapping is None:
            msg = "the table that was written is none of ours"
            raise RuntimeError(msg)
        events = prepare(path, mapping, {}, rows=rows).events()
        novelty(ledger, events)
        new.append(append_new(ledger, events).claims)

    with Ledger(folder / "imported.ledger", make=True) as ledger:
        first, again = (timed(lambda: once(ledger)) for _ in range(2))
    took = {"again_seconds": again.wall, "again_cpu_s": again.cpu}
    return total([first]) | took | {"rows": count, "new": new}


def _write_rows(path: Path, count: int) -> None:
    from safeground.ledger.fields import cells_of

    rows = [cells_of(claim(number, count)) for number in range(count)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)


def _plain(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


def fill_plain(folder: Path, claims: int) -> dict[str, Any]:
    """One table with the claim as JSON and an index of subject and measure: no chain, no checks."""
    written = []
    with contextlib.closing(_plain(folder / "plain.sqlite")) as db:
        db.execute("CREATE TABLE claim (id TEXT PRIMARY KEY, subject TEXT, measure TEXT, body BLOB)")
        db.execute("CREATE INDEX subject ON claim (subject, measure)")
        for first in range(0, claims, BATCH):
            batch = list(events(first, min(first + BATCH, claims), claims))
            written.append(timed(lambda batch=batch: _insert(db, batch)))
    return total(written)


def _insert(db: sqlite3.Connection, batch: list[Event]) -> None:
    encode = msgspec.json.encode
    recorded = (one.claim for one in batch if isinstance(one, ClaimRecorded))
    rows = [(one.id, one.subject, one.measure, encode(one)) for one in recorded]
    db.execute("BEGIN")
    db.executemany("INSERT INTO claim VALUES (?, ?, ?, ?)", rows)
    db.execute("COMMIT")


def ask_plain(folder: Path, claims: int) -> dict[str, Any]:
    chance, decode = random.Random(1), msgspec.json.Decoder(Claim).decode
    with contextlib.closing(_plain(folder / "plain.sqlite")) as db:

        def find(subject: str) -> list[Claim]:
            rows = db.execute("SELECT body FROM claim WHERE subject = ?", (subject,))
            return [decode(row[0]) for row in rows]

        subjects = [subject_of(chance.randrange(claims), claims) for _ in range(ASKED)]
        found = [timed(lambda one=one: find(one)) for one in subjects]
        count = len(find(subjects[0]))
    return spread("find", found) | {"found": count}


def fill_lines(folder: Path, claims: int) -> dict[str, Any]:
    """A JSON Lines file to which batches are appended and made sure of on the disk."""
    written, encode = [], msgspec.json.encode
    with (folder / "lines.jsonl").open("wb") as file:
        for first in range(0, claims, BATCH):
            batch = list(events(first, min(first + BATCH, claims), claims))

            def write(batch: list[Event] = batch) -> None:
                file.write(b"".join(encode(one) + b"\n" for one in batch))
                file.flush()
                os.fsync(file.fileno())

            written.append(timed(write))
    return total(written)


def ask_lines(folder: Path, claims: int) -> dict[str, Any]:
    from safeground.ledger.rows import decode

    chance, counts = random.Random(1), []

    def scan(subject: str) -> None:
        with (folder / "lines.jsonl").open("rb") as file:
            read = (decode(line) for line in file)
            held = [one for one in read if isinstance(one, ClaimRecorded) and one.claim.subject == subject]
        counts.append(len(held))

    subjects = [subject_of(chance.randrange(claims), claims) for _ in range(SCANNED)]
    found = [timed(lambda one=one: scan(one)) for one in subjects]
    return spread("find", found) | {"found": counts[0]}


FILES = {"ledger": "bench.ledger", "plain": "plain.sqlite", "lines": "lines.jsonl"}
STEPS: dict[tuple[str, str], Callable[[Path, int], dict[str, Any]]] = {
    ("fill", "ledger"): fill_ledger,
    ("fill", "plain"): fill_plain,
    ("fill", "lines"): fill_lines,
    ("ask", "ledger"): ask_ledger,
    ("ask", "plain"): ask_plain,
    ("ask", "lines"): ask_lines,
    ("verify", "ledger"): verify_ledger,
    ("backup", "ledger"): backup_ledger,
    ("erase", "ledger"): erase_ledger,
    ("import", "ledger"): import_ledger,
}


def main() -> None:
    step, way, folder, claims = sys.argv[1:]
    base = peak_mb()
    found = STEPS[step, way](Path(folder), int(claims))
    size = (Path(folder) / FILES[way]).stat().st_size
    print(json.dumps(found | {"peak_mb": peak_mb(), "base_mb": base, "bytes": size}))


if __name__ == "__main__":
    main()
