from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from tests.publish.notices.town import AT, write_town

from safeground.plan.load import load_plan
from safeground.publish.notices.from_plan import bulletins

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.publish.notices.bulletin import Bulletin


@pytest.fixture
def made(tmp_path: Path) -> tuple[Bulletin, ...]:
    """The town's bulletins, without streets and sites."""
    loaded = load_plan(write_town(tmp_path / "plan"))
    return bulletins(loaded, None, None, status="Exercise", at=datetime.fromisoformat(AT))
