"""A writer that is killed at any moment: nothing acknowledged is lost, nothing is there in part."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")


def _killed(kills: int, seed: int) -> dict[str, int]:
    words = [sys.executable, "-m", "tests.ledger.killing", str(kills), str(seed)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_forty_kills() -> None:
    seen = _killed(40, 1)
    assert seen["kills"] == 40
    assert seen["appended"] > 0, "it was killed at work"


@pytest.mark.large
def test_two_thousand_kills() -> None:
    seen = _killed(2000, 2)
    assert seen["kills"] == 2000
    for moment in (
        "appended", "erased", "closed", "backed_up", "before it was open", "whole batches, not acknowledged",
        "erased, not acknowledged",
    ):  # fmt: skip
        assert seen[moment] > 0, moment
