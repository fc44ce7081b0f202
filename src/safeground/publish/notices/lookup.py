"""``lookup.html``: one file that a phone opens with no network and that says what is recorded of a place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import safeground
from safeground.publish.embedding import embedded, policy_hash
from safeground.publish.notices.bulletin import Reread
from safeground.publish.notices.grid import Grid
from safeground.publish.notices.lookup_data import lookup_data
from safeground.publish.notices.mark import Copy
from safeground.publish.notices.mark_words import mark_sentence
from safeground.publish.notices.phrases import LANGUAGES, phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.names import Names
    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language

FILE: Final = "lookup.html"
CARRIES: Final = {FILE: frozenset({"areas", "issued", "deadline", "expires"})}
SCRIPTS: Final = ("search", "shapes", "standing", "words", "drawing", "cards", "lookup")
LANGUAGE_NAMES: Final = {"en": "English", "ar": "العربية", "he": "עברית", "uk": "Українська"}
_NOT_OF_THE_PAGE: Final = ("cop", "exercise", "issued_by", "plan-copy", "status-")
_OPEN: Final = '<script type="application/json" id="data">'


def write(
    bulletins: Sequence[Bulletin],
    mark: Mark,
    *,
    blocks: Gazetteer | None,
    streets_names: Mapping[str, BaseGeometry],
    names: Names | None,
    licences: Sequence[str] = (),
    at: datetime | None = None,
    language: Language = "en",
) -> dict[str, bytes]:
    """Return the file. It holds public data only and asks for nothing: its own policy forbids every request.

    Parameters
    ----------
    bulletins
        All notices.
    mark
        Who answers for the file.
    blocks
        The gazetteer of blocks, where there is one.
    streets_names
        Street name → its lines (WGS 84).
    names
        Places by name.
    licences
        Lines that must stand wherever the data is shown.
    at
        When it is published; None counts from the newest notice, or from when the copy was made.
    language
        In which it opens where the phone's own is none of the four.
    """
    said = _phrases()
    data = lookup_data(bulletins, mark, blocks=blocks, streets=streets_names, names=names, at=at)
    script, style = _joined("js", SCRIPTS), _joined("css", ("lookup",))
    template = _environment().get_template("lookup.html")
    page = template.render(
        version=safeground.__version__,
        script=Markup(script),
        style=Markup(style),
        script_hash=policy_hash(script),
        style_hash=policy_hash(style),
        data=Markup(embedded(data | {"phrases": said, "language": language})),
        language=language,
        right_to_left=language in ("ar", "he"),
        copied=isinstance(mark, Copy),
        banner=data["banner"][language],
        licences=licences,
        marks=dict.fromkeys(mark_sentence(mark, bulletin, language) for bulletin in bulletins),
        languages=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        say=said[language],
        no_script=phrases("lookup")["no-script"],
    )
    return {FILE: page.encode()}


def read_back(content: bytes) -> dict[str, Reread]:
    """Return what the file says of each notice, by its id: its areas, to the grid, and its times.

    Raises
    ------
    ValueError
        A file that is no look-up.
    """
    text = content.decode()
    start, end = text.find(_OPEN), text.find("</script>", text.find(_OPEN))
    if start < 0 or end < 0:
        msg = "the file holds no data of a look-up"
        raise ValueError(msg)
    data = json.loads(text[start + len(_OPEN) : end])
    grid = Grid(*data["origin"])
    areas = [(area["id"], grid.decode(area["shape"])) for area in data["areas"]]
    return {
        notice["id"]: Reread(
            areas=dict(areas[index] for index in (*notice["leave"], *notice["to"])),
            issued=_moment(notice["issued"]),
            deadline=_moment(notice["deadline"]),
            expires=_moment(notice["expires"]),
        )
        for notice in data["notices"]
    }


def _phrases() -> dict[str, dict[str, str]]:
    """Return language → key → phrase: those that every notice needs, and those of the page.

    Sentences on who answers come ready with the data: an issuer's file must not hold those of a copy.
    """
    both = phrases("notice") | phrases("lookup")
    kept = {key: said for key, said in both.items() if not key.startswith(_NOT_OF_THE_PAGE)}
    return {code: {key: said[code] for key, said in kept.items()} for code in LANGUAGES}


def _moment(stated: list[int] | None) -> datetime | None:
    return None if stated is None else datetime.fromtimestamp(stated[0], UTC)


def _joined(suffix: str, names: Sequence[str]) -> str:
    folder = resources.files("safeground.publish") / "templates" / "notices"
    return "".join((folder / f"{name}.{suffix}").read_text(encoding="utf-8") for name in names)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("safeground.publish", "templates/notices"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
