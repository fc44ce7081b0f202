"""The command that puts variants of a plan side by side."""

from __future__ import annotations

import math
from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import Annotated

from cyclopts import Parameter

from safeground.commands.terminal import progress
from safeground.errors import FaultList


def compare(
    plans: Annotated[tuple[Path, ...], Parameter(name="PLAN")],
    /,
    *,
    out: Path,
    gap: float = 0.02,
    seconds: float = 60.0,
) -> int:
    """Put variants of a plan side by side: people told to move first. Makes, changes and ranks none.

    Parameters
    ----------
    plans
        Two or more plan files, in the order in which they are shown.
    out
        Folder for the results; a former result of Safeground in it is replaced when the new one is whole.
    gap
        Relative gap between proven bound and schedule at which the engine may stop.
    seconds
        For each notice, the time after which the engine must stop.
    """
    from safeground.compare import compare as side_by_side
    from safeground.publish.compare_page import write_comparison
    from safeground.publish.figures import Figures
    from safeground.whole_folder import refuse_foreign

    faults = FaultList()
    for option, value in (("--gap", gap), ("--seconds", seconds)):
        if not 0 < value < math.inf:
            faults.add(option, str(value), "a number above 0", "Correct it.")
    faults.raise_if_any()
    refuse_foreign(out)
    tell = progress()
    found = side_by_side(plans, gap=gap, seconds=seconds, progress=tell)
    write_comparison(found, out)
    say = Figures("restricted")
    for one in found.variants:
        moved = one.figures["people_moved"].range
        print(f"{one.name}: people told to move: {'not known' if moved is None else say.plain(moved)}")
    for warning in found.warnings:
        print(f"warning: {warning}")
    print(f"\nPage:    {out / 'restricted' / 'compare.html'}\nPublic:  {out / 'public' / 'compare.html'}")
    return 0
