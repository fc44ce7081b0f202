"""``brief.html``: two A4 pages for people who decide; public, and fit to paste into a word processor.

Plain headings, lists and tables, and the map as one image. Texts are cut to lengths that two pages hold
whatever the plan; the report has them whole.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import safeground
from safeground.publish import plan_words
from safeground.publish.answers import (
    ANSWER_WORDS,
    QUESTION_WORDS,
    answer_rows,
    gist,
    of_question,
    sentences,
    word,
)
from safeground.publish.deciding import decider_rows, each_question_in_turn, missing_rows
from safeground.publish.figures import Figures, shorten
from safeground.publish.in_short import IN_SHORT, held_in_short
from safeground.publish.map import KIND_WORDS, draw_map
from safeground.publish.need_bars import need_bars
from safeground.publish.page import environment
from safeground.publish.redact import public_edition
from safeground.questions.finding import REACH_CAVEAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.assess import Assessment
    from safeground.publish.answers import AnswerRow
    from safeground.publish.deciding import DeciderRow, MissingRow
    from safeground.publish.map import MapDrawing
    from safeground.questions.finding import Finding, QuestionName

TITLE: Final = 90
NAME: Final = 48
FILE: Final = 32
MESSAGE: Final = 230
SHORT_MESSAGE: Final = 340
LINE: Final = 150
LICENCE: Final = 110
COUNT_WORDS: Final = {5: "Five", 6: "Six", 7: "Seven"}
SIGNS_A_LINE: Final = 92
"""How many signs a line of a list holds, rather too few than too many."""
LINES_A_LIST: Final = 5
MOST_HASHES: Final = 3
MOST_LICENCES: Final = 3
MOST_BARS: Final = 4
MAP_WIDTH: Final = 680
MAP_TALLEST: Final = 0.58
MAP_FLATTEST: Final = 0.17
SHEET: Final = 945.0
"""Height of a sheet less the margins, and less what a wide face takes more [px]."""
HEADINGS: Final = (29.0, 28.0)
"""Height of a line of the title, and of a heading with its space."""
TEXT_LINE: Final = 17.8
SMALL_LINE: Final = 15.2
SIGNS_OF_TITLE: Final = 46
SIGNS_OF_SMALL: Final = 108
BELOW_TEXT: Final = 4.5
MAP_LETTERING: Final = 1.25
"""The map is printed 18 cm wide, smaller than on a screen."""
KEY_QUESTIONS: Final[tuple[QuestionName, ...]] = ("reach", "room", "services", "sites")


@dataclass(frozen=True, slots=True)
class Message:
    """One key message: what it is about, its answer, and a sentence with its range."""

    about: str
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The map as an image that survives being pasted."""

    uri: str
    width: int
    height: int
    alt: str
    legend: str


def brief_html(assessment: Assessment) -> str:
    """Return the brief as one HTML page that prints on exactly two sheets of A4; always public."""
    assessment = public_edition(assessment)
    figures = Figures("public")
    page = environment(figures, assessment.loaded.plan).get_template("brief.html")
    return page.render(**_context(assessment, figures))


def _context(assessment: Assessment, figures: Figures) -> dict[str, Any]:
    plan = assessment.loaded.plan
    rows = answer_rows(assessment.findings)
    first = plan_words.first_line(plan)
    unknown = [_missing(row) for row in each_question_in_turn(missing_rows(assessment.findings))]
    changes = _changes(assessment, rows, figures)
    licences = list(dict.fromkeys(source.licence for source in plan.sources if source.licence))
    hashes = sorted(
        assessment.hashes.items(), key=lambda item: (item[0] != assessment.loaded.path.name, item[0])
    )
    said = messages(assessment, rows, figures)
    bars = _bars(assessment)
    return {
        "version": safeground.__version__,
        "plan": plan,
        "title": shorten(plan.plan, TITLE),
        "what": shorten(first.what, 200),
        "warnings": [shorten(warning, 160) for warning in first.warnings],
        "messages": said,
        "count": COUNT_WORDS[len(said)],
        "bars": bars,
        "picture": _picture(assessment, _map_height(assessment, said, bars)),
        "streets_source": shorten(plan_words.streets_source(plan) or "", LICENCE),
        "rows": [_row(row, figures) for row in rows],
        "unknown": unknown[: _fitting(unknown)],
        "unknown_more": len(unknown) - _fitting(unknown),
        "changes": changes[: _fitting(changes)],
        "changes_more": len(changes) - _fitting(changes),
        "plan_file": assessment.loaded.path.name,
        "hashes": [(shorten(file, FILE), digest) for file, digest in hashes[:MOST_HASHES]],
        "hashes_more": max(0, len(hashes) - MOST_HASHES),
        "licences": [shorten(licence, LICENCE) for licence in licences[:MOST_LICENCES]],
        "licences_more": max(0, len(licences) - MOST_LICENCES),
        "reach_caveat": REACH_CAVEAT,
    }


