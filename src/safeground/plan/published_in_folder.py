"""Notices in a folder: ``notice.yaml`` files with texts, drawings and arrows beside them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.yaml_file import Entry, Mapping, Scalar, read_yaml
from safeground.plan.convert import convert
from safeground.plan.notice_files import (
    LARGEST_TABLE_BYTES,
    LARGEST_TEXT_BYTES,
    check_names,
    read_text_file,
    refuse_larger,
    sha256,
)
from safeground.plan.notice_words import NoticeFile, files_of
from safeground.plan.published import NamedPlace, Published
from safeground.plan.published_in_plan import map_size
from safeground.plan.shapes import Shapes, file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.convert import Lines
    from safeground.plan.notice_words import NoticeGround
    from safeground.remarks import Remark

NOTICE_FILE = "notice.yaml"
_ENDINGS = (".yaml", ".yml")


@dataclass(slots=True)
class FolderNotice:
    """One notice with the files that it names for what it is held against."""

    published: Published
    zone: str | None
    ground: NoticeGround
    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def notice_files(folder: Path) -> list[Path]:
    """Return the notices of a folder: its YAML files, and each subfolder's ``notice.yaml``.

    Raises
    ------
    InputError
        A folder without any.
    """
    own = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS and path.is_file()]
    below = [path / NOTICE_FILE for path in sorted(folder.iterdir()) if (path / NOTICE_FILE).is_file()]
    if not own and not below:
        expected = f"a {NOTICE_FILE} in it or in its subfolders, or a plan.yaml"
        fix = "Put each notice into a folder of its own, or name the file."
        raise InputError([Fault(str(folder), "", "a folder without a notice", expected, fix)])
    return [*own, *below]


def read_notice_file(path: Path, zone: str | None, called: str = "") -> FolderNotice:
    """Read one notice and the texts, drawings and arrows that it names.

    Parameters
    ----------
    path
        The YAML file; other files are named relative to its folder.
    zone
        IANA name for times without an offset, where the file has none.
    called
        How remarks and outputs name the file, which is not where it lies on somebody's disk.

    Raises
    ------
    InputError
        Everything that is wrong with the words, or with a file that they name.
    """
    refuse_larger(path, LARGEST_TEXT_BYTES, "a notice's words")
    node = read_yaml(path)
    if zone is not None and isinstance(node, Mapping) and all(e.key != "time_zone" for e in node.entries):
        node = Mapping((*node.entries, Entry("time_zone", Scalar(zone, False, 1), 1)), node.line)
    words = convert(node, NoticeFile, str(path))
    called = called or path.name
    remarks = [replace(remark, file=called) for remark in words.remarks]
    naive = tuple(str(one[0]) for one in words.naive if len(one) == 1)
    return _Reader(path, called, words.value, words.lines, remarks).read(naive)


class _Reader:
    def __init__(
        self, path: Path, called: str, words: NoticeFile, lines: Lines, remarks: list[Remark]
    ) -> None:
        self.path = path
        self.called = called
        self.words = words
        self.lines = lines
        self.remarks = remarks
        self.faults = FaultList(path)
        self.shapes = Shapes(path.parent)
        self.hashes = {path.name: sha256(path)}

    def read(self, naive: tuple[str, ...]) -> FolderNotice:
        words, name = self.words, self._name()
        self._check(name)
        notice = Published(
            id=name,
            text={language: self._text(text) for language, text in words.text.items()},
            blocks=words.blocks,
            places=words.places,
            drawn=self._attempt(words.drawn, self.shapes.polygon),
            arrows=tuple(
                arrow for one in words.arrows for arrow in self._attempt(one, self.shapes.arrows) or ()
            ),
            issuer=words.issuer,
            issued=words.issued,
            starts=words.starts,
            deadline=words.deadline,
            deadline_means=words.deadline_means,
            ends=words.ends,
            withdrawn=words.withdrawn,
            end=words.end,
            stays=words.stays,
            contact=words.contact,
            channels=words.channels,
            languages=words.languages,
            to=self._places(words.to),
            routes=self._places(words.routes),
            map_size=map_size(words.map_width_px, words.map_width_km),
            changes=words.changes,
            naive=naive,
            place=self.called,
        )
        self.faults.raise_if_any()
        self.remarks += self.shapes.remarks
        return FolderNotice(
            notice, words.time_zone, words.ground, self.path.parent, self.hashes, self.remarks
        )

    def _name(self) -> str:
        if self.words.id is not None:
            return self.words.id
        return self.path.absolute().parent.name if self.path.name == NOTICE_FILE else self.path.stem

    def _check(self, name: str) -> None:
        words = self.words
        named = [(self.lines.place("id"), name)]
        for key in ("blocks", "places", "to", "routes"):
            named += [(self.lines.place(key, i), item) for i, item in enumerate(getattr(words, key))]
        check_names(named, self.faults, self.remarks, self.called)
        if (words.map_width_px is None) != (words.map_width_km is None):
            self.faults.add(
                self.lines.place("map_width_px" if words.map_width_km is None else "map_width_km"),
                "one width of the map",
                "the map's width in pixels and on the ground",
                "Add the other, or leave both out.",
            )
        for where, reference in files_of(words):
            file = file_of(self.path.parent, reference)
            if _on_one_machine(file):
                fix = "Put the file beside the notice and write its name."
                self.faults.add(
                    self.lines.place(*where),
                    f"{file!r}, a place on one machine",
                    "a file beside the notice",
                    fix,
                )
            elif not (self.path.parent / file).is_file():
                fix = "Put the file there, or correct its name."
                self.faults.add(
                    self.lines.place(*where), f"{file!r}, which is not there", "a file beside the notice", fix
                )

    def _attempt(self, reference: str | None, read: Callable[[str], Any]) -> Any:
        """Return what is read; None where nothing is named, or it is missing: that has been said."""
        if reference is None:
            return None
        name = file_of(self.path.parent, reference)
        file = self.path.parent / name
        if _on_one_machine(name) or not file.is_file():
            return None
        try:
            refuse_larger(file, LARGEST_TABLE_BYTES, "a drawing")
            found = read(reference)
        except InputError as error:
            self.faults.extend(error)
            return None
        self.hashes[name] = sha256(file)
        return found

    def _text(self, text: str) -> str:
        if not text.endswith(".txt"):
            return text
        read: str = self._attempt(text, lambda name: read_text_file(self.path.parent / name)) or ""
        return read

    def _places(self, names: Iterable[str]) -> tuple[NamedPlace, ...]:
        return tuple(self._place(name) for name in names)

    def _place(self, name: str) -> NamedPlace:
        file = file_of(self.path.parent, name)
        if _on_one_machine(file) or not (self.path.parent / file).is_file():
            return NamedPlace(name=name)
        shape: BaseGeometry | None = self._attempt(name, self._any_shape)
        return NamedPlace(name=name[len(file) + 1 :] or Path(file).stem, geometry=shape)

    def _any_shape(self, reference: str) -> BaseGeometry:
        try:
            return self.shapes.place(reference)
        except InputError:
            return self.shapes.point(reference)


def _on_one_machine(file: str) -> bool:
    return Path(file).is_absolute() or bool(PureWindowsPath(file).drive)
