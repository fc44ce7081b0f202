"""Which fonts a text needs, and whether they are there: a script without one is an error, never a box."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from safeground.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

COMMON: Final = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Segoe UI", "Helvetica")
FACES: Final = {
    "LATIN": COMMON,
    "CYRILLIC": COMMON,
    "GREEK": COMMON,
    "ARABIC": ("Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans", "Arial", "Segoe UI"),
    "HEBREW": ("Noto Sans Hebrew", "DejaVu Sans", "Arial", "Segoe UI"),
    "CJK": ("Noto Sans CJK SC", "Noto Sans CJK JP"),
    "HIRAGANA": ("Noto Sans CJK JP",),
    "KATAKANA": ("Noto Sans CJK JP",),
    "HANGUL": ("Noto Sans CJK KR",),
}
"""Script, as Unicode names its letters, → families that hold it, the best first."""
INSTALL: Final = (
    "Install one (Debian, Ubuntu: apt install fonts-noto-core; for Chinese, Japanese, Korean: fonts-noto-cjk;"
    " elsewhere from notofonts.github.io), or use the HTML sheet, which needs none of them."
)


def scripts(text: str) -> dict[str, str]:
    """Return the scripts of a text's letters, each with the first letter of it.

    Examples
    --------
    >>> scripts("Block 36: حي")
    {'LATIN': 'B', 'ARABIC': 'ح'}
    """
    found: dict[str, str] = {}
    for sign in text:
        if unicodedata.category(sign)[0] in "LM" or sign > "\u2bff":
            name = unicodedata.name(sign, f"U+{ord(sign):04X}").split(" ")[0]
            if name not in {"COMBINING", "MODIFIER", "FEMININE", "MASCULINE"}:
                found.setdefault(name, sign)
    return found


def families(text: str, there: Collection[str]) -> tuple[str, ...]:
    """Return the families in which a text is set, in the order in which they are tried.

    Parameters
    ----------
    text
        All that is to be set.
    there
        Families on this machine.

    Raises
    ------
    OutputError
        For a script of the text there is no font; every such script is named.
    """
    chosen: list[str] = []
    missing: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for script, sign in {"LATIN": "A", **scripts(text)}.items():
        wanted = FACES.get(script, (f"Noto Sans {script.title()}",))
        found = next((family for family in wanted if family in there), None)
        if found is None:
            missing[wanted].append(f"{script.title()} (“{sign}”)")
        else:
            chosen.append(found)
    if missing:
        raise OutputError(f"No PDF: {'; '.join(_said(missing.items()))}. {INSTALL}")
    return tuple(dict.fromkeys(chosen))


def _said(missing: Iterable[tuple[tuple[str, ...], list[str]]]) -> Iterable[str]:
    for wanted, found in missing:
        yield f"no font for {', '.join(found)} is on this machine; found none of {', '.join(wanted)}"
