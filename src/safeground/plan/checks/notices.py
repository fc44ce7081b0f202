"""Whether the words of a notice can be read as they are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.characters import controls, shown
from safeground.plan.mixed_words import mixed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.remarks import Remark

    Path = tuple[str | int, ...]


def names_hide_no_signs(stated: Stated) -> Iterator[Fault]:
    """No name of a notice, an area or a corridor holds signs that hide or turn around what is read."""
    for path, name in _names(stated):
        if controls(name):
            yield stated.fault(
                path,
                f"'{shown(name)}', with signs that are not seen",
                "a name without control signs and overrides of direction",
                "Write the name anew, without them.",
            )


def names_are_of_one_script(stated: Stated) -> Iterator[Remark]:
    """A word of two scripts or two systems of digits is read as it stands, and named."""
    for path, name in _names(stated):
        mixed = mixed_words(name)
        if mixed:
            yield stated.warning(path, f"Words mix scripts or digits: {', '.join(map(shown, mixed))}.")


def map_sizes_are_whole(stated: Stated) -> Iterator[Fault]:
    """A map's width in pixels says something only with its width on the ground, and the reverse."""
    for i, notice in enumerate(stated.plan.notices):
        if (notice.map_width_px is None) != (notice.map_width_km is None):
            has, lacks = ("px", "km") if notice.map_width_km is None else ("km", "px")
            yield stated.fault(
                ("notices", i, f"map_width_{has}"),
                f"map_width_{has} alone",
                "the map's width in pixels and on the ground",
                f"Add `map_width_{lacks}: …`, or leave both out.",
            )


def changed_notices_are_there(stated: Stated) -> Iterator[Remark]:
    """The notice that another changes can be compared with it only where the plan has it."""
    known = {notice.id for notice in stated.plan.notices}
    for i, notice in enumerate(stated.plan.notices):
        if notice.changes is not None and notice.changes not in known:
            text = f"{notice.id} changes {shown(notice.changes)}, which is no notice of the plan."
            yield stated.warning(("notices", i, "changes"), text)


def _names(stated: Stated) -> Iterator[tuple[Path, str]]:
    """Every name that people are given, with its path."""
    for key in ("areas", "notices", "corridors"):
        for i, one in enumerate(getattr(stated.plan, key)):
            yield (key, i, "id"), one.id
            for listed in ("blocks", "except_blocks", "places"):
                items: Sequence[str] = getattr(one, listed, ())
                yield from (((key, i, listed, j), item) for j, item in enumerate(items))
