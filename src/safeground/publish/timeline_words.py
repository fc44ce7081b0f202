"""How the timeline says a claim: who, through whom, when as precisely as it was stated."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from safeground.characters import shown
from safeground.ledger.claim import ByRole, Collective, Named
from safeground.ledger.moments import moment
from safeground.publish import figures

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim, Period, Source

NOT_STATED: Final = "not stated"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ADDRESS: Final = re.compile(r"[!-~\u00a1-\U0010ffff]+")


def spaced(name: str) -> str:
    """Return a name that tables use as words: ``people killed`` for ``people_killed``."""
    return shown(name.replace("_", " "))


def source_words(source: Source) -> str:
    """Return who stated something; of one who is not named only the role."""
    match source:
        case Named(name=name):
            return shown(name)
        case ByRole(role=role):
            return shown(role)
        case Collective(called=called):
            return shown(called)


def how_named(source: Source) -> str:
    """Return how a source is known, where it is not by its name."""
    return {ByRole: "not named", Collective: "a group"}.get(type(source), "")


def moment_words(text: str, zone: str) -> str:
    """Return a time as precisely as it was stated, in its zone.

    Examples
    --------
    >>> moment_words("2023-12-01", "Asia/Gaza"), moment_words("2023-12-01T07:00", "Asia/Gaza")
    ('1 Dec 2023', '1 Dec 2023, 07:00 (+02:00)')
    """
    found = moment(text, zone)
    local = found.earliest.astimezone(ZoneInfo(zone))
    match found.precision:
        case "year":
            return f"{local.year}"
        case "month":
            return f"{_MONTHS[local.month - 1]} {local.year}"
        case "day":
            return figures.day(local)
        case "hour":
            return figures.moment(local).replace(":00 (", " h (")
        case _:
            return figures.moment(local)


def period_words(period: Period, zone: str) -> str:
    """Return a period as it was stated, with how it is known.

    Examples
    --------
    >>> from safeground.ledger.claim import Period
    >>> period_words(Period(to="2023-12-01", basis="inferred"), "Asia/Gaza")
    'by 1 Dec 2023 (inferred)'
    """
    first = moment_words(period.from_, zone) if period.from_ else ""
    last = moment_words(period.to, zone) if period.to else ""
    if not first and not last:
        return NOT_STATED
    if first == last:
        said = first
    elif not last:
        said = f"from {first} on"
    elif not first:
        said = f"by {last}"
    else:
        said = f"some time from {first} to {last}" if period.window else f"{first} to {last}"
    known = {"stated": "", "inferred": " (inferred)", "unknown": " (how that is known is not stated)"}
    return said + known[period.basis]


def published_words(claim: Claim) -> str:
    """Return when a claim was published; a day without its hour says so."""
    if claim.published is None:
        return NOT_STATED
    said = moment_words(claim.published, claim.zone)
    return f"{said}, hour not stated" if "(" not in said else said


def out_words(claim: Claim) -> str:
    """Return when a claim was said and published, in one breath where that is the same time."""
    said, published = claim.said, published_words(claim)
    if claim.published is not None and said.from_ == said.to == claim.published:
        known = " (inferred)" if said.basis == "inferred" else ""
        return f"Said{known} and published: {published}"
    return f"Said: {period_words(said, claim.zone)}. Published: {published}"


def recorded_words(recorded_us: int, zone: str) -> str:
    """Return when a claim was recorded, on the claim's own clock."""
    return figures.moment(datetime.fromtimestamp(recorded_us / 1e6, UTC).astimezone(ZoneInfo(zone)))


def web_address(link: str | None) -> str | None:
    """Return a link that a page may carry: ``http`` or ``https``, with a host and nothing hidden in it.

    Examples
    --------
    >>> web_address("javascript:alert(1)"), web_address("https://example.org/a?b=1")
    (None, 'https://example.org/a?b=1')
    """
    if link is None or shown(link) != link or _ADDRESS.fullmatch(link) is None:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return (
        link
        if parts.scheme.lower() in ("http", "https") and parts.hostname and "@" not in parts.netloc
        else None
    )


_WITH_NUMBER: Final = {
    "exact": "{}",
    "about": "about {}",
    "nearly": "nearly {}",
    "almost": "almost {}",
    "at_least": "at least {}",
    "more_than": "more than {}",
    "at_most": "at most {}",
    "less_than": "less than {}",
}


def claim_words(claim: Claim) -> str:
    """Return what a claim says, in words: its number with the words around it, or its state."""
    if claim.amount is None:
        return shown((claim.state or "no number stated").replace("_", " "))
    amount = claim.amount
    unit = "" if amount.unit == "state" else spaced(amount.unit)
    if amount.value is None:
        said = spaced(amount.qualifier) if amount.qualifier != "unspecified" else "no number stated,"
        return f"{said} {unit}".strip()
    number = f"{amount.value:,.15g}"
    return f"{_WITH_NUMBER.get(amount.qualifier, spaced(amount.qualifier) + ' ({})').format(number)} {unit}".strip()
