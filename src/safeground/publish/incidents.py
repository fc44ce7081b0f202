"""Incidents, written: lines for the terminal, tables with HXL tags, a chart of days.

Places of single incidents are restricted. In public there are counts by kind of area only, small ones not
told apart and others rounded, without rates and totals from which they could be worked out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import shapely

from safeground.formats.hxl_table import hxl_table, number_cell
from safeground.questions.incident_counts import ANYWHERE
from safeground.questions.incident_rates import METHOD, REPORTING
from safeground.whole_folder import whole_folder
from safeground.wording import FEW, number, public_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from safeground.questions.incident_counts import Counted, Phase, PhaseCounts
    from safeground.questions.incident_joins import Joined
    from safeground.questions.incident_rates import Rate

WITHHELD = "withheld"
"""Instead of a count from which, with others, a small one could be worked out."""
ABOUT = (
    "Counts what the ledger holds; what nobody reported is not counted. Areas are as they were said to be "
    "and published at the time. Evidence beside evidence: no verdict, and no cause, is read from it."
)
COUNT_COLUMNS = (
    ("phase", "#event+phase"),
    ("days", "#date+days"),
    ("where", "#loc+type"),
    ("certain", "#affected+incidents+certain"),
    ("possible", "#affected+incidents+possible"),
    ("per_day", "#indicator+rate"),
    ("per_day_low_95", "#indicator+rate+min"),
    ("per_day_high_95", "#indicator+rate+max"),
    ("per_day_with_possible", "#indicator+rate+possible"),
    ("variance_over_mean", "#indicator+dispersion"),
    ("whole_days", "#date+days+whole"),
    ("km2_days", "#indicator+km2days"),
    ("per_km2_day", "#indicator+rate+km2"),
    ("sources", "#meta+sources"),
    ("reports", "#meta+reports"),
    ("types", "#event+type"),
    ("note", "#meta+note"),
)
PUBLIC_COLUMNS = (
    ("phase", "#event+phase"),
    ("days", "#date+days"),
    ("where", "#loc+type"),
    ("certain", "#affected+incidents+certain"),
    ("possible", "#affected+incidents+possible"),
    ("note", "#meta+note"),
)
COLUMNS = (
    ("incident", "#event+id"),
    ("type", "#event+type"),
    ("earliest", "#date+start"),
    ("latest", "#date+end"),
    ("place", "#loc+name"),
    ("precision", "#geo+precision"),
    ("lon", "#geo+lon"),
    ("lat", "#geo+lat"),
    ("areas", "#loc+area"),
    ("outside_all_areas", "#loc+outside"),
    ("pauses", "#event+pause"),
    ("corridors", "#loc+corridor"),
    ("sites", "#loc+site"),
    ("notified", "#status+notified"),
    ("reports", "#meta+reports"),
    ("sources", "#meta+source"),
    ("disputed", "#status+disputed"),
    ("sensitivity", "#meta+sensitivity"),
)


def count_lines(counted: Sequence[PhaseCounts], zone: tzinfo) -> list[str]:
    """Return the counts in lines, with the sentences that always stand beside them; times in a zone."""
    lines = [] if counted else ["there is no incident with a time, so no phase to count by"]
    for one in counted:
        spans = "; ".join(f"{_time(a, zone)} to {_time(b, zone)}" for a, b in one.phase.spans) or "no time"
        lines.append(f"{one.phase.name} ({spans}): {number(one.phase.days)} days")
        lines.append(f"  told by {one.sources} different sources in {one.reports} reports")
        lines += [f"  {row.where}: {row_words(row)}" for row in one.rows]
        lines += [f"    in {row.where}: {row_words(row)}" for row in one.by_area]
    return [*lines, REPORTING, METHOD, ABOUT]


def row_words(row: Counted) -> str:
    """Say one row: counts, rate with its range, spread, rate for a km² where there is one."""
    words = [f"{row.certain} certain, {row.possible} possible"]
    words.append(f"of the certain ones {rate_words(row.rate)}")
    if row.possible and row.per_day_with_possible is not None:
        words.append(f"with all possible ones {number(row.per_day_with_possible)} a day")
    if row.per_km2_day is not None and row.km2_days is not None:
        words.append(f"{number(row.per_km2_day)} a km² and day ({number(row.km2_days)} km² days in force)")
    return "; ".join(words)


def rate_words(rate: Rate) -> str:
    """Say a rate with its range, or why it has none."""
    if rate.per_day is None:
        return "no time has passed"
    said = f"{number(rate.per_day)} a day"
    if rate.low is None or rate.high is None:
        return f"{said}, without a range: too few whole days ({rate.whole_days}) to see their spread"
    said += f" (95 %: {number(rate.low)} to {number(rate.high)})"
    if rate.dispersion is None:
        return said
    return f"{said}, variance/mean of days {number(rate.dispersion)}"


def counts_csv(counted: Sequence[PhaseCounts]) -> str:
    """Return the restricted table of counts."""
    rows = []
    for one in counted:
        for row in (*one.rows, *one.by_area):
            types = "; ".join(f"{name} {count}" for name, count in sorted(row.types.items()))
            rows.append(
                [
                    row.phase,
                    f"{one.phase.days:.3f}",
                    row.where,
                    str(row.certain),
                    str(row.possible),
                    *(number_cell(value) for value in _rates(row)),
                    str(row.rate.whole_days),
                    number_cell(row.km2_days),
                    number_cell(row.per_km2_day),
                    str(one.sources),
                    str(one.reports),
                    types,
                    f"{REPORTING} {METHOD}",
                ]
            )
    return hxl_table(COUNT_COLUMNS, rows)


def _rates(row: Counted) -> tuple[float | None, ...]:
    rate = row.rate
    return rate.per_day, rate.low, rate.high, row.per_day_with_possible, rate.dispersion


def public_csv(counted: Sequence[PhaseCounts]) -> str:
    """Return the public table: counts by kind of area, small ones not told apart, nor to be worked out."""
    told = public_rows(counted)
    return hxl_table(
        PUBLIC_COLUMNS,
        [
            [
                row.phase,
                f"{one.phase.days:.0f}",
                row.where,
                *(
                    (public_count(row.certain), public_count(row.possible))
                    if (k, row.where) in told
                    else (WITHHELD, WITHHELD)
                ),
                f"{REPORTING} {ABOUT}",
            ]
            for k, one in enumerate(counted)
            for row in one.rows
        ],
    )


def public_rows(counted: Sequence[PhaseCounts]) -> set[tuple[int, str]]:
    """Return which rows may be told: (number of the phase, where).

    A small count and another that holds it, or part of it, are not both told: with what else is told the one
    would bound the other. Told first are short phases, and in a phase kinds of area before ``anywhere``. So
    every small count that is told shares no incident with another that is told of the same place or of
    anywhere.
    """
    cells = [(k, one.phase, row) for k, one in enumerate(counted) for row in one.rows]
    cells.sort(key=lambda cell: (cell[2].where == ANYWHERE, cell[1].days, cell[0]))
    told: list[tuple[int, Phase, Counted]] = []
    for k, phase, row in cells:
        if not any(_bounds(phase, row, other, known) for _, other, known in told):
            told.append((k, phase, row))
    return {(k, row.where) for k, _, row in told}


def _bounds(phase: Phase, row: Counted, other: Phase, known: Counted) -> bool:
    """Return whether two rows may count the same incidents, neither none at all, and one of them is small."""
    if row.where != known.where and ANYWHERE not in (row.where, known.where):
        return False
    shared = any(a < d and c < b for a, b in phase.spans for c, d in other.spans)
    nothing = any(one.certain == one.possible == 0 for one in (row, known))
    return shared and not nothing and (_is_small(row) or _is_small(known))


def _is_small(row: Counted) -> bool:
    return 0 < row.certain < FEW or 0 < row.possible < FEW


def incidents_csv(joined: Sequence[Joined], zone: tzinfo) -> str:
    """Return the restricted table of single incidents; only a fine place has coordinates in it."""
    return hxl_table(COLUMNS, [_row(one, zone) for one in joined])


def write_incidents(
    joined: Sequence[Joined], counted: Sequence[PhaseCounts], zone: tzinfo, out: Path
) -> None:
    """Write both editions, with times in a zone.

    Raises
    ------
    OutputError
        ``out`` is a file, or a folder that Safeground did not write, or cannot be written.
    """
    with whole_folder(out) as folder:
        restricted, public = folder / "restricted", folder / "public"
        restricted.mkdir()
        public.mkdir()
        (restricted / "incidents.csv").write_bytes(incidents_csv(joined, zone).encode())
        (restricted / "incident-counts.csv").write_bytes(counts_csv(counted).encode())
        (restricted / "incidents-by-day.svg").write_text(days_svg(counted), encoding="utf-8")
        (public / "incident-counts.csv").write_bytes(public_csv(counted).encode())


def days_svg(counted: Sequence[PhaseCounts]) -> str:
    """Return a chart of dated incidents for each whole local day, a row of bars a phase, all on one scale."""
    most = max((count for one in counted for _, count in one.daily), default=0) or 1
    wide, high, left, gap = 900, 90, 12, 58
    parts = []
    for i, one in enumerate(counted):
        base = (i + 1) * (high + gap)
        step = (wide - 2 * left) / max(len(one.daily), 1)
        said = f"{one.phase.name}: {len(one.daily)} whole days, {one.sources} sources; scale to {most}"
        title = escape(said)
        parts.append(f'<text x="{left}" y="{base - high - 10}" class="name">{title}</text>')
        parts.append(f'<path d="M{left} {base}H{wide - left}" class="axis"/>')
        for k, (_, count) in enumerate(one.daily):
            if count:
                tall = high * count / most
                x, width = left + k * step, max(step - 1, 0.5)
                box = f'x="{x:.1f}" y="{base - tall:.1f}" width="{width:.1f}" height="{tall:.1f}"'
                parts.append(f"<rect {box}/>")
        if one.daily:
            first, last = one.daily[0][0].date().isoformat(), one.daily[-1][0].date().isoformat()
            parts.append(f'<text x="{left}" y="{base + 16}">{first}</text>')
            parts.append(f'<text x="{wide - left}" y="{base + 16}" text-anchor="end">{last}</text>')
    tall = len(counted) * (high + gap) + 60
    below = "RESTRICTED. Dated incidents for each day, on one scale.", f"{REPORTING.partition(':')[0]}."
    words = "".join(
        f'<text x="{left}" y="{tall - 26 + 14 * k}">{escape(text)}</text>' for k, text in enumerate(below)
    )
    style = (
        "text{font:12px sans-serif;fill:#1c1b19}.name{font-weight:600}rect{fill:#56524a}"
        ".axis{stroke:#1c1b19;fill:none}"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" role="img">'
    return f"{head}<title>Incidents by day</title><style>{style}</style>{''.join(parts)}{words}</svg>\n"


def _row(one: Joined, zone: tzinfo) -> list[str]:
    incident, spot = one.incident, one.incident.spot
    point = spot.shape if isinstance(spot.shape, shapely.Point) else None
    return [
        incident.id,
        incident.type,
        "" if incident.earliest is None else _time(incident.earliest, zone),
        "" if incident.latest is None else _time(incident.latest, zone),
        spot.name,
        spot.precision,
        number_cell(None if point is None else point.x),
        number_cell(None if point is None else point.y),
        "; ".join(f"{area} ({_sure(how, 'inside')})" for area, how in one.areas),
        one.outside,
        "; ".join(f"{pause} ({_sure(how, 'during')})" for pause, how in one.pauses),
        "; ".join(f"{id_} ({_sure(how, 'at it')}, {state})" for id_, how, state in one.corridors),
        "; ".join(f"{near.site} ({_sure(near.certainty, 'at it')})" for near in one.sites),
        "; ".join(f"{near.site}: {who} {state}" for near in one.sites for who, state in near.notified),
        "; ".join(incident.reports),
        "; ".join(incident.sources),
        "yes" if incident.disputed else "no",
        "RESTRICTED",
    ]


def _sure(how: str, word: str) -> str:
    return word if how == "certain" else f"possibly {word}"


def _time(time: datetime, zone: tzinfo) -> str:
    return time.astimezone(zone).isoformat(timespec="minutes")
