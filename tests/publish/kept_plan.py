"""A plan of a pause and two promises, made by hand, with restricted and public claims in its ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from safeground.assess import assess
from safeground.ledger.claim import Amount, ByRole, Claim, Collective, Named, Period
from safeground.ledger.events import ClaimRecorded, ClaimsLinked
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.assess import Assessment

SECRETS = ("Secret monitor", "secret-link", "only for us", "Hidden broker", "7 people", "hidden words")
"""What only restricted claims and sources say."""
AREAS = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "north", "properties": {"id": "north"}, "geometry": {"type": "Polygon",
 "coordinates": [[[34.3, 31.4], [34.4, 31.4], [34.4, 31.5], [34.3, 31.5], [34.3, 31.4]]]}}]}"""
PLAN = """\
plan: Pause by hand
status: lapsed
as_of: 2026-03-10T12:00+02:00
time_zone: Europe/Kyiv
territory: Nowhere
schematic: true
ground: {}
areas:
  - {id: north, kind: closed, geometry: areas.geojson#north, source: open}
ledger: claims.ledger
pauses:
  - id: pause
    called: هدنة إنسانية
    parties: [North, South]
    mediators: [Lake]
    subject: the pause
    start: 2026-03-01T07:00+02:00
    expiry: 2026-03-04T07:00+02:00
    announced: "2026-02-28"
    extensions:
      - {until: 2026-03-06T07:00+02:00, announced: "2026-03-04T06:45+02:00", by: Lake, source: open}
      - {until: 2026-03-07T07:00+02:00, announced: "2026-03-06T09:00+02:00", by: Hidden broker,
         source: closed}
    source: open
    terms:
      - id: prisoners
        words: ten a day
        track: prisoners
        promisor: North
        per_day: 10
        unit: people
        counted_by: {subject: the pause, measure: people_released}
        source: open
      - {id: calm, words: no shelling of the road, promisor: South, claim: T1, source: open}
commitments:
  - id: open-promise
    promisor: South
    speaker: Speaker of South
    words: "дорога буде відкрита щодня"
    acts: [open the road]
    where: [the road]
    claim: P1
    source: open
  - id: closed-promise
    promisor: North
    told_by: Hidden broker
    words: to let trucks in
    source: closed
sources:
  - {id: open, title: Open source, publisher: Press, published: 2026-03-01, sensitivity: public}
  - {id: closed, title: Closed source, publisher: Nobody, published: 2026-03-01, sensitivity: restricted}
"""


def _claim(name: str, **fields: Any) -> Claim:
    usual: dict[str, Any] = {
        "kind": "figure",
        "subject": "the pause",
        "measure": "people_released",
        "track": "prisoners",
        "zone": "Europe/Kyiv",
        "published": "2026-03-08",
        "stated_by": Named(name="Red Cross"),
        "recorder": "only for us",
        "note": "only for us",
        "sensitivity": "public",
    }
    return Claim(id=name, **(usual | fields))


def _released(name: str, count: float, day: str, **fields: Any) -> Claim:
    amount = Amount(qualifier="exact", value=count, low=count, high=count, unit="people")
    return _claim(name, amount=amount, valid=Period(from_=day, to=day, basis="stated"), **fields)


def kept_assessment(folder: Path) -> Assessment:
    """Return the plan examined."""
    folder.mkdir(parents=True, exist_ok=True)
    secret: dict[str, Any] = {"stated_by": Named(name="Secret monitor"), "sensitivity": "restricted"}
    state: dict[str, Any] = {"kind": "event", "track": None, "measure": "road"}
    claims = (
        _released("R1", 10, "2026-03-01"),
        _released("R2", 8, "2026-03-02"),
        _released("R2-b", 10, "2026-03-02", stated_by=Collective(called="وزارة الأسرى")),
        _released("secret-3", 7, "2026-03-03", **secret),
        _released("R4", 9, "2026-03-04"),
        _released("R5", 12, "2026-03-05", counts_for="2026-03-04"),
        _claim(
            "E1", kind="event", measure="pause_ended", track=None, state="ended", hedge="seemingly",
            valid=Period(from_="2026-03-07", to="2026-03-07", basis="stated"),
            stated_by=ByRole(role="an official"),
        ),
        _claim("T1", kind="agreement_term", measure="no_shelling_of_the_road", track=None, state="agreed"),
        _claim("F1", **(state | {"state": "quiet"}), link="https://example.org/quiet"),
        _claim("A1", **(state | {"state": "обстріл"})),
        _claim(
            "against-secret", **(state | {"state": "hidden words"} | secret),
            link="https://example.org/secret-link",
        ),
        _claim("P1", kind="commitment", measure="road_to_be_open", track=None, state="promised"),
        _claim("Q1", kind="question_unanswered", measure="who_guards_the_road", track=None, state="open"),
        _claim("X1", kind="expectation", measure="pause_to_last", track=None, state="expected"),
        _claim(
            "secret-9", kind="commitment", measure="hidden_words", track=None, state="hidden words", **secret
        ),
    )  # fmt: skip
    with Ledger(folder / "claims.ledger", make=True) as ledger:
        ledger.append([ClaimRecorded(claim=one) for one in claims], recorded_us=1_773_000_000_000_000)
        ledger.append(
            [
                ClaimsLinked(claim=one, other=other, relation=relation, reason="r", recorder="r")
                for one, other, relation in (
                    ("F1", "T1", "supports"), ("A1", "T1", "contradicts"),
                    ("against-secret", "T1", "contradicts"),
                    ("F1", "P1", "supports"),
                )
            ]
        )  # fmt: skip
    (folder / "areas.geojson").write_text(AREAS, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return assess(folder / "plan.yaml", seconds=5.0)
