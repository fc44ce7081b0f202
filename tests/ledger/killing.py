"""Kill a writer at random moments and look at what is left: ``python -m tests.ledger.killing KILLS SEED``.

Each writer is forked from this one process, makes or opens the ledger, and appends, erases, backs up, closes
and opens again as fast as it can. It tells each thing that was acknowledged through a pipe. After the kill
the file must hold: nothing acknowledged is missing, no batch is there in part, what was erased is gone. Every
third ledger lies on the disk, where a writer is mostly killed while it waits for it; the others in memory.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.ledger.made_ledgers import claim

from safeground.errors import SafegroundError
from safeground.ledger.backup import backup
from safeground.ledger.erasure import erase
from safeground.ledger.events import ClaimRecorded
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

LONGEST_S = 0.03
ON_DISK_LONGEST_S = 0.3
MEMORY = "/dev/shm"
CYCLES_A_LEDGER = 12


class Killing:
    """A ledger that is written to by one killed writer after another."""

    def __init__(self, path: Path, chance: random.Random, longest_s: float) -> None:
        self.path, self.chance, self.longest_s = path, chance, longest_s
        self.there: dict[int, str] = {}
        """Acknowledged events that hold a claim → its id."""
        self.erased: set[int] = set()
        self.seen: Counter[str] = Counter()
        self.cycle = 0
        self.not_looked = 0
        """Writers killed since what is there was last looked at."""

    def once(self) -> None:
        """Start a writer, kill it, and look."""
        self.cycle += 1
        reading, writing = os.pipe()
        seed = self.chance.random()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._write(writing, random.Random(seed))
            os._exit(1)
        os.close(writing)
        time.sleep(self.chance.random() * self.longest_s)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            told = [json.loads(line) for line in pipe.read().splitlines()]
        assert os.WIFSIGNALED(status), f"the writer ended by itself: {told[-1:]}"
        self.seen["kills"] += 1
        self._take(told)
        self._look()

    def _write(self, pipe: int, chance: random.Random) -> None:
        def tell(**what: object) -> None:
            os.write(pipe, json.dumps(what).encode() + b"\n")

        try:
            ledger, batch = Ledger(self.path, make=True), 0
            tell(opened=True)
            while True:
                batch += 1
                kind = chance.random()
                if kind < 0.8:
                    name, size = f"{self.cycle}-{batch}", chance.choice((1, 1, 2, 10, 60))
                    claims = [claim(at, id=f"{name}-{at}", note=f"{name} {size}") for at in range(size)]
                    numbers = ledger.append([ClaimRecorded(claim=one) for one in claims])
                    tell(appended=dict(zip(numbers, (one.id for one in claims), strict=True)))
                elif kind < 0.88:
                    with_claim = [one.number for one in ledger.claims(measure="people_displaced")]
                    if with_claim:
                        number = chance.choice(with_claim)
                        tell(erasing=number)
                        erase(ledger, number, reason="asked for", recorder="desk")
                        tell(erased=number)
                elif kind < 0.92:
                    backup(ledger, self.path.with_name(f"{self.cycle}-{batch}.backup"))
                    tell(backed_up=True)
                else:
                    ledger.close()
                    tell(closed=True)
                    ledger = Ledger(self.path, make=True)
        except BaseException as error:  # whatever it is, the one who kills must hear of it
            tell(failed=repr(error))

    def _take(self, told: list[dict[str, object]]) -> None:
        self.maybe_erased: int | None = None
        self.seen["before it was open"] += not told
        for one in told:
            assert "failed" not in one, one["failed"]
            self.seen.update(one.keys())
            if "appended" in one:
                self.there |= {int(number): name for number, name in one["appended"].items()}
            if "erasing" in one:
                self.maybe_erased = one["erasing"]
            if "erased" in one:
                self.erased.add(one["erased"])
                self.there.pop(one["erased"], None)
                self.maybe_erased = None

    def _look(self) -> None:
        if not self.there and not self.erased and self.chance.random() < 0.5:
            self.not_looked += 1
            return  # let the next writer find what making left, too
        with Ledger(self.path, make=True) as ledger:
            found = verify(ledger)
            assert found.holds, [str(one) for one in found.faults]
            entries = list(ledger.entries())
            held = {one.number: one.event.claim for one in entries if isinstance(one.event, ClaimRecorded)}
        assert [one.number for one in entries] == list(range(1, len(entries) + 1))
        gone = {one.number for one in entries if one.event is None}
        if self.maybe_erased in gone:
            self.there.pop(self.maybe_erased, None)
            self.seen["erased, not acknowledged"] += self.maybe_erased not in self.erased
            self.erased.add(self.maybe_erased)
        assert gone == self.erased
        lost = {number: name for number, name in self.there.items() if number not in held}
        assert not lost, f"acknowledged and lost: {lost}"
        assert all(held[number].id == name for number, name in self.there.items())
        self._no_half_batch(entries, held)
        more = held.keys() - self.there.keys()
        self.seen["whole batches, not acknowledged"] += bool(more)
        self.there |= {number: held[number].id for number in more}

    def _no_half_batch(self, entries: list, held: dict) -> None:
        sizes = Counter(one.note for one in held.values())
        if not self.erased:
            assert all(int(note.split()[1]) == size for note, size in sizes.items()), sizes
        last = Counter(held[number].note for number in sorted(held.keys() - self.there.keys()))
        assert len(last) <= 1 + self.not_looked, "each writer has one batch that is not acknowledged"
        assert all(int(note.split()[1]) == size for note, size in last.items()), "in part"
        self.not_looked = 0


def main(kills: int, seed: int) -> Counter[str]:
    """Kill so many writers; return what was seen."""
    chance, seen, made = random.Random(seed), Counter[str](), 0
    while seen["kills"] < kills:
        in_memory = made % 3 != 0 and Path(MEMORY).is_dir()
        made += 1
        with tempfile.TemporaryDirectory(dir=MEMORY if in_memory else None) as name:
            one = Killing(Path(name) / "l.ledger", chance, LONGEST_S if in_memory else ON_DISK_LONGEST_S)
            try:
                for _ in range(min(CYCLES_A_LEDGER, kills - seen["kills"])):
                    one.once()
            except (AssertionError, SafegroundError):
                print(f"seed {seed}, after {seen['kills']} + {one.seen['kills']} kills", file=sys.stderr)
                raise
            seen.update(one.seen)
    return seen


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
