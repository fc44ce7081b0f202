"""Measure in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SPAWNED_AT = "BENCHMARKS_SPAWNED_AT"
_LOOK_EVERY_S = 0.02


@dataclass(frozen=True)
class Limits:
    """What a process may take before it is stopped."""

    seconds: float
    memory_mb: float

    def __str__(self) -> str:
        return f"{self.seconds:g} s or {self.memory_mb / 1000:g} GB"


def measure(module: str, *words: object, limits: Limits, **environment: str) -> dict[str, Any]:
    """Run ``python -m MODULE WORDS``, which prints a JSON object, and return that object.

    Where the process takes more than the limits it is stopped: ``{"stopped": why}``; where it fails:
    ``{"failed": why}``. Limits hold for the whole process, imports and all.
    """
    command = [sys.executable, "-m", module, *map(str, words)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = time.monotonic()
        variables = os.environ | environment | {SPAWNED_AT: repr(began)}
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env=variables)
        try:
            why = _watch(process, began, limits)
        finally:
            process.kill()  # nothing where it has ended
            process.wait()
        out.seek(0)
        err.seek(0)
        if why:
            return {"stopped": why}
        if process.returncode != 0:
            last = (err.read().strip().splitlines() or ["no message"])[-1]
            return {"failed": f"exit {process.returncode}: {last}"}
        found = json.loads(out.read())
    assert isinstance(found, dict)
    return found


def _watch(process: subprocess.Popen[bytes], began: float, limits: Limits) -> str:
    """Wait for the end; return why the process must be stopped before it, or nothing."""
    while True:
        try:
            process.wait(_LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            if time.monotonic() - began > limits.seconds:
                return f"{limits.seconds:g} s"
            if resident_mb(process.pid) > limits.memory_mb:
                return f"{limits.memory_mb / 1000:g} GB"
        else:
            return ""


def seconds_since_spawn() -> float:
    """How long this process has run, with the start of Python and all imports [s]."""
    return time.monotonic() - float(os.environ[SPAWNED_AT])


def resident_mb(pid: int) -> float:
    """Memory of a process now [MB]; 0 where this machine does not tell."""
    return _status_mb(Path(f"/proc/{pid}/status"), "VmRSS")


def peak_mb() -> float:
    """Most memory that this process has had [MB]."""
    # Where the kernel tells it: ru_maxrss may be that of the process which started this one.
    own = _status_mb(Path("/proc/self/status"), "VmHWM")
    if own:
        return own
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _status_mb(path: Path, name: str) -> float:
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)
