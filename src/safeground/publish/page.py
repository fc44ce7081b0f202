"""The templates' environment: escaping always on, and the filters by which pages say things."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from safeground.publish import answers, figures
from safeground.publish.ranges import range_bar, range_svg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.plan.model import Plan
    from safeground.publish.answers import Shown
    from safeground.publish.figures import Figures
    from safeground.questions.finding import QuestionName


def environment(said: Figures, plan: Plan) -> Environment:
    """Return the environment of one edition of one plan's pages."""
    return environment_with(said, {source.id: source.title for source in plan.sources})


def environment_with(said: Figures, titles: Mapping[str, str]) -> Environment:
    """Return the environment of pages that name sources by their titles: source id → title."""
    pages = Environment(
        loader=PackageLoader("safeground.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(
        anchor=anchor,
        asked=asked,
        bar=range_bar,
        day=figures.day,
        gist=answers.gist,
        isolate=figures.isolate,
        kind=_kind,
        ltr=figures.ltr,
        means=answers.means,
        moment=figures.moment,
        range_svg=range_svg,
        say=said.say,
        shorten=figures.shorten,
        source=lambda name: titles.get(name, name),
        word=answers.word,
    )
    return pages


def anchor(text: str) -> str:
    """Return an id for an element: readable where the text is plain, always unique to the text."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"{plain[:40]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def asked(question: QuestionName) -> Markup:
    """Return a question in words, its name in bold."""
    before, name, after = answers.QUESTION_WORDS[question]
    return Markup("{}<b>{}</b>{}").format(before, name, after)


def _kind(answer: Shown) -> str:
    return answers.KIND[answer]
