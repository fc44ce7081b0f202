"""A measurement is a process of its own that limits stop; a failure is told, not raised."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from benchmarks.process import Limits, measure, peak_mb, resident_mb

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PROGRAMS = {
    "prints": "import json, os; from benchmarks.process import peak_mb, seconds_since_spawn\n"
    "print(json.dumps({'peak': peak_mb(), 'ran': seconds_since_spawn(), 'word': os.environ['WORD']}))",
    "sleeps": "import time\ntime.sleep(60)",
    "grows": "import time\nheld = b'x' * 300_000_000\ntime.sleep(60)",
    "fails": "raise SystemExit('nothing to do')",
}


def test_results_limits_and_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, program in PROGRAMS.items():
        (tmp_path / f"{name}.py").write_text(program)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))

    printed = measure("prints", limits=Limits(20.0, 500.0), WORD="here")
    assert printed["word"] == "here"
    assert 0.0 < printed["ran"] < 20.0
    assert 1.0 < printed["peak"] < 500.0

    began = time.monotonic()
    assert measure("sleeps", limits=Limits(0.5, 500.0)) == {"stopped": "0.5 s"}
    assert measure("grows", limits=Limits(30.0, 200.0)) == {"stopped": "0.2 GB"}
    assert time.monotonic() - began < 20.0

    assert measure("fails", limits=Limits(20.0, 500.0)) == {"failed": "exit 1: nothing to do"}


def test_the_peak_is_that_of_a_process_and_not_of_what_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "prints.py").write_text(PROGRAMS["prints"])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    held = b"x" * 400_000_000
    child = measure("prints", limits=Limits(20.0, 4000.0), WORD="here")
    assert child["peak"] < 200.0
    assert peak_mb() > len(held) / 2**20
    assert resident_mb(os.getpid()) > 0.0
