"""What a person sees of any output, and whether it says what every output must say."""

from __future__ import annotations

import html
import re
from functools import cache

from safeground.publish.notices.phrases import LANGUAGES, phrases

TABLES = ("mark", "notice", "sms", "cap")
"""Tables of phrases with what every output says; an output that is not there has none."""
SHORT = ("sms.",)
"""Names of files in which a fingerprint of 79 signs finds no room."""
SHORTEST = ".1.txt"
"""End of the names of single short messages: in 70 signs, the area and the deadline come first."""


def seen(content: bytes) -> str:
    """Return the text of a file: without tags, styles, scripts and marks of direction, on one line."""
    text = content.decode("utf-8", "replace")
    if text.lstrip("\ufeff").startswith("<"):
        text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    text = re.sub("[\u200e\u200f\u061c\u2066-\u2069]", "", text)
    return " ".join(text.split())


def is_copy(content: bytes) -> bool:
    """Return whether a file says in any language that it is a copy, and no order."""
    return _says(seen(content), "copy")


def keeps_protection(content: bytes) -> bool:
    text = seen(content)
    return "keep their protection" in text or _says(text, "protection")


def shows(content: bytes, fingerprint: str) -> bool:
    """Return whether a file shows a fingerprint, on as many lines as it takes."""
    return fingerprint.replace(" ", "") in seen(content).replace(" ", "")


def _says(text: str, key: str) -> bool:
    return any(all(part in text for part in parts) for parts in _phrases(key))


@cache
def _phrases(key: str) -> tuple[tuple[str, ...], ...]:
    """Return a phrase in each table and language: its fixed beginning and its fixed end."""
    found = []
    for table in TABLES:
        try:
            said = phrases(table).get(key, {})
        except FileNotFoundError:
            continue
        for language in LANGUAGES if said else ():
            begins, _, rest = said[language].partition("{")
            ends = rest.rpartition("}")[2] if rest else begins
            found.append(tuple(seen(part.encode()).strip(" .:,،") for part in (begins, ends)))
    assert found
    assert all(all(parts) for parts in found), found
    return tuple(found)
