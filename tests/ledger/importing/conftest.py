"""What the tests of imports share: a table to a file, a file to claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safeground.ledger.importing.mapping import read_mapping
from safeground.ledger.importing.prepare import Prepared, prepare
from safeground.ledger.importing.rows import read_rows
from safeground.ledger.importing.shipped import fitting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAPPING = """
mapping: Gate log
zone: Asia/Gaza
fields:
  kind: figure
  subject: {column: Gate}
  measure: trucks_entered
  unit: trucks
  value: {column: Trucks}
  valid_from: {column: Day}
  valid_to: {column: Day}
  stated_by: {column: Said by}
"""


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Prepared]:
    """Return a function that writes a table and a mapping and prepares their import."""

    def run(
        table: str, mapping: str | None = MAPPING, *, name: str = "gates.csv", zone: str = ""
    ) -> Prepared:
        path = tmp_path / name
        path.write_text(table, encoding="utf-8")
        rows = read_rows(path)
        if mapping is None:
            chosen = fitting(rows)
            assert chosen is not None
        else:
            (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
            chosen = read_mapping(tmp_path / "m.yaml")
        return prepare(path, chosen, {"recorder": "desk", "zone": zone}, rows=rows)

    return run
