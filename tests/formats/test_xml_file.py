"""XML without trust: bombs, entities, sizes, depths and encodings."""

from pathlib import Path

import pytest

from safeground.errors import InputError
from safeground.formats.vectors import read_features
from safeground.formats.xml_file import XmlLimits, is_xml, read_xml, refuse_hostile_xml

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BOMB = f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost:1/x">%x;]><a/>'


@pytest.mark.parametrize(
    "text", [BOMB, EXTERNAL, PARAMETER, '<!DOCTYPE a SYSTEM "a.dtd"><a/>', "<!DOCTYPE a><a/>"]
)
def test_a_document_type_is_refused_before_anything_in_it_is_read(text: str):
    with pytest.raises(InputError, match="line 1: found a document type"):
        read_xml(text.encode())


def test_an_undeclared_entity_is_refused():
    with pytest.raises(InputError, match="undefined entity"):
        read_xml(b"<a>&x;</a>")


def test_signs_written_as_numbers_are_read():
    assert read_xml(b"<a>&amp;&#x645;&lt;</a>")[0].text == "&م<"


def test_elements_nested_too_deep_are_refused_with_their_line():
    with pytest.raises(InputError, match="line 65: found elements nested too deep"):
        read_xml(("<a>\n" * 1_000_000).encode())
    assert read_xml(("<a>" * 64 + "</a>" * 64).encode())[0].name == "a"


def test_too_many_elements_are_refused():
    with pytest.raises(InputError, match="at most 10 elements"):
        read_xml(b"<a>" + b"<b/>" * 10 + b"</a>", limits=XmlLimits(elements=10))


def test_a_file_of_100_mb_is_refused_by_its_size(tmp_path: Path):
    path = tmp_path / "large.cap"
    with path.open("wb") as file:
        file.write(b"<alert>")
        file.truncate(100_000_000)
    with pytest.raises(InputError, match="100,000,000 bytes; expected at most 20,000,000"):
        read_xml(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<a><b></a>", "line 1, column 9: found XML that is not well-formed"),
        (b"<a>\n<b>", "line 2"),
        (b"<a/><a/>", "not well-formed"),
        (b"<a x=1/>", "not well-formed"),
        (b"<a>\x01</a>", "not well-formed"),
        (b"<a>\0</a>", "not well-formed"),
        (b"", "an empty file"),
        (b" \n ", "an empty file"),
        (b"alert: yes", "text that is not XML"),
        (b"\x89PNG\r\n\x1a\n", "not utf-8 text"),
        (b"<a>\xff</a>", "line 1: found bytes that are not utf-8 text"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "the encoding utf-7"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "the encoding rot13"),
        ("<a/>".encode("utf-32"), "the encoding utf-32"),
    ],
)
def test_what_is_not_xml_is_refused_with_its_place(content: bytes, says: str):
    with pytest.raises(InputError) as caught:
        read_xml(content, name="x.cap")
    assert says in str(caught.value)
    assert str(caught.value).startswith("x.cap")


HEAD = '<?xml version="1.0" encoding="{}"?>\n<a>غزة</a>'


@pytest.mark.parametrize(
    ("content", "repaired"),
    [
        (HEAD.format("UTF-8").encode("utf-8-sig"), False),
        (HEAD.format("UTF-16").encode("utf-16"), False),
        (HEAD.format("UTF-16").encode("utf-16-be"), False),
        (HEAD.format("UTF-16LE").encode("utf-16-le"), False),
        (HEAD.format("windows-1256").encode("cp1256"), False),
        (HEAD.format("UTF-8").encode("utf-16"), True),
        (HEAD.format("UTF-16").encode("utf-8"), True),
        (HEAD.format("ISO-8859-1").encode("utf-8-sig"), True),
    ],
)
def test_the_bytes_win_over_what_the_file_says_of_itself(content: bytes, repaired: bool):
    root, remarks = read_xml(content)
    assert root.text == "غزة"
    assert [remark.kind for remark in remarks] == ["repaired"] * repaired


def test_lines_texts_and_namespaces_are_kept():
    root, _ = read_xml(b'<a xmlns="u:1" xmlns:b="u:2">\n x<b:c/>\n y\n</a>')
    assert (root.name, root.space, root.line, root.text.split()) == ("a", "u:1", 1, ["x", "y"])
    (child,) = root.children
    assert (child.name, child.space, child.line, child.text) == ("c", "u:2", 2, "")


def test_a_missing_file_is_one_clear_line(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        read_xml(tmp_path / "none.cap")
    with pytest.raises(InputError, match="no such file"):
        read_xml(tmp_path)


def test_the_look_before_another_reader_refuses_the_same(tmp_path: Path):
    for number, text in enumerate((BOMB, EXTERNAL, "<a><b></a>", "<a>" * 100)):
        path = tmp_path / f"{number}.kml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError):
            refuse_hostile_xml(path, XmlLimits())
        with pytest.raises(InputError):
            read_features(path)


def test_xml_is_known_by_its_content(tmp_path: Path):
    for content, expected in (
        (b"<alert/>", True),
        (b"\xef\xbb\xbf \n<alert/>", True),
        ("<alert/>".encode("utf-16"), True),
        (b"plan: x", False),
        (b"", False),
    ):
        path = tmp_path / "file"
        path.write_bytes(content)
        assert is_xml(path) is expected
    assert not is_xml(tmp_path / "none")
