"""An import before it is applied: the claims, their links, what is left out and why, what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.errors import FaultList, InputError
from safeground.ledger.events import ClaimRecorded, ClaimsLinked
from safeground.ledger.fields import LINKS, fields, how_to_fill, split_list
from safeground.ledger.importing.convert import Converter, holds
from safeground.ledger.importing.identity import content
from safeground.ledger.importing.mapping import fault_columns
from safeground.ledger.importing.rows import MOST_FAULTS, read_rows
from safeground.ledger.privacy import claim_faults, in_free_text, may_fill, may_name_a_person, private_column
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Event
    from safeground.ledger.importing.mapping import Mapping as TableMapping
    from safeground.ledger.importing.rows import Rows

TELL_EVERY: Final = 20_000


@dataclass(slots=True)
class Prepared:
    """What an import would append.

    Parameters
    ----------
    mapping, file, rows
        What was used, what was read, and how many rows it has.
    claims, links
        What would be appended, in the file's order.
    becomes
        Each column with the fields that it fills, or why it is not imported.
    remarks
        What was inferred, left out or is doubtful, with counts.
    """

    mapping: str
    file: str
    rows: int
    claims: list[Claim] = field(default_factory=list)
    links: list[ClaimsLinked] = field(default_factory=list)
    becomes: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def events(self) -> list[Event]:
        """Return what would be appended: first the claims, then their links."""
        return [*(ClaimRecorded(claim=claim) for claim in self.claims), *self.links]


def prepare(
    path: Path,
    mapping: TableMapping,
    defaults: Mapping[str, str],
    *,
    where: str = "the mapping",
    rows: Rows | None = None,
    in_ledger: Callable[[set[str]], set[str]] = lambda _: set(),
    progress: Callable[[str], None] = lambda _: None,
) -> Prepared:
    """Read a file and make its claims; append nothing.

    Parameters
    ----------
    path
        The file.
    mapping, where
        What its columns become, and how faults name the mapping.
    defaults
        Fields that the mapping does not fill: recorder, zone.
    rows
        The file's rows, where they were read already.
    in_ledger
        Returns which of some ids the ledger holds: links may lead there.

    Raises
    ------
    InputError
        All faults together, at most ``MOST_FAULTS`` of them told one by one.
    """
    found = read_rows(path) if rows is None else rows
    if mapping.join is not None:
        found = found.joined(read_rows(path.parent / mapping.join.file), mapping.join.on)
    lacking = {name: [""] * len(found) for name in mapping.optional if name not in found.columns}
    found = replace(found, columns={**found.columns, **lacking})
    fault_columns(mapping, found.columns, found.file, where)
    _refuse_private(mapping, found, where)
    _require_for_all(mapping, defaults, found.file)
    return _Preparing(path, mapping, defaults, found, in_ledger).run(progress)


def _refuse_private(mapping: TableMapping, rows: Rows, where: str) -> None:
    faults = FaultList(rows.file)
    for claim in mapping.claims:
        for name, rule in claim.rules.items():
            for column in rule.read_columns():
                if column not in rule.when and not may_fill(column, name):
                    what = private_column(column) or "names"
                    found = f"the column {column}, which holds {what}, for {name}"
                    faults.add("header", found, "columns without them", f"Take it out of {where}.")
    faults.faults = list(dict.fromkeys(faults.faults))
    faults.raise_if_any()


def _require_for_all(mapping: TableMapping, defaults: Mapping[str, str], file: str) -> None:
    """Refuse once, and not row by row, what no row can have."""
    faults = FaultList(file)
    for name, field_ in fields().items():
        if field_.needed and not defaults.get(name):
            lacking = [claim for claim in mapping.claims if name not in claim.rules]
            if lacking:
                expected = field_.description.removesuffix(".")
                faults.add(name, "nothing that gives it", expected, how_to_fill(name))
    faults.raise_if_any()


class _Preparing:
    def __init__(
        self,
        path: Path,
        mapping: TableMapping,
        defaults: Mapping[str, str],
        rows: Rows,
        in_ledger: Callable[[set[str]], set[str]],
    ) -> None:
        self._mapping, self._rows, self._in_ledger = mapping, rows, in_ledger
        self._convert = Converter(mapping, defaults)
        self._recorder = defaults.get("recorder", "")
        self._faults, self._more = FaultList(path), 0
        self._left_out: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._warned: Counter[str] = Counter()
        self._ids: dict[str, Claim] = {}
        self._again: Counter[str] = Counter()
        self._today = datetime.now(UTC).date().isoformat()
        self._numbered = any(claim.rules["id"].repeated for claim in mapping.claims if "id" in claim.rules)
        self._done = Prepared(mapping.name, rows.file, len(rows))
        self._links: list[tuple[str, str, str, str]] = []

    def run(self, progress: Callable[[str], None]) -> Prepared:
        for number, (place, row) in enumerate(self._rows.each(), 1):
            self._row(place, self._convert.cleaned(row))
            if number % TELL_EVERY == 0:
                progress(f"{number:,} of {len(self._rows):,} rows read")
        self._link()
        if self._faults.faults:
            rest = f"{self._more:,} further faults"
            if self._more:
                self._faults.add("", rest, "none", "Mend those above first; many have the same cause.")
            raise InputError(self._faults.faults)
        done = self._done
        done.becomes = _becomes(self._mapping, self._rows)
        done.remarks = [*self._rows.remarks, *self._remarks()]
        return done

    def _fault(self, place: str, found: str, expected: str, fix: str) -> None:
        if len(self._faults) >= MOST_FAULTS:
            self._more += 1
        else:
            self._faults.add(place, found, expected, fix)

    def _row(self, place: str, row: dict[str, str]) -> None:
        for rule in self._mapping.leave_out:
            if holds(rule.when, row) and not (rule.unless and holds(rule.unless, row)):
                self._left_out[rule.why] += 1
                return
        for rule in self._mapping.told:
            if holds(rule.when, row) and not (rule.unless and holds(rule.unless, row)):
                self._told[rule.why] += 1

        def add(name: str, found: str, expected: str, fix: str) -> None:
            self._fault(f"{place}, {name}", found, expected, fix)

        made = self._convert.claims(row, f"{self._rows.file}, {place}", add)
        if not made:
            self._left_out["no rule of the mapping makes a claim of it"] += 1
        for claim, cells in made:
            for fault in claim_faults(claim):
                add(*fault)
            self._keep(claim, cells, place)

    def _keep(self, claim: Claim, cells: dict[str, str], place: str) -> None:
        former = self._ids.get(claim.id)
        if former is not None:
            if content(former) == content(claim):
                self._left_out["the same row again"] += 1
                return
            if not self._numbered:
                found = f"{claim.id} a second time, with other content (first in {former.origin})"
                self._fault(f"{place}, id", found, "each id once", "Correct one of the two ids.")
                return
            self._again[claim.id] += 1
            numbered = f"{claim.id}-{self._again[claim.id] + 1}"
            claim = msgspec.structs.replace(claim, id=numbered)
        self._ids[claim.id] = claim
        self._done.claims.append(claim)
        for relation in LINKS:
            self._links += [
                (claim.id, relation, other, place) for other in split_list(cells.get(relation, ""))
            ]
        for what in in_free_text(claim):
            self._warned[f"{what} in free text"] += 1
        if may_name_a_person(claim):
            self._warned["whose subject may be a person's name: look, and write the role"] += 1
        if (claim.published or "")[:10] > self._today or (claim.said.from_ or "")[:10] > self._today:
            self._warned["said or published in the future"] += 1

    def _link(self) -> None:
        seen: set[tuple[str, str, str]] = set()
        outside = {other for _, _, other, _ in self._links} - self._ids.keys()
        known = self._ids.keys() | (self._in_ledger(outside) if outside else set())
        for claim, relation, other, place in self._links:
            if other not in known:
                expected = "the id of a claim in the file or in the ledger"
                self._fault(f"{place}, {relation}", other, expected, "Correct it.")
                continue
            if claim == other:
                self._fault(f"{place}, {relation}", f"{other}, the claim itself", "another", "Take it out.")
                continue
            # Duplicates and contradictions hold both ways: one event is enough.
            one, two = (claim, other) if relation == "supports" else sorted((claim, other))
            if (one, relation, two) not in seen:
                seen.add((one, relation, two))
                self._done.links.append(
                    ClaimsLinked(
                        claim=one,
                        other=two,
                        relation=relation,  # type: ignore[arg-type]
                        reason=f"stated in {self._rows.file}",
                        recorder=self._recorder or self._ids[claim].recorder,
                    )
                )

    def _private(self) -> dict[str, list[str]]:
        """Return the columns that are never imported, by what they hold."""
        found: dict[str, list[str]] = {}
        for column in self._rows.columns:
            if what := private_column(column, self._rows.tags.get(column, "")):
                found.setdefault(what, []).append(column)
        return found

    def _remarks(self) -> list[Remark]:
        file = self._rows.file
        found = [Remark("left out", file, f"Rows: {why}.", count) for why, count in self._left_out.items()]
        found += [Remark("inferred", file, f"Rows: {why}.", count) for why, count in self._told.items()]
        found += [
            Remark("left out", file, f"Columns never imported, {what}: {', '.join(names)}.", len(names))
            for what, names in self._private().items()
        ]
        found += [
            Remark("warning", file, f"Claims with {what}; free text is not checked further.", count)
            if "free text" in what
            else Remark("warning", file, f"Claims {what}.", count)
            for what, count in self._warned.items()
        ]
        if self._convert.emptied:
            texts = ", ".join(self._mapping.empty)
            text = f"Cells with {texts} state nothing; no number was put there."
            found.append(Remark("inferred", file, text, self._convert.emptied))
        if self._again:
            listed = ", ".join(list(self._again)[:5])
            text = f"Ids that stand twice for different rows were numbered ({listed})."
            found.append(Remark("repaired", file, text, sum(self._again.values())))
        found += [Remark("inferred", file, note) for note in self._mapping.notes]
        return found


def _becomes(mapping: TableMapping, rows: Rows) -> dict[str, str]:
    """Return what each column becomes."""
    columns = [name for name, cells in rows.columns.items() if name not in mapping.optional or any(cells)]
    filled: dict[str, dict[str, None]] = defaultdict(dict, {column: {} for column in columns})
    for claim in mapping.claims:
        for name, rule in claim.rules.items():
            for column in rule.read_columns():
                filled[column][name] = None
        for column in claim.when:
            filled[column].setdefault("which claims are made", None)
    for left_out in (*mapping.leave_out, *mapping.told):
        for column in (*left_out.when, *left_out.unless):
            filled[column].setdefault("which rows are left out or told", None)
    reasons = {column: rule.why for rule in mapping.not_imported for column in rule.columns}
    found = {}
    for column in columns:
        names = filled[column]
        private = private_column(column, rows.tags.get(column, ""))
        if names:
            found[column] = ", ".join(names)
        elif private:
            found[column] = f"never imported: {private}"
        else:
            found[column] = f"not imported: {reasons.get(column, 'the mapping does not name it')}"
    if mapping.join is not None:
        found[mapping.join.on] += f", joins {mapping.join.file}"
    return found
