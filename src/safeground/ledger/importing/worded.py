"""Numbers with a word before them: "about 40", "more than 13,000", ">= 5"."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """Return words and qualifiers, the longest words first."""
    text = files("safeground.ledger.importing").joinpath("qualifier_words.csv").read_text(encoding="utf-8")
    rows = [(row["word"], row["qualifier"]) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@lru_cache(maxsize=65536)
def parted(text: str) -> tuple[str, str]:
    """Return the qualifier of a number's word, and the rest; ``exact`` where there is none.

    Examples
    --------
    >>> parted("more than 13000"), parted("41"), parted("40+")
    (('more_than', '13000'), ('exact', '41'), ('at_least', '40'))
    """
    plain = " ".join(text.split())
    lower = plain.casefold()
    for word, qualifier in _words():
        rest = plain[len(word) :]
        if lower.startswith(word) and (not word[-1].isalpha() or rest[:1] == " "):
            return qualifier, rest.strip()
    if plain.endswith("+"):
        return "at_least", plain[:-1].strip()
    return "exact", plain
