"""Constants with their unit in the name, and nothing else."""

from typing import Final

SECONDS_PER_MINUTE: Final = 60.0
SECONDS_PER_HOUR: Final = 3600.0
SECONDS_PER_DAY: Final = 86400.0
M2_PER_KM2: Final = 1e6
METRES_PER_KM: Final = 1000.0
