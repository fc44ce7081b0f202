"""Two processes that import the same file at the same time append it once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.ledger.made_ledgers import claim, link

from safeground.ledger.events import ClaimCorrected, ClaimRecorded, ClaimsLinked
from safeground.ledger.importing.apply import Correcting, append_new
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

IMPORT = """
import sys
from pathlib import Path
from tests.ledger.importing.test_two_at_once import bring
bring(Path(sys.argv[1]))
"""
HELD_S = 1.0
"""For how long the file is kept from both [s]: long enough for both to look, were they to look before."""


def bring(path: Path) -> None:
    """Import two new claims, a link between them, and a correction of claim 1; say what was new of it."""
    events = [
        ClaimRecorded(claim=claim(2)),
        ClaimRecorded(claim=claim(3)),
        link(3, 2),
        ClaimRecorded(claim=claim(4, id=claim(1).id)),
    ]
    with Ledger(path, wait_s=60.0) as ledger:
        print("ready", flush=True)
        found = append_new(ledger, events, Correcting("source", "printed anew"))
    print(found.claims, found.others, found.known, flush=True)


def test_what_two_bring_at_once_is_appended_once(tmp_path: Path) -> None:
    path = tmp_path / "l.ledger"
    with Ledger(path, make=True) as ledger:
        ledger.append([ClaimRecorded(claim=claim(1))])
    with closing(sqlite3.connect(path, isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        started = [
            subprocess.Popen([sys.executable, "-c", IMPORT, str(path)], stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        time.sleep(HELD_S)
        busy.execute("ROLLBACK")
    said = sorted(one.communicate(timeout=60)[0].strip() for one in started)
    assert [one.returncode for one in started] == [0, 0]
    assert said == ["0 0 4", "3 1 0"]
    with Ledger(path) as ledger:
        kinds = [type(entry.event) for entry in ledger.entries()]
        assert kinds == [ClaimRecorded, ClaimRecorded, ClaimRecorded, ClaimsLinked, ClaimCorrected]
        assert verify(ledger).holds
