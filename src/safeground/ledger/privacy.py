"""What the ledger does not take: names of people who are not public speakers, and fields on combatants.

Columns by their names, subjects and sources by how they look. Looks can deceive in both directions: this
finds many names and is no promise that none is left. Free text is only warned about.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from safeground.ledger.claim import Named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.claim import Claim

PLACE_FIELDS: Final = frozenset({"place"})
"""The field that a column called only "name" may fill: sites have names."""
_BARE: Final = frozenset({"name", "names", "nom", "nombre", "اسم", "الاسم", "שם"})
_PUBLIC_KINDS: Final = frozenset(
    {"commitment", "demand", "expectation", "threat", "order", "question_unanswered", "agreement_term"}
)
"""Kinds in which a person is named because of what they say or do in public."""
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sgt|Cpl|Lt|Capt)\.? +[^\W\d_a-z]\w+")
_NO_CAPITALS = re.compile(r"[\u0590-\u06ff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_IN_TEXT: Final = (
    (
        "a telephone number",
        re.compile(r"(?<![\w.,-])\+?\d{2,4}[ -]\d{2,4}[ -]\d{3,4}(?:[ -]\d{2,4})?(?![\w-])|\+\d{9,14}\b"),
    ),
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")),
    ("a number like that of an identity card", re.compile(r"(?<![\d.,:/-])\d{9}(?![\d.,:/-])")),
    ("coordinates", re.compile(r"-?\d{1,3}\.\d{3,}\s*°?\s*[NSEW]?\s*[,; ]\s*-?\d{1,3}\.\d{3,}")),
)


@cache
def _words(says: str) -> frozenset[str]:
    """Return words that say what became of somebody (fate), what is a body, and how names of places begin."""
    text = files("safeground.ledger").joinpath("name_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()) if row["says"] == says)


@cache
def _private_columns() -> dict[str, str]:
    text = files("safeground.ledger").joinpath("private_columns.csv").read_text(encoding="utf-8")
    return {_plain(row["word"]): row["what"] for row in csv.DictReader(text.splitlines())}


def _plain(header: str) -> str:
    words = unicodedata.normalize("NFC", header).casefold().replace("’", "'")
    words = re.sub(r"(?<=[a-z])'s\b", "", words)
    return " ".join(re.sub(r"[\W_]+", " ", words.replace("'", "\0")).replace("\0", "'").split())


def private_column(header: str, tag: str = "") -> str:
    """Return what a column holds that is never imported; empty for any other column.

    Examples
    --------
    >>> private_column("Victim_Name"), private_column("actor1"), private_column("District")
    ('names of victims', 'fields on combatants', '')
    """
    # A camel-cased header is several words.
    plain = _plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).replace("\0", ""))
    known = _private_columns()
    if found := known.get(plain) or known.get(_plain(header)):
        return found
    if re.match(r"#(?:contact|beneficiary\+name|affected\+name)", tag):
        return "names of people"
    return ""


def may_fill(header: str, field: str) -> bool:
    """Whether a column may fill a field: names of people no field, a column "name" only a place."""
    if _plain(header) in _BARE:
        return field in PLACE_FIELDS
    return not private_column(header)


def claim_faults(claim: Claim) -> list[tuple[str, str, str, str]]:
    """Return what in a claim must not be recorded: the field, what was found, expected, how to mend it."""
    faults = []
    if names_a_person(claim):
        faults.append(
            (
                "subject",
                f"{claim.subject!r}, which looks like a person's name, with the measure {claim.measure}",
                "a role and no name: released hostage, woman, 21",
                "Write the role. If it is a place or a body, name it in place too.",
            )
        )
    if (found := _named_in_state(claim)) is not None:
        faults.append(
            (
                "state",
                f"{found!r}, which looks like a person's name, with the measure {claim.measure}",
                "what happened, and no name",
                "Write it by role: released, woman, 84.",
            )
        )
    source = claim.stated_by
    if not isinstance(source, Named):
        called = source.role if hasattr(source, "role") else source.called
        if found := name_in_role(called):
            faults.append(
                (
                    "stated_by",
                    f"{found!r} in {called!r}, which looks like a name, of a source that is not named",
                    "the role as printed, without a name",
                    "Leave the name out; if the source speaks in public by name, write source_kind: named.",
                )
            )
    return faults


def may_name_a_person(claim: Claim) -> bool:
    """Whether a claim may do so in a script without capital letters, where a name looks like any words."""
    words = claim.subject.split()
    return 2 <= len(words) <= 5 and bool(_NO_CAPITALS.search(claim.subject)) and _of_one_fate(claim)


def names_a_person(claim: Claim) -> bool:
    """Whether a claim says of somebody by name that they were held, hurt, freed, treated or killed."""
    return looks_like_name(claim.subject) and _of_one_fate(claim)


def _named_in_state(claim: Claim) -> str | None:
    """Return what looks like a person's name in the state of a claim of somebody's fate."""
    if claim.state is None or not _of_one_fate(claim):
        return None
    begins = re.split(r"[(,;:]", claim.state)[0].strip()
    asks_for_name = not {"name", "names"}.isdisjoint(claim.measure.casefold().split("_"))
    if claim.place is not None and claim.place.name == begins:
        return None
    return begins if looks_like_name(begins) or asks_for_name else None


def _of_one_fate(claim: Claim) -> bool:
    if claim.kind in _PUBLIC_KINDS:
        return False
    if claim.place is not None and claim.place.name == claim.subject:
        return False
    amount = claim.amount
    if amount is not None and amount.unit.startswith("people") and amount.value != 1:
        return False
    words = re.split(r"[\W_]+", f"{claim.measure} {claim.state or ''}".casefold())
    return not _words("fate").isdisjoint(words)


def looks_like_name(text: str) -> bool:
    """Whether a text is two to five capitalised words of which none is a word for a place or a body."""
    text = text.strip()
    if _HONORIFIC.search(text):
        return True
    words = _WORD.findall(text)
    if not 2 <= len(words) <= 5 or re.sub(r"[\s.,'’-]", "", text) != re.sub(r"[.'’-]", "", "".join(words)):
        return False
    return _is_name([word.rstrip(".") for word in words])


def name_in_role(text: str) -> str:
    """Return what looks like a person's name in the words for a source without one; else nothing."""
    if match := _HONORIFIC.search(text):
        return match[0]
    if looks_like_name(text):
        return text
    # A name stands at the end or before a comma: "East City residents" and "mayor of East City" have none.
    for match in re.finditer(r"(?:(\w+) +)?((?:[^\W\d_a-z]\w+(?: +|(?=[,;)]|$))){2,4})(?=[,;)]|$)", text):
        before, words = match[1] or "", match[2].split()
        if before.casefold() in {"of", "the", "in", "at", "for", "from", "to", "near", "and"}:
            continue
        if words and _is_name(words):
            return " ".join(words)
    return ""


def _is_name(words: list[str]) -> bool:
    plain = [word.casefold() for word in words]
    if plain[0] in _words("place") or not _words("body").isdisjoint(plain):
        return False
    particles = {"al", "el", "bin", "bint", "ibn", "abu", "ben", "de", "van", "von", "der", "da"}
    return all(word[:1].isupper() or word.casefold() in particles for word in words) and not all(
        word.isupper() and word.isascii() for word in words
    )


def in_free_text(claim: Claim) -> Iterable[str]:
    """Yield what stands in a claim's free text that should not: never complete."""
    text = " | ".join(filter(None, (claim.note, claim.definition, claim.state, claim.hedge)))
    if text and any(c.isdigit() or c == "@" for c in text):
        for what, pattern in _IN_TEXT:
            if pattern.search(text):
                yield what
