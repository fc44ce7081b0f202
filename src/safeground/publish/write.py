"""Writes an assessment: ``restricted/`` and ``public/``, whole or not at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import msgspec

from safeground.publish.displacement_csv import displacement_csv
from safeground.publish.document import document_json
from safeground.publish.findings_csv import findings_csv
from safeground.publish.redact import public_edition
from safeground.publish.supply_csv import supply_tables
from safeground.whole_folder import whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.assess import Assessment
    from safeground.publish.document import Edition


def write(
    assessment: Assessment, out: Path, progress: Callable[[str], None], *, keep: Path | None = None
) -> None:
    """Write both editions to ``out``, with a copy of the folder ``keep`` as ``plan/`` where one is given.

    Raises
    ------
    OutputError
        ``out`` is a file, or a folder that Safeground did not write, or cannot be written.
    """
    from safeground.publish.brief import brief_html

    with whole_folder(out) as folder:
        public = public_edition(assessment)
        progress("writing the restricted edition")
        _write_edition(assessment, "restricted", folder / "restricted")
        _write_proofs(assessment, folder / "restricted" / "proofs")
        if assessment.schedule_asked:
            _write_schedule(assessment, folder / "restricted")
        if assessment.returning is not None and assessment.returning.displacement is not None:
            table = displacement_csv(assessment.returning.displacement)
            (folder / "restricted" / "displacement.csv").write_bytes(table.encode())
        if assessment.supply is not None:
            for name, table in supply_tables(assessment.supply).items():
                (folder / "restricted" / name).write_bytes(table.encode())
        progress("writing the public edition")
        _write_edition(public, "public", folder / "public")
        if keep is not None:
            shutil.copytree(keep, folder / "plan")
        (folder / "public" / "brief.html").write_text(brief_html(public), encoding="utf-8")


def _write_edition(assessment: Assessment, edition: Edition, folder: Path) -> None:
    from safeground.publish.geopackage import write_geopackage
    from safeground.publish.report import report_html

    folder.mkdir()
    (folder / "assessment.json").write_bytes(document_json(assessment, edition))
    (folder / "findings.csv").write_bytes(findings_csv(assessment.findings).encode())
    (folder / "report.html").write_text(report_html(assessment, edition), encoding="utf-8")
    write_geopackage(assessment, edition, folder / "assessment.gpkg")


def _write_schedule(assessment: Assessment, folder: Path) -> None:
    """Write the schedules as something to read: nothing of it is for the public edition."""
    from safeground.publish.schedule_csv import schedule_csv
    from safeground.publish.schedule_page import schedule_html

    (folder / "schedule.html").write_text(schedule_html(assessment), encoding="utf-8")
    (folder / "schedule.csv").write_bytes(schedule_csv(assessment).encode())


def _write_proofs(assessment: Assessment, folder: Path) -> None:
    """Write each proof as ``<notice>-<target>/problem.npz`` and ``certificate.json``."""
    from safeground.flow.problem import write_problem

    _write_supply_proofs(assessment, folder)
    back = [] if assessment.returning is None else [one.outcome for one in assessment.returning.ways]
    for outcome in (*assessment.outcomes, *(one for one in back if one is not None)):
        proofs = {
            "": (outcome.proof_problem, outcome.certificate),
            "-open-ground": (outcome.ground_problem, outcome.ground_certificate),
        }
        if outcome.with_room is not None:
            proofs["-with-room"] = outcome.with_room.problem, outcome.with_room.certificate
        for suffix, (problem, certificate) in proofs.items():
            if problem is None or certificate is None:
                continue
            place = folder / f"{outcome.notice}-{outcome.target}{suffix}"
            place.mkdir(parents=True)
            write_problem(problem, place / "problem.npz")
            (place / "certificate.json").write_bytes(certificate.to_json())
            summary = {
                "notice": outcome.notice,
                "target": outcome.target,
                "ground": "open ground" if suffix == "-open-ground" else "mapped streets",
                "room": outcome.with_room.m2_per_person
                if outcome.with_room is not None and suffix == "-with-room"
                else None,
                "lower_h": outcome.lower_h,
                "deadline_h": outcome.deadline_h,
            }
            (place / "about.json").write_bytes(msgspec.json.encode(summary))


def _write_supply_proofs(assessment: Assessment, folder: Path) -> None:
    """Write each bound that refutes as ``supply-<commodity>/supply-problem.npz`` with its certificate.

    The arrays hold the most that each place may need. A bound below their sum, and not below the least that
    all need together, refutes nothing; so the finding with the least need is written beside them.
    """
    from safeground.questions.supply_need_words import finding_file, proof_folder
    from safeground.supply.files import write_problem

    findings = {one.id: one for one in assessment.findings}

    account = assessment.supply
    if account is None or account.outcome.problem is None:
        return
    for one in account.outcome.commodities:
        if one.certificate is None or not one.refuted:
            continue
        place = folder / proof_folder(one)
        place.mkdir(parents=True)
        write_problem(account.outcome.problem, place / "supply-problem.npz")
        (place / "supply-certificate.json").write_bytes(one.certificate.to_json())
        finding = finding_file(findings[f"supply.need.{one.commodity}"], one)
        (place / "supply-finding.json").write_bytes(finding.to_json())
