import pytest

from safeground.errors import Fault, FaultList, InputError


def test_a_fault_says_where_what_and_how_to_mend():
    fault = Fault("plan.yaml", "line 7", "'evacuate'", "one of ordered, destination", "Correct the word.")
    expected = "plan.yaml, line 7: found 'evacuate'; expected one of ordered, destination. Correct the word."
    assert expected == str(fault)


def test_all_faults_come_at_once():
    faults = FaultList("people.csv")
    faults.add("row 2", "-1", "0 or more", "Correct it.")
    faults.add("row 9", "'x'", "a number", "Correct it.", file="other.csv")
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert [(fault.file, fault.place) for fault in caught.value.faults] == [
        ("people.csv", "row 2"),
        ("other.csv", "row 9"),
    ]


def test_no_faults_raise_nothing():
    FaultList("people.csv").raise_if_any()
