"""The engine alone, on a problem file: ``safeground solve``.

For people with their own network, for benchmarks, and for anyone who wants to test it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from safeground.errors import FaultList
from safeground.flow.bracket import bracket
from safeground.flow.certificate import Certificate, arrays_sha256, check
from safeground.flow.problem import read_problem, write_problem
from safeground.flow.replay import replay
from safeground.flow.schedule import write_schedule
from safeground.whole_folder import refuse_foreign, whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.flow.bracket import Bracket
    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

FORMAT_VERSION: Final = 1
NO_FINITE_LOWER: Final = "not all can ever arrive, as the certificate shows for its horizon"


def solve(
    problem_path: Path,
    *,
    gap: float = 0.02,
    seconds: float = 60.0,
    deadline_s: float | None = None,
    out: Path,
    progress: Callable[[str], None],
) -> None:
    """Bracket a problem file's least time and write the bracket with what shows it.

    Nothing is written that the checker does not accept or the replay cannot carry out. ``out`` holds
    ``problem.npz`` (the arrays as read), ``bracket.json``, ``certificate.json``, ``schedule.npz`` where
    there is a schedule, and with a deadline ``deadline-certificate.json`` and ``deadline-schedule.npz``.

    Parameters
    ----------
    problem_path
        The arrays (``docs/problem-file.md``).
    gap, seconds, deadline_s
        As for ``bracket``.
    out
        Folder for the results; it takes the place of a former one when it is whole.
    progress
        Told each step.

    Raises
    ------
    InputError
        If the problem file is wrong, or gap, seconds or deadline are.
    OutputError
        If ``out`` holds foreign files or cannot be written.
    """
    _check_numbers({"--gap": gap, "--seconds": seconds, "--deadline-s": deadline_s})
    refuse_foreign(out)
    progress(f"reading {problem_path}")
    problem = read_problem(problem_path)
    arcs = f"{len(problem.tail):,} arcs"
    progress(f"solving: {problem.nodes:,} nodes, {arcs}, {math.floor(problem.persons.sum()):,} persons")
    found = bracket(problem, gap=gap, seconds=seconds, deadline_s=deadline_s, progress=progress)
    progress("checking the proof and the schedule")
    certificates, schedules = _shown(problem, found)
    for certificate in certificates.values():
        check(problem, certificate)
    for name, schedule in schedules.items():
        replay(problem, schedule, everybody=name == "schedule.npz")
    with whole_folder(out) as folder:
        write_problem(problem, folder / "problem.npz")
        for name, certificate in certificates.items():
            (folder / name).write_bytes(certificate.to_json())
        for name, schedule in schedules.items():
            write_schedule(schedule, folder / name)
        (folder / "bracket.json").write_bytes(bracket_json(problem, found))
    progress(f"done: {_in_words(found)}")


def bracket_json(problem: Problem, found: Bracket) -> bytes:
    """Return a bracket as JSON (``docs/certificate.md``)."""
    finite = math.isfinite(found.lower_s)
    document: dict[str, object] = {
        "version": FORMAT_VERSION,
        "problem_sha256": arrays_sha256(problem),
        "lower_s": found.lower_s if finite else None,
        "no_lower": None if finite else NO_FINITE_LOWER,
        "upper_s": found.upper_s,
        "no_upper": found.no_upper,
        "gap": found.gap,
        "persons": found.persons,
        "unreachable_persons": found.unreachable_persons,
    }
    if found.deadline_s is not None:
        document |= {
            "deadline_s": found.deadline_s,
            "arrivals_upper": found.arrivals_upper,
            "arrivals_lower": found.arrivals_lower,
        }
    document |= {"seconds": round(found.seconds, 3), "peak_mb": round(found.peak_mb, 1)}
    return msgspec.json.format(msgspec.json.encode(document, enc_hook=float), indent=2) + b"\n"


def _shown(problem: Problem, found: Bracket) -> tuple[dict[str, Certificate], dict[str, Schedule]]:
    """Return certificates and schedules by file name; without a bound, the certificate that says nothing."""
    certificate = found.certificate or Certificate.of(problem, np.zeros(problem.nodes), 0.0)
    certificates = {"certificate.json": certificate}
    if found.deadline_certificate is not None:
        certificates["deadline-certificate.json"] = found.deadline_certificate
    schedules = {}
    if found.schedule is not None:
        schedules["schedule.npz"] = found.schedule
    if found.deadline_schedule is not None:
        schedules["deadline-schedule.npz"] = found.deadline_schedule
    return certificates, schedules


def _check_numbers(given: dict[str, float | None]) -> None:
    """Refuse options that are no number from 0 on."""
    faults = FaultList()
    for option, value in given.items():
        if value is not None and not 0 <= value < math.inf:
            faults.add(option, str(value), "a number of 0 or more", "Correct it.")
    faults.raise_if_any()


def _in_words(found: Bracket) -> str:
    lower = f"{found.lower_s:,.0f} s" if math.isfinite(found.lower_s) else "never"
    if found.upper_s is None:
        return f"not before {lower}; no schedule: {found.no_upper}"
    gap = "" if found.gap is None else f" (gap {100 * found.gap:.2f} %)"
    return f"between {lower} and {found.upper_s:,.0f} s{gap}"
