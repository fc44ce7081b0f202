"""Notices that were read together, with all that they are held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import PeopleFile
    from safeground.plan.names import Names
    from safeground.plan.places import LoadedPlan
    from safeground.plan.published import Published
    from safeground.remarks import Remark


@dataclass(frozen=True, slots=True)
class PeopleBeside:
    """A layer of people that is still to be read, and the folder that its file is relative to."""

    spec: PeopleFile
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSet:
    """Notices of one territory. What is empty or None was not given.

    Parameters
    ----------
    notices
        In the order of their issue; those without a time last.
    blocks, names, territory, people
        What was given to hold them against.
    sea, closed, designated, languages
        As ``questions.clear_case.Surroundings``: only a plan states them.
    zones
        Notice id → the IANA name of the zone in which times of its text are meant, where one was given.
    plan
        The plan that the notices stand in, where they do.
    hashes
        File name → SHA-256 of every file that was read.
    remarks
        What was inferred, repaired or left out.
    """

    notices: tuple[Published, ...]
    blocks: Gazetteer | None = None
    names: Names | None = None
    territory: BaseGeometry | None = None
    people: tuple[PeopleBeside, ...] = ()
    sea: BaseGeometry | None = None
    closed: Mapping[str, BaseGeometry] = field(default_factory=dict)
    designated: Mapping[str, BaseGeometry] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)
    plan: LoadedPlan | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def in_order(notices: tuple[Published, ...]) -> tuple[Published, ...]:
    """Return notices in the order of their issue; those without a time last, in their own order."""
    timed = [notice for notice in notices if notice.issued is not None]
    timed.sort(key=lambda notice: notice.issued.timestamp() if notice.issued is not None else 0.0)
    return (*timed, *(notice for notice in notices if notice.issued is None))
