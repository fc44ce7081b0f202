"""The claims inside a timeline page as data: every field, so that the page can be read back.

Columns instead of records: a column that repeats itself is its different values (``words``) and, for each
claim, which of them it has (``at``; left out where there is but one). The format's name changes when its
shape does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from safeground.ledger.claim import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeground.publish.timeline_axis import Axis
    from safeground.publish.timeline_rows import Row

FORMAT: Final = "safeground timeline 1"
OPEN: Final = '<script type="application/json" id="data">'
FIELDS: Final = tuple(field.encode_name for field in msgspec.structs.fields(Claim))
Column = list[Any] | dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a page holds.

    Parameters
    ----------
    edition
        ``restricted`` or ``public``.
    claims
        In the order of the page.
    left_out
        How many more answered.
    """

    edition: str
    claims: tuple[Claim, ...]
    left_out: int


def timeline_data(rows: Sequence[Row], axis: Axis, *, edition: str, left_out: int) -> dict[str, Any]:
    """Return the data of a page: ``claims`` by field, and the times that its filter needs.

    ``known``, ``struck`` and ``about`` hold from which minute on (since 1970, UTC; null: from the beginning)
    the ledger answers what: the first two once by publication, once by announcement, once by recording.
    ``row`` is a claim's number in the ledger, ``head`` that of the claim that it repeats.
    """
    plain = [msgspec.to_builtins(row.claim) for row in rows]
    claims = {name: column(claim.get(name) for claim in plain) for name in FIELDS}
    return {
        "format": FORMAT,
        "edition": edition,
        "left_out": left_out,
        "zone": axis.zone,
        "axis": [axis.start, axis.end],
        "offsets": axis.offsets(),
        "claims": claims,
        "source": column(row.source for row in rows),
        "row": [row.number for row in rows],
        "head": column(row.repeat_of for row in rows),
        "known": column(row.known for row in rows),
        "about": column(row.about for row in rows),
        "struck": column(row.struck_by for row in rows),
    }


def column(values: Iterable[Any]) -> Column:
    """Return a column in the shorter of its two shapes.

    Examples
    --------
    >>> column(["Oldport", "Hill", "Oldport", "Oldport", None]), column([1, 2])
    ({'words': ['Oldport', 'Hill', None], 'at': [0, 1, 0, 0, 2]}, [1, 2])
    """
    every = list(values)
    places: dict[str, int] = {}
    words: list[Any] = []
    at = []
    for value in every:
        key = json.dumps(value, sort_keys=True, ensure_ascii=False)
        if key not in places:
            places[key] = len(words)
            words.append(value)
        at.append(places[key])
    if len(words) == 1 and len(every) > 1:
        return {"words": words}
    return every if len(words) == len(every) else {"words": words, "at": at}


def values(found: Column, count: int) -> list[Any]:
    """Return a column's values, one for each of ``count`` claims."""
    if isinstance(found, list):
        return found
    return [found["words"][index] for index in found.get("at", [0] * count)]


def read_timeline(content: bytes) -> ReadBack:
    """Return the claims that a timeline page holds.

    Raises
    ------
    ValueError
        A file that is no timeline, or one of another format.
    """
    text = content.decode()
    start = text.find(OPEN)
    if start < 0:
        msg = "the file holds no data of a timeline"
        raise ValueError(msg)
    data = json.loads(text[start + len(OPEN) : text.index("</script>", start)])
    if data.get("format") != FORMAT:
        msg = f"the format {data.get('format')!r}; this program reads {FORMAT!r}"
        raise ValueError(msg)
    columns = {name: values(found, len(data["row"])) for name, found in data["claims"].items()}
    records = (
        {name: column[index] for name, column in columns.items() if column[index] is not None}
        for index in range(len(data["row"]))
    )
    claims = tuple(msgspec.convert(record, Claim) for record in records)
    return ReadBack(data["edition"], claims, data["left_out"])
