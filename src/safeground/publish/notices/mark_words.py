"""The sentence that every output shows: whose key answers for it, or that it is a copy and no order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.publish.notices.mark import Issuer
from safeground.publish.notices.phrases import RIGHT_TO_LEFT, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language

FIRST_STRONG, POP = "\u2068", "\u2069"
"""Isolates: a name or a fingerprint in another script keeps its order in a line from right to left."""


def mark_sentence(mark: Mark, bulletin: Bulletin, language: Language = "en") -> str:
    """Return the sentence that an output of one notice shows.

    Parameters
    ----------
    mark
        Who answers for the output.
    bulletin
        The notice.
    language
        Of the sentence.
    """
    said = phrases("mark")
    if isinstance(mark, Issuer):
        values = {"issuer": mark.name, "fingerprint": mark.fingerprint}
        sentence = _filled(said["issuer"][language], values, language)
        return f"{sentence}. {said['exercise'][language]}" if bulletin.status == "Exercise" else sentence
    issued = said["no-time"][language] if bulletin.issued is None else clock_text(bulletin.issued)
    values = {"issuer": bulletin.issuer or said["no-issuer"][language], "time": issued, "maker": mark.made_by}
    return _filled(said["copy"][language], values, language)


def mark_sentences(mark: Mark, bulletins: Iterable[Bulletin], language: Language = "en") -> str:
    """Return what one file that holds several notices shows: each sentence once."""
    return " ".join(dict.fromkeys(mark_sentence(mark, bulletin, language) for bulletin in bulletins))


def clock_text(moment: datetime, *, bracketed: bool = False) -> str:
    """Return a time as a person writes it, with its offset; in brackets where it stands among other words.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> clock_text(datetime(2026, 3, 4, 6, tzinfo=UTC))
    '2026-03-04 06:00 +00:00'
    >>> clock_text(datetime(2026, 3, 4, 6, tzinfo=UTC), bracketed=True)
    '2026-03-04 06:00 (+00:00)'
    """
    digits = moment.strftime("%z")
    offset = f"{digits[:3]}:{digits[3:5]}"
    return f"{moment:%Y-%m-%d %H:%M} {f'({offset})' if bracketed else offset}"


def _filled(phrase: str, values: dict[str, str], language: Language) -> str:
    if language in RIGHT_TO_LEFT:
        values = {key: f"{FIRST_STRONG}{value}{POP}" for key, value in values.items()}
    return phrase.format(**values)
