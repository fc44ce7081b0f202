"""Phrases in four languages, from tables: one row a phrase, one column a language."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["en", "ar", "he", "uk"]
LANGUAGES: tuple[Language, ...] = ("en", "ar", "he", "uk")
RIGHT_TO_LEFT: frozenset[str] = frozenset({"ar", "he"})


@cache
def phrases(table: str) -> dict[str, dict[str, str]]:
    """Return a table of phrases: key → language → phrase, with ``{name}`` where a value goes.

    Parameters
    ----------
    table
        Name of a CSV file in ``publish/notices/phrase_tables`` without its ending.

    Raises
    ------
    FileNotFoundError
        No such table.
    """
    file = resources.files("safeground.publish.notices") / "phrase_tables" / f"{table}.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["key"]: {language: row[language] for language in LANGUAGES} for row in rows}
