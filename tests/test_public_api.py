"""What others build on. A change here is a change for users and stands in CHANGELOG.md."""

from __future__ import annotations

import importlib
import inspect

import pytest

import safeground

API = {
    "safeground.assess.assess": "(plan_path, *, gap, seconds, schedule, progress, memo)",
    "safeground.examples.names": "()",
    "safeground.examples.place": "(name, folder)",
    "safeground.flow.bracket.bracket": (
        "(problem, *, gap, seconds, deadline_s, side, beside, after, progress)"
    ),
    "safeground.flow.certificate.check": "(problem, certificate)",
    "safeground.flow.certificate.evaluate": "(problem, labels_s, refuge_labels_s, horizon_s)",
    "safeground.flow.problem.read_problem": "(path)",
    "safeground.flow.problem.write_problem": "(problem, path)",
    "safeground.flow.replay.replay": "(problem, schedule, *, everybody, beside)",
    "safeground.flow.simple_cut.simple_cut": "(problem, sources, horizon_s)",
    "safeground.ledger.notifications.book": "(entries)",
    "safeground.ledger.notifications.due": "(made, at, within_h)",
    "safeground.ledger.notifying.notify": "(ledger, events, now)",
    "safeground.lint.lint": "(paths, *, blocks, names, people, territory, zone, rules, progress)",
    "safeground.new.new_plan": "(folder, *, streets, people, blocks, order, issued, ...)",
    "safeground.plan.load.load_plan": "(path)",
    "safeground.publish.write.write": "(assessment, out, progress, *, keep)",
    "safeground.plan.area_periods.states": "(plan, at, known_at)",
    "safeground.questions.areas_in_time.areas_at": "(loaded, layers, at, known_at)",
    "safeground.questions.incident_counts.count": "(loaded, joined, phases, parts)",
    "safeground.questions.incident_joins.join": "(loaded, found, *, sites, notified, near_m)",
    "safeground.questions.incident_rates.rate": "(daily, count, days)",
    "safeground.questions.incidents.incidents": "(loaded, claims, *, known_at, types, file)",
    "safeground.questions.areas_in_time.areas_between": "(loaded, layers, before, after)",
    "safeground.standards.standard": "(key)",
    "safeground.supply.balance.carry_out": "(problem, plan)",
    "safeground.supply.certificate.check": "(problem, certificate, *, needed_at_least)",
    "safeground.supply.certificate.evaluate": "(problem, certificate)",
    "safeground.supply.fair.by_priority": "(problem, rank, *, made)",
    "safeground.supply.fair.max_min": "(problem, *, most_rounds, seconds, made)",
    "safeground.supply.lp.most_delivered": "(problem, value, *, after)",
    "safeground.supply.stocks.time_to_empty": "(level, burn, at, *, deliveries, direction)",
    "safeground.testing.grid_town": "(n, ...)",
}


def _signature(function: object) -> str:
    parts, bare = [], False
    for name, parameter in inspect.signature(function).parameters.items():  # type: ignore[arg-type]
        if parameter.kind is parameter.KEYWORD_ONLY and not bare:
            parts.append("*")
            bare = True
        parts.append(name)
    return f"({', '.join(parts)})"


@pytest.mark.parametrize("name", sorted(API))
def test_signature_is_what_users_know(name: str) -> None:
    """``...`` at the end: options may follow that are not promised."""
    module, function = name.rsplit(".", 1)
    found = _signature(getattr(importlib.import_module(module), function))
    expected = API[name]
    if expected.endswith(", ...)"):
        assert found.startswith(expected.removesuffix(", ...)"))
    else:
        assert found == expected


def test_the_package_promises_its_version_and_no_more() -> None:
    public = {
        name for name, value in vars(safeground).items() if name[0] != "_" and not inspect.ismodule(value)
    }
    assert public == set()
    assert safeground.__version__.count(".") == 2


def test_what_is_public_says_what_it_does() -> None:
    for name in API:
        module, function = name.rsplit(".", 1)
        assert inspect.getdoc(getattr(importlib.import_module(module), function)), name
