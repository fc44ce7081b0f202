"""A ledger made by hand for the timeline: three scripts, rivals, repeats, and what was taken back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from safeground.ledger.claim import Amount, ByRole, Claim, Collective, Named, Period, Place
from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRecorded,
    ClaimRetracted,
    ClaimsLinked,
)
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from pathlib import Path

CROSSING = "معبر كرم أبو سالم"
RECORDED_US = 1_716_000_000_000_000
SECRETS = (
    "Private Recorder",
    "secret.xlsx:3",
    "34.28567",
    "31.22842",
    "for us alone",
    "помилка",
    "هذا غير صحيح",
)
EVIL = '</script><img src=x onerror="alert(1)">'


def claim(name: str, **fields: Any) -> Claim:
    """Return a claim on the crossing's state, with other fields where given."""
    usual: dict[str, Any] = {
        "kind": "status",
        "subject": CROSSING,
        "measure": "crossing_status",
        "zone": "Asia/Gaza",
        "published": "2024-05-12",
        "said": Period(from_="2024-05-11T09:30", to="2024-05-11T09:30", basis="stated"),
        "valid": Period(from_="2024-05-12", to="2024-05-12", basis="stated"),
        "stated_by": Collective(called="هيئة المعابر (غزة)"),
        "recorder": "Private Recorder",
        "sensitivity": "public",
    }
    return Claim(id=name, **(usual | fields))


def crossing_ledger(path: Path) -> Ledger:
    """Return the ledger: nine claims, of which one is not for publication."""
    ledger = Ledger(path, make=True)
    here = Place(name="Керем-Шалом", precision="site", lon=34.28567, lat=31.22842, uncertain_m=200.0)
    claims = (
        claim(
            "ع-1",
            state="مغلق منذ 38–50 يوما (+02:00)",
            hedge="يبدو",
            definition="يشمل 220.10 و220.1 فقط",
            reported_by=("وكالة أ", "Agency B"),
            link="https://example.org/ar?q=1&x=<b>",
        ),
        claim(
            "ע-2", state="נפתח מחדש: 12 משאיות", stated_by=Named(name='דובר צה"ל'), link="javascript:alert(1)"
        ),
        claim(
            "у-3",
            state="технічно відкрито",
            stated_by=ByRole(role="високопосадовець ООН"),
            published="2024-05-12T18:20",
            valid=Period(from_="2024-05-05", to="2024-05-12", basis="inferred", window=True),
            place=here,
            note="for us alone",
            origin="secret.xlsx:3",
        ),
        claim("d-4", state="נפתח מחדש", stated_by=Named(name="Copyist"), published="2024-05-13"),
        claim(
            "x-5",
            state='=HYPERLINK("http://x") \u202eabc',
            stated_by=Named(name=EVIL),
            measure="<b>measure</b>",
            definition="]]>--><!--",
            sensitivity="restricted",
        ),
        claim(
            "n-6",
            kind="figure",
            subject="Gaza",
            measure="people_killed",
            amount=Amount(qualifier="more_than", value=15000.0, low=15000.0, unit="people"),
            published="2023-12-01",
            said=Period(),
            valid=Period(to="2023-12-01", basis="inferred"),
        ),
        claim(
            "n-7",
            kind="figure",
            subject="Gaza",
            measure="people_killed",
            amount=Amount(qualifier="exact", value=13247.0, low=13247.0, high=13247.0, unit="people"),
            published=None,
            said=Period(),
            valid=Period(from_="2023-11-30", basis="stated"),
        ),
    )
    ledger.append([ClaimRecorded(claim=one) for one in claims], recorded_us=RECORDED_US)
    mended = claim("ع-8", state="مغلق", published="2024-05-13T08:00", reported_by=("وكالة أ",))
    ledger.append(
        [
            ClaimCorrected(corrects="ع-1", reason="خطأ مطبعي", by="source", claim=mended),
            ClaimRetracted(
                retracts="у-3", reason="помилка", by="source", published="2024-05-13T12:00", zone="Asia/Gaza",
                recorder="Private Recorder",
            ),
            ClaimDisputed(
                disputes="ע-2", disputed_by="هيئة المعابر", words="هذا غير صحيح",
                published="2024-05-12T20:00",
                zone="Asia/Gaza", recorder="Private Recorder",
            ),
            ClaimsLinked(claim="ע-2", other="ع-1", relation="contradicts", reason="r", recorder="r"),
            ClaimsLinked(claim="ע-2", other="x-5", relation="contradicts", reason="r", recorder="r"),
            ClaimsLinked(claim="d-4", other="ע-2", relation="duplicate_of", reason="r", recorder="r"),
        ],
        recorded_us=RECORDED_US + 60_000_000,
    )  # fmt: skip
    return ledger


def many(path: Path, count: int, *, one_lane: bool = False) -> Ledger:
    """Return a ledger of many claims, on many subjects or all of them on one."""
    ledger, draw = Ledger(path, make=True), random.Random(4)
    measures = ("people_killed", "people_displaced", "crossing_status", "trucks_entered")
    events = []
    for index in range(count):
        day = f"2023-{draw.randint(10, 12)}-{draw.randint(1, 28):02d}"
        amount = Amount(
            qualifier=draw.choice(("about", "more_than")), value=draw.randint(1, 90_000), unit="people"
        )
        events.append(
            ClaimRecorded(
                claim=Claim(
                    id=f"K{index:05d}",
                    kind=draw.choice(("figure", "status", "event")),
                    subject="Gaza" if one_lane else f"Place number {draw.randint(1, 250)}",
                    measure="people_killed" if one_lane else draw.choice(measures),
                    amount=amount,
                    hedge=draw.choice((None, None, "reportedly")),
                    definition=draw.choice((None, None, "all who were registered")),
                    valid=Period(to=day, basis="inferred"),
                    said=Period(from_=day, to=day, basis="stated"),
                    published=day,
                    zone="Asia/Gaza",
                    stated_by=Collective(called=f"Source {draw.randint(1, 40)}"),
                    reported_by=("Correspondent Name", "Agency"),
                    link=f"https://example.org/articles/2023/{index}",
                    recorder="r1",
                    origin="table.csv",
                )
            )
        )
    ledger.append(events, recorded_us=RECORDED_US)
    return ledger
