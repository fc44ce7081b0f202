"""A published line proves what a ledger began with, and nothing else is taken for it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.made_ledgers import by_hand, copied, recorded, small

from safeground.errors import InputError, LedgerDamaged
from safeground.ledger.checkpoint import compare, make_checkpoint, read_checkpoint
from safeground.ledger.store import Ledger
from safeground.signing.keys import PublicKey, SigningKey, make_key, read_private, read_public

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[SigningKey, PublicKey]]:
    made = []
    for name in ("Observers", "Others"):
        private, public, _ = make_key(tmp_path_factory.mktemp("keys"), name)
        made.append((read_private(private, str), read_public(public)))
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small(tmp_path / "l.ledger")


def _line(path: Path, key: SigningKey) -> str:
    with Ledger(path, read_only=True) as ledger:
        return make_checkpoint(ledger, key, AT)


def _why(path: Path, lines: list[str], key: PublicKey) -> list[tuple[bool, str]]:
    with Ledger(path, read_only=True) as ledger:
        return [(one.extends, one.why) for one in compare(ledger, lines, key)]


def test_a_line_says_where_the_ledger_stood(path: Path, keys: list) -> None:
    line = _line(path, keys[0][0])
    read = read_checkpoint(line)
    with Ledger(path, read_only=True) as ledger:
        assert (read.ledger_id, read.events, read.hash) == (ledger.id, 9, ledger.tail().hash)
    assert read.at == AT
    assert keys[0][1].fingerprint.replace(" ", "").startswith(read.fingerprint)
    assert len(line) < 280, "one post"
    assert re.fullmatch(r"[A-Za-z0-9:_-]+", line), "characters of every alphabet's SMS, printed and typed"


def test_its_signature_is_of_the_line_itself(path: Path, keys: list) -> None:
    """Checked with the library alone, as the manual describes it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    head, _, signature = _line(path, keys[0][0]).rpartition(":")
    raw = base64.b64decode(keys[0][1].public_key)
    signed = b"safeground ledger checkpoint, version 1\n" + head.encode()
    Ed25519PublicKey.from_public_bytes(raw).verify(base64.urlsafe_b64decode(signature + "=="), signed)


def test_a_ledger_that_went_on_extends_it(path: Path, keys: list) -> None:
    line = _line(path, keys[0][0])
    assert _why(path, [line], keys[0][1]) == [
        (True, "The ledger's first 9 events are those of the checkpoint; 0 came after it.")
    ]
    with Ledger(path) as ledger:
        ledger.append(recorded(20, 21))
    assert _why(path, [line], keys[0][1]) == [
        (True, "The ledger's first 9 events are those of the checkpoint; 2 came after it.")
    ]


def test_an_empty_ledger_has_a_checkpoint_too(tmp_path: Path, keys: list) -> None:
    path = tmp_path / "l.ledger"
    with Ledger(path, make=True) as ledger:
        line = make_checkpoint(ledger, keys[0][0], AT)
        ledger.append(recorded(1))
    assert _why(path, [line], keys[0][1])[0][0]


def test_a_line_broken_up_by_a_messenger_is_read(path: Path, keys: list) -> None:
    line = _line(path, keys[0][0])
    broken = "\n ".join(line[at : at + 40] for at in range(0, len(line), 40)) + " \r\n"
    assert read_checkpoint(broken) == read_checkpoint(line)


def test_a_ledger_that_was_cut_off_does_not_extend_it(path: Path, tmp_path: Path, keys: list) -> None:
    early = copied(path, tmp_path / "early.ledger")
    with Ledger(path) as ledger:
        ledger.append(recorded(20, 21))
    line = _line(path, keys[0][0])
    ((extends, why),) = _why(early, [line], keys[0][1])
    assert not extends
    assert "had 11 events then and has 9 now: from event 10 on they are missing" in why


def test_a_history_made_anew_is_bracketed_by_what_still_holds(path: Path, tmp_path: Path, keys: list) -> None:
    """Somebody rewrites everything from event 10 on: the chain holds, the checkpoint does not."""
    fork = copied(path, tmp_path / "fork.ledger")
    lines = [_line(path, keys[0][0])]
    for number in (20, 21):
        with Ledger(path) as ledger:
            ledger.append(recorded(number))
        lines.append(_line(path, keys[0][0]))
    with Ledger(fork) as ledger:
        ledger.append(recorded(90, 91, 92))
    found = _why(fork, lines[::-1], keys[0][1])
    assert [one[0] for one in found] == [True, False, False]
    assert "from event 10 to event 10 was changed" in found[1][1]
    assert "from event 10 to event 11" in found[2][1]
    assert "from the first event to event 11" in _why(fork, lines[2:], keys[0][1])[0][1]


def test_another_ledger_or_key_or_a_changed_line_is_told(path: Path, tmp_path: Path, keys: list) -> None:
    line = _line(path, keys[0][0])
    other = small(tmp_path / "other.ledger")
    assert "of another ledger" in _why(other, [line], keys[0][1])[0][1]
    assert "signed with another key" in _why(path, [line], keys[1][1])[0][1]
    assert "signature does not hold" in _why(path, [line.replace(":9:", ":8:")], keys[0][1])[0][1]
    digits = line.split(":")[5]
    theirs = keys[1][1].fingerprint.replace(" ", "")[:16]
    assert "signature does not hold" in _why(path, [line.replace(digits, theirs)], keys[1][1])[0][1]


@given(data=st.data())
@settings(max_examples=150)
def test_no_line_with_a_character_changed_is_taken(
    tmp_path_factory: pytest.TempPathFactory, keys: list, data: st.DataObject
) -> None:
    path = small(tmp_path_factory.mktemp("line") / "l.ledger") if not MADE else MADE[0]
    MADE[:] = [path]
    line = _line(path, keys[0][0])
    at = data.draw(st.integers(0, len(line) - 1))
    put = data.draw(st.sampled_from("AZaz09_-: "))
    changed = line[:at] + put + line[at + 1 :]
    try:
        ((extends, _),) = _why(path, [changed], keys[0][1])
    except InputError:
        return
    # The last character of 64 bytes in base64 has four bits that mean nothing.
    assert not extends or read_checkpoint(changed).signature == read_checkpoint(line).signature


MADE: list[Path] = []


@pytest.mark.parametrize(
    "text", ["", "SGL1", "SGL1:a:b", "SGL2:" + "A" * 190, "x" * 5000, "SGL1:é", "\0", "SGL1::::::"]
)
def test_what_is_no_line(text: str) -> None:
    with pytest.raises(InputError, match="checkpoint: found"):
        read_checkpoint(text)


def test_part_of_a_line_and_a_time_that_is_none(path: Path, keys: list) -> None:
    line = _line(path, keys[0][0])
    for wrong in (line[:-1], line[1:], line + "A", line.replace("20260304T123000Z", "20261304T123000Z")):
        with pytest.raises(InputError, match="whole"):
            read_checkpoint(wrong)


def test_no_checkpoint_is_made_of_a_ledger_that_does_not_hold(path: Path, keys: list) -> None:
    with by_hand(path) as db:
        db.execute("DELETE FROM payload WHERE number = 5")
    with pytest.raises(LedgerDamaged, match="event 5"):
        _line(path, keys[0][0])
