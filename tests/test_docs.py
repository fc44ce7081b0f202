"""The manual says what is there: its examples run, its commands and links exist, nothing is left out."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import shlex
import subprocess
from pathlib import Path

import pytest

import safeground
from safeground.cli import app

ROOT = Path(__file__).parents[1]
PACKAGE = Path(safeground.__file__).parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")] + DOCS
COMMANDS = (
    "assess",
    "compare",
    "check",
    "lint",
    "areas",
    "incidents",
    "kept",
    "lookup",
    "publish",
    "key",
    "authenticate",
    "new",
    "demo",
    "solve",
    "verify",
    "ledger",
    "ledger add",
    "ledger import",
    "ledger list",
    "ledger show",
    "ledger compare",
    "ledger timeline",
    "ledger export",
    "ledger verify",
    "ledger erase",
    "ledger checkpoint",
    "ledger backup",
    "ledger reindex",
    "ledger notify",
)
FENCE = re.compile(r"^```(\w+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _help(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    app([*command.split(), "--help"], result_action="return_value")
    return capsys.readouterr().out


def _options(text: str) -> set[str]:
    """Return the options of a help page; what stands in the place of a word is no option."""
    option = re.compile(r"[│|]\s+(?:\*\s+)?(--[a-z-]+)")
    return {found[1] for line in text.splitlines() if (found := option.match(line))}


def _section(command: str) -> str:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    return re.split(r"^## ", text.partition(f"\n## {command}\n")[2], flags=re.MULTILINE)[0]


def _blocks(page: Path, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(page.read_text(encoding="utf-8")) if name == language]


def _identity(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_command_is_documented_and_none_is_made_up() -> None:
    offered = {name for name in app if not name.startswith("-")}
    offered |= {f"ledger {name}" for name in app["ledger"] if not name.startswith("-")}
    assert offered == set(COMMANDS)
    headings = re.findall(
        r"^## (\w+(?: \w+)?)$", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(headings) == offered


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented_and_none_is_made_up(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    offered = _options(_help(command, capsys))
    documented = set(re.findall(r"^\| `(--[a-z-]+)`", _section(command), re.MULTILINE))
    assert documented == offered


def _command_lines() -> list[tuple[str, str]]:
    lines = []
    for page in PAGES:
        for body in _blocks(page, "sh"):
            for line in body.replace("\\\n", " ").splitlines():
                words = line.partition("#")[0].split(maxsplit=1)
                if words and words[0] == "safeground":
                    lines.append((_identity(page), line.partition("#")[0].strip()))
    return lines


@pytest.mark.parametrize(("page", "line"), _command_lines())
def test_command_lines_in_the_manual_parse(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    app.parse_args(words, exit_on_error=False, print_error=False)


def test_make_targets_in_the_manual_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z-]+)", _code(page))}
    assert {"demo", "test"} <= named <= targets


def _code(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n".join([*(body for _, body in FENCE.findall(text)), *re.findall(r"`([^`\n]+)`", text)])


@pytest.mark.parametrize("page", PAGES, ids=_identity)
def test_examples_in_the_manual_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parser, scope = doctest.DocTestParser(), {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for number, body in enumerate(_blocks(page, "python")):
        if ">>>" in body:
            example = parser.get_doctest(body, scope, f"{page.name}[{number}]", str(page), 0)
            runner.run(example, clear_globs=False)
            scope = example.globs
        else:
            exec(compile(body, f"{page.name}[{number}]", "exec"), scope)
    assert runner.failures == 0


def _modules_with_examples() -> list[str]:
    names = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "\n    >>> " in (text := path.read_text(encoding="utf-8")) or "\n>>> " in text:
            parts = path.relative_to(PACKAGE).with_suffix("").parts
            names.append(".".join(("safeground", *(part for part in parts if part != "__init__"))))
    return names


@pytest.mark.parametrize("name", _modules_with_examples())
def test_examples_in_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=_identity)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target and not target.startswith("#"):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_page_stands_in_the_contents() -> None:
    tree = "\n".join(body for body in re.findall(r"```\{toctree\}\n(.*?)```", DOCS_INDEX, re.DOTALL))
    listed = [line for line in tree.splitlines() if line and not line.startswith(":")]
    assert sorted(listed) == sorted(page.stem for page in DOCS if page.stem != "index")


DOCS_INDEX = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")


def test_tests_named_in_the_manual_exist() -> None:
    """A rule that names a test which is gone would be a rule without one."""
    known = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    for page in PAGES:
        named = set(re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8")))
        assert named <= known, page


def test_no_path_of_a_machine_and_no_index_stands_in_the_repository() -> None:
    """What is shipped must mean something on every machine."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.split()] or PAGES
    for path in files:
        if path.is_file() and path.suffix in {
            ".py",
            ".md",
            ".toml",
            ".txt",
            ".yaml",
            ".csv",
            ".cff",
            ".html",
            "",
        }:
            text = path.read_text(encoding="utf-8", errors="ignore")
            for word in ("/wo" + "rk/", "/tmp" + "/team", "--index-" + "url", "pypi" + ".org"):
                assert word not in text, f"{path.relative_to(ROOT)} holds {word}"
