"""No names of people who are not public speakers, no fields on combatants; and honest subjects pass."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from safeground.errors import InputError
from safeground.ledger.claim import Amount, ByRole, Claim, Collective, Named, Place
from safeground.ledger.importing.mapping import read_mapping
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.privacy import (
    claim_faults,
    in_free_text,
    looks_like_name,
    may_fill,
    may_name_a_person,
    name_in_role,
    private_column,
)

if TYPE_CHECKING:
    from pathlib import Path


def _claim(**fields: Any) -> Claim:
    usual = {
        "id": "a",
        "kind": "event",
        "subject": "released hostage, woman, 21",
        "measure": "released",
        "state": "yes",
        "zone": "UTC",
        "stated_by": Named(name="x"),
        "recorder": "desk",
    }
    return Claim(**{**usual, **fields})


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("victim_name", "names of victims"),
        ("Victim's name", "names of victims"),
        ("VictimName", "names of victims"),
        ("DETAINEE", "names of detainees"),
        ("Patient Name", "names of patients"),
        ("اسم الشهيد", "names of victims"),
        ("اسم الأسير", "names of detainees"),
        ("שם החטוף", "names of hostages"),
        ("Прізвище", "names of people"),
        ("prénom", "names of people"),
        ("Phone-Number", "ways to reach people"),
        ("actor1", "fields on combatants"),
        ("assoc_actor_2", "fields on combatants"),
        ("District", ""),
        ("patients treated", ""),
        ("hostages_released", ""),
        ("site_name", ""),
    ],
)
def test_columns_that_hold_names_or_are_about_combatants(header: str, what: str) -> None:
    assert private_column(header) == what


def test_a_column_called_name_may_only_be_a_place() -> None:
    assert may_fill("name", "place")
    assert not may_fill("name", "subject")
    assert not may_fill("victim_name", "place")


@pytest.mark.parametrize(
    ("subject", "measure", "state"),
    [
        ("Anna Example", "released", "yes"),
        ("Anna Maria Example", "held", "by the other party"),
        ("Mr. Example", "wounded", "yes"),
        ("Ali bin Example", "arrested_by_the_army", "yes"),
        ("Anna Example", "status", "missing"),
        ("Ганна Приклад", "status", "поранена"),
    ],
)
def test_a_person_by_name_is_refused(subject: str, measure: str, state: str) -> None:
    ((field, found, expected, mend),) = claim_faults(_claim(subject=subject, measure=measure, state=state))
    assert field == "subject"
    assert "looks like a person's name" in found
    assert "role" in expected
    assert mend


@pytest.mark.parametrize(
    ("measure", "state"),
    [("released", "Anna Example (84), hostage"), ("patient_name", "anna"), ("people_killed", "Mr. Example")],
)
def test_a_person_by_name_is_refused_as_what_a_claim_says(measure: str, state: str) -> None:
    ((field, found, _, _),) = claim_faults(_claim(subject="hospital", measure=measure, state=state))
    assert field == "state"
    assert "looks like a person's name" in found


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"measure": "patients_evacuated", "state": "to Rafah, on foot"},
        {"measure": "hostages_released", "state": "Rafah Crossing", "place": Place(name="Rafah Crossing")},
        {"subject": "Gaza"},
        {"subject": "Al-Shifa Hospital", "measure": "patients_evacuated"},
        {"subject": "Khan Younis", "measure": "people_killed"},
        {"subject": "Riverside Meadow", "measure": "people_killed", "place": Place(name="Riverside Meadow")},
        {
            "subject": "Riverside Meadow",
            "measure": "people_killed",
            "amount": Amount(qualifier="about", value=20, unit="people"),
        },
        {"subject": "Anna Example", "measure": "visits_to_the_region", "state": "third"},
        {"subject": "Anna Example", "kind": "demand", "measure": "hostages_released"},
        {"subject": "Palestinian Red Crescent", "measure": "workers_killed"},
        {"subject": "Deir al-Balah", "measure": "wounded_taken_to_hospital"},
    ],
    ids=lambda fields: str(fields.get("subject", "")),
)
def test_roles_places_bodies_and_public_acts_pass(fields: dict[str, Any]) -> None:
    assert claim_faults(_claim(**fields)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Anna Example",
        "officer Anna Example",
        "a doctor, Anna Example",
        "Dr Example of the clinic",
        "Mrs. Example",
    ],
)
def test_a_source_without_a_name_has_none(text: str) -> None:
    for source in (ByRole(role=text), Collective(called=text)):
        ((field, found, _, _),) = claim_faults(_claim(stated_by=source))
        assert field == "stated_by"
        assert "looks like a name" in found
    assert claim_faults(_claim(stated_by=Named(name=text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "senior U.S. official",
        "head of the World Food Programme",
        "member of the Hamas Politburo",
        "Israel and U.S. officials",
        "residents of Khan Younis",
        "Khan Younis residents",
        "Palestinian health authorities",
        "United States",
        "South Africa",
        "mediators in Qatar",
        "Ministry of Health",
        "source not stated",
    ],
)
def test_roles_and_groups_pass(text: str) -> None:
    assert name_in_role(text) == ""


def test_single_words_and_sentences_are_no_names() -> None:
    assert not looks_like_name("Rafah")
    assert not looks_like_name("Israel-Hamas truce")
    assert not looks_like_name("Gaza north of Wadi Gaza")


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("call 059-123-4567 for more", "a telephone number"),
        ("+970591234567", "a telephone number"),
        ("write to someone@example.org", "an e-mail address"),
        ("ID 912345678", "a number like that of an identity card"),
        ("seen at 31.5236, 34.4431", "coordinates"),
    ],
)
def test_free_text_is_warned_about(note: str, what: str) -> None:
    assert what in list(in_free_text(_claim(note=note)))


@pytest.mark.parametrize(
    "note",
    ["360,000 people since 2024-05-06", "24 h from 23:59", "13000 to 15000", "0.5 litres", "UNRWA 160000"],
)
def test_plain_figures_in_notes_are_not(note: str) -> None:
    assert list(in_free_text(_claim(note=note))) == []


def test_names_are_not_imported_by_any_mapping(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("victim_name,place,day\nAnna Example,Town,2026-03-04\n", encoding="utf-8")
    mapping = tmp_path / "m.yaml"
    text = "mapping: x\nzone: UTC\nfields: {kind: event, measure: killed, state: yes, stated_by: x, "
    text += "subject: {column: victim_name}}\n"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="victim_name, which holds names of victims"):
        prepare(table, read_mapping(mapping), {"recorder": "desk"})
    mapping.write_text(text.replace("{column: victim_name}", "{column: place}"), encoding="utf-8")
    done = prepare(table, read_mapping(mapping), {"recorder": "desk"})
    assert done.becomes["victim_name"] == "never imported: names of victims"
    assert [(one.kind, one.text, one.count) for one in done.remarks] == [
        ("left out", "Columns never imported, names of victims: victim_name.", 1)
    ]
    assert "Anna" not in str(done)


def test_the_articles_sources_and_subjects_pass(real_data: Path) -> None:
    path = real_data.parent / "claims" / "claims.csv"
    if not path.is_file():
        pytest.skip("needs the articles' claims beside the real data")
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["anonymity"] != "named":
                assert name_in_role(row["stated_by"]) == "", row


def test_scripts_without_capital_letters_are_warned_about() -> None:
    assert may_name_a_person(_claim(subject="فلان الفلاني", measure="released"))
    assert may_name_a_person(_claim(subject="פלוני אלמוני", measure="מצב", state="נפצע"))
    assert not may_name_a_person(_claim(subject="غزة", measure="people_killed"))
    count = Amount(qualifier="about", value=20, unit="people")
    assert not may_name_a_person(_claim(subject="خان يونس", measure="people_killed", amount=count))
    assert claim_faults(_claim(subject="فلان الفلاني", measure="released")) == []
