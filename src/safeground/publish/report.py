"""``report.html``: the whole assessment as one page that fetches nothing and runs nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import safeground
from safeground.publish import plan_words
from safeground.publish.answers import answer_rows, by_gravity, of_question, tally, word
from safeground.publish.curve import curve_svg
from safeground.publish.deadlines import TARGET_WORDS, deadline_rows, time_words
from safeground.publish.deciding import decider_rows, missing_rows, telling_rows
from safeground.publish.figures import Figures, ltr
from safeground.publish.in_short import IN_SHORT
from safeground.publish.kept_section import kept_shown
from safeground.publish.map import draw_map
from safeground.publish.page import environment
from safeground.publish.proof import proof
from safeground.publish.ranges import nothing_drawn
from safeground.publish.redact import public_edition
from safeground.publish.return_section import return_section
from safeground.publish.supply_section import supply_shown
from safeground.questions.finding import REACH_CAVEAT
from safeground.questions.reach import schedule_answer
from safeground.questions.reach_words import at_least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from safeground.assess import Assessment
    from safeground.journey.outcome import LeftBehind, Outcome
    from safeground.publish.answers import AnswerRow, Shown
    from safeground.publish.deadlines import DeadlineRow
    from safeground.publish.figures import Audience
    from safeground.publish.proof import Proof
    from safeground.questions.finding import Finding, QuestionName

_NO_CAVEATS: Final[tuple[str, ...]] = ()
FACT_LINES: Final = 3
"""How many notices or areas the first page names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Section:
    """One question that was examined."""

    question: QuestionName
    answer: Shown
    findings: tuple[Finding, ...]
    caption: str
    caveat: str
    """How the caveat of every finding starts, said once; empty where each must say it."""
    lead: str = ""
    """The answer in a sentence or two, where the findings are many."""
    caveats: tuple[str, ...] = ()
    """What the findings say nothing on, each sentence once; rows then leave it out."""
    nothing_found: int = 0
    """How many findings are left out because a rule found nothing ..."""
    untested: tuple[tuple[str, int], ...] = ()
    """... and because a datum is missing to test it: which, and how often."""


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """People of one kind in an order."""

    name: str
    persons: Markup
    note: str


@dataclass(frozen=True, slots=True)
class Journey:
    """What one outcome shows."""

    notice: str
    target: str
    no_deadline: str | None
    """Why the chart shows every deadline instead of one."""
    lower: str
    no_upper: str | None
    people: tuple[PeopleRow, ...]
    chart: Markup | None
    """None on schematic streets, where no time means anything."""
    rows: tuple[DeadlineRow, ...]
    proof: Proof | None
    left_by_block: tuple[LeftBehind, ...]
    crowd: str | None


def report_html(assessment: Assessment, audience: Audience) -> str:
    """Return the report as one HTML page.

    Parameters
    ----------
    assessment
        What was found.
    audience
        ``restricted``: with the cut's streets, people left by block, the largest crowd and sites, marked so
        on every page. ``public``: none of these, totals rounded; redacted here again, whoever calls.
    """
    if audience == "public":
        assessment = public_edition(assessment)
    figures = Figures(audience)
    plan = assessment.loaded.plan
    page = environment(figures, plan).get_template("report.html")
    return page.render(**_context(assessment, figures))


