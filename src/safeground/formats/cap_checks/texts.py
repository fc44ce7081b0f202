"""Rules on words: identifiers, languages, directions of writing, markup."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from safeground.formats.cap_checks.finding import shown
from safeground.formats.cap_text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.formats.cap_checks.finding import CapFinding, Message

SAID = ("event", "senderName", "headline", "description", "instruction", "areaDesc", "contact", "audience")
"""Elements that people read."""
TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?"
    r"(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*"
    r"(-[xX](-[A-Za-z0-9]{1,8})+)?|[xX](-[A-Za-z0-9]{1,8})+"
)
"""A well-formed tag of BCP 47 (RFC 5646, section 2.1), without the grandfathered ones."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
ISOLATES, POP = frozenset("\u2066\u2067\u2068"), "\u2069"
SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb"), "ARABIC"),
    **dict.fromkeys(("he", "yi"), "HEBREW"),
    **dict.fromkeys(("uk", "ru", "be", "bg"), "CYRILLIC"),
    "el": "GREEK",
    "hy": "ARMENIAN",
}
"""Language → how the Unicode names of its letters begin."""
MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>|&(amp|lt|gt|nbsp|quot|#\d+);")


def identifiers_hold_no_separators(message: Message) -> Iterator[CapFinding]:
    """No identifier and no sender holds a space, a comma, < or &."""
    for name in ("identifier", "sender"):
        for spot in message.alert.all(name):
            if FORBIDDEN.search(spot.text):
                yield spot.fault(
                    "identifiers-hold-no-separators",
                    shown(spot.text),
                    "no space, comma, < or &",
                    "Replace them: a later message that refers to this one could not be read.",
                )


def languages_are_tags(message: Message) -> Iterator[CapFinding]:
    """A language is a tag of BCP 47: ``ar``, ``en-GB``."""
    for spot in (spot for info in message.infos for spot in info.all("language") if spot.text):
        if not TAG.fullmatch(spot.text):
            yield spot.fault(
                "languages-are-tags", shown(spot.text), "a tag as ar, he, uk or en-GB", "Write the tag."
            )


def languages_are_stated(message: Message) -> Iterator[CapFinding]:
    """Each info says which language it is in."""
    for info in message.infos:
        if not info.said("language"):
            yield info.fault(
                "languages-are-stated",
                "no <language>, which means en-US",
                "the language of the text",
                "State it, even where it is English.",
                severity="note",
            )


def languages_stand_once(message: Message) -> Iterator[CapFinding]:
    """There is one info for each language."""
    seen: dict[str, str] = {}
    for info in message.infos:
        language = (info.said("language") or "en-US").lower()
        if language in seen:
            yield info.fault(
                "languages-stand-once",
                f"a second info in {language} (the first is {seen[language]})",
                "one info for each language",
                "Join their areas into one, or send two messages: many readers show only one of them.",
                severity="warning",
            )
        seen.setdefault(language, info.path)


def texts_keep_their_direction(message: Message) -> Iterator[CapFinding]:
    """No text holds signs that turn the order of what is read, or isolates that are not ended."""
    for spot in message.spots:
        if spot.element.children:
            continue
        turning = [sign for sign in spot.text if sign in TURNING]
        if turning:
            names = ", ".join(dict.fromkeys(unicodedata.name(sign) for sign in turning))
            yield spot.fault(
                "texts-keep-their-direction",
                f"{names} in {shown(spot.text)}",
                "no sign that turns the order of the text",
                "Take it out: what is shown would not be what stands there.",
            )
        elif not _balanced(spot.text):
            yield spot.fault(
                "texts-keep-their-direction",
                f"isolates that are not ended in {shown(spot.text)}",
                "each isolate ended (U+2069)",
                "End it, or take it out.",
                severity="warning",
            )


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign in ISOLATES) - (sign == POP)
        if depth < 0:
            return False
    return depth == 0


def texts_are_in_their_script(message: Message) -> Iterator[CapFinding]:
    """An info in Arabic, Hebrew, Greek … has letters of that script in what people read first."""
    for info in message.infos:
        script = SCRIPTS.get(info.said("language").lower().partition("-")[0])
        text = " ".join(info.said(name) for name in ("headline", "description", "instruction"))
        letters = [sign for sign in text if sign.isalpha()]
        if script and letters and not any(unicodedata.name(sign, "").startswith(script) for sign in letters):
            yield info.fault(
                "texts-are-in-their-script",
                f"no {script.capitalize()} letter in an info whose language is {info.said('language')}",
                "text in that language",
                "Correct the language, or put the translation there.",
                severity="warning",
            )


def texts_are_not_markup(message: Message) -> Iterator[CapFinding]:
    """Texts hold no HTML: most readers show it as it stands."""
    for spot in message.named(*SAID):
        found = MARKUP.search(spot.text)
        if found:
            yield spot.fault(
                "texts-are-not-markup",
                f"{found[0]!r} in the text",
                "plain text",
                "Write line ends as line ends, and signs as themselves.",
                severity="warning",
            )


def something_is_said(message: Message) -> Iterator[CapFinding]:
    """An info has a headline, a description or an instruction."""
    for info in message.infos:
        if not any(info.said(name) for name in ("headline", "description", "instruction")):
            yield info.fault(
                "something-is-said",
                "neither headline nor description nor instruction",
                "at least one of them",
                "Say what happens and what the message asks of people.",
                severity="warning",
            )


def resources_can_be_had(message: Message) -> Iterator[CapFinding]:
    """A resource has an address or its content."""
    for resource in (spot for info in message.infos for spot in info.all("resource")):
        if not resource.said("uri") and not resource.said("derefUri"):
            yield resource.fault(
                "resources-can-be-had",
                "neither <uri> nor <derefUri>",
                "where the file is, or the file itself",
                "State one of them, or leave the resource out.",
                severity="warning",
            )
