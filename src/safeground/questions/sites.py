"""Are protected sites affected? How many lie in the ordered areas, who must move, whose care is lost.

A promise of sites is held against the register. Without one there is nothing to be met: the finding is
*unknown (no promise stated)* and gives the figures, as a notice without a deadline gives the time that
leaving would need. Findings hold counts and classes only; names and positions are in ``restricted_rows``.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.journey.siting import ordered_areas, place_sites
from safeground.quantity import Range, total
from safeground.questions.finding import Decider, Figure, Finding, HeldAgainst
from safeground.wording import number, people_words, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site, SiteClass
    from safeground.journey.care import Care
    from safeground.journey.siting import OrderedArea, PlacedSite
    from safeground.ledger.notifications import Book, State
    from safeground.plan.pause_words import Commitment, SitePromise
    from safeground.plan.places import LoadedPlan
    from safeground.questions.finding import Answer

CLASS_WORDS: dict[SiteClass, tuple[str, str]] = {
    "hospital": ("hospital", "hospitals"),
    "clinic": ("clinic", "clinics"),
    "water": ("water site", "water sites"),
    "power": ("power site", "power sites"),
    "shelter": ("shelter", "shelters"),
    "school": ("school", "schools"),
    "warehouse": ("warehouse", "warehouses"),
    "bakery": ("bakery", "bakeries"),
    "worship": ("place of worship", "places of worship"),
    "heritage": ("heritage site", "heritage sites"),
    "other": ("other site", "other sites"),
}
INSIDE = ("inside", "perhaps inside")
NEAR = ("near", "perhaps near")
REGISTER_CAVEAT = (
    "Counts what the register holds; a site that is not in it is not counted. Sites keep their protection."
)
SCHEMATIC_CAVEAT = "The area's outline is schematic, so which sites lie in it is not certain."


@dataclass(frozen=True, slots=True)
class SiteRow:
    """Restricted: a site in, perhaps in or near an ordered area, by name."""

    order: str
    site: Site
    where: str
    distance_m: float
    """To the area's edge, negative inside."""
    notified: tuple[tuple[str, State], ...] | None = None
    """Recipient and state of each notification; empty: none was drafted; None: no ledger says."""


def findings(
    loaded: LoadedPlan,
    layers: Sequence[PeopleLayer],
    sites: Sequence[Site],
    care: Sequence[Care],
) -> tuple[Finding, ...]:
    """Answer *sites* for each promise, then for what each notice orders to leave.

    Parameters
    ----------
    loaded
        The plan with its places.
    layers
        The layers of people that count.
    sites
        The register of sites.
    care
        What each order does to the way to hospital.
    """
    promises = [one for one in loaded.plan.commitments if one.sites is not None]
    orders = ordered_areas(loaded)
    if loaded.plan.ground.sites is None:
        return (_no_register(loaded),) if promises or orders else ()
    by_order = {one.id: one for one in care}
    found = [finding for one in promises for finding in _promised(loaded, one, sites)]
    for order in orders:
        placed = place_sites(sites, order.polygon, loaded.plan.assumptions.near_sites_m)
        found += [*_affected(loaded, order, placed), *_must_move(loaded, order, placed)]
        if any(one.where in INSIDE and one.site.site_class == "hospital" for one in placed):
            found.append(_care(loaded, order, by_order.get(order.id), layers))
    return tuple(found)


def restricted_rows(
    loaded: LoadedPlan, sites: Sequence[Site], notified: Book | None = None
) -> tuple[SiteRow, ...]:
    """Return, for the restricted edition only, which sites lie in, perhaps in or near the ordered areas.

    With the notifications of the plan's ledger, each row says how they stood at the plan's ``as_of``.
    """
    near_m = loaded.plan.assumptions.near_sites_m
    at = loaded.plan.as_of
    return tuple(
        SiteRow(
            order.id,
            one.site,
            one.where,
            one.distance_m,
            None if notified is None else notified.of_site_by_recipient(one.site.id, at),
        )
        for order in ordered_areas(loaded)
        for one in place_sites(sites, order.polygon, near_m)
        if one.where != "away"
    )


