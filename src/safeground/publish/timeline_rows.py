"""What the timeline shows of each claim: its row, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from safeground.characters import shown
from safeground.ledger.moments import moment
from safeground.ledger.queries import out_between
from safeground.publish import timeline_words as words
from safeground.publish.timeline_axis import minute, minute_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.ledger.queries import Certainty, Known, KnownBy
    from safeground.ledger.state import Standing

KNOWN_BY: Final[tuple[KnownBy, ...]] = ("published", "said", "recorded")
KIND_WORDS: Final = {
    "agreement_term": "term of an agreement",
    "question_unanswered": "question without an answer",
}
Relation = Literal["repeats", "contradicts", "supports", "supported by", "see"]
Out = tuple[int | None, int]
"""Minutes since 1970: from when a claim can have been out (None: from any time on), and from when it was."""


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
    out: tuple[Out, Out, Out]
    """When it was known: by publication, by announcement, by recording."""
    replaced_by: Link | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One claim in the table."""

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
    """When it was said and published."""
    published: str
    recorded: str
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    repeat_of: int | None
    """Row of the claim that it repeats, which stands above it."""
    repeats: int
    """How many rows below repeat it."""
    out: tuple[Out, Out, Out]
    """When it was known: by publication, by announcement, by recording."""
    about: tuple[int | None, int | None, int | None, int | None]
    """Minutes: not about any moment before the first; surely about those from the second on and before the
    third; about none from the fourth on. None: no such end."""
    known: Certainty
    holds: Certainty

    @property
    def struck(self) -> bool:
        """Whether it was corrected or taken back."""
        return any(change.strikes for change in self.changes)


def rows(knowns: Sequence[Known], say: Mapping[str, str], *, public: bool) -> dict[str, Row]:
    """Return claim id → row, for the claims on the page.

    Parameters
    ----------
    knowns
        The claims in the order in which they became known.
    say
        Claim id → what it says, in words.
    public
        Whether what is not for publication is left out.
    """
    here = {one.standing.claim.id: one.standing for one in knowns}
    heads = _heads(here)
    counts: dict[str, int] = {}
    for head in heads.values():
        counts[head] = counts.get(head, 0) + 1
    return {one.standing.claim.id: _row(one, here, heads, counts, say, public=public) for one in knowns}


def _row(
    known: Known,
    here: Mapping[str, Standing],
    heads: Mapping[str, str],
    counts: Mapping[str, int],
    say: Mapping[str, str],
    *,
    public: bool,
) -> Row:
    standing, claim = known.standing, known.standing.claim
    head = heads.get(claim.id)
    return Row(
        number=standing.number,
        claim=claim,
        said=say[claim.id],
        kind=KIND_WORDS.get(claim.kind, claim.kind),
        source=words.source_words(claim.stated_by),
        how_named=words.how_named(claim.stated_by),
        through=tuple(map(shown, claim.reported_by)),
        link=words.web_address(claim.link),
        valid=words.period_words(claim.valid, claim.zone),
        out_words=words.out_words(claim),
        published=words.published_words(claim),
        recorded=words.recorded_words(standing.recorded_us, claim.zone),
        links=_links(standing, here, public=public),
        changes=_changes(standing, here, public=public),
        repeat_of=None if head is None else here[head].number,
        repeats=counts.get(claim.id, 0),
        out=_out(standing),
        about=_about(claim),
        known=known.known,
        holds=known.valid,
    )


def _heads(here: Mapping[str, Standing]) -> dict[str, str]:
    """Return id of a repeat → id of the first claim of the same subject and measure that it repeats."""
    heads: dict[str, str] = {}
    for name, standing in here.items():  # in the order in which they became known
        if name in heads:
            continue
        lane = standing.claim.subject, standing.claim.measure
        todo, seen = list(standing.duplicates), {name}
        while todo:
            other = todo.pop()
            if other in seen or other not in here:
                continue
            seen.add(other)
            todo.extend(here[other].duplicates)
            if (here[other].claim.subject, here[other].claim.measure) == lane:
                heads.setdefault(other, name)
    return heads


def _links(standing: Standing, here: Mapping[str, Standing], *, public: bool) -> tuple[Link, ...]:
    every: tuple[tuple[Relation, set[str]], ...] = (
        ("repeats", standing.duplicates),
        ("contradicts", standing.contradicts),
        ("supports", standing.supports),
        ("supported by", standing.supported_by),
    )
    return tuple(
        Link(relation, shown(other), here[other].number if other in here else None)
        for relation, others in every
        for other in sorted(others)
        if not public or other in here
    )


def _changes(standing: Standing, here: Mapping[str, Standing], *, public: bool) -> tuple[Change, ...]:
    claim = standing.claim
    found = []
    if standing.corrected is not None:
        event = standing.corrected
        new = here.get(event.claim.id)
        out = _out(standing) if event.by == "recorder" else _published(event.claim.published, claim.zone)
        link = Link("see", shown(event.claim.id), new.number if new else None)
        found.append(
            Change(
                f"Corrected by its {event.by}",
                shown(event.reason) if event.by == "source" or not public else "",
                strikes=True,
                out=out if new is None or event.by == "recorder" else _out(new),
                replaced_by=link if new is not None or not public else None,
            )
        )
    if standing.retracted is not None:
        gone = standing.retracted
        out = _out(standing) if gone.by == "recorder" else _published(gone.published, gone.zone)
        when = f" on {words.moment_words(gone.published, gone.zone)}" if gone.published else ""
        reason = shown(gone.reason) if gone.by == "source" or not public else ""
        found.append(Change(f"Taken back by its {gone.by}{when}", reason, strikes=True, out=out))
    for one in standing.disputed:
        told = not public or one.published is not None
        when = f" on {words.moment_words(one.published, one.zone)}" if one.published else ""
        by = (
            f"Disputed by {shown(one.disputed_by)}{when}"
            if told
            else "Disputed; by whom is not in this edition"
        )
        out = _published(one.published, one.zone)
        found.append(Change(by, shown(one.words) if told else "", strikes=False, out=out))
    return tuple(found)


def _out(standing: Standing) -> tuple[Out, Out, Out]:
    first, second, third = (out_between(standing, known_by) for known_by in KNOWN_BY)
    return _minutes(*first), _minutes(*second), _minutes(*third)


def _published(text: str | None, zone: str) -> tuple[Out, Out, Out]:
    if text is None:
        return (None, 0), (None, 0), (None, 0)
    at = moment(text, zone)
    out = _minutes(at.earliest, at.latest)
    return out, out, out


def _minutes(earliest: datetime | None, latest: datetime) -> Out:
    return (None if earliest is None else minute_after(earliest)), minute_after(latest)


def _about(claim: Claim) -> tuple[int | None, int | None, int | None, int | None]:
    first = moment(claim.valid.from_, claim.zone) if claim.valid.from_ else None
    last = moment(claim.valid.to, claim.zone) if claim.valid.to else None
    return (
        None if first is None else minute_after(first.earliest),
        None if first is None else minute_after(first.latest),
        None if last is None else minute(last.earliest) + 1,
        None if last is None else minute(last.latest) + 1,
    )
