"""Check again what was written: ``safeground verify``. From the arrays alone, without solving."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from safeground.errors import CertificateRefused, FaultList
from safeground.flow.certificate import Certificate, check
from safeground.flow.problem import read_problem
from safeground.flow.replay import replay
from safeground.flow.schedule import read_schedule
from safeground.whole_folder import MARKER

if TYPE_CHECKING:
    from safeground.flow.problem import Problem

_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Set:
    """The files that belong to one problem file: they share its folder and what follows its ``problem``."""

    problem: Path

    def file(self, name: str) -> Path:
        """Return the file of a name such as ``certificate.json`` in this set."""
        stem, dot, ending = name.partition(".")
        return self.problem.with_name(stem + self.problem.stem.removeprefix("problem") + dot + ending)


def verify_folder(folder: Path, *, may_be_empty: bool = False) -> list[str]:
    """Check every certificate and schedule in a folder against the arrays beside it.

    A set is ``problem.npz`` and ``certificate.json``, with ``schedule.npz``, ``bracket.json`` and the
    files for a deadline where they are there; or the same names with one ending, such as
    ``problem-notice-1-out.npz`` and ``certificate-notice-1-out.json``. Sets are looked for in the folder
    and in all folders in it.

    Parameters
    ----------
    folder
        What ``safeground assess`` or ``safeground solve`` wrote.
    may_be_empty
        Whether a folder without a set says nothing, as it holds proofs of another kind.

    Returns
    -------
    list of str
        For each certificate and schedule a sentence that says what it proves.

    Raises
    ------
    InputError
        If there is no set, one is not whole, or a file cannot be read.
    CertificateRefused
        If a certificate does not prove its bound, or a bracket says more than is proven.
    ScheduleRefused
        If a schedule cannot be carried out.
    """
    folder = Path(folder)
    sets = _sets(folder, may_be_empty=may_be_empty)
    if not sets and may_be_empty:
        return []
    if not sets:
        return [
            "No proof is in this folder: the examination found no bound to prove, so nothing was checked."
        ]
    sentences: list[str] = []
    for found in sets:
        where = found.problem.parent.relative_to(folder)
        name = str(where / found.problem.stem.removeprefix("problem").lstrip("-")).strip(".")
        before = f"{name}: " if name else ""
        sentences += [before + sentence for sentence in _verify(found)]
    return sentences


def _sets(folder: Path, *, may_be_empty: bool) -> list[_Set]:
    """Return the sets in a folder, each whole."""
    faults = FaultList(folder)
    expected = "problem.npz with certificate.json, as `safeground assess` and `safeground solve` write them"
    if not folder.is_dir():
        faults.add("", "no such folder", expected, "Check the name.")
    problems = sorted(folder.rglob("problem*.npz"))
    found = [_Set(path) for path in problems]
    for one in found:
        if not one.file("certificate.json").is_file():
            missing = one.file("certificate.json").name
            faults.add(
                str(one.problem.relative_to(folder)), "no certificate", f"{missing} beside it", "Add it."
            )
    certificates = {
        one.file(name) for one in found for name in ("certificate.json", "deadline-certificate.json")
    }
    for path in sorted({*folder.rglob("certificate*.json"), *folder.rglob("deadline-certificate*.json")}):
        if path not in certificates:
            place = str(path.relative_to(folder))
            faults.add(place, "a certificate without arrays", "its problem file beside it", "Add it.")
    if not len(faults) and not found and not may_be_empty and not (folder / MARKER).is_file():
        faults.add("", "nothing to check", expected, "Name the folder that was given as --out.")
    faults.raise_if_any()
    return found


def _verify(found: _Set) -> list[str]:
    """Check one set; return its sentences."""
    problem = read_problem(found.problem)
    said = _bracket(found.file("bracket.json"))
    sentences = [_proof(problem, found.file("certificate.json"), said, "lower_s")]
    if found.file("deadline-certificate.json").is_file():
        sentences.append(_proof(problem, found.file("deadline-certificate.json"), said, "arrivals_upper"))
    if found.file("schedule.npz").is_file():
        sentences.append(_replayed(problem, found.file("schedule.npz"), said))
    elif said.get("upper_s") is not None:
        _refuse(found.file("bracket.json"), f"upper_s {said['upper_s']}", "no schedule")
    if found.file("deadline-schedule.npz").is_file():
        sentences.append(_replayed_by_deadline(problem, found.file("deadline-schedule.npz"), said))
    return sentences


def _proof(problem: Problem, path: Path, said: dict[str, Any], claim: str) -> str:
    """Check a certificate, and that the bracket claims no more than it proves."""
    certificate = Certificate.from_json(path.read_bytes())
    try:
        proof = check(problem, certificate)
    except CertificateRefused as error:
        raise CertificateRefused(f"{path}: {error}") from error
    value = said.get(claim)
    if value is None:
        return proof.sentence
    if claim == "lower_s" and (value > proof.horizon_s * (1 + _CLOSE) or (value > 0 and not proof.refuted)):
        _refuse(path, f"lower_s {value} s", f"{proof.horizon_s if proof.refuted else 0.0} s")
    most = min(proof.arrivals_bound, proof.persons)
    if claim == "arrivals_upper" and (
        proof.horizon_s != said.get("deadline_s") or most > value * (1 + _CLOSE) + _CLOSE
    ):
        _refuse(
            path, f"arrivals_upper {value} by {said.get('deadline_s')} s", f"{most} by {proof.horizon_s} s"
        )
    return proof.sentence


def _replayed(problem: Problem, path: Path, said: dict[str, Any]) -> str:
    """Carry out a schedule in which everybody arrives."""
    done = replay(problem, read_schedule(path))
    upper = said.get("upper_s")
    if upper is not None and done.last_arrival_s > upper * (1 + _CLOSE):
        _refuse(path, f"upper_s {upper} s", f"a last arrival at {done.last_arrival_s} s")
    return (
        f"On these arrays the schedule can be carried out: the last of {round(done.arrived_persons):,} "
        f"persons arrives at {_up(done.last_arrival_s)} s. It does not prove that people can do it."
    )


def _replayed_by_deadline(problem: Problem, path: Path, said: dict[str, Any]) -> str:
    """Carry out a schedule in which as many as can be arrive by a deadline."""
    done = replay(problem, read_schedule(path), everybody=False)
    least, deadline = said.get("arrivals_lower"), said.get("deadline_s")
    if least is not None and done.arrived_persons < least * (1 - _CLOSE) - _CLOSE:
        _refuse(path, f"arrivals_lower {least}", f"{done.arrived_persons} arriving")
    if deadline is not None and done.last_arrival_s > deadline * (1 + _CLOSE):
        _refuse(path, f"a deadline of {deadline} s", f"a last arrival at {done.last_arrival_s} s")
    return (
        f"On these arrays the schedule to the deadline can be carried out: "
        f"{math.floor(done.arrived_persons):,} persons arrive by {_up(done.last_arrival_s)} s."
    )


def _up(time_s: float) -> str:
    """Say a time, rounded up, so that "by then" stays true."""
    return f"{math.ceil(time_s * 10 - _CLOSE) / 10:,}".removesuffix(".0")


def _bracket(path: Path) -> dict[str, Any]:
    """Return what ``bracket.json`` says; nothing where it is not there."""
    if not path.is_file():
        return {}
    faults = FaultList(path)
    document: dict[str, Any] = {}
    try:
        document = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except msgspec.DecodeError as error:
        faults.add("", f"what cannot be read ({error})", "a bracket as JSON", "Solve again.")
    names = ("lower_s", "upper_s", "arrivals_upper", "arrivals_lower", "deadline_s")
    for name in names:
        value = document.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            faults.add(name, repr(value), "a number or null", "Solve again.")
    faults.raise_if_any()
    return document


def _refuse(path: Path, said: str, shown: str) -> None:
    msg = f"{path}: the bracket says {said}, but what is shown is {shown}."
    raise CertificateRefused(msg)
