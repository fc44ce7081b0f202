"""Writes what the linter found: page, JSON and table, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.publish.lint_csv import lint_csv
from safeground.publish.lint_document import lint_json
from safeground.publish.lint_page import lint_html
from safeground.whole_folder import whole_folder

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.lint import LintResult


def write_lint(result: LintResult, out: Path) -> None:
    """Write ``lint.html``, ``lint.json`` and ``lint.csv`` to ``out``.

    Raises
    ------
    OutputError
        ``out`` is a file, or a folder that Safeground did not write, or cannot be written.
    """
    with whole_folder(out) as folder:
        (folder / "lint.json").write_bytes(lint_json(result))
        (folder / "lint.csv").write_bytes(lint_csv(result.flaws).encode())
        (folder / "lint.html").write_text(lint_html(result), encoding="utf-8")
