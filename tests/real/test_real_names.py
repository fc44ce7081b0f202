"""The names of real places: read whole, found again in text, and matched in other spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safeground.plan.read_names import read_names
from safeground.plan.reading.read import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.plan.names import Names


@pytest.fixture(scope="module")
def municipalities(real_data: Path) -> Names:
    return read_names(real_data / "gaza" / "municipalities.geojson")


@pytest.fixture(scope="module")
def places(real_data: Path) -> Names:
    path = real_data.parent / "facts" / "places.csv"
    if not path.is_file():
        pytest.skip("needs places.csv beside the real data")
    return read_names(path)


def test_the_25_municipalities(municipalities: Names) -> None:
    assert len(municipalities) == 25
    assert {"left out", "repaired"} == {remark.kind for remark in municipalities.remarks}
    assert all(name.geometry is not None and name.geometry.is_valid for name in municipalities.names)


def test_the_66_places(places: Names) -> None:
    assert len(places) == 66
    assert {name.kind for name in places.names} >= {"city", "camp", "neighbourhood"}


def test_every_spelling_means_its_place(municipalities: Names, places: Names) -> None:
    for names in (municipalities, places):
        for name in names.names:
            for spelling in name.spellings:
                found = {one.name: one.certainty for one in names.match(spelling)}
                assert found.get(name.id) == 1.0, spelling


OTHER_SPELLINGS = [
    ("Khan Younes", "Khan Younis"),
    ("Beit Hanun", "Beit Hanoun"),
    ("Jabaliyah", "Jabalya"),
    ("Deir Al-Balah", "Deir al-Balah"),
    ("El-Bureij", "Bureij"),
    ("Nusayrat", "Nuseirat"),
    ("Bani Suhayla", "Bani Suheila"),
    ("Al Zaytoun", "Az-Zaitoun"),
    ("Tel Al Hawa", "Tal al-Hawa"),
    ("الشجاعيه", "Ash-Shuja'iyya"),
    ("وبني سهيلا", "Bani Suheila"),
    ("تل السلطان", "Tal as-Sultan"),
]


@pytest.mark.parametrize(("written", "meant"), OTHER_SPELLINGS)
def test_other_spellings_are_matched(places: Names, written: str, meant: str) -> None:
    shown = {name.id: name.spellings[0] for name in places.names}
    assert meant in [shown[one.name] for one in places.match(written) if one.certainty >= 0.6]


def test_the_area_that_is_larger_than_the_whole(municipalities: Names) -> None:
    """A press copy's figure of January 2024, three times the Strip: the reading keeps it as it stands."""
    text = "The orders cover 1,158 km², 41 % of Gaza."
    reading = read_text({"en": text}, names=municipalities, blocks=None, issued=None, zone=None)
    size, share = reading.sizes
    assert size.km2 == 1158.0
    whole = {name.id: name.spellings for name in municipalities.names}
    assert share.of is not None
    assert "Gaza" in whole[share.of]
