"""The rules and the score card as Markdown: ``python -m safeground.publish.rules_page PAGE``.

A page has a pair of comments for each, ``<!-- rules -->`` or ``<!-- score card -->`` and ``<!-- end
-->``; what stands between them is written anew.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from safeground.questions.clear_rules import FAMILIES, RULES
from safeground.questions.scorecard import CRITERIA

BLOCK = re.compile(r"(<!-- (rules|score card) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """Return the page with both sections as the rules are now."""
    sections = {"rules": _rules(), "score card": _criteria()}
    return BLOCK.sub(lambda found: f"{found[1]}\n{sections[found[2]]}\n{found[3]}", page)


def _rules() -> str:
    parts = []
    for family, rules in FAMILIES.items():
        cells = ((f"`{one.name}`", one.severity, one.meaning, one.reason, one.criterion) for one in rules)
        rows = "".join(f"| {' | '.join(map(_plain, row))} |\n" for row in cells)
        head = "| rule | severity | finds | why so grave, and what it tolerates | line |\n"
        parts.append(f"### {family}\n\n{head}| --- | --- | --- | --- | --- |\n{rows}")
    return "\n".join(parts)


def _criteria() -> str:
    rows = []
    for criterion, asks in CRITERIA.items():
        rules = ", ".join(f"`{one.name}`" for one in RULES if one.criterion == criterion)
        rows.append(f"| {criterion} | {asks} | {rules} |\n")
    return "| line | asks | rules |\n| --- | --- | --- |\n" + "".join(rows)


def _plain(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


def main(path: str) -> None:
    """Write the sections of a page anew."""
    page = Path(path)
    page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
