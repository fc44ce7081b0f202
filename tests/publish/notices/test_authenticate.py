"""Whatever is done to a signed publication is found; what nobody can know is not claimed."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.publish.notices.authenticate import ANYONE, authenticate
from safeground.publish.notices.signature import SIGNATURE_FILE, signed
from safeground.signing.keys import make_key, read_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"notices.kml": b"<kml/>", "sheets/low-town.ar.html": "غادروا".encode(), "empty.txt": b""}
NAME = "Flood Directorate"


def sign_into(folder: Path, private: Path, files: dict[str, bytes] = FILES) -> None:
    key = read_private(private, lambda _: "")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    made = signed(
        files, issuer=key.issuer, public_key=key.public, signed_at="2026-03-04T06:00+02:00", sign=key.sign
    )
    (folder / SIGNATURE_FILE).write_bytes(made)


@pytest.fixture
def publication(tmp_path: Path) -> tuple[Path, Path]:
    """A signed folder, and the issuer's public key."""
    private, public, _ = make_key(tmp_path / "keys", NAME)
    sign_into(tmp_path / "out", private)
    return tmp_path / "out", public


def test_what_is_as_signed_is_authentic(publication: tuple[Path, Path]):
    out, public = publication
    verdict = authenticate(out, public)
    assert verdict.holds
    assert verdict.lines[0] == f"Authentic: All 3 files are as {NAME} signed, by the key that you gave."
    for name in FILES:
        assert authenticate(out / name, public).holds


def test_without_a_key_nobody_knows_whose_it_is(publication: tuple[Path, Path]):
    out, _ = publication
    verdict = authenticate(out)
    assert not verdict.holds
    assert verdict.lines[0].startswith("Unaltered, by an unknown key")
    assert ANYONE in verdict.lines


def test_a_file_is_known_under_any_name_and_place(publication: tuple[Path, Path], tmp_path: Path):
    out, public = publication
    sent = tmp_path / "phone" / "IMG-1.bin"
    sent.parent.mkdir()
    shutil.copyfile(out / "sheets/low-town.ar.html", sent)
    with pytest.raises(InputError, match="no signature"):
        authenticate(sent, public)
    verdict = authenticate(sent, public, out / SIGNATURE_FILE)
    assert verdict.holds
    assert any("sheets/low-town.ar.html" in line for line in verdict.lines)
    shutil.copyfile(out / SIGNATURE_FILE, sent.parent / SIGNATURE_FILE)
    assert authenticate(sent, public).holds


def _byte(out: Path) -> None:
    (out / "notices.kml").write_bytes(b"<kml />")


def _remove(out: Path) -> None:
    (out / "notices.kml").unlink()


def _add(out: Path) -> None:
    (out / "sheets" / "hill.html").write_bytes(b"go")


def _swap(out: Path) -> None:
    one, other = out / "notices.kml", out / "sheets/low-town.ar.html"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _rename(out: Path) -> None:
    (out / "notices.kml").rename(out / "other.kml")


def _link(out: Path) -> None:
    shutil.copyfile(out / "notices.kml", out.parent / "outside.kml")
    (out / "notices.kml").unlink()
    (out / "notices.kml").symlink_to(out.parent / "outside.kml")


def _link_to_folder(out: Path) -> None:
    (out.parent / "more").mkdir()
    (out / "more").symlink_to(out.parent / "more", target_is_directory=True)


def _hide(out: Path) -> None:
    (out / ".safeground").write_bytes(b"an order")


