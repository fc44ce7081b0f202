"""Notices from plans, folders, files and tables, read together with what they are held against."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.yaml_file import Mapping as YamlMapping
from safeground.formats.yaml_file import read_yaml
from safeground.plan.gazetteer import repeated
from safeground.plan.model import BlocksFile, PeopleFile
from safeground.plan.notice_files import LARGEST_TABLE_BYTES, refuse_larger, sha256
from safeground.plan.notice_set import NoticeSet, PeopleBeside, in_order
from safeground.plan.published_in_folder import notice_files, read_notice_file
from safeground.plan.published_in_plan import notices_of_plan
from safeground.plan.published_in_table import ENDINGS, read_notice_table
from safeground.plan.read_ground import id_column, read_gazetteer
from safeground.plan.shapes import Shapes, file_of
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from safeground.plan.published import Published
    from safeground.plan.published_in_folder import FolderNotice

PLAN_FILE = "plan.yaml"
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Beside:
    """Files that a user names besides the notices: they stand instead of those that notices name.

    Parameters
    ----------
    blocks, names, people
        Files.
    territory
        ``file`` or ``file#feature``.
    zone
        IANA name for times without an offset.
    """

    blocks: Path | None = None
    names: Path | None = None
    people: Path | None = None
    territory: Path | None = None
    zone: str | None = None


def read_notices(paths: Sequence[Path], beside: Beside = Beside()) -> NoticeSet:
    """Read all notices of some plans' folders, notice files and tables.

    A folder with a ``plan.yaml``, or a YAML file with the key ``plan``, is a plan; another folder or YAML
    file holds notices; CSV, XLSX and vector files are tables.

    Raises
    ------
    InputError
        Everything that is wrong with any of them, at once; more than one plan; no notice at all; an id
        that two notices have.
    """
    reader = _Reader(beside)
    _check_zone(beside.zone)
    for path in paths:
        with reader.faults.noted():
            reader.take(path)
    with reader.faults.noted():
        reader.take_beside()
    reader.faults.raise_if_any()
    return reader.whole(paths)


@dataclass(slots=True)
class _Reader:
    beside: Beside
    faults: FaultList = field(default_factory=FaultList)
    notices: list[Published] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    found: NoticeSet = field(default_factory=lambda: NoticeSet(notices=()))
    grounds: dict[str, tuple[str, Path]] = field(default_factory=dict)
    """What notices of folders name: kind of file → (reference, folder)."""
    folder_of: dict[Path, str] = field(default_factory=dict)
    """Folder of a notice → how outputs name it."""
    blocks_spec: BlocksFile | None = None
    people: list[PeopleBeside] = field(default_factory=list)

    def take(self, path: Path) -> None:
        if path.is_dir() and (path / PLAN_FILE).is_file():
            self._plan(path / PLAN_FILE)
        elif path.is_dir():
            for file in notice_files(path):
                with self.faults.noted():
                    called = file.relative_to(path).as_posix()
                    self._notice(read_notice_file(file, self.beside.zone, called))
        elif path.suffix.lower() in _YAML:
            self._yaml(path)
        elif path.is_file() and path.suffix.lower() in ENDINGS:
            notices, remarks = read_notice_table(path, self.beside.zone)
            self.notices += notices
            self.remarks += remarks
            self.hashes[path.name] = sha256(path)
        else:
            found = (
                f"a file ending in {path.suffix or 'nothing'}" if path.is_file() else "no such file or folder"
            )
            expected = f"a plan, a folder of notices, or a table ({', '.join(ENDINGS)})"
            raise InputError(
                [Fault(str(path), "", found, expected, "Correct the name, or save it as one of these.")]
            )

    def _yaml(self, path: Path) -> None:
        node = read_yaml(path)
        if isinstance(node, YamlMapping) and any(entry.key == "plan" for entry in node.entries):
            self._plan(path)
        else:
            self._notice(read_notice_file(path, self.beside.zone))

    def _plan(self, path: Path) -> None:
        from safeground.plan.load import load_plan

        if self.found.plan is not None:
            found = f"a second plan, besides {self.found.plan.path}"
            raise InputError([Fault(str(path), "", found, "one plan", "Look at one plan at a time.")])
        self.found = notices_of_plan(load_plan(path))
        self.notices += self.found.notices
        self.zones |= self.found.zones
        self.hashes |= self.found.hashes
        self.remarks += self.found.remarks

    def _notice(self, read: FolderNotice) -> None:
        folder = posixpath.dirname(read.published.place)
        self.notices.append(read.published)
        if read.zone is not None:
            self.zones[read.published.id] = read.zone
        self.hashes |= {_name(folder, name): value for name, value in read.hashes.items()}
        self.folder_of[read.folder] = folder
        self.remarks += read.remarks
        ground = read.ground
        for key in ("names", "territory"):
            if getattr(ground, key) is not None:
                self._same(key, getattr(ground, key), read)
        if ground.blocks is not None:
            self._same("blocks", ground.blocks.file, read)
            self.blocks_spec = ground.blocks
        known = {(one.folder / one.spec.file).resolve() for one in self.people}
        self.people += [
            PeopleBeside(spec, read.folder)
            for spec in ground.people
            if (read.folder / spec.file).resolve() not in known
        ]

    def _same(self, key: str, reference: str, read: FolderNotice) -> None:
        """Hold that all notices name the same file of a kind, or copies of it."""
        other = self.grounds.setdefault(key, (reference, read.folder))
        name, first = file_of(read.folder, reference), file_of(other[1], other[0])
        files = [folder / file for folder, file in ((read.folder, name), (other[1], first))]
        if not all(file.is_file() for file in files):
            return  # told where the notice names it
        if reference[len(name) :] != other[0][len(first) :] or sha256(files[0]) != sha256(files[1]):
            self.faults.add(
                f"ground.{key}",
                f"{reference}, where another notice names {other[0]} in {other[1]}",
                f"one file of {key} for all notices",
                "Name the same file in all, or look at the notices apart.",
                file=read.published.place,
            )

    def take_beside(self) -> None:
        """Read the ground: what the user names, else what notices name, else what the plan has."""
        given = self.beside
        if given.blocks is not None:
            with self.faults.noted():
                self._blocks(
                    BlocksFile(file=given.blocks.name, id=id_column(given.blocks)), given.blocks.parent
                )
        elif "blocks" in self.grounds and self.blocks_spec is not None:
            with self.faults.noted():
                self._blocks(self.blocks_spec, self.grounds["blocks"][1])
        with self.faults.noted():
            self._names()
        with self.faults.noted():
            self._territory()
        if given.people is not None:
            with self.faults.noted():
                self.people = [self._people(given.people)]
        elif self.found.plan is not None:
            self.people = [*self.found.people, *self.people]

    def _blocks(self, spec: BlocksFile, folder: Path) -> None:
        shapes = Shapes(folder)
        blocks = read_gazetteer(spec, shapes)
        self.remarks += [*shapes.remarks, *blocks.remarks]
        self.hashes[_name(self.folder_of.get(folder, ""), spec.file)] = sha256(folder / spec.file)
        self.found = replace(self.found, blocks=blocks)

    def _names(self) -> None:
        path = self.beside.names
        if path is None and "names" in self.grounds:
            reference, folder = self.grounds["names"]
            path = folder / reference
        if path is None:
            return
        from safeground.plan.read_names import read_names

        refuse_larger(path, LARGEST_TABLE_BYTES, "a file of names")
        names = read_names(path)
        self.remarks += names.remarks
        self.hashes[path.name] = sha256(path)
        self.found = replace(self.found, names=names)

    def _territory(self) -> None:
        given = self.beside.territory
        reference, folder = self.grounds.get("territory", ("", None))
        if given is not None:
            reference, folder = given.name, given.parent
        if folder is None:
            return
        shapes = Shapes(folder)
        territory = shapes.polygon(reference)
        self.remarks += shapes.remarks
        name = file_of(folder, reference)
        self.hashes[_name(self.folder_of.get(folder, ""), name)] = sha256(folder / name)
        self.found = replace(self.found, territory=territory)

    def _people(self, path: Path) -> PeopleBeside:
        if not path.is_file():
            expected = "a raster or a table of people"
            raise InputError([Fault(str(path), "", "no such file", expected, "Correct the name.")])
        day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        text = f"Nothing says of which day its counts are; {day.isoformat()} is the file's own."
        self.remarks.append(Remark("inferred", path.name, text))
        self.hashes[path.name] = sha256(path)
        spec = PeopleFile(file=path.name, kind="residents", as_of=day, source=path.name)
        return PeopleBeside(spec, path.parent)

    def whole(self, paths: Sequence[Path]) -> NoticeSet:
        faults = FaultList()
        if not self.notices:
            shown = ", ".join(str(path) for path in paths) or "nothing"
            faults.add("", "no notice", "at least one", "Name a file or folder that holds one.", file=shown)
        for double in repeated(notice.id for notice in self.notices):
            places = " and ".join(notice.place for notice in self.notices if notice.id == double)
            faults.add(
                "id", f"the id {double} in {places}", "ids that differ", "Give each notice its own id."
            )
        faults.raise_if_any()
        zone = self.beside.zone
        zones = {notice.id: zone for notice in self.notices} | self.zones if zone is not None else self.zones
        return replace(
            self.found,
            notices=in_order(tuple(self.notices)),
            people=tuple(self.people),
            zones=zones,
            hashes=self.hashes,
            remarks=tuple(dict.fromkeys(self.remarks)),
        )


def _check_zone(zone: str | None) -> None:
    try:
        ZoneInfo(zone or "Etc/UTC")
    except (KeyError, ValueError, OSError):
        expected = "a name of the IANA time zone database: Asia/Gaza, Europe/Kyiv, Etc/UTC"
        fix = "Look up the name for the territory."
        raise InputError([Fault("", "--zone", repr(zone), expected, fix)]) from None


def _name(folder: str, file: str) -> str:
    """Return how outputs name a file beside a notice."""
    return posixpath.normpath(posixpath.join(folder, file.replace("\\", "/")))
