"""Which claims a timeline shows: reading the ledger in parts changes nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.making import claim as made
from tests.ledger.making import ledger
from tests.ledger.test_query_properties import INSTANTS, WAYS, held, histories

from safeground.ledger.claim import Claim
from safeground.ledger.queries import Query, load, select
from safeground.publish import timeline_choice
from safeground.publish.timeline import write_timeline
from safeground.publish.timeline_choice import choose, touches
from safeground.publish.timeline_public import public_standings

if TYPE_CHECKING:
    from safeground.ledger.queries import Known


def _id(one: Known) -> str:
    return one.id


@given(
    histories(),
    st.one_of(st.none(), INSTANTS),
    st.one_of(st.none(), INSTANTS),
    WAYS,
    st.integers(1, 8),
    st.booleans(),
    st.data(),
)
def test_in_parts_the_same_claims_are_chosen_as_at_once(
    events, known_at, since, known_by, most, public, data
):
    marked = []
    for event in events:
        claim = getattr(event, "claim", None)
        if isinstance(claim, Claim):
            sensitivity = data.draw(st.sampled_from(["public", "restricted"]))
            event = msgspec.structs.replace(
                event, claim=msgspec.structs.replace(claim, sensitivity=sensitivity)
            )
        marked.append(event)
    query = Query(known_at=known_at, known_by=known_by, superseded=True)
    with held(marked) as ledger:
        with patch.object(timeline_choice, "PART", 2):
            found = choose(ledger, query, since, None, most=most, public=public)
        whole = load(ledger, ledger.claims())
    shown = public_standings(whole) if public else whole
    answer = select(shown, query)
    inside = [one.id for one in answer if touches(one, since, None)]
    assert [_id(one) for one in found.claims] == inside[max(0, len(inside) - most) :]
    assert found.older == max(0, len(inside) - most)
    assert found.outside == len(answer) - len(inside)
    assert dict(found.left_out) == Counter({one.reason: len(one.ids) for one in answer.left_out})
    assert found.not_public == len(select(whole, query)) - len(answer)


def test_a_long_lane_tells_its_disputes_and_its_sources(tmp_path):
    def figure(number: int, by: str, day: str) -> Claim:
        return made(
            f"{by}-{number}",
            ("exact", float(number), "people"),
            by=f"named: {by}",
            valid=day,
            sensitivity="public",
        )

    days = [figure(n, "Ministry", f"2023-{n // 28 + 1:02d}-{n % 28 + 1:02d}") for n in range(70)]
    with ledger(tmp_path, *days, figure(5000, "Army", "2023-01-04")) as held_now:
        page = write_timeline(held_now, edition="public").decode()
    assert "Ministry-3 and Army-5000 cannot both hold for the same thing at the same time" in page
    assert "<summary>Independent sources: 2</summary>" in page
    assert "71 statements, too many to say here in what every two differ" in page


def test_a_public_page_names_no_source_of_which_it_holds_nothing(tmp_path):
    secret = made("s", subject="Veiled place", by="named: Veiled source")
    with ledger(tmp_path, secret) as held_now:
        for query in (Query(source="Veiled source"), Query(subject="Veiled place")):
            page = write_timeline(held_now, query, edition="public").decode()
            assert "Veiled" not in page
