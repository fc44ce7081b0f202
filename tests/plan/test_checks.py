"""The register of rules is whole: a rule that is written is a rule that is checked."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from safeground.plan import checks
from safeground.plan.checks import files, numbers, pauses, places, references, statements, times

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("module", [files, numbers, pauses, places, references, statements, times])
def test_every_rule_is_registered_and_states_itself(module: ModuleType) -> None:
    rules = {
        function
        for name, function in inspect.getmembers(module, inspect.isgeneratorfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and name != "named_files"
    }
    assert rules
    assert rules <= {*checks.RULES, *checks.PLACE_RULES}
    assert all(rule.__doc__ for rule in rules)


def test_no_rule_is_registered_twice() -> None:
    rules = [*checks.RULES, *checks.PLACE_RULES]
    assert len(rules) == len(set(rules))