def _fitting(items: list[str]) -> int:
    """Return how many items a list can hold on its share of the page."""
    lines = 0
    for index, item in enumerate(items):
        lines += _lines(item, SIGNS_A_LINE)
        if lines > LINES_A_LIST:
            return index
    return len(items)


def _missing(row: MissingRow) -> str:
    about = shorten(row.subjects[0], NAME) + (
        f" and {len(row.subjects) - 1} more" if len(row.subjects) > 1 else ""
    )
    return f"{row.question}, {about}: {shorten(row.missing, LINE - NAME)}"


def _changes(assessment: Assessment, rows: tuple[AnswerRow, ...], figures: Figures) -> list[str]:
    """Return the break-even of what was refuted, then each question's strongest assumptions in turn."""
    refuted = [
        f"{row.question}: {row.finding.break_even[:1].lower()}{row.finding.break_even[1:]}"
        for row in rows
        if row.finding is not None and row.finding.break_even
    ]
    single = [
        row for row in decider_rows(assessment.findings) if not row.decider.assumption.startswith("all ")
    ]
    said = [shorten(text, 2 * SIGNS_A_LINE) for text in refuted]
    said += [_change(row, figures) for row in each_question_in_turn(single)]
    return list(dict.fromkeys(said))


def _change(row: DeciderRow, figures: Figures) -> str:
    effect = shorten(row.decider.effect, LINE - NAME).rstrip(".")
    stop = "" if effect.endswith("…") else "."
    turns = " Turns the answer." if row.decider.turns_answer else ""
    about = f"{row.question}, {shorten(row.subject, NAME)}: {shorten(row.decider.assumption, NAME)}"
    return f"{about}, {figures.plain(row.decider.range)}: {effect}{stop}{turns}"


def messages(assessment: Assessment, rows: tuple[AnswerRow, ...], figures: Figures) -> tuple[Message, ...]:
    """Return the key messages: the cost first, then five to seven questions in their order."""
    said = [_cost(assessment, figures)]
    said += [_message(row) for row in rows if row.question in KEY_QUESTIONS]
    titles = {source.id: source.title for source in assessment.loaded.plan.sources}
    for row in rows:
        if row.question in IN_SHORT and row.finding is not None:
            text = IN_SHORT[row.question](of_question(assessment.findings, row.question))
            held = shorten(held_in_short(row.finding, titles), LINE)
            said.append(_short(row, row.finding, text, held))
    return tuple(said)


def _cost(assessment: Assessment, figures: Figures) -> Message:
    ordered = list({outcome.notice: outcome.ordered for outcome in assessment.outcomes}.items())
    if not ordered:
        return Message(
            "People to be moved", ANSWER_WORDS["unknown"], "How many people would be moved is not known."
        )
    notice, persons = max(ordered, key=lambda item: item[1].high)
    text = f"{figures.plain(persons)} are ordered to leave"
    if len(ordered) > 1:
        text += f" by the largest of {len(ordered)} orders ({shorten(notice, NAME)})"
        text += "; the same people may be in several"
    return Message("People to be moved", "a cost", f"{text}.")


def _message(row: AnswerRow) -> Message:
    about = "".join(QUESTION_WORDS[row.question])
    if row.finding is None:
        return Message(about, word(row.answer), "No finding: the plan gives nothing to examine.")
    said = word(row.answer, row.question)
    if row.question == "reach" and row.answer == "not_met":
        said = "Cannot (on these inputs)"
    text = gist(row.finding, MESSAGE)
    rest = MESSAGE + 60 - len(text)
    if row.finding.break_even and len(row.finding.break_even) <= rest:
        text = f"{text} {row.finding.break_even}"
    return Message(about, said, text)


