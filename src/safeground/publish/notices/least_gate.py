"""The least that a notice must state before it is published, whatever else is examined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.questions.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.places import LoadedPlan


def least_gate(loaded: LoadedPlan) -> Iterator[Flaw]:
    """Yield an error for each notice that names no issuer or no time of issue."""
    for notice in loaded.plan.notices:
        if notice.issuer is None:
            what, mend = "Nobody is named as its issuer.", "State the issuer."
            yield Flaw(
                rule="no-issuer", severity="error", notice=notice.id, what=what, where="issuer", mend=mend
            )
        if notice.issued is None:
            what, mend = "No time of issue is stated.", "State when it was issued, with its offset."
            yield Flaw(
                rule="no-issue", severity="error", notice=notice.id, what=what, where="issued", mend=mend
            )


def fields_gate(loaded: LoadedPlan) -> Iterator[Flaw]:
    """Yield an error for each notice without a text whose fields name no deadline or no destination.

    The linter cannot tell what a text that it does not have says. What is published of such a notice is made
    of its fields alone: then it does not say it.
    """
    for notice in loaded.plan.notices:
        if any(text.strip() for text in notice.text.values()):
            continue
        untold = (
            ("deadline", notice.deadline is None, "by when people are to leave", "State a deadline."),
            ("destination", not notice.to, "where people are to go", "Name the destination."),
        )
        for name, lacks, what, mend in untold:
            if lacks:
                yield Flaw(
                    rule=f"no-{name}", severity="error", notice=notice.id, where=name,
                    what=f"It has no text, and its fields do not say {what}.", mend=mend,
                )  # fmt: skip