@pytest.mark.parametrize(
    ("forge", "file"),
    [
        (_byte, "notices.kml was altered"),
        (_remove, "notices.kml was signed and is missing"),
        (_add, "sheets/hill.html is not covered"),
        (_swap, "notices.kml was altered"),
        (_rename, "other.kml is not covered"),
        (_link, "notices.kml was altered"),
        (_link_to_folder, "more is not covered"),
        (_hide, ".safeground is not covered"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_was_done_is_named(publication: tuple[Path, Path], forge: Callable[[Path], None], file: str):
    out, public = publication
    forge(out)
    for key in (public, None):
        verdict = authenticate(out, key)
        assert not verdict.holds
        assert any(line.startswith(f"NOT AUTHENTIC: {file}") for line in verdict.lines), verdict.lines


def test_the_empty_marker_of_the_program_is_no_addition(publication: tuple[Path, Path]):
    out, public = publication
    (out / ".safeground").touch()
    assert authenticate(out, public).holds


def test_another_key_of_the_same_name_is_found(publication: tuple[Path, Path], tmp_path: Path):
    """A forger makes a key with the issuer's name and signs a changed publication anew: all of it fits."""
    out, public = publication
    forged, forged_public, _ = make_key(tmp_path / "forger", NAME)
    sign_into(out, forged, FILES | {"notices.kml": b"<kml>go elsewhere</kml>"})
    verdict = authenticate(out, public)
    assert not verdict.holds
    assert any("signed by another key than that of Flood Directorate" in line for line in verdict.lines)
    assert not authenticate(out).holds
    assert ANYONE in authenticate(out).lines
    assert authenticate(out, forged_public).holds  # for whoever trusts the forger's key: hence the other way


def test_the_signature_of_another_publication_does_not_fit(publication: tuple[Path, Path], tmp_path: Path):
    out, public = publication
    sign_into(tmp_path / "other", tmp_path / "keys" / "issuer.key", {"notices.kml": b"<kml>of March</kml>"})
    shutil.copyfile(tmp_path / "other" / SIGNATURE_FILE, out / SIGNATURE_FILE)
    assert not authenticate(out, public).holds


@pytest.mark.parametrize("field", ["issuer", "fingerprint", "public_key", "signed_at", "files", "signature"])
def test_every_field_of_the_signature_is_signed(publication: tuple[Path, Path], tmp_path: Path, field: str):
    """Each field taken from the same publication as a forger signed it."""
    out, public = publication
    forged, _, _ = make_key(tmp_path / "forger", "Another name")
    sign_into(tmp_path / "other", forged, FILES | {"notices.kml": b"forged"})
    words = json.loads((out / SIGNATURE_FILE).read_text("utf-8"))
    others = json.loads((tmp_path / "other" / SIGNATURE_FILE).read_text("utf-8")) | {"signed_at": "2027"}
    assert words[field] != others[field]
    words[field] = others[field]
    (out / SIGNATURE_FILE).write_text(json.dumps(words), "utf-8")
    verdict = authenticate(out, public)
    assert not verdict.holds
    assert verdict.lines[0].startswith("NOT AUTHENTIC")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_bit_of_the_signature_can_be_turned(publication: tuple[Path, Path], at: int, bit: int):
    """A turned bit is refused, or was in white space and changes nothing that is said."""
    out, public = publication
    path = out / SIGNATURE_FILE
    whole = path.read_bytes()
    turned = bytearray(whole)
    turned[at % len(whole)] ^= 1 << bit
    try:
        path.write_bytes(turned)
        try:
            verdict = authenticate(out, public)
        except InputError:
            return
        same = json.loads(turned.decode("utf-8", "replace")) == json.loads(whole)
        assert verdict.holds is same
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"version": 2}', b"[" * 5000, b'{"version": 1, "version": 1}', b"NaN"],
)
def test_what_is_no_signature_is_wrong_input(publication: tuple[Path, Path], content: bytes):
    out, public = publication
    (out / SIGNATURE_FILE).write_bytes(content)
    with pytest.raises(InputError, match=r"signature\.json"):
        authenticate(out, public)


def test_signs_in_names_are_shown_escaped(tmp_path: Path):
    private, _, _ = make_key(tmp_path / "keys", NAME)
    sign_into(tmp_path / "out", private, {"a\u202egnp.exe": b"x"})
    (tmp_path / "out" / "a\u202egnp.exe").write_bytes(b"y")
    [told, *_] = authenticate(tmp_path / "out").lines
    assert "a\\u202egnp.exe was altered" in told


def test_the_signature_itself_is_not_what_it_signs(publication: tuple[Path, Path]):
    out, public = publication
    verdict = authenticate(out / SIGNATURE_FILE, public)
    assert not verdict.holds
    assert "is the signature" in verdict.lines[0]


def test_nothing_there_is_wrong_input(tmp_path: Path):
    with pytest.raises(InputError, match="no such file or folder"):
        authenticate(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="no such file"):
        authenticate(tmp_path / "file", None, tmp_path / "none.json")
