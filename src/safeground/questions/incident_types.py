"""What kinds of incident there are: neutral words, none of them for who did it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim

IncidentType = Literal[
    "strike", "shelling", "shooting", "explosion", "clash", "obstruction", "closure", "aid blocked", "arrest",
    "abduction", "looting", "damage", "order issued", "other",
]  # fmt: skip
TYPES: tuple[IncidentType, ...] = get_args(IncidentType)
INCIDENT = "incident"
"""The measure of a claim that says outright that it is of an incident; its state says which."""

_WORDS: tuple[tuple[IncidentType, str], ...] = (
    ("aid blocked", r"(aid|convoy|relief|delivery)\w* (\w+ )?(blocked|denied|refused|impeded|turned back)"),
    ("strike", r"air ?strikes?|air drone strikes?|drone strikes?|strikes?|bombings?|bombardments?|bombed"),
    ("shelling", r"shelling|shelled|artillery|mortars?|rockets?|missiles?"),
    ("shooting", r"shooting|shot at|gunfire|sniper fire|opened fire"),
    ("explosion", r"explosions?|explosive|landmines?|mines?|ied|grenades?"),
    ("clash", r"clash(es)?|armed clash|battles?|fighting"),
    ("obstruction", r"obstruct\w*|impeded|turned back|delayed at"),
    ("closure", r"closures?|closed|seized|sealed"),
    ("arrest", r"arrests?|detentions?|detained"),
    ("abduction", r"abductions?|kidnapp\w*|forced disappearances?"),
    ("looting", r"looting|looted|property destruction"),
    ("damage", r"damaged?|destroyed|destruction|hit"),
    ("order issued", r"order issued|evacuation order|ordered to leave"),
)
_CASUALTIES = re.compile(
    r"kill(ed|ing)s?|dead|death\w*|died|fatalit\w*|wound(ed)?|injur\w*|casualt\w*|bod(y|ies)|missing|buried|martyr\w*"
)


def type_of(claim: Claim) -> IncidentType | None:
    """Return the type of incident that an event claim tells of; None where it tells of none.

    The state is read first, then the measure, each for the words of a type, in the order of ``TYPES``'
    table. A claim whose measure is ``incident`` is one whatever its state says.
    """
    for text in (claim.state, claim.measure):
        words = plain(text or "")
        for name in TYPES:
            if words == name:
                return name
        for name, pattern in _WORDS:
            if re.search(rf"\b({pattern})\b", words):
                return name
    return "other" if claim.measure == INCIDENT else None


def counts_people(text: str) -> bool:
    """Return whether a measure is of people killed, wounded or missing, of which there are no rates.

    Examples
    --------
    >>> counts_people("people_killed_total"), counts_people("shelling")
    (True, False)
    """
    return any(_CASUALTIES.fullmatch(word) for word in plain(text).split())


def plain(text: str) -> str:
    """Return words in small letters, apart from one another by one blank."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
