"""The command ``kept``: what was promised beside what was counted and said, as known at a minute."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)

from safeground.commands.terminal import asked_moment


def kept(plan: Path, *, at: str | None = None) -> int:
    """Say how far a plan's pauses, terms and promises are kept, as known at a minute, with every count.

    Restricted: it names all sources.

    Parameters
    ----------
    plan
        The plan file, with its ledger.
    at
        The moment, with offset: `2023-11-30T06:39+02:00`; where not given, the plan's `as_of`.
    """
    from safeground.characters import shown
    from safeground.plan.load import load_plan
    from safeground.publish.kept_lines import kept_lines
    from safeground.questions.kept import examine, expiry_known, zone_of

    moment = None if at is None else asked_moment("--at", at)
    loaded = load_plan(plan)
    moment = loaded.plan.as_of if moment is None else moment
    found = examine(loaded.plan, loaded.claims, file=loaded.plan.ledger or plan.name, at=moment)
    print(shown(f"{loaded.plan.plan}, as known at {moment.isoformat(sep=' ', timespec='minutes')}"))
    if found is None:
        print(
            "The plan states no pause and no term, and names no ledger: nothing can be held against anything."
        )
        return 0
    expiries = {
        pause.id: [
            expiry_known(loaded.plan, pause, loaded.claims, moment, known_by=known_by)
            for known_by in ("said", "published")
        ]
        for pause in loaded.plan.pauses
    }
    for line in kept_lines(found.account, expiries, zone_of(loaded.plan)):
        print(shown(line))
    for remark in found.remarks:
        print(shown(f"{remark.kind}: {remark.file}: {remark.text} ({remark.count})"))
    print("Compares counts and clocks with what was promised; says nothing on fault, reasons or law.")
    return 0