def _short(row: AnswerRow, finding: Finding, text: str, held: str) -> Message:
    """Return a message: the standard, after as many whole sentences as fit before it."""
    said = sentences(text or finding.statement, SHORT_MESSAGE - len(held) - 1)
    if said.endswith("."):
        said = f"{said} {held}".rstrip()
    return Message("".join(QUESTION_WORDS[row.question]), word(row.answer, row.question), said)


def _row(row: AnswerRow, figures: Figures) -> tuple[str, str, str, str]:
    """Return a question, its answer, its figure and what that is held against."""
    about = "".join(QUESTION_WORDS[row.question])
    if row.finding is None:
        return about, word(row.answer), "not examined by this version", ""
    figure, held = row.finding.figure, row.finding.held_against
    said = "no figure" if figure is None else f"{figures.plain(figure.range)} ({shorten(figure.label, NAME)})"
    against = "nothing stated" if held is None else shorten(held.text, 70)
    return about, f"{word(row.answer, row.question)} ({row.same_answer} of {row.findings})", said, against


def _map_height(assessment: Assessment, said: Sequence[Message], bars: Picture | None) -> float:
    """Return how tall the map may be, as a share of its width: what the rest of the first sheet leaves."""
    plan = assessment.loaded.plan
    title, heading = HEADINGS
    first = plan_words.first_line(plan)
    above = shorten(first.what, 200) + "".join(shorten(warning, 160) for warning in first.warnings)
    used = _lines(shorten(plan.plan, TITLE), SIGNS_OF_TITLE) * title + 2 * heading
    used += _lines(above, SIGNS_A_LINE) * TEXT_LINE + 5 * SMALL_LINE
    for message in said:
        text = f"0. {message.about} {message.answer}. {message.text}"
        used += _lines(text, SIGNS_A_LINE) * TEXT_LINE + BELOW_TEXT
    if bars is not None:
        used += heading + bars.height + _lines(bars.legend, SIGNS_OF_SMALL) * SMALL_LINE + 2 * BELOW_TEXT
    return min(MAP_TALLEST, max(MAP_FLATTEST, (SHEET - used) / MAP_WIDTH))


def _lines(text: str, signs: int) -> int:
    return -(-len(text) // signs)


def _bars(assessment: Assessment) -> Picture | None:
    drawn = need_bars(of_question(assessment.findings, "supply"), most=MOST_BARS)
    if drawn is None:
        return None
    return Picture(_uri(drawn.svg), MAP_WIDTH, drawn.height, drawn.told, drawn.legend)


def _uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _picture(assessment: Assessment, tallest: float) -> Picture | None:
    templates = files("safeground.publish") / "templates"
    sheet = "".join((templates / name).read_text(encoding="utf-8") for name in ("tokens.css", "map.css"))
    drawing = draw_map(
        assessment,
        "public",
        ident="brief-map",
        style=f"<style>{sheet}:root{{--land:#fff;--paper:#fff}}</style>",
        tallest=tallest,
        sizes={"lw": MAP_LETTERING},
    )
    if drawing is None:
        return None
    height = round(MAP_WIDTH * drawing.height / drawing.width)
    named = "; ".join(
        f"{drawing.badges[area.id]} {shorten(area.id, 32)}, {KIND_WORDS[area.kind]}"
        for area in assessment.loaded.plan.areas[:6]
    )
    more = len(assessment.loaded.plan.areas) - 6
    legend = named + (f"; and {more} more" if more > 0 else "")
    return Picture(
        _uri(str(drawing.svg)), MAP_WIDTH, height, f"Map of the areas. {legend}.", legend + _signs(drawing)
    )


def _signs(drawing: MapDrawing) -> str:
    said = {
        "ordered": "hatched: ordered to leave",
        "destination": "double outline: destination",
        "closed": "dashed: closed",
        "corridor": "dash and dot: corridor",
        "barrier": "tinted: ground taken as a barrier",
    }
    return ". Signs: " + "; ".join(words for kind, words in said.items() if kind in drawing.kinds)
