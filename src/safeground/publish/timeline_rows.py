"""What the timeline shows of each claim: its row, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from safeground.characters import shown
from safeground.ledger.exporting.edition import LEFT_OUT
from safeground.ledger.moments import said
from safeground.ledger.store import source_name
from safeground.ledger.wording import period_words, statement_words
from safeground.publish import timeline_course as courses
from safeground.publish import timeline_words as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from safeground.ledger.claim import Claim
    from safeground.ledger.queries import Known, KnownBy
    from safeground.ledger.state import Standing
    from safeground.publish.timeline_course import Course

KNOWN_BY: Final[tuple[KnownBy, ...]] = ("published", "said", "recorded")
KIND_WORDS: Final = {
    "agreement_term": "term of an agreement",
    "question_unanswered": "question without an answer",
}
Relation = Literal["repeats", "contradicts", "supports", "supported by", "see"]
RELATIONS: Final[tuple[tuple[Relation, str], ...]] = (
    ("repeats", "duplicate_of"),
    ("contradicts", "contradicts"),
    ("supports", "supports"),
    ("supported by", "supported_by"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """Another claim that belongs to a claim."""

    relation: Relation
    other: str
    number: int | None
    """Its row, None where it is not on the page."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a claim afterwards."""

    words: str
    reason: str
    """In its author's words; empty where none may be shown."""
    strikes: bool
    instead: Link | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One claim in the table.

    Parameters
    ----------
    number
        Its number in the ledger.
    out_words
        When it was said and published.
    repeat_of
        Row of the claim of the same statement that stands above it.
    repeats
        How many rows below repeat it.
    known
        Whether it was known by a minute: by publication, by announcement, by recording.
    about
        Whether it is about a minute.
    struck_by
        Whether it had been corrected or taken back by a minute, three as in ``known``; None: it never was.
    """

    number: int
    claim: Claim
    said: str
    kind: str
    source: str
    how_named: str
    through: tuple[str, ...]
    link: str | None
    valid: str
    out_words: str
    published: str
    recorded: str
    counts_for: str | None
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    repeat_of: int | None
    repeats: int
    known: tuple[Course, ...]
    about: Course
    struck_by: tuple[Course | None, ...] | None

    @property
    def struck(self) -> bool:
        """Whether it was corrected or taken back."""
        return any(change.strikes for change in self.changes)


def row(
    known: Known,
    found: Mapping[str, Standing],
    here: Set[str],
    *,
    repeat_of: int | None,
    repeats: int,
    public: bool,
) -> Row:
    """Return the row of a claim.

    Parameters
    ----------
    known
        The claim.
    found, here
        Every claim that was loaded, and the ids of those on the page.
    repeat_of, repeats
        As in ``Row``.
    public
        Whether what is not for publication is left out.
    """
    standing, claim = known.standing, known.claim
    struck = tuple(courses.struck(found, standing, each) for each in KNOWN_BY)
    return Row(
        number=standing.number,
        claim=claim,
        said=shown(statement_words(claim)),
        kind=KIND_WORDS.get(claim.kind, claim.kind),
        source=shown(source_name(claim)),
        how_named=words.how_named(claim.stated_by),
        through=tuple(map(shown, claim.reported_by)),
        link=words.web_address(claim.link),
        valid=period_words(claim.valid, claim.zone),
        out_words=words.out_words(claim),
        published=words.published_words(claim),
        recorded=words.recorded_words(standing.recorded_us, claim.zone),
        counts_for=said(claim.counts_for, claim.zone) if claim.counts_for else None,
        links=_links(standing, found, here, public=public),
        changes=tuple(_changes(standing, found, here, public=public)),
        repeat_of=repeat_of,
        repeats=repeats,
        known=tuple(courses.known(standing, each) for each in KNOWN_BY),
        about=courses.about(claim),
        struck_by=None if struck == (None,) * len(KNOWN_BY) else struck,
    )


def _links(
    standing: Standing, found: Mapping[str, Standing], here: Set[str], *, public: bool
) -> tuple[Link, ...]:
    return tuple(
        _link(relation, other, found, here)
        for relation, recorded in RELATIONS
        for other in sorted(standing.linked(recorded))
        if not public or other in found
    )


def _link(relation: Relation, other: str, found: Mapping[str, Standing], here: Set[str]) -> Link:
    return Link(relation, shown(other), found[other].number if other in here else None)


def _changes(
    standing: Standing, found: Mapping[str, Standing], here: Set[str], *, public: bool
) -> list[Change]:
    changes = []
    for one in standing.corrections:
        new = one.event.claim.id
        instead = _link("see", new, found, here) if new in found or not public else None
        changes.append(Change(f"Corrected by its {one.event.by}", _told(one.event.reason), True, instead))
    for back in standing.retractions:
        gone = back.event
        when = f" on {said(gone.published, gone.zone)}" if gone.published else ""
        changes.append(Change(f"Taken back by its {gone.by}{when}", _told(gone.reason), True))
    for dispute in standing.disputes:
        wrong = dispute.event
        when = f" on {said(wrong.published, wrong.zone)}" if wrong.published else ""
        who = _told(wrong.disputed_by)
        changes.append(Change(f"Disputed{who and f' by {who}'}{when}", _told(wrong.words), False))
    return changes


def _told(words: str) -> str:
    return "" if words == LEFT_OUT else shown(words)
