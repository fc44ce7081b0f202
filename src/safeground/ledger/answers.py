"""A question in two times, and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from safeground.ledger.knowing import STANDS, Certainty, KnownBy, Superseded
from safeground.ledger.moments import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import ClaimDisputed
    from safeground.ledger.state import Link, Standing

Order = Literal["known", "valid", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of the ledger; what is None or empty is not asked.

    Parameters
    ----------
    subject, measure, kinds, source, track
        Exact, as recorded.
    place
        Exact name of the place.
    text
        Words that a claim must hold in any of its texts, letters large or small.
    valid_at
        The moment that claims must be about; a ``Moment`` asks for a whole hour, day or month.
    known_at, known_by
        The moment by which they must have been published, said or recorded; of a ``Moment`` its end.
    superseded
        Whether claims that had been corrected or taken back by then are in the answer, marked.
    order
        By when they became known, by the time that they are about (undated last), or as recorded.
    newest_first
        Turns the order.
    skip, limit
        Which part of the answer is wanted.
    """

    subject: str | None = None
    measure: str | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None
    place: str | None = None
    track: str | None = None
    text: str | None = None
    valid_at: datetime | Moment | None = None
    known_at: datetime | Moment | None = None
    known_by: KnownBy = "published"
    superseded: bool = False
    order: Order = "known"
    newest_first: bool = False
    skip: int = 0
    limit: int | None = None

    @property
    def known_until(self) -> datetime | None:
        """The instant by which claims must have been known."""
        return self.known_at.latest if isinstance(self.known_at, Moment) else self.known_at


@dataclass(frozen=True, slots=True)
class Known:
    """A claim with how surely it answers.

    Parameters
    ----------
    standing
        The claim and all that happened to it, whenever that was.
    known
        Whether it was out by the moment asked.
    valid
        Whether it is about the moment asked.
    after
        Whether the moment asked lies after what it speaks of: nobody said that it ended, nor that it lasts.
    superseded
        Whether it had been corrected or taken back by then.
    disputed
        Who had said by then that it is wrong.
    links
        How it was linked with others; of a ledger as of its recording, only those recorded by then.
    """

    standing: Standing
    known: Certainty
    valid: Certainty
    after: bool = False
    superseded: Superseded = STANDS
    disputed: tuple[tuple[ClaimDisputed, Certainty], ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.standing.claim

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.standing.claim.id

    @property
    def is_certain(self) -> bool:
        """Whether it surely answers: it was out, it is about the moment, and it surely stood."""
        return self.known == self.valid == "certain" and self.superseded.certainty == "no"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Claims that were asked for and are not in the answer, with the reason.

    Parameters
    ----------
    reason
        In words.
    ids
        Of the claims.
    """

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Sequence[Known]):
    """The claims that answer, and what became of the others; a sequence of ``Known``.

    Parameters
    ----------
    query
        What was asked.
    found
        Those that answer, certainly or possibly, in the order asked.
    left_out
        The others that were asked for.
    erased
        How many events of the whole ledger were erased: whether they would answer cannot be known.
    """

    query: Query
    found: tuple[Known, ...]
    left_out: tuple[LeftOut, ...]
    erased: int

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, index: int) -> Known: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Known, ...]: ...
    def __getitem__(self, index: int | slice) -> Known | tuple[Known, ...]:
        return self.found[index]

    @property
    def certain(self) -> tuple[Known, ...]:
        """Those that surely answer."""
        return tuple(one for one in self.found if one.is_certain)

    @property
    def possible(self) -> tuple[Known, ...]:
        """Those that may answer."""
        return tuple(one for one in self.found if not one.is_certain)
