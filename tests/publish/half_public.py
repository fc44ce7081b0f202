"""A small town whose answers to *kept*, *supply* and *return* hang on claims, and any claims on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import strategies as st
from tests.supply_town import write_town

from safeground.assess import assess
from safeground.ledger.claim import Amount, Claim, Named, Period
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, ClaimsLinked, Entry
from safeground.ledger.moments import microseconds
from safeground.ledger.state import standings
from safeground.ledger.store import tag
from safeground.questions import kept, return_, supply
from safeground.questions.displaced import displacement_of
from safeground.questions.returning import Returning
from safeground.questions.supply_names import Naming

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from safeground.assess import Assessment
    from safeground.ledger.claim import Sensitivity
    from safeground.ledger.state import Standing

AGAIN = ("kept", "supply", "return")
MORE = """\
  counters:
    - {id: gate, stage: entered, unit: trucks, counts: {subject: town, measure: entered}}
    - {id: depot, stage: delivered, unit: trucks, counts: {subject: town, measure: delivered}}
  promised:
    - {id: ten, words: ten a day, per_day: 10, unit: trucks, from: 2026-03-01T00:00+00:00,
       until: 2026-03-03T00:00+00:00}
    - {id: gated, words: ten a day, per_day: 10, unit: trucks, from: 2026-03-01T00:00+00:00,
       until: 2026-03-03T00:00+00:00, stage: entered}
pauses:
  - id: pause
    start: 2026-03-01T00:00+00:00
    expiry: 2026-03-03T00:00+00:00
    terms:
      - {id: daily, words: ten a day, per_day: 10, unit: people,
         counted_by: {subject: pause, measure: released}}
      - {id: total, words: twenty, total: 20, unit: people,
         counted_by: {subject: pause, measure: released}}
      - {id: calm, words: quiet, claim: calm}
returns:
  - area: old
    conditions:
      - {id: water, words: water runs, holds_if: {subject: old, measure: water, state: running}}
    at_home: [damage]
displacement:
  first_day: 2026-03-01
  places:
    - {id: old, area: old, people_before: 100000}
    - {id: new, area: new, people_before: 0}
  on_the_way: 0
