from __future__ import annotations

import base64
import json
import stat
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from safeground.errors import InputError, OutputError
from safeground.signing.keys import fingerprint, make_key, read_private, read_public

if TYPE_CHECKING:
    from pathlib import Path


def never(_: str) -> str:
    pytest.fail("asked for a passphrase")


def test_a_key_is_made_for_its_owner_alone(tmp_path: Path):
    private, public, shown = make_key(tmp_path / "keys", "مديرية الفيضانات")
    assert (private.name, public.name) == ("issuer.key", "issuer.public.json")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    key = read_private(private, never)
    assert (key.issuer, key.fingerprint) == ("مديرية الفيضانات", shown)
    assert read_public(public).fingerprint == shown
    # Nothing of the private key is in the public file.
    raw = serialization.load_pem_private_key(private.read_bytes(), None).private_bytes_raw()
    assert base64.b64encode(raw) not in public.read_bytes()
    assert raw.hex().encode() not in public.read_bytes()


def test_a_file_may_be_named(tmp_path: Path):
    private, public, _ = make_key(tmp_path / "hall.pem", "Town hall")
    assert (private.name, public.name) == ("hall.pem", "hall.public.json")
    assert read_private(private, never).issuer == "Town hall"


@pytest.mark.parametrize("there", ["issuer.key", "issuer.public.json"])
def test_a_key_is_never_overwritten(tmp_path: Path, there: str):
    (tmp_path / there).write_text("mine")
    with pytest.raises(OutputError, match="never overwritten"):
        make_key(tmp_path, "Town hall")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(there, "mine")]


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path):
    (tmp_path / "issuer.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError):
        make_key(tmp_path, "Town hall")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["", "  ", "Town\nhall", "Town\u202ehall", "x" * 121, " Town hall"])
def test_a_name_must_be_seen(tmp_path: Path, name: str):
    with pytest.raises(InputError, match="--name"):
        make_key(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_locks_the_key(tmp_path: Path):
    private, _, shown = make_key(tmp_path, "Town hall", "кодове слово")
    assert b"ENCRYPTED" in private.read_bytes()
    assert read_private(private, lambda _: "кодове слово").fingerprint == shown
    with pytest.raises(InputError, match="another passphrase"):
        read_private(private, lambda _: "code word")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    private, _, _ = make_key(tmp_path, "Town hall")
    private.chmod(0o640)
    with pytest.raises(InputError, match="others can read"):
        read_private(private, never)


def test_the_fingerprint_is_the_hash_of_the_key():
    """RFC 8032, test 1: its public key; the SHA-256 of it by another program (sha256sum)."""
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    found = fingerprint(key)
    assert found.replace(" ", "") == "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9"
    assert [len(group) for group in found.split()] == [4] * 16


@pytest.mark.parametrize("change", ["issuer", "public_key", "fingerprint", "signature", "version", "extra"])
def test_a_changed_public_file_is_refused(tmp_path: Path, change: str):
    """Another name on a key, another key under a name, another fingerprint for it."""
    _, public, _ = make_key(tmp_path / "a", "Town hall")
    _, other, _ = make_key(tmp_path / "b", "Mill")
    words, others = json.loads(public.read_text()), json.loads(other.read_text())
    words[change] = 2 if change == "version" else others.get(change, "x")
    public.write_text(json.dumps(words))
    with pytest.raises(InputError, match=r"issuer\.public\.json"):
        read_public(public)


def test_two_names_in_a_public_file_are_refused(tmp_path: Path):
    _, public, _ = make_key(tmp_path, "Town hall")
    public.write_text(public.read_text().replace('{\n "version"', '{\n "issuer": "Mill",\n "version"'))
    with pytest.raises(InputError, match="stands twice"):
        read_public(public)


def test_the_public_file_of_another_key_is_refused(tmp_path: Path):
    private, public, _ = make_key(tmp_path / "a", "Town hall")
    _, other, _ = make_key(tmp_path / "b", "Town hall")
    public.write_bytes(other.read_bytes())
    with pytest.raises(InputError, match="another private key"):
        read_private(private, never)


def test_what_is_no_key_is_refused(tmp_path: Path):
    private, _, _ = make_key(tmp_path, "Town hall")
    encoded = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    for content, words in (
        (b"nothing", "no key"),
        (ec.generate_private_key(ec.SECP256R1()).private_bytes(*encoded), "another kind"),
        (ed25519.Ed25519PrivateKey.generate().private_bytes(*encoded), "another private key"),
    ):
        private.write_bytes(content)
        with pytest.raises(InputError, match=words):
            read_private(private, never)
    private.unlink()
    with pytest.raises(InputError, match="no such file"):
        read_private(private, never)
