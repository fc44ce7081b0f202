"""An import, said before it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.ledger.wording import period_words, source_words, statement_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.ledger.claim import Claim
    from safeground.ledger.importing.apply import Novelty
    from safeground.ledger.importing.prepare import Prepared

FIRST: Final = 5
"""How many claims are shown."""


def preview(prepared: Prepared, new: Novelty) -> Iterator[str]:
    """Yield what each column becomes, the first claims, counts, and what is left out and why."""
    yield f"Mapping: {prepared.mapping}"
    width = max(map(len, prepared.becomes), default=0)
    for column, becomes in prepared.becomes.items():
        yield f"  {column:{width}}  ->  {becomes}"
    claims, links = len(prepared.claims), len(prepared.links)
    yield f"Rows: {prepared.rows:,}; claims: {claims:,}; links: {links:,}. The first:"
    for claim in prepared.claims[:FIRST]:
        yield f"  {_shown(claim)}"
    for remark in prepared.remarks:
        count = "" if remark.count is None else f" ({remark.count:,})"
        yield f"{remark.kind}: {remark.text.removesuffix('.')}{count}."
    yield from novelty_words(new)


def novelty_words(new: Novelty) -> Iterator[str]:
    """Yield what of an import is new, and what is not added and why."""
    yield f"New: {new.claims:,} claims, {new.others:,} links and other events; held already: {new.known:,}."
    if new.corrected:
        yield f"Of these claims {new.corrected:,} put another in its place, which stays readable."
    if new.changed:
        yield (
            f"left out: the ledger holds something else under {len(new.changed):,} of these ids "
            f"({_some(new.changed)}); a claim is never changed; say who corrected it with --correct."
        )
    if new.erased:
        yield f"left out: claims that were erased from the ledger are not added again ({len(new.erased):,})."


def _shown(claim: Claim) -> str:
    parts = [
        f"{claim.id}: {claim.kind}; {claim.subject}, {claim.measure}: {statement_words(claim)}",
        f"stated by {source_words(claim)}",
        f"valid {period_words(claim.valid, claim.zone)}",
        f"published {claim.published or 'at no stated time'}",
    ]
    return "; ".join(parts)


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:FIRST]) + (", …" if len(ids) > FIRST else "")
