"""Data goes one way: a module imports only from its own layer and those above it."""

from __future__ import annotations

import ast
import graphlib
import itertools
from pathlib import Path

import pytest

import safeground

PACKAGE = Path(safeground.__file__).parent
LAYERS = (
    (
        *("errors", "units", "remarks", "quantity", "wording", "characters", "memo", "clock"),
        *("whole_folder", "array_file", "highs"),
    ),
    ("standards",),
    ("formats", "signing"),
    ("ledger",),
    ("plan",),
    ("ground",),
    ("flow", "supply"),
    ("journey",),
    ("questions",),
    ("assessment", "examination"),
    ("assess", "lint"),
    ("compare",),
    ("publish",),
    ("examples", "testing", "new", "announce"),
    ("look_up",),
    ("commands", "cli", "__main__"),
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}


def _modules() -> dict[str, Path]:
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        names[".".join(("safeground", *(part for part in parts if part != "__init__")))] = path
    return names


MODULES = _modules()


def _resolved(module: str, node: ast.ImportFrom) -> list[str]:
    base = node.module or ""
    if node.level:
        up = module.split(".")
        package = up if MODULES[module].name == "__init__.py" else up[:-1]
        base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
    return [name if (name := f"{base}.{alias.name}") in MODULES else base for alias in node.names]


def _imports(module: str) -> set[str]:
    """Every module of the package that a module imports: inside functions and for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(_resolved(module, node))
    return {name for name in found if name == "safeground" or name.startswith("safeground.")} - {module}


def _part(module: str) -> str | None:
    return module.split(".")[1] if "." in module else None


@pytest.mark.parametrize("module", sorted(MODULES))
def test_module_imports_only_from_above(module: str) -> None:
    part = _part(module)
    if part is None:
        assert _imports(module) == set(), "importing the package must import nothing of it"
        return
    assert part in RANK, f"{part} has no layer: add it to LAYERS where design and ARCHITECTURE.md put it"
    below = {name for name in _imports(module) if (target := _part(name)) and RANK[target] > RANK[part]}
    assert below == set()


@pytest.mark.parametrize("module", sorted(name for name in MODULES if _part(name) == "flow"))
def test_flow_knows_no_map(module: str) -> None:
    assert {_part(name) for name in _imports(module)} <= {
        "errors",
        "units",
        "whole_folder",
        "array_file",
        "flow",
    }
    source = MODULES[module].read_text(encoding="utf-8")
    assert not [
        lib for lib in ("shapely", "pyproj", "osmium", "pyogrio", "rasterio") if f"import {lib}" in source
    ]


@pytest.mark.parametrize("module", sorted(name for name in MODULES if _part(name) == "supply"))
def test_supply_knows_no_map_and_no_movement(module: str) -> None:
    allowed = {"errors", "units", "quantity", "whole_folder", "array_file", "highs", "supply"}
    assert {_part(name) for name in _imports(module)} <= allowed
    source = MODULES[module].read_text(encoding="utf-8")
    libraries = ("shapely", "pyproj", "osmium", "pyogrio", "rasterio")
    assert not [library for library in libraries if f"import {library}" in source]


def test_the_checker_of_supply_certificates_stands_alone() -> None:
    """The checker, its refusals, its file and its words load nothing that solves."""
    own = {f"safeground.supply.certificate{part}" for part in ("", "_arrays", "_file", "_words")}
    allowed = own | {"safeground.errors", "safeground.supply", "safeground.supply.problem"}
    for module in own:
        assert _imports(module) <= allowed, module
    reached, todo = set(), {"safeground.supply.certificate"}
    while todo:
        module = todo.pop()
        reached.add(module)
        todo |= _imports(module) - reached
    assert reached <= allowed | {"safeground.supply.array_checks"}
    assert not [module for module in reached if "scipy" in MODULES[module].read_text(encoding="utf-8")]


def test_the_checker_of_certificates_stands_alone() -> None:
    """A reader who trusts only these lines can trust the refutation; the arrays' shape is all it needs."""
    allowed = {"safeground.errors", "safeground.units", "safeground.array_file", "safeground.flow.problem"}
    reached, todo = set(), {"safeground.flow.certificate"}
    while todo:
        module = todo.pop()
        reached.add(module)
        todo |= _imports(module) - reached
    assert reached - {"safeground.flow.certificate"} <= allowed | {
        "safeground.flow",
        "safeground.flow.array_checks",
        "safeground.flow.window_checks",
    }
    direct = {name for name in _imports("safeground.flow.certificate") if name.startswith("safeground.flow.")}
    assert direct <= {"safeground.flow.problem"}


def test_journey_and_questions_write_nothing() -> None:
    for module in MODULES:
        if _part(module) in {"journey", "questions"}:
            source = MODULES[module].read_text(encoding="utf-8")
            assert "write_text" not in source
            assert "open(" not in source, module


def test_no_module_imports_itself_in_a_circle() -> None:
    def at_run_time(module: str) -> set[str]:
        tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
        found: set[str] = set()
        for node in tree.body:
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.update(_resolved(module, node))
        return {name for name in found if name in MODULES} - {module}

    order = graphlib.TopologicalSorter({module: at_run_time(module) for module in MODULES})
    assert len(list(order.static_order())) >= len(MODULES)


def test_modules_are_named_for_what_they_hold_and_stay_short() -> None:
    lines = {module: path.read_text(encoding="utf-8").count("\n") for module, path in MODULES.items()}
    assert {module: count for module, count in lines.items() if count > 500} == {}
    names = set(itertools.chain.from_iterable(module.split(".") for module in MODULES))
    assert names.isdisjoint({"utils", "util", "helpers", "common", "misc"})
