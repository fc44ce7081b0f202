"""What a rule of *clear* is: a name, how grave it is, a function over one notice, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.questions.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.quantity import Range
    from safeground.questions.clear_case import Surroundings
    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.flaw import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found; the fields are those of ``Flaw``."""

    what: str
    where: str
    mend: str
    evidence: tuple[str, ...] = ()
    persons: Range | None = None
    area_km2: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    Parameters
    ----------
    name
        Stable: ``named-not-drawn``.
    severity
        ``error``: who relies on the notice would be in the wrong place, or not know whether, where to or
        by when; ``warning``: it misleads some, or leaves out what protects them; ``note``: no fault of
        this notice, or no more than worth a look.
    function
        Finds it in one notice.
    lacks
        Says which datum is missing to test it, None where none is.
    criterion
        Line of the score card that it belongs to: ``C1``.
    """

    name: str
    severity: Severity
    function: Callable[[NoticeCase], Iterator[Found]]
    lacks: Callable[[NoticeCase], str | None]
    criterion: str

    @property
    def __name__(self) -> str:
        return self.function.__name__

    @property
    def meaning(self) -> str:
        """What it finds, in one sentence."""
        return " ".join((self.function.__doc__ or "").split("\n\n")[0].split())

    @property
    def reason(self) -> str:
        """Why it is as grave as it is, and what it tolerates."""
        return " ".join(" ".join((self.function.__doc__ or "").split("\n\n")[1:]).split())

    def on(self, case: NoticeCase) -> Iterator[Flaw]:
        """Yield its flaws in one notice of a run."""
        if self.lacks(case) is not None:
            return
        for found in self.function(case):
            yield Flaw(
                rule=self.name,
                severity=self.severity,
                notice=case.notice.id,
                what=found.what,
                where=found.where,
                evidence=found.evidence,
                mend=found.mend,
                persons=found.persons,
                area_km2=found.area_km2,
            )

    def __call__(self, notice: Published, reading: TextReading, around: Surroundings) -> Iterator[Flaw]:
        """Yield its flaws in a notice by itself; for many rules or notices ``clear.examine`` is faster."""
        from safeground.questions.clear_rules.run import Run

        return self.on(Run(around, {notice.id: reading}, (notice,)).case(notice.id))


def nothing(_: NoticeCase) -> str | None:
    """Return None: every notice can be tested."""
    return None


def rule(
    name: str,
    severity: Severity,
    criterion: str,
    lacks: Callable[[NoticeCase], str | None] = nothing,
) -> Callable[[Callable[[NoticeCase], Iterator[Found]]], Rule]:
    """Make a function a rule: its docstring's first paragraph is its meaning, the rest the reasons."""
    return lambda function: Rule(name, severity, function, lacks, criterion)
