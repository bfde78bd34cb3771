"""A seal keeps both standards, covers the whole file, and adds nothing but itself."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pikepdf
import pytest

from calculator.statements.checking.intake import LIMITS
from calculator.statements.checking.sealing import fingerprint, unsealed
from calculator.statements.checking.verdict import Part, State, Verdict
from calculator.statements.checking.verify import Trust, verify
from calculator.statements.seal.seal_key import CannotSealError, HardwareKey, KeyFile
from calculator.statements.seal.signing import first_clear, sealed
from tests.statements.builders import recompute
from tests.statements.checking.test_verify import stamp
from tests.statements.drawing.test_pdf import failures
from tests.statements.keys import key_file


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return key_file(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def signed(dutch: bytes, key: KeyFile) -> bytes:
    return sealed(dutch, key, "nl")


def checked(raw: bytes, known: object = None) -> Verdict:
    return verify(raw, Trust(recompute, lambda *_: True, known_seal=lambda mark: mark == known))


def test_a_sealed_statement_conforms_to_both_standards(signed: bytes, english: bytes, key: KeyFile) -> None:
    assert failures(signed) == []
    assert failures(sealed(english, key, "en")) == []


def test_a_seal_is_put_anew_where_a_stream_of_it_ends_in_what_reads_as_the_end_of_a_line() -> None:
    """The archive standard would find one byte less than the stream says; a statement itself may hold such bytes in a text."""
    paper = b"%PDF\r\nendstream"
    ends_so, clear = paper + b"seal\r\nendstream", paper + b"seal.\nendstream"
    assert first_clear([ends_so, ends_so, clear, ends_so], len(paper)) == clear
    assert first_clear([clear, ends_so], len(paper)) == clear


def test_the_unsigned_bytes_stay_as_they_were_and_are_judged_as_ever(signed: bytes, dutch: bytes) -> None:
    bare, seal = unsealed(signed, LIMITS)
    assert bare == dutch
    assert seal is not None
    assert (seal.signer, seal.broken) == ("Common Name: Proefzegel", None)


def test_a_known_seal_says_who_issued_and_a_strange_one_that_it_is_not_known(
    signed: bytes, key: KeyFile
) -> None:
    mark = fingerprint(key.certificate.read_bytes())
    verdict = checked(signed, mark)
    assert verdict.genuine
    assert (
        "Verzegeld door Common Name: Proefzegel; dat certificaat is bij deze controle bekend"
        in verdict.notes[-1].nl
    )
    stranger = checked(signed)
    assert stranger.genuine
    assert "niet bekend" in stranger.notes[-1].nl
    assert not any("niet ondertekend" in note.nl for note in verdict.notes)


def test_the_field_is_named_printed_and_not_hidden(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        assert str(field.TU) == "Zegel van de uitgever van dit beloningsoverzicht"
        assert int(field.F) & 4
        assert not int(field.F) & 2
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_byte_changed_under_the_seal_breaks_it(signed: bytes, dutch: bytes, place: float) -> None:
    changed = bytearray(signed)
    at = int(len(dutch) * place)
    changed[at] ^= 1
    verdict = checked(bytes(changed))
    assert not verdict.genuine


def test_a_byte_changed_in_the_signature_breaks_it(signed: bytes) -> None:
    at = signed.rfind(b"/Contents <") + 400
    changed = signed[:at] + (b"0" if signed[at : at + 1] != b"0" else b"1") + signed[at + 1 :]
    verdict = checked(changed)
    assert verdict.state is State.ALTERED
    assert {finding.part for finding in verdict.findings} == {Part.SEAL}


def test_a_seal_over_more_than_the_statement_is_found(dutch: bytes, key: KeyFile) -> None:
    """A stamp added before sealing lies in the part that is judged; one added in the increment is found too."""
    with pikepdf.open(io.BytesIO(dutch)) as opened:
        stamp(opened)
        out = io.BytesIO()
        opened.save(out, fix_metadata_version=False)
    assert checked(sealed(out.getvalue(), key, "nl")).state is State.ALTERED


def test_what_is_added_after_the_seal_is_found(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as opened:
        stamp(opened)
        out = io.BytesIO()
        opened.save(out, fix_metadata_version=False)
    assert not checked(out.getvalue()).genuine
    assert not checked(signed + b"\n% more\n%%EOF\n").genuine


def test_a_stripped_seal_leaves_an_unsigned_statement(signed: bytes) -> None:
    bare, _ = unsealed(signed, LIMITS)
    verdict = checked(bare)
    assert verdict.genuine
    assert any("niet ondertekend" in note.nl for note in verdict.notes)


def test_a_sealed_statement_is_not_sealed_again(signed: bytes, tmp_path: Path) -> None:
    with pytest.raises(CannotSealError, match="filled already"):
        sealed(signed, key_file(tmp_path, "Ander"), "nl")


def test_keys_may_have_a_passphrase_and_may_be_rsa(dutch: bytes, tmp_path: Path) -> None:
    assert checked(sealed(dutch, key_file(tmp_path, "Geheim", b"zout"), "nl")).genuine
    assert checked(sealed(dutch, key_file(tmp_path, "Oud", old=True), "nl")).genuine


def test_a_key_that_cannot_be_used_is_told_by_its_file(dutch: bytes, key: KeyFile, tmp_path: Path) -> None:
    with pytest.raises(CannotSealError, match=r"absent\.pem is absent"):
        sealed(dutch, KeyFile(tmp_path / "absent.pem", key.certificate), "nl")
    other = tmp_path / "other.pem"
    other.write_text("no key", "utf-8")
    with pytest.raises(CannotSealError, match=r"other\.pem"):
        sealed(dutch, KeyFile(other, key.certificate), "nl")
    locked = key_file(tmp_path, "Dicht", b"zout")
    with pytest.raises(CannotSealError, match=r"Dicht"):
        sealed(dutch, KeyFile(locked.key, locked.certificate, passphrase=b"peper"), "nl")


def test_a_hardware_key_asks_for_its_library_and_its_module(
    dutch: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = HardwareKey(tmp_path / "none.so", "token", "key", "1234")
    with pytest.raises(CannotSealError, match=r"none\.so is absent"):
        sealed(dutch, key, "nl")
    monkeypatch.setitem(sys.modules, "pyhanko.sign.pkcs11", None)
    with pytest.raises(CannotSealError, match="extra `pkcs11`"):
        sealed(dutch, key, "nl")


def test_settings_never_show_a_pin_or_passphrase(tmp_path: Path) -> None:
    assert "pin van zes" not in repr(HardwareKey(tmp_path, "t", "k", "pin van zes"))
    assert "zout" not in repr(KeyFile(tmp_path, tmp_path, passphrase=b"zout"))
