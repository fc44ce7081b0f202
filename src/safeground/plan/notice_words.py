"""The words of a notice in a file of its own: those of a plan's notice, and the files beside it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from safeground.plan.model import BlocksFile, DeadlineMeans, PeopleFile
from safeground.plan.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator


class NoticeGround(Words, frozen=True, kw_only=True):
    """What a notice in a folder is held against: names of files beside it, as in a plan's ``ground``."""

    blocks: BlocksFile | None = None
    names: str | None = None
    people: tuple[PeopleFile, ...] = ()
    territory: str | None = None


class NoticeFile(Words, frozen=True, kw_only=True):
    """``notice.yaml``: one notice as it was published. What it does not say is left out."""

    id: str | None = None
    """Where it is left out, the folder's name."""
    time_zone: str | None = None
    """For its times without an offset."""
    issuer: str | None = None
    issued: datetime | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    drawn: str | None = None
    arrows: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Where it tells people to go: a name in its words, or ``file#feature`` where its outline is known."""
    routes: tuple[str, ...] = ()
    """By which way: as ``to``."""
    starts: datetime | None = None
    deadline: datetime | None = None
    deadline_means: DeadlineMeans | None = None
    ends: datetime | None = None
    withdrawn: datetime | None = None
    end: str | None = None
    stays: str | None = None
    contact: str | None = None
    map_width_px: float | None = None
    map_width_km: float | None = None
    changes: str | None = None
    text: dict[str, str] = msgspec.field(default_factory=dict)
    """Language → the text, or the name of a ``.txt`` file that holds it."""
    source: str | None = None
    ground: NoticeGround = NoticeGround()


def files_of(words: NoticeFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every file that a notice must have beside it, with its path among the words."""
    ground = words.ground
    if words.drawn is not None:
        yield ("drawn",), words.drawn
    yield from ((("arrows", i), arrow) for i, arrow in enumerate(words.arrows))
    yield from ((("text", key), text) for key, text in words.text.items() if text.endswith(".txt"))
    if ground.blocks is not None:
        yield ("ground", "blocks", "file"), ground.blocks.file
    for key in ("names", "territory"):
        if getattr(ground, key) is not None:
            yield ("ground", key), getattr(ground, key)
    yield from ((("ground", "people", i, "file"), layer.file) for i, layer in enumerate(ground.people))
