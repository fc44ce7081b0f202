"""Make the index anew from the events: what can be found, not what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.errors import LedgerDamaged
from safeground.ledger.identity import content_mac
from safeground.ledger.rows import claim_of, claim_row, touch_rows
from safeground.ledger.verify import verify

if TYPE_CHECKING:
    from safeground.ledger.store import Ledger


def reindex(ledger: Ledger) -> int:
    """Make the index of a ledger anew, all or nothing; return the number of claims in it.

    Raises
    ------
    LedgerDamaged
        The events themselves are not as they were written: an index of them would hide that.
    """
    found = verify(ledger)
    if not found.only_index:
        msg = f"{ledger.path}: {found.first}. An index is made of events that hold only."
        raise LedgerDamaged(msg)
    claims = 0
    with ledger.writing() as db:
        db.execute("DELETE FROM claim")
        db.execute("DELETE FROM touch")
        erased = "SELECT number FROM event WHERE number NOT IN (SELECT number FROM payload)"
        db.execute(f"DELETE FROM content WHERE number NOT IN ({erased})")
        for entry in ledger.entries():
            if entry.event is None:
                continue
            claim = claim_of(entry.event)
            if claim is not None:
                claims += 1
                db.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", claim_row(entry.number, claim))
                mac = content_mac(ledger.secret, claim)
                db.execute("INSERT INTO content VALUES (?, ?)", (mac, entry.number))
            db.executemany("INSERT INTO touch VALUES (?, ?)", touch_rows(entry.number, entry.event))
    return claims
