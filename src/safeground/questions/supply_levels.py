"""How far a crossing or a way works, by the words of a claim: only phrases that are listed decide.

``crossing_words.csv`` holds whole phrases whose meaning is certain. A word within a sentence is not read:
"partially operational" and "never reopened" are none of the phrases, and stay as they were said.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from safeground.characters import without_marks
from safeground.ledger.wording import statement_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.ledger.claim import Claim

SHUT: Final = frozenset({"closed", "not usable"})
"""Levels by which nothing passes."""
LEVELS: Final = SHUT | {"usable", "open"}
"""All levels; open is not yet usable."""
_SPACES: Final = dict.fromkeys(map(ord, "-_\N{HYPHEN}"), " ")
SAID_OTHERWISE: Final = "said otherwise"
"""What a word that is no level is called."""
OF_WHAT_SHALL_BE: Final = frozenset(
    {"commitment", "demand", "expectation", "agreement_term", "threat", "question_unanswered"}
)
"""Kinds of claims that say nothing of how something is, and are no last word on it."""
OF_STATE: Final = frozenset({"status", "event"})
"""The kinds of claims that say how something is; a demand or an expectation that it is open does not."""


def level_of(claim: Claim) -> str:
    """Return which level a claim's words are; what is none stays as it was said, with the kind of the claim.

    A word that is hedged ("seemingly"), or stands beside a number, says another thing than the word alone.

    Examples
    --------
    >>> from safeground.ledger.claim import Claim, Named
    >>> def said(state, kind="status"):
    ...     who = Named(name="Ministry")
    ...     return Claim(
    ...         id="a", kind=kind, subject="gate", measure="status", state=state, zone="UTC",
    ...         stated_by=who, recorder="r",
    ...     )
    >>> level_of(said("declared open")), level_of(said("Not  operational")), level_of(said("not closed"))
    ('open', 'not usable', 'not closed')
    >>> level_of(said("open", kind="demand"))
    'demand: open'
    """
    words = ", ".join(one for one in (statement_words(claim), claim.hedge) if one)
    if claim.kind not in OF_STATE:
        return f"{claim.kind.replace('_', ' ')}: {words}"
    if claim.state is None or claim.amount is not None or claim.hedge:
        return words
    return _phrases().get(plain(claim.state), words)


def level_words(level: str) -> str:
    """Return a level as a table shows it."""
    return level if level in LEVELS else SAID_OTHERWISE


def plain(words: str) -> str:
    """Return a phrase without what tells none apart: capitals, hyphens, quotes, marks over letters."""
    letters = (
        one
        for one in unicodedata.normalize("NFKD", without_marks(words).casefold())
        if unicodedata.category(one) != "Mn" and one != "\N{ARABIC TATWEEL}"
    )
    return " ".join("".join(letters).translate(_SPACES).split()).strip(" .\"'“”«»")


@cache
def _phrases() -> Mapping[str, str]:
    text = files("safeground.questions").joinpath("crossing_words.csv").read_text(encoding="utf-8")
    return {plain(row["phrase"]): row["level"] for row in csv.DictReader(text.splitlines())}