def _context(assessment: Assessment, figures: Figures) -> dict[str, Any]:
    plan = assessment.loaded.plan
    restricted = figures.audience == "restricted"
    rows = answer_rows(assessment.findings)
    areas = plan_words.area_rows(assessment)
    ordered = [area for area in areas if area.is_ordered]
    destinations = [area for area in areas if area.is_destination]
    deadlines = plan_words.deadlines(plan)
    deciders = decider_rows(assessment.findings)
    telling = telling_rows(deciders)
    unexamined = [row.question for row in rows if row.finding is None]
    return {
        "restricted": restricted,
        "schedule": restricted and assessment.schedule_asked,
        "version": safeground.__version__,
        "plan": plan,
        "first_line": plan_words.first_line(plan),
        "lead": lead(rows),
        "tally": tally(rows),
        "key": _key(rows),
        "costs": plan_words.costs(assessment, figures),
        "ordered": ordered[:FACT_LINES],
        "ordered_more": len(ordered) - FACT_LINES if len(ordered) > FACT_LINES else 0,
        "destinations": destinations[:FACT_LINES],
        "destinations_more": len(destinations) - FACT_LINES if len(destinations) > FACT_LINES else 0,
        "deadlines": deadlines[:FACT_LINES],
        "deadlines_more": len(deadlines) - FACT_LINES if len(deadlines) > FACT_LINES else 0,
        "rows": rows,
        "nothing_drawn": nothing_drawn("not examined"),
        "contents": _contents(rows, has_notices=bool(plan.notices)),
        "map": draw_map(assessment, figures.audience),
        "streets_source": plan_words.streets_source(plan),
        "areas": areas,
        "conditions": [area for area in areas if area.conditions],
        "notices": plan_words.notice_rows(plan),
        "sections": _sections(rows, assessment.findings),
        "supply": supply_shown(assessment.supply, of_question(assessment.findings, "supply")),
        "kept": kept_shown(assessment.kept, assessment.loaded),
        "journeys": journeys(assessment, figures),
        "scorecards": assessment.scorecards,
        "displaced": return_section(assessment, figures),
        "sites": assessment.sites if restricted else (),
        "deciders": telling,
        "deciders_more": len(deciders) - len(telling),
        "unknown": missing_rows(assessment.findings),
        "not_examined": ", ".join(unexamined) if unexamined else "nothing",
        "assumptions": assessment.assumptions,
        "remarks": plan_words.remark_rows(assessment.remarks, figures),
        "sources": plan_words.source_rows(plan),
        "inputs": sorted(assessment.hashes.items()),
        "reach_caveat": REACH_CAVEAT,
        "quoted": next((area.called for area in plan.areas if area.called), "humanitarian area"),
    }


def lead(rows: Sequence[AnswerRow]) -> str:
    """Return the answers in one sentence."""
    examined = [row for row in rows if row.finding is not None]
    if not examined:
        return "None of the eight questions could be examined."
    count = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}.get(
        len(examined), "all eight"
    )
    was = "was" if len(examined) == 1 else "were"
    said = "; ".join(
        f"{row.question}: {word(row.answer, row.question).lower()}"
        + (" (on these inputs)" if row.question == "reach" and row.answer == "not_met" else "")
        for row in examined
    )
    return f"Of eight questions put to this plan, {count} {was} examined. {said[0].upper()}{said[1:]}."


def _key(rows: Sequence[AnswerRow]) -> tuple[tuple[Shown, str], ...]:
    """Return each answer that is there, as it is worded there, the gravest first."""
    worded = {
        (row.answer, "reach" if row.question == "reach" else "") for row in rows if row.finding is not None
    }
    seen = {word(answer, question): (answer, question) for answer, question in sorted(worded)}
    order = [answer for answer, _ in tally(rows)]
    return tuple(sorted(seen.values(), key=lambda item: (order.index(item[0]), item[1] != "reach")))


def _sections(rows: Sequence[AnswerRow], findings: Sequence[Finding]) -> tuple[Section, ...]:
    sections = []
    for row in rows:
        if row.finding is None:
            continue
        own = by_gravity(of_question(findings, row.question))
        untested: tuple[tuple[str, int], ...] = ()
        nothing = 0
        if row.question == "clear":
            # A row for each rule that finds nothing, or cannot be tested, would bury the others.
            nothing = sum(finding.answer == "met" for finding in own)
            untested = tuple(Counter(finding.missing for finding in own if finding.missing).items())
            own = tuple(finding for finding in own if finding.answer == "not_met")
        caveat = _common_caveat(own) if row.question != "reach" else ""
        lead, caveats = "", _NO_CAVEATS
        if row.question in IN_SHORT:
            lead, caveats, caveat = IN_SHORT[row.question](own), _each_once(own), ""
        caption = "Every finding, the gravest first. Left of the line is too little."
        sections.append(
            Section(row.question, row.answer, own, caption, caveat, lead, caveats, nothing, untested)
        )
    return tuple(sections)


