"""Blocks and names of a made-up town, and the reading of one text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pytest

from safeground.plan.gazetteer import Gazetteer
from safeground.plan.names import Name, Names
from safeground.plan.reading.read import read_text

if TYPE_CHECKING:
    from safeground.plan.reading.text_reading import TextReading

ISSUED = datetime.fromisoformat("2026-03-04T06:00+02:00")
IDS = ("36", "38", "39", "40", "54", "219", "220.1", "220.10", "221", "2220", "2225", "2360", "KY-12", "А7")
BLOCKS = Gazetteer(IDS, np.empty(len(IDS), dtype=object), ("",) * len(IDS))
NAMES = Names(
    (
        Name("ky", ("Khan Younis", "Khan Yunis", "خان يونس", "ח'אן יונס", "Хан-Юніс")),
        Name("ky-camp", ("Khan Younis camp", "مخيم خان يونس")),
        Name("rafah", ("Rafah", "رفح", "רפיח", "Рафах")),
        Name("jabalya", ("Jabalya", "Jabalia", "جباليا", "ג'באליה", "Джабалія")),
        Name("mawasi", ("Al-Mawasi", "المواصي", "אל-מוואסי", "Аль-Мавасі")),
        Name("shujaiyya", ("Ash-Shuja'iyya", "الشجاعية")),
        Name("gaza", ("Gaza", "غزة", "עזה", "Газа")),
        Name("nasr-north", ("An-Nasr", "النصر")),
        Name("umm-nasr", ("Umm an-Nasr", "أم النصر")),
        Name("nasr-south", ("An-Nasr", "النصر")),
    )
)


class Read(Protocol):
    def __call__(
        self,
        language: str,
        text: str,
        *,
        known: bool = True,
        issued: datetime | None = ISSUED,
        zone: str | None = None,
    ) -> TextReading: ...


@pytest.fixture(scope="session")
def read() -> Read:
    def of(
        language: str,
        text: str,
        *,
        known: bool = True,
        issued: datetime | None = ISSUED,
        zone: str | None = None,
    ) -> TextReading:
        reading = read_text(
            {language: text},
            names=NAMES if known else None,
            blocks=BLOCKS if known else None,
            issued=issued,
            zone=zone,
        )
        for one in (*reading.blocks, *reading.names, *reading.times, *reading.sizes, *reading.unread):
            span = one.span
            assert text[span.start : span.end] == span.words
        return reading

    return of
