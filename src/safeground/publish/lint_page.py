"""``lint.html``: flaws, maps and texts of notices as one page that fetches nothing and runs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import safeground
from safeground.characters import shown
from safeground.publish.figures import Figures, moment
from safeground.publish.lint_document import FIXED_NOTICE, counts
from safeground.publish.lint_map import notice_map
from safeground.publish.lint_texts import KIND_WORDS, text_shown
from safeground.publish.page import environment_with
from safeground.publish.plan_words import remark_rows
from safeground.questions.flaw import SEVERITIES

if TYPE_CHECKING:
    from datetime import datetime

    from markupsafe import Markup

    from safeground.lint import LintResult
    from safeground.plan.published import Published
    from safeground.publish.lint_texts import TextShown
    from safeground.questions.flaw import Flaw, Severity
    from safeground.questions.scorecard import Line

SEVERITY_MEANS: Final[dict[Severity, str]] = {
    "error": "people would be told different things, or a wrong thing",
    "warning": "something that people need is missing or doubtful",
    "note": "worth knowing; misleads nobody by itself",
}
MEANT: Final = {None: "", "out": "to be out of the area", "arrived": "to have arrived"}


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """One notice with its flaws, map and texts."""

    id: str
    flaws: tuple[Flaw, ...]
    terms: tuple[tuple[str, str], ...]
    """What it states; empty where it does not."""
    map: Markup | None
    signs: tuple[str, ...]
    texts: tuple[TextShown, ...]
    card: tuple[Line, ...]


def lint_html(result: LintResult) -> str:
    """Return the page.

    With layers of people it holds counts of few people, so it is marked as restricted.
    """
    figures = Figures("restricted")
    plan = result.found.plan
    titles = {} if plan is None else {source.id: source.title for source in plan.plan.sources}
    page = environment_with(figures, titles)
    page.filters["shown"] = lambda text: shown(str(text))
    return page.get_template("lint.html").render(**_context(result, figures))


def _context(result: LintResult, figures: Figures) -> dict[str, Any]:
    return {
        "version": safeground.__version__,
        "title": result.title,
        "restricted": bool(result.around.layers),
        "fixed": FIXED_NOTICE,
        "counts": counts(result),
        "means": SEVERITY_MEANS,
        "severities": SEVERITIES,
        "notices": [_shown(result, notice, i) for i, notice in enumerate(result.notices, 1)],
        "kinds": KIND_WORDS,
        "rules": result.rules,
        "remarks": remark_rows(result.remarks, figures),
        "inputs": sorted(result.hashes.items()),
        "has_blocks": result.around.blocks is not None,
        "has_names": result.around.names is not None,
        "has_territory": result.around.territory is not None,
    }


def _shown(result: LintResult, notice: Published, number: int) -> NoticeShown:
    reading = result.readings[notice.id]
    drawn = notice_map(notice, reading, result.around, f"map-{number}")
    return NoticeShown(
        id=notice.id,
        flaws=tuple(flaw for flaw in result.flaws if flaw.notice == notice.id),
        terms=tuple((term, shown(value)) for term, value in _terms(notice)),
        map=None if drawn is None else drawn[0],
        signs=() if drawn is None else drawn[1],
        texts=tuple(
            text_shown(language, text, reading, result.around.names) for language, text in notice.text.items()
        ),
        card=result.scorecards.get(notice.id, ()),
    )


def _terms(notice: Published) -> list[tuple[str, str]]:
    means = MEANT[notice.deadline_means]
    return [
        ("Issuer", notice.issuer or ""),
        ("Issued", _moment(notice.issued)),
        ("Begins", _moment(notice.starts)),
        ("Deadline", ", ".join(part for part in (_moment(notice.deadline), means) if part)),
        ("Ends", _moment(notice.ends) or notice.end or ""),
        ("Withdrawn", _moment(notice.withdrawn)),
        ("Blocks as published", _listed(notice.blocks)),
        ("Places as published", _listed(notice.places)),
        ("To", _listed([place.name for place in notice.to])),
        ("By way of", _listed([place.name for place in notice.routes])),
        ("To those who stay", notice.stays or ""),
        ("Whom to ask", notice.contact or ""),
        ("Channels", _listed(notice.channels)),
        ("Languages", _listed(notice.languages)),
        ("Changes", notice.changes or ""),
    ]


def _moment(value: datetime | None) -> str:
    return "" if value is None else moment(value)


def _listed(items: tuple[str, ...] | list[str], most: int = 200) -> str:
    return ", ".join(items[:most]) + (f" … ({len(items):,} in all)" if len(items) > most else "")
