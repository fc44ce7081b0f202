"""How the timeline says what the ledger has no words for: when a claim came out, and its link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from safeground.characters import shown
from safeground.ledger.claim import ByRole, Collective
from safeground.ledger.moments import at, instant, moment, said
from safeground.ledger.wording import said_words

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim, Source

NOT_STATED: Final = "not stated"
_ADDRESS: Final = re.compile(r"[!-~\u00a1-\U0010ffff]+")


def spaced(name: str) -> str:
    """Return a name that tables use as words: ``people killed`` for ``people_killed``."""
    return shown(name.replace("_", " "))


def how_named(source: Source) -> str:
    """Return how a source is known, where it is not by its name."""
    if isinstance(source, ByRole):
        return "not named"
    return "a group" if isinstance(source, Collective) else ""


def published_words(claim: Claim) -> str:
    """Return when a claim was published; a day without its hour says so."""
    if claim.published is None:
        return NOT_STATED
    words = said(claim.published, claim.zone)
    whole = moment(claim.published, claim.zone).precision in ("year", "month", "day")
    return f"{words}, hour not stated" if whole else words


def out_words(claim: Claim) -> str:
    """Return when a claim was said and published, in one breath where that is the same time."""
    stated, published = claim.said, published_words(claim)
    if claim.published is not None and stated.from_ == stated.to == claim.published:
        known = " (inferred)" if stated.basis == "inferred" else ""
        return f"Said{known} and published: {published}"
    return f"Said: {said_words(claim)}. Published: {published}"


def recorded_words(recorded_us: int, zone: str) -> str:
    """Return when a claim was recorded, on the claim's own clock."""
    return at(instant(recorded_us), zone)


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
    plain = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return link if plain else None
