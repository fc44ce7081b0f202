"""How long a text is as a short message: septets of the GSM alphabet, or units of UCS-2, and how it is split.

3GPP TS 23.038 §6.2.1 (the alphabet and its extension, whose signs take two septets, the first an escape);
TS 23.040 §9.2.3.24.1 (six bytes of each part of a longer message say which part it is).
"""

from __future__ import annotations

from typing import Final, Literal

Alphabet = Literal["GSM-7", "UCS-2"]

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("\f^{}\\[~]|€")
ONE_PART: Final[dict[Alphabet, int]] = {"GSM-7": 160, "UCS-2": 70}
EACH_PART: Final[dict[Alphabet, int]] = {"GSM-7": 153, "UCS-2": 67}


def alphabet(text: str) -> Alphabet:
    """Return the alphabet in which a text is sent: one sign outside of GSM's makes the whole text UCS-2."""
    return "GSM-7" if set(text) <= BASIC | EXTENSION else "UCS-2"


def units(text: str) -> int:
    """Return a text's length in septets (GSM-7) or 16-bit units (UCS-2).

    Examples
    --------
    >>> units("Out by 18:00"), units("Out [18:00]"), units("до 18:00")
    (12, 13, 8)
    """
    sent_as = alphabet(text)
    return sum(_sign_units(sign, sent_as) for sign in text)


def split(text: str) -> list[str]:
    """Return the parts in which a text is sent; no sign of two units is divided between two parts."""
    sent_as = alphabet(text)
    if units(text) <= ONE_PART[sent_as]:
        return [text]
    parts, used = [""], 0
    for sign in text:
        own = _sign_units(sign, sent_as)
        if used + own > EACH_PART[sent_as]:
            parts.append("")
            used = 0
        parts[-1] += sign
        used += own
    return parts


def _sign_units(sign: str, sent_as: Alphabet) -> int:
    if sent_as == "GSM-7":
        return 2 if sign in EXTENSION else 1
    return 2 if ord(sign) > 0xFFFF else 1
