"""XML that others wrote, read without trust: no document type, no entities, limits on size, depth and count.

Why not a library: the one made for this (defusedxml) refuses document types and entities as well, but keeps
no line numbers and has no limits. Both are a few lines on the parser that comes with Python.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Never
from xml.parsers import expat

from safeground.errors import Fault, InputError
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

ENCODINGS = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]|"
    r"gb18030|gbk|gb2312|big5|shift_jis|euc-(jp|kr)",
    re.IGNORECASE,
)
"""What is read. Others (UTF-7, UTF-32 …) are rare in alerts and known for hiding what a text holds."""
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARATION = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What a file may hold at most.

    Parameters
    ----------
    size_bytes
        Its size.
    depth
        How deep elements may stand in one another.
    elements
        How many elements it may have.
    """

    size_bytes: int = 20_000_000
    depth: int = 64
    elements: int = 200_000


@dataclass(slots=True)
class XmlElement:
    """An element as it stands in the file.

    Parameters
    ----------
    name, space
        Its local name, and its namespace (empty where it has none).
    line
        Where it begins, counted from 1.
    text
        The text directly in it, as written.
    children
        Elements in it, in the file's order.
    """

    name: str
    space: str
    line: int
    text: str = ""
    children: list[XmlElement] = field(default_factory=list)

    def walk(self) -> Iterator[XmlElement]:
        """Yield it and all in it, in the file's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_xml(
    source: Path | bytes, *, name: str = "", limits: XmlLimits | None = None
) -> tuple[XmlElement, tuple[Remark, ...]]:
    """Read a file, or bytes, whole.

    Parameters
    ----------
    source
        The file, or what stands in it.
    name
        The file's name for messages, where ``source`` is bytes.
    limits
        What it may hold at most.

    Returns
    -------
    tuple
        The root element, and what was repaired: an encoding that is another than the declared one.

    Raises
    ------
    InputError
        A file that is not there, is empty, is too large, has a document type or entities, is not well-formed,
        nests too deep, has too many elements, or whose bytes are not the text that it says.
    """
    file = name or (str(source) if isinstance(source, Path) else "")
    walker = _Walker(file, limits or XmlLimits(), keep=True)
    text, remarks = _text(_content(source, file, walker.limits), file)
    walker.run(text)
    return walker.root, remarks


def refuse_hostile_xml(path: Path, limits: XmlLimits) -> None:
    """Raise ``InputError`` where ``read_xml`` would, and keep nothing: for a file that another then reads."""
    walker = _Walker(str(path), limits, keep=False)
    walker.run(_text(_content(path, str(path), limits), str(path))[0])


def is_xml(path: Path) -> bool:
    """Return whether a file that is there begins as XML does, whatever its name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(400).replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    return head.lstrip().startswith(b"<")


def _content(source: Path | bytes, file: str, limits: XmlLimits) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = source.stat().st_size if source.is_file() else -1
        except OSError as error:
            _refuse(
                file,
                "",
                f"what cannot be read ({error.strerror})",
                "an XML file",
                "Name a file that can be read.",
            )
        if size < 0:
            _refuse(file, "", "no such file", "an XML file", "Put the file there, or correct its name.")
    if size > limits.size_bytes:
        _refuse(
            file,
            "",
            f"{size:,} bytes",
            f"at most {limits.size_bytes:,}",
            "Take the file apart; one of this size is not read.",
        )
    return source if isinstance(source, bytes) else source.read_bytes()


def _text(content: bytes, file: str) -> tuple[str, tuple[Remark, ...]]:
    """Return the file's text: its byte order mark, or its bytes' own form, wins over what it states."""
    stated = DECLARATION.search(content[:400].replace(b"\0", b""))
    declared = stated[1].decode("ascii").lower() if stated else ""
    seen = next((name for mark, name in BOMS if content.startswith(mark)), "")
    if not seen and b"\0" in content[:4]:
        seen = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(content[:2], "")
    encoding = seen or declared or "utf-8"
    wide = declared.replace("_", "-").startswith(("utf-16", "utf16"))
    if not seen and wide:
        encoding = "utf-8"  # the declaration could be read as single bytes, so it is not true
    if not ENCODINGS.fullmatch(encoding):
        _refuse(file, "", f"the encoding {encoding}", "UTF-8", "Save the file as UTF-8.")
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        start = getattr(error, "start", 0)
        line = content.count(b"\n", 0, start) + 1
        _refuse(
            file,
            f"line {line}",
            f"bytes that are not {encoding} text, as the file says",
            "text in the encoding that its first line states",
            "Save the file as UTF-8, and say so in its first line.",
        )
    same = not declared or _plain(declared) == _plain(encoding) or (wide and encoding.startswith("utf-16"))
    remark = Remark("repaired", file, f"It says that it is {declared}, and is {encoding}: it was read so.")
    return text.removeprefix("\ufeff"), () if same else (remark,)


def _plain(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding


class _Walker:
    """Follows the parser's events; ``keep`` builds the tree."""

    def __init__(self, file: str, limits: XmlLimits, *, keep: bool) -> None:
        self.file, self.limits, self.keep = file, limits, keep
        self.root = XmlElement("", "", 0)
        self._open: list[XmlElement] = []
        self._texts: list[list[str]] = []
        self._depth = self._count = 0
        self._parser = expat.ParserCreate("utf-8", namespace_separator="\n")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype
        self._parser.ExternalEntityRefHandler = self._doctype
        self._parser.StartElementHandler = self._start
        if keep:
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._data
        else:
            self._parser.EndElementHandler = self._leave

    def run(self, text: str) -> None:
        if not text.strip():
            _refuse(self.file, "", "an empty file", "an XML file", "Export it again, whole.")
        if not text.lstrip().startswith("<"):
            _refuse(self.file, "line 1", "text that is not XML", "an XML file", "Name an XML file.")
        try:
            self._parser.Parse(text.encode("utf-8", "surrogatepass"), True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code) or "an error"
            _refuse(
                self.file,
                f"line {error.lineno}, column {error.offset + 1}",
                f"XML that is not well-formed ({what})",
                "elements that are closed in the order in which they were opened",
                "Correct it there or just before; a file that is cut short must be copied again.",
            )

    def _place(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"

    def _doctype(self, *_: object) -> Never:
        _refuse(
            self.file,
            self._place(),
            "a document type (DOCTYPE)",
            "none: it can make a reader fetch files or unfold without end",
            "Take out <!DOCTYPE …> with all in it, and write its entities out.",
        )

    def _start(self, tag: str, _: object) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > self.limits.depth:
            fix = "Correct the file: nothing that is read here nests so."
            _refuse(
                self.file,
                self._place(),
                "elements nested too deep",
                f"at most {self.limits.depth} levels",
                fix,
            )
        if self._count > self.limits.elements:
            fix = "Take the file apart."
            _refuse(
                self.file,
                self._place(),
                "too many elements",
                f"at most {self.limits.elements:,} elements",
                fix,
            )
        if not self.keep:
            return
        space, _sep, name = tag.rpartition("\n")
        element = XmlElement(name, space, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._open.pop().text = "".join(self._texts.pop())

    def _leave(self, _: str) -> None:
        self._depth -= 1

    def _data(self, data: str) -> None:
        self._texts[-1].append(data)


def _refuse(file: str, place: str, found: str, expected: str, fix: str) -> Never:
    raise InputError([Fault(file, place, found, expected, fix)])
