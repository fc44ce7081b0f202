"""Writes an assessment: ``restricted/`` and ``public/``, whole or not at all.

Everything goes to a temporary folder beside the output and takes its place when it is whole; a failing
run leaves what stood there as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from safeground.errors import OutputError
from safeground.publish.document import document_json
from safeground.publish.findings_csv import findings_csv
from safeground.publish.redact import public_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safeground.assess import Assessment
    from safeground.publish.document import Edition

MARKER = ".safeground"
"""Stands in every folder that Safeground wrote, so that it never replaces one that it did not."""


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
        progress("writing the public edition")
        _write_edition(public, "public", folder / "public")
        if keep is not None:
            shutil.copytree(keep, folder / "plan")
        (folder / "public" / "brief.html").write_text(brief_html(public), encoding="utf-8")


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Yield a temporary folder that takes the place of ``out`` if nothing fails.

    Raises
    ------
    OutputError
        As ``write``.
    """
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise OutputError(f"cannot write to {out.parent}: {error.strerror}. Choose another --out.") from error
    try:
        yield folder
        folder.chmod(0o755)
        (folder / MARKER).touch()
        _take_place(folder, out)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror}. What stood there is untouched.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(out: Path) -> None:
    if out.is_file():
        raise OutputError(f"{out} is a file; --out needs a folder. Choose another name.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise OutputError(
            f"{out} holds files that were not written by this program and would be lost. "
            "Choose a new folder, or move those files."
        )


def _take_place(folder: Path, out: Path) -> None:
    former = None
    if out.exists():
        former = Path(tempfile.mkdtemp(prefix=f".{out.name}-former-", dir=out.parent)) / "former"
        out.rename(former)
    try:
        folder.rename(out)
    except OSError:
        if former is not None:
            former.rename(out)
        raise
    finally:
        if former is not None:
            shutil.rmtree(former.parent, ignore_errors=True)


def _write_edition(assessment: Assessment, edition: Edition, folder: Path) -> None:
    from safeground.publish.geopackage import write_geopackage
    from safeground.publish.report import report_html

    folder.mkdir()
    (folder / "assessment.json").write_bytes(document_json(assessment, edition))
    (folder / "findings.csv").write_bytes(findings_csv(assessment.findings).encode())
    (folder / "report.html").write_text(report_html(assessment, edition), encoding="utf-8")
    write_geopackage(assessment, edition, folder / "assessment.gpkg")


def _write_proofs(assessment: Assessment, folder: Path) -> None:
    """Write each proof as ``<notice>-<target>/problem.npz`` and ``certificate.json``."""
    from safeground.flow.problem import write_problem

    for outcome in assessment.outcomes:
        proofs = {
            "": (outcome.proof_problem, outcome.certificate),
            "-open-ground": (outcome.ground_problem, outcome.ground_certificate),
        }
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
                "ground": "open ground" if suffix else "mapped streets",
                "lower_h": outcome.lower_h,
                "deadline_h": outcome.deadline_h,
            }
            (place / "about.json").write_bytes(msgspec.json.encode(summary))
