"""The commands on arrays and proofs: solve and verify."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import Annotated

from cyclopts import Parameter

from safeground.commands.terminal import progress, require_positive


def solve(
    problem: Path,
    *,
    out: Path,
    gap: float = 0.02,
    seconds: float = 60.0,
    deadline_s: Annotated[float | None, Parameter(name="--deadline-s")] = None,
) -> int:
    """Run the engine alone on an array file; writes bracket, certificate and schedule.

    Parameters
    ----------
    problem
        The array file (npz); its format is in the manual.
    out
        Folder for the results.
    gap
        Relative gap between proven bound and schedule at which the engine may stop.
    seconds
        The time after which it must stop.
    deadline_s
        Also bound the arrivals by this time.
    """
    from safeground.flow.solve import solve as run

    require_positive("--gap", gap)
    require_positive("--seconds", seconds)
    if deadline_s is not None:
        require_positive("--deadline-s", deadline_s)
    run(problem, gap=gap, seconds=seconds, deadline_s=deadline_s, out=out, progress=progress())
    print(out / "bracket.json")
    return 0


def verify(folder: Path) -> int:
    """Check every certificate in a folder from its arrays alone, and say what each proves.

    Parameters
    ----------
    folder
        What `assess` or `solve` wrote.
    """
    from safeground.flow.verify import verify_folder
    from safeground.supply.verify import verify_supply

    of_supply = verify_supply(folder)
    # A folder that holds proofs on supplies only has no set of the other kind, which is no fault.
    of_flow = verify_folder(folder, may_be_empty=bool(of_supply))
    for sentence in (*of_flow, *of_supply):
        print(sentence)
    return 0
