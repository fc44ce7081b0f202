"""Alerts that others published: what is read, and what is found (verification/cap-samples/REPORT.md)."""

import csv
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from safeground.errors import InputError
from safeground.formats.cap_checks import check_cap
from safeground.formats.cap_reading import read_cap, read_feed
from safeground.formats.cap_writing import cap_xml

CASE = Path(__file__).parents[2] / "verification" / "cap-samples"
UNREADABLE = "xee.cap"


def expected() -> dict[str, dict[tuple[str, str], int]]:
    """Return file → (severity, rule) → how often; each row was held against its file by eye."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    with (CASE / "findings.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["file"], {})[row["severity"], row["rule"]] = int(row["count"])
    return found


READ = {
    "KAR0-0306112239-SW.cap": ("1.1", 1, 1, 0, 0),
    "australia.cap": ("1.2", 2, 2, 0, 2),
    "canada.cap": ("1.2", 2, 4, 4, 0),
    "canada_errors.cap": ("1.2", 1, 1, 1, 0),
    "canada_signed.cap": ("1.2", 2, 4, 4, 0),
    "earthquake.cap": ("1.1", 1, 1, 0, 1),
    "thunderstorm.cap": ("1.2", 1, 1, 1, 0),
    "wcatwc-warning.cap": ("1.2", 1, 1, 0, 0),
    "weather.cap": ("1.1", 1, 1, 0, 0),
}
"""File → version, infos, areas, polygons, circles."""


@pytest.fixture
def samples(real_data: Path) -> Path:
    folder = real_data / "cap"
    if not folder.is_dir():
        pytest.skip(f"needs the samples of alerts: {folder}")
    return folder


def test_every_sample_is_expected_to_be_something(samples: Path):
    files = {path.name for path in samples.iterdir() if path.suffix in (".cap", ".atom")}
    assert files == expected().keys() | {UNREADABLE}


@pytest.mark.parametrize("name", expected())
def test_what_is_found_in_a_sample(name: str, samples: Path):
    findings, messages, _ = check_cap(samples / name)
    assert messages == 1
    assert Counter((one.severity, one.rule) for one in findings) == expected()[name]


def test_the_report_tells_of_every_file_and_rule() -> None:
    report = (CASE / "REPORT.md").read_text(encoding="utf-8")
    for name, found in expected().items():
        section = report.partition(f"### {name}\n")[2].partition("\n### ")[0]
        assert section, name
        for _, rule in found:
            assert f"`{rule}`" in section, f"{name}: {rule}"
    assert f"### {UNREADABLE}\n" in report


@pytest.mark.parametrize("name", READ)
def test_what_is_read_of_a_sample_reads_back_the_same(name: str, samples: Path):
    alert, _ = read_cap(samples / name)
    areas = [area for info in alert.infos for area in info.areas]
    polygons, circles = sum(len(one.polygons) for one in areas), sum(len(one.circles) for one in areas)
    assert (alert.version, len(alert.infos), len(areas), polygons, circles) == READ[name]
    again, _ = read_cap(cap_xml(alert))
    assert again == msgspec.structs.replace(alert, version="1.2", signed=False)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("xee.cap", ["line 3: found a document type"]),
        ("invalid.cap", ["no scope"]),
        ("noaa_errors.cap", ["no urgency", "no severity", "no certainty", "line 66, polygon"]),
        ("weather.atom", ["<feed> with 1 alerts"]),
    ],
)
def test_samples_that_cannot_be_read_as_a_message_say_why(name: str, says: list[str], samples: Path):
    with pytest.raises(InputError) as caught:
        read_cap(samples / name)
    assert len(caught.value.faults) == len(says)
    for fault, words in zip(caught.value.faults, says, strict=True):
        assert words in str(fault)


def test_the_message_in_the_feed_is_read(samples: Path):
    (alert,), remarks = read_feed(samples / "weather.atom")
    assert alert.infos[0].event == "Flash Flood Watch"
    assert {remark.kind for remark in remarks} == {"left out"}
