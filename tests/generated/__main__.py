"""Measure the linter and write its report anew: ``python -m tests.generated``."""

import os
from pathlib import Path

from tests.generated.drafts import Ground
from tests.generated.gaza_map import gaza
from tests.generated.measure import measure
from tests.generated.report import SEED, write

if __name__ == "__main__":
    named = os.environ.get("SAFEGROUND_DATA")
    of_town = measure(Ground.synthetic(), right=2_000, each=40, pairs=500, seed=SEED, town=True)
    real = named and measure(gaza(Path(named)), right=1_000, each=20, pairs=0, seed=SEED, town=False)
    write(of_town, real or None)