def _common_caveat(findings: Sequence[Finding]) -> str:
    caveats = [finding.caveat for finding in findings if finding.caveat]
    shortest = min(caveats, key=len, default="")
    return shortest if all(caveat.startswith(shortest) for caveat in caveats) else ""


def _each_once(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the sentences of all caveats in their order, each once."""
    sentences = [one for finding in findings for one in re.split(r"(?<=[.])\s+", finding.caveat) if one]
    return tuple(dict.fromkeys(sentences))


def _contents(rows: Sequence[AnswerRow], *, has_notices: bool) -> list[tuple[str, str]]:
    examined = [(row.question, row.question.capitalize()) for row in rows if row.finding is not None]
    orders = [("notices", "The orders, as stated")] if has_notices else []
    return [
        ("where", "Where"), *orders, *examined, ("decide", "What decides"), ("unknown", "Unknown"),
        ("assumed", "Assumed"), ("sources", "Sources"),
    ]  # fmt: skip


def journeys(assessment: Assessment, figures: Figures) -> tuple[Journey, ...]:
    """Return what each outcome shows, in the order of the plan."""
    plan = assessment.loaded.plan
    schematic = plan.ground.streets is not None and plan.ground.streets.grade == "schematic"
    means = {notice.id: notice.deadline_means or "out" for notice in plan.notices}
    shown = []
    notices = {notice.id: notice for notice in plan.notices}
    for index, outcome in enumerate(assessment.outcomes, 1):
        no_deadline = _no_deadline(outcome, means.get(outcome.notice, "out"))
        drawn = outcome if no_deadline is None else replace(outcome, deadline=None, deadline_h=None)
        placed = figures.audience == "restricted" and not schematic
        scheduled = schedule_answer(assessment.loaded, notices[outcome.notice], outcome)
        shown.append(
            Journey(
                notice=outcome.notice,
                target=TARGET_WORDS[outcome.target],
                no_deadline=no_deadline,
                lower=at_least(outcome.lower_h),
                no_upper=outcome.no_upper,
                people=_people(outcome, figures),
                chart=None if schematic else curve_svg(drawn, figures, f"curve-{index}", scheduled),
                rows=() if schematic else deadline_rows(drawn, figures, scheduled),
                proof=None
                if schematic
                else proof(outcome, assessment.outcomes, figures, held=no_deadline is None),
                left_by_block=outcome.left_by_block if placed else (),
                crowd=_crowd(outcome, figures) if placed else None,
            )
        )
    return tuple(shown)


def _no_deadline(outcome: Outcome, means: str) -> str | None:
    if outcome.deadline is None:
        return "Deadline not stated."
    if outcome.target != means:
        return "The stated deadline is for " + (
            "having arrived." if means == "arrived" else "being out of the area."
        )
    return None if outcome.deadline_h is not None else "When the order was issued is not stated."


def _people(outcome: Outcome, figures: Figures) -> tuple[PeopleRow, ...]:
    rows = [PeopleRow("All who are ordered to leave", figures.say(outcome.ordered), "counted as a cost")]
    if len(outcome.by_layer) > 1:
        rows += [
            PeopleRow(name, figures.say(persons), "of them") for name, persons in outcome.by_layer.items()
        ]
    if outcome.stranded.high > 0:
        rows.append(
            PeopleRow("No route on the mapped streets", figures.say(outcome.stranded), "in neither line")
        )
    rows.append(
        PeopleRow(
            "Cannot walk unaided", figures.say(outcome.cannot_walk), "in neither line; needs stated transport"
        )
    )
    note = "" if outcome.walk_km is None else f"shortest ways: {figures.plain(outcome.walk_km)}"
    rows.append(
        PeopleRow(
            "Can move and have a route", figures.say(outcome.persons), note or "what the chart is about"
        )
    )
    return tuple(rows)


def _crowd(outcome: Outcome, figures: Figures) -> Markup | None:
    crowd = outcome.crowd
    if crowd is None or crowd.persons < 1:
        return None
    when = ltr(time_words(outcome, crowd.hours))
    return (
        ltr(figures.at_most(crowd.persons))
        + " people at "
        + when
        + ", at "
        + ltr(f"{crowd.lon:.4f}, {crowd.lat:.4f}")
    )