def _promised(loaded: LoadedPlan, commitment: Commitment, sites: Sequence[Site]) -> Iterable[Finding]:
    promise = commitment.sites
    if promise is None or promise.no_site_in not in loaded.areas:
        return
    meant = [site for site in sites if _is_meant(promise, site)]
    placed = place_sites(meant, loaded.areas[promise.no_site_in])
    inside = [one for one in placed if one.where in INSIDE]
    count = _count(inside)
    classes = " or ".join(CLASS_WORDS[name][0] for name in _classes(promise)) or "protected site"
    answer: Answer = "met"
    missing = None
    in_it = _listed(inside) if meant else f"the register holds no {classes} at all"
    if not meant:
        answer, missing = "unknown", f"a register that holds any {classes}; the owner of the sites could say"
    elif count.high > 0:
        answer = "not_met" if count.low > 0 and not loaded.plan.schematic else "depends"
    elif loaded.plan.schematic:
        answer = "depends"
    yield Finding(
        id=f"sites.{commitment.id}.promise",
        question="sites",
        subject=promise.no_site_in,
        answer=answer,
        statement=f"{promise.no_site_in}: {in_it}, against the promise that no {classes} is in it.",
        held_against=HeldAgainst(
            text=f"no {classes} in {promise.no_site_in}",
            required=Range.exact(0.0, "sites"),
            source=commitment.id,
        ),
        figure=Figure(label=f"in {promise.no_site_in}", range=count) if meant else None,
        missing=missing,
        deciders=_position_deciders(loaded, count) if answer == "depends" else (),
        evidence=_evidence(loaded, commitment.id, commitment.source),
        caveat=_caveat(loaded),
    )


def _affected(loaded: LoadedPlan, order: OrderedArea, placed: Sequence[PlacedSite]) -> list[Finding]:
    """Return the counts in and near an order's areas of what no promise speaks of."""
    promises = [one.sites for one in loaded.plan.commitments if one.sites is not None]
    promises = [promise for promise in promises if promise.no_site_in in order.areas]
    rest = [one for one in placed if not any(_is_meant(promise, one.site) for promise in promises)]
    inside = [one for one in rest if one.where in INSIDE]
    near = [one for one in placed if one.where in NEAR]
    if promises and not inside and not near:
        return []
    near_words = f"; within {loaded.plan.assumptions.near_sites_m:,.0f} m of them {_listed(near)}"
    besides = "besides those that a promise speaks of, " if promises else ""
    return [
        Finding(
            id=f"sites.{order.id}.inside",
            question="sites",
            subject=order.id,
            answer="unknown",
            statement=f"{order.id}: in the ordered areas {besides}{_listed(inside)}{near_words}.",
            figure=Figure(label="protected sites in the ordered areas", range=_count(inside)),
            missing="a promise about these sites: none is stated; the issuer of the order could make one",
            evidence=_evidence(loaded, order.id, order.source),
            caveat=_caveat(loaded),
        )
    ]


def _must_move(loaded: LoadedPlan, order: OrderedArea, placed: Sequence[PlacedSite]) -> list[Finding]:
    found = []
    for name, value in (("beds", _beds), ("patients", _patients)):
        counted = [
            one
            for one in placed
            if one.where in INSIDE and (one.site.site_class == "hospital" or value(one.site) is not None)
        ]
        if not counted:
            continue
        amount, silent = _amount(counted, name, value)
        missing = f"how and where these {name} are to be moved: the order does not say; its issuer could"
        if silent:
            not_stated = (
                f"{name} of {silent} of {len(counted)} sites: not stated; the health ministry could say"
            )
            missing = f"{not_stated}; {missing}"
        words = f"the number of {name} is not stated" if amount is None else f"{say(amount)} must move"
        words += f" ({name} of {silent} of {len(counted)} sites are not stated)" if silent and amount else ""
        found.append(
            Finding(
                id=f"sites.{order.id}.{name}",
                question="sites",
                subject=order.id,
                answer="unknown",
                statement=f"{order.id}: in hospitals and other sites in the ordered areas {words}.",
                figure=None if amount is None else Figure(label=f"{name} that must move", range=amount),
                missing=missing,
                evidence=_evidence(loaded, order.id, order.source),
                caveat=_caveat(loaded),
            )
        )
    return found


def _care(
    loaded: LoadedPlan, order: OrderedArea, care: Care | None, layers: Sequence[PeopleLayer]
) -> Finding:
    words, figure, missing = _care_words(loaded, care, layers)
    ground = loaded.plan.ground
    files = [layer.file for layer in layers] + ([ground.streets.file] if ground.streets else [])
    return Finding(
        id=f"sites.{order.id}.care",
        question="sites",
        subject=order.id,
        answer="unknown",
        statement=f"{order.id}: {words}.",
        figure=figure,
        missing=missing,
        evidence=(*_evidence(loaded, order.id, order.source), *files),
        caveat=f"{_caveat(loaded)} Shortest ways on the mapped streets, unhindered.",
    )


