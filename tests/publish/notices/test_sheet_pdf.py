"""Sheets by typst: one page each; a font that is missing is one clear error, whatever the machine has."""

from __future__ import annotations

import struct
import sys

import pytest
from tests.publish.notices.bulletins import (
    COPY,
    ISSUER,
    bare_bulletin,
    extreme_bulletin,
    full_bulletin,
    town_blocks,
    town_sites,
    town_streets,
)

from safeground.errors import OutputError
from safeground.publish.notices import sheet_pdf
from safeground.publish.notices.fonts import FACES, families, scripts
from safeground.publish.notices.sheet_map import Around
from safeground.publish.notices.sheet_typst import typst_source
from safeground.publish.notices.sheets import sheets


def fonts_or_skip():
    typst = pytest.importorskip("typst", reason="needs typst: pip install safeground[pdf]")
    there = set(typst.Fonts(include_embedded_fonts=False).families())
    for script in ("LATIN", "ARABIC", "HEBREW"):
        if not there & set(FACES[script]):
            pytest.skip(f"needs a font for {script.title()}: {' or '.join(FACES[script])}")
    return typst


@pytest.mark.parametrize("mark", [COPY, ISSUER])
@pytest.mark.parametrize("make", [full_bulletin, bare_bulletin, extreme_bulletin])
def test_each_sheet_is_one_page_and_one_picture(make, mark):
    fonts_or_skip()
    files = sheet_pdf.write([make()], mark, streets=town_streets(), sites=town_sites(), blocks=town_blocks())
    assert len(files) == 8
    for name, content in files.items():
        if name.endswith(".png"):
            assert content.startswith(b"\x89PNG")
            width, height = struct.unpack(">II", content[16:24])
            assert width == 1080
            assert height > 1000
        else:
            # That it is one page holds in writing it: `test_a_sheet_of_two_pages_is_refused`.
            assert content.startswith(b"%PDF")


def test_a_sheet_of_two_pages_is_refused():
    typst = fonts_or_skip()
    fonts = typst.Fonts(include_embedded_fonts=False)
    with pytest.raises(OutputError, match="takes 2 pages; expected one"):
        sheet_pdf._set(typst, "one #pagebreak() two", fonts, "sheet", format="pdf")


def test_a_warning_of_typst_is_an_error():
    typst = fonts_or_skip()
    fonts = typst.Fonts(include_embedded_fonts=False)
    with pytest.raises(OutputError, match="unknown font family"):
        sheet_pdf._set(typst, '#set text(font: "No Such Face")\nwords', fonts, "sheet", format="pdf")


@pytest.mark.parametrize(
    ("language", "there", "named"),
    [
        ("ar", {"Noto Sans"}, "Arabic"),
        ("he", {"Noto Sans", "Noto Sans Arabic"}, "Hebrew"),
        ("uk", {"Noto Sans Arabic"}, "Latin"),
    ],
)
def test_a_missing_font_is_named_with_what_to_install(language, there, named):
    (sheet,) = sheets([full_bulletin()], COPY, [language])
    with pytest.raises(OutputError) as refused:
        typst_source(sheet, Around(), (), there, phone=False)
    said = str(refused.value)
    assert said.count("\n") == 0
    for words in ("no font for", named, "found none of", "fonts-noto-core", "HTML"):
        assert words in said


def test_without_fonts_every_script_is_named_at_once():
    (sheet,) = sheets([full_bulletin()], COPY, ["he"])
    with pytest.raises(OutputError) as refused:
        typst_source(sheet, Around(), (), set(), phone=True)
    for script in ("Latin", "Cyrillic", "Arabic", "Hebrew"):
        assert script in str(refused.value)


def test_fonts_by_hand():
    assert scripts("a1–ж») حي 東") == {"LATIN": "a", "CYRILLIC": "ж", "ARABIC": "ح", "CJK": "東"}
    assert families("abc 12", {"Arial"}) == ("Arial",)
    assert families("حي", {"DejaVu Sans"}) == ("DejaVu Sans",)
    assert families("नदी", {"Arial", "Noto Sans Devanagari"}) == ("Arial", "Noto Sans Devanagari")
    with pytest.raises(OutputError, match="Devanagari"):
        families("नदी", {"Arial"})


def test_without_typst_one_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(OutputError, match=r"install(ed)?.*safeground\[pdf\].*HTML"):
        sheet_pdf.write([full_bulletin()], COPY)


def test_nothing_in_a_text_is_markup():
    bulletin = full_bulletin(contact='#panic("x") \\ "quoted" $x$ @ref')
    (sheet,) = sheets([bulletin], COPY, ["en"])
    source = typst_source(sheet, Around(), (), {"DejaVu Sans"}, phone=False)
    assert '#panic(\\"x\\") \\\\ \\"quoted\\" $x$ @ref' in source
    typst = fonts_or_skip()
    fonts = typst.Fonts(include_embedded_fonts=False)
    again = typst_source(sheet, Around(), (), fonts.families(), phone=False)
    assert sheet_pdf._set(typst, again, fonts, "sheet", format="pdf").startswith(b"%PDF")