"""
STOCKS = (
    "{commodity: fuel, amount: 1000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,",
    """{commodity: water, claim: level, as_of: 2026-03-03T00:00+00:00}
        - {commodity: fuel, amount: 9000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,""",
)
LEVEL = """\
id,kind,subject,measure,qualifier,unit,published,zone,stated_by,source_kind,sensitivity
level,figure,depot,water_left,few,hours,2026-03-03,Etc/UTC,A,named,public
"""
GATES = tuple(
    (f"{{id: {gate}, at", f"{{id: {gate}, status: {{subject: {gate}, measure: status}}, at")
    for gate in ("north", "south")
)
FIGURES = (
    ("pause", "released", "people", (8.0, 10.0, 12.0)),
    ("town", "entered", "trucks", (7.0, 10.0, 20.0)),
    ("town", "delivered", "trucks", (7.0, 10.0, 20.0)),
    ("old -> new", "people_moved", "persons", (4_000.0, 9_000.0)),
    ("new -> old", "people_returned", "persons", (2_000.0, 3_000.0)),
    ("old", "people_present", "persons", (50_000.0, 91_000.0)),
)
STATES = (
    ("north", "status", ("open", "closed", "usable")),
    ("south", "status", ("open", "closed", "usable")),
    ("pause", "pause_ended", ("ended",)),
    ("pause", "pause_expiry", ("2026-03-02T00:00Z", "2026-03-03T00:00Z", "2026-03-04T00:00Z")),
    ("old", "water", ("running", "off")),
    ("old", "damage", ("heavy",)),
    ("old", "area_status", ("finished", "active")),
    ("pause", "calm", ("quiet", "shelling")),
)
LASTING = ("water", "status")
BOTH: tuple[Sensitivity, ...] = ("public", "restricted")
ASKED: tuple[tuple[str, str, str, tuple[float | str, ...]], ...] = (
    *FIGURES,
    *((subject, measure, "", says) for subject, measure, says in STATES),
)
DAYS = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")

EARLIER = ("issued: 2026-03-04", "issued: 2026-02-28")
"""Before any of the claims: an order after them would make its area active again."""


def town(folder: Path) -> Assessment:
    """Return the town examined without any claim but the one that its plan names."""
    (folder / "claims.csv").write_text(LEVEL)
    return assess(
        write_town(folder, STOCKS, *GATES, EARLIER, more=MORE + "ledger: claims.csv\n"), seconds=1.0
    )


def claim(
    name: str,
    subject: str,
    measure: str,
    says: float | str,
    day: str = DAYS[0],
    *,
    unit: str = "",
    by: str = "A",
    sensitivity: Sensitivity = "public",
) -> Claim:
    """Return a claim of a day, or of what lasts until after the moment asked: a figure, or a state."""
    amount = None
    if isinstance(says, float):
        amount = Amount(qualifier="exact", value=says, low=says, high=says, unit=unit)
    return Claim(
        id=name,
        kind="event" if amount is None else "figure",
        subject=subject,
        measure=measure,
        amount=amount,
        state=None if isinstance(says, float) else says,
        valid=Period(from_=day, to="2026-03-05" if measure in LASTING else day, basis="stated"),
        zone="Etc/UTC",
        published="2026-03-03",
        stated_by=Named(name=by),
        recorder="test",
        sensitivity=sensitivity,
    )


@st.composite
def _rivals(draw: st.DrawFn, number: int) -> list[Claim]:
    """Return one to three claims of the same thing and day, each public or restricted."""
    day = draw(st.sampled_from(DAYS))
    subject, measure, unit, says = draw(st.sampled_from(ASKED))
    return [
        claim(
            f"c{number}-{k}", subject, measure, draw(st.sampled_from(says)), day,
            unit=unit, by=by, sensitivity=draw(st.sampled_from(BOTH)),
        )
        for k, by in enumerate("ABC"[: draw(st.integers(1, 3))])
    ]  # fmt: skip


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, Standing]:
    """Return any ledger of a few claims, public and restricted, some of them linked or corrected."""
    claims = [one for number in range(draw(st.integers(1, 6))) for one in draw(_rivals(number))]
    hours, seen = draw(st.sampled_from((3.0, 60.0, 500.0))), draw(st.sampled_from(BOTH))
    claims.append(claim("level", "depot", "hours_left", hours, DAYS[2], unit="h", sensitivity=seen))
    claims.append(claim("calm", "pause", "calm", "agreed"))
    events: list[Any] = [ClaimRecorded(claim=one) for one in claims]
    for one in claims[:-1]:
        how = draw(st.sampled_from(("", "", "", "supports", "contradicts", "duplicate_of", "corrected")))
        other = draw(st.sampled_from([each for each in claims if each.id != one.id]))
        if how == "corrected":
            mended = msgspec.structs.replace(
                one, id=f"{one.id}-mended", sensitivity=draw(st.sampled_from(("public", "restricted")))
            )
            events.append(ClaimCorrected(corrects=one.id, claim=mended, reason="test", by="source"))
        elif how:
            goal = "calm" if how != "duplicate_of" else other.id
            events.append(
                ClaimsLinked(claim=one.id, other=goal, relation=how, reason="test", recorder="test")
            )
    return ledger(events)


def ledger(events: Sequence[Any]) -> dict[str, Standing]:
    """Return id → standing after some events."""
    from datetime import UTC, datetime

    us = microseconds(datetime(2026, 3, 3, 20, tzinfo=UTC))
    return standings(
        Entry(number=number, recorded_us=us, event=event, kind=tag(event), hash=b"")
        for number, event in enumerate(events, 1)
    )


def with_claims(base: Assessment, claims: Mapping[str, Standing]) -> Assessment:
    """Return the town as it is examined with these claims: what they bear on is answered again."""
    loaded = replace(base.loaded, claims=claims)
    of_kept = kept.examine(loaded.plan, claims)
    of_supply = supply.examine(loaded.plan, base.supply.outcome, claims, Naming(everybody=True))
    back = Returning(displacement_of(loaded), base.returning.ways, base.returning.told)
    others = [one for one in base.findings if one.question not in AGAIN]
    return replace(
        base,
        loaded=loaded,
        findings=(
            *others, *of_supply.findings, *of_kept.findings,
            *return_.findings(loaded, back),
        ),
        kept=of_kept.account,
        supply=of_supply.account,
        returning=back,
    )  # fmt: skip
