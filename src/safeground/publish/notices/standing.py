"""How a notice stands at a time: applies now, comes next, is over, or nobody can say any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin, Place

State = Literal["now", "next", "unknown", "ended", "replaced", "taken back"]
OVER: tuple[State, ...] = ("ended", "replaced", "taken back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one area of one notice stands at one time.

    Parameters
    ----------
    state
        ``unknown``: the message has expired, and no end of what it says was stated.
    since
        From when it is what it is; None where not stated (it then counts from any time on).
    until
        When it ends, as stated; for what is over, when that came about. None where not stated.
    by
        Id of the notice that changed it or took it back; also of one that says so without a time, beside
        which it is still shown as applying.
    """

    state: State
    since: datetime | None
    until: datetime | None
    by: str | None = None


def standing(bulletin: Bulletin, place: Place, at: datetime, bulletins: Sequence[Bulletin]) -> Standing:
    """Return how an area of a notice stands at a time, with what later notices say of that notice.

    An area counts from its own start, else from the notice's start, else from its issue; before the notice
    was issued it counts as coming. It is over where its end, or the notice's, is stated and has come, where
    the notice was taken back, or where another notice that names it among those it changes has been issued. A
    notice whose message expired while no end was stated is neither in force nor over: *unknown*.

    Parameters
    ----------
    bulletin, place
        The notice, and one area of it.
    at
        The time asked for, with offset.
    bulletins
        All notices.
    """
    since = place.valid_from or bulletin.starts or bulletin.issued
    until = min((time for time in (place.valid_to, bulletin.ends) if time is not None), default=None)
    over, untimed = _undone(bulletin, at, bulletins)
    if over is not None:
        when, state, by = over
        return Standing(state=state, since=since, until=when, by=by)
    if until is not None and until <= at:
        return Standing(state="ended", since=since, until=until, by=untimed)
    begins = max((time for time in (since, bulletin.issued) if time is not None), default=None)
    if begins is not None and begins > at:
        return Standing(state="next", since=begins, until=until, by=untimed)
    if until is None and bulletin.expires <= at:
        return Standing(state="unknown", since=since, until=bulletin.expires, by=untimed)
    return Standing(state="now", since=since, until=until, by=untimed)


def _undone(
    bulletin: Bulletin, at: datetime, bulletins: Sequence[Bulletin]
) -> tuple[tuple[datetime, State, str] | None, str | None]:
    """Return when, how and by which notice a notice was undone, and a notice that says so without a time."""
    undone: list[tuple[datetime, State, str]] = []
    if bulletin.withdrawn is not None:
        undone.append((bulletin.withdrawn, "taken back", bulletin.id))
    untimed = None
    for other in bulletins:
        if bulletin.id not in other.changes or other.id == bulletin.id:
            continue
        if other.issued is None:
            untimed = untimed or other.id
            continue
        undone.append((other.issued, "taken back" if only_undoes(other) else "replaced", other.id))
    return min((one for one in undone if one[0] <= at), default=None), untimed


def only_undoes(bulletin: Bulletin) -> bool:
    """Return whether a notice does nothing but take others back, so that its areas are no designation."""
    return bulletin.message == "Cancel" and bulletin.withdrawn is None