def _care_words(
    loaded: LoadedPlan, care: Care | None, layers: Sequence[PeopleLayer]
) -> tuple[str, Figure | None, str]:
    unknown = "whose nearest hospital is lost cannot be told"
    if care is None:
        streets = loaded.plan.ground.streets
        if streets is None:
            return unknown, None, "streets: none are named in the plan; a street map could say"
        if streets.grade == "schematic":
            return unknown, None, "streets: they are schematic; a street map could say"
        if not layers:
            return unknown, None, "people: no layer counts them; a statistics office could say"
        return unknown, None, f"streets that carry people {' or '.join(loaded.plan.assumptions.modes)}"
    missing = "where these people are to find care: the order does not say; its issuer could"
    words = f"{people_words(care.persons)} have their nearest hospital in the ordered areas"
    words += f", of them {people_words(care.outside)} outside of these areas"
    if care.now_min is not None:
        words += f"; it is {_way(care.now_min)} away {care.mode}"
    if care.next_min is not None:
        words += f"; the next one {_way(care.next_min)}"
    if care.without_next.high > 0:
        words += f"; {people_words(care.without_next)} have no way to another one on the mapped streets"
    return words, Figure(label="people whose nearest hospital is lost", range=care.persons), missing


def _way(minutes: Range) -> str:
    words = say(Range(math.floor(minutes.low), math.ceil(minutes.high), minutes.unit), digits=2)
    if minutes.best is None or minutes.is_exact:
        return words
    return f"{words} ({number(minutes.best, digits=2)} for the middle person at the usual speed)"


def _no_register(loaded: LoadedPlan) -> Finding:
    return Finding(
        id="sites.register",
        question="sites",
        subject="the plan",
        answer="unknown",
        statement="Which protected sites are affected is not known: the plan names no register of sites.",
        missing="a register of sites (ground.sites): the ministries in charge and utilities could say",
        evidence=(loaded.path.name,),
    )


def _is_meant(promise: SitePromise, site: Site) -> bool:
    return not promise.classes or site.site_class in promise.classes


def _classes(promise: SitePromise) -> list[SiteClass]:
    return [name for name in CLASS_WORDS if name in promise.classes]


def _count(inside: Sequence[PlacedSite]) -> Range:
    sure = sum(one.where in ("inside", "near") for one in inside)
    return Range(float(sure), float(len(inside)), "sites")


def _listed(placed: Sequence[PlacedSite]) -> str:
    """Return ``2 hospitals, 1 to 3 schools``: counts by class, a range where positions are uncertain."""
    perhaps = Counter(one.site.site_class for one in placed)
    sure = Counter(one.site.site_class for one in placed if one.where in ("inside", "near"))
    words = []
    for name, (one_word, many_words) in CLASS_WORDS.items():
        if perhaps[name]:
            number = f"{perhaps[name]}" if sure[name] == perhaps[name] else f"{sure[name]} to {perhaps[name]}"
            words.append(f"{number} {one_word if perhaps[name] == 1 else many_words}")
    return ", ".join(words) or "no site of the register"


def _amount(
    placed: Sequence[PlacedSite], unit: str, value: Callable[[Site], Range | None]
) -> tuple[Range | None, int]:
    """Return how many in all, without an upper end where a site does not say, and how many do not say."""
    stated = [(one, value(one.site)) for one in placed]
    silent = sum(amount is None for _, amount in stated)
    parts = [
        amount if one.where == "inside" else Range(0.0, amount.high, unit)
        for one, amount in stated
        if amount is not None
    ]
    if not parts:
        return None, silent
    amount = total(parts, unit)
    return (Range(amount.low, math.inf, unit) if silent else amount), silent


def _beds(site: Site) -> Range | None:
    return site.beds


def _patients(site: Site) -> Range | None:
    return site.patients


def _position_deciders(loaded: LoadedPlan, count: Range) -> tuple[Decider, ...]:
    name = "outline of the area" if loaded.plan.schematic else "positions of the sites"
    return (
        Decider(
            assumption=name,
            range=count,
            effect=f"{say(count)} in it" if not loaded.plan.schematic else "the outline is schematic",
            moves=1.0,
            turns_answer=True,
        ),
    )


def _caveat(loaded: LoadedPlan) -> str:
    return f"{REGISTER_CAVEAT} {SCHEMATIC_CAVEAT}" if loaded.plan.schematic else REGISTER_CAVEAT


def _evidence(loaded: LoadedPlan, *items: str | None) -> tuple[str, ...]:
    register = loaded.plan.ground.sites
    return tuple(dict.fromkeys(item for item in (*items, register) if item))
