"""The gazetteer of names: neighbourhoods, towns and districts, with their spellings in several scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Final

from safeground.plan.name_index import NameIndex
from safeground.plan.reading.text_reading import Candidate, NameRead, Span
from safeground.plan.spelling import plain, same_letters, sound, words_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.remarks import Remark

NEAR: Final = 0.6
"""The certainty that what is only near, and not a way of writing the name, stays below."""
MOST_CANDIDATES: Final = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A place with a name.

    Parameters
    ----------
    id
        Its id in the file.
    spellings
        Every spelling, in any script; the first is the one that is shown.
    kind
        ``neighbourhood``, ``town``, ``district`` … in the file's words; empty where it has none.
    within
        Id of the district or town that it belongs to; None where unknown.
    geometry
        Polygon or point (WGS 84); None where unknown.
    """

    id: str
    spellings: tuple[str, ...]
    kind: str = ""
    within: str | None = None
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a territory.

    Certainty says how words and a spelling differ; of several differences the largest counts, and each prefix
    and article is taken off. It is a rank and no probability:

    ====  ==========================================================================================
    1     the same but for case, accents, vowel signs, hyphens and spaces
    0.95  letters that are written for one another: hamza, alef, ta marbuta, ya; и and і; apostrophes
    0.9   a case ending (Cyrillic)
    0.85  another transliteration that sounds the same: Yunis, Younis, Yunes
    0.8   two words written as one
    less  0.85 × (1 - letters that differ / letters of the longer word): one letter may differ from
          six letters on, two from eleven on
    0.05  is taken off for each preposition or conjunction written together with the name, and for each
          article that only one of the two has
    ====  ==========================================================================================

    Parameters
    ----------
    names
        In the file's order.
    file
        The file they came from.
    remarks
        What was inferred, repaired or left out in reading.
    """

    names: tuple[Name, ...]
    file: str = ""
    remarks: tuple[Remark, ...] = ()
    _index: NameIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", NameIndex(self.names))

    def __len__(self) -> int:
        return len(self.names)

    def find(self, text: str, language: str = "") -> tuple[NameRead, ...]:
        """Return every known name in a text, in its order; where names overlap, the longest.

        In scripts with capitals, words without one are read only where they are the spelling itself.

        Parameters
        ----------
        text
            The text.
        language
            Its key, for the spans.
        """
        words = words_of(text)
        found = []
        for hit in self._index.hits([word for _, _, word in words]):
            start, end = words[hit.first][0], words[hit.last - 1][1]
            found.append(NameRead(hit.candidates, Span(language, start, end, text[start:end])))
        return tuple(found)

    def match(self, words: str) -> tuple[Candidate, ...]:
        """Return the names that words as a whole may mean, the nearest first, at most five.

        Below ``NEAR`` stands what is only near: to be shown as what may have been meant, never to be taken.

        Examples
        --------
        >>> names = Names((Name("ky", ("Khan Younis", "خان يونس")), Name("rafah", ("Rafah", "رفح"))))
        >>> [(one.name, one.certainty) for one in names.match("khan yunis")]
        [('ky', 0.85)]
        >>> [one.name for one in names.match("وخان يونس")], names.match("Kyiv")
        (['ky'], ())
        """
        raw = [word[:1].upper() + word[1:] for _, _, word in words_of(words)]
        hit = self._index.hit(raw, 0) if raw else None
        if hit is not None and hit.last == len(raw):
            return hit.candidates[:MOST_CANDIDATES]
        wanted = _key(words)
        spellings: dict[str, list[tuple[str, str]]] = {}
        for name in self.names:
            for spelling in name.spellings:
                spellings.setdefault(_key(spelling), []).append((name.id, spelling))
        found: dict[str, Candidate] = {}
        for key in get_close_matches(
            wanted, [key for key in spellings if key], n=MOST_CANDIDATES, cutoff=0.6
        ):
            certainty = round(NEAR * SequenceMatcher(None, key, wanted).ratio(), 4) - 0.0001
            for name_id, spelling in spellings[key]:
                found.setdefault(name_id, Candidate(name_id, spelling, certainty))
        return tuple(found.values())[:MOST_CANDIDATES]


def _key(text: str) -> str:
    return " ".join(sound(same_letters(plain(word))) for _, _, word in words_of(text))
