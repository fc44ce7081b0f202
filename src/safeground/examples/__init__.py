"""Plans that ship with the package and that ``safeground demo`` runs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from safeground.errors import Fault, InputError

_TITLES: Final = {
    "river-town": "A river town's flood order (synthetic)",
    "khan-younis-2023-12": "Khan Younis, December 2023",
}
_HERE: Final = Path(__file__).parent


def names() -> dict[str, str]:
    """Return the name of every example with its title.

    Examples
    --------
    >>> names()["river-town"]
    "A river town's flood order (synthetic)"
    """
    return dict(_TITLES)


def place(name: str, folder: Path) -> Path:
    """Write an example's plan and data files into a folder and return its plan file.

    The same name gives the same bytes every time. Files of other names in the folder stay.

    Parameters
    ----------
    name
        One of ``names()``.
    folder
        Where to write; made if it is not there.

    Raises
    ------
    InputError
        A name that is no example.
    """
    if name not in _TITLES:
        raise InputError(
            [Fault("", "example", name, "one of " + ", ".join(_TITLES), "Give one of these names.")]
        )
    folder.mkdir(parents=True, exist_ok=True)
    if name == "river-town":
        from safeground.examples import river_town

        river_town.write(folder)
        for name_of_file in ("plan.yaml", "claims.csv"):
            shutil.copyfile(_HERE / "river_town" / name_of_file, folder / name_of_file)
    else:
        for file in sorted((_HERE / "khan_younis").iterdir()):
            shutil.copyfile(file, folder / file.name)
    return folder / "plan.yaml"
