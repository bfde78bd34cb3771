"""A seal with a key that never leaves its module: SoftHSM stands for the hardware, through the same PKCS#11."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from calculator.services.statement import seals
from calculator.statements.checking.intake import LIMITS
from calculator.statements.checking.sealing import fingerprint, unsealed
from calculator.statements.checking.verify import Trust, verify
from calculator.statements.seal.seal_key import CannotSealError, HardwareKey
from calculator.statements.seal.signing import sealed
from tests.statements.builders import recompute
from tests.statements.drawing.test_pdf import failures
from tests.statements.keys import key_file

pkcs11 = pytest.importorskip("pkcs11", reason="the extra `pkcs11` is not installed")
MODULE = next(
    (
        path
        for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/libsofthsm2.so"))
        if path.is_file()
    ),
    None,
)
pytestmark = pytest.mark.skipif(MODULE is None, reason="the Debian package softhsm2 is not installed")

PIN = "4711"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hardware")


@pytest.fixture(scope="module")
def environ(folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a seal whose key and certificate lie in a token of their own."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    (folder / "pin").write_text(PIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        file = key_file(folder)
        tool = ("softhsm2-util", "--pin", PIN)
        init = (*tool, "--init-token", "--free", "--label", "proef", "--so-pin", PIN)
        imported = (*tool, "--import", str(file.key), "--token", "proef", "--label", "zegel", "--id", "a1")
        for command in (init, imported):
            subprocess.run(command, check=True, capture_output=True)
        _certificate(file.certificate)
        yield {
            "STAPELWIJZER_SEAL_PKCS11_MODULE": str(MODULE),
            "STAPELWIJZER_SEAL_PKCS11_TOKEN": "proef",
            "STAPELWIJZER_SEAL_PKCS11_KEY": "zegel",
            "STAPELWIJZER_SEAL_PKCS11_PIN_FILE": str(folder / "pin"),
        }


def _certificate(path: Path) -> None:
    given = x509.load_pem_x509_certificate(path.read_bytes())
    with pkcs11.lib(str(MODULE)).get_token(token_label="proef").open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "zegel",
                pkcs11.Attribute.ID: b"\xa1",
                pkcs11.Attribute.SUBJECT: given.subject.public_bytes(),
                pkcs11.Attribute.VALUE: given.public_bytes(Encoding.DER),
            }
        )


def test_a_key_in_a_module_seals_like_one_in_a_file(
    environ: dict[str, str], dutch: bytes, folder: Path
) -> None:
    key = seals.configured(environ)
    assert isinstance(key, HardwareKey)
    signed = sealed(dutch, key, "nl")
    bare, seal = unsealed(signed, LIMITS)
    assert bare == dutch
    assert seal is not None
    assert (seal.signer, seal.broken) == ("Common Name: Proefzegel", None)
    assert seal.fingerprint == fingerprint((folder / "Proefzegel.pem").read_bytes())
    assert failures(signed) == []
    assert verify(signed, Trust(recompute, lambda *_: True)).genuine


@pytest.mark.parametrize(
    ("name", "value"), [("TOKEN", "ander"), ("KEY", "ander"), ("MODULE", "/usr/lib/nergens.so")]
)
def test_a_setting_that_finds_no_key_is_told(
    environ: dict[str, str], dutch: bytes, name: str, value: str
) -> None:
    key = seals.configured({**environ, f"STAPELWIJZER_SEAL_PKCS11_{name}": value})
    assert key is not None
    with pytest.raises(CannotSealError):
        sealed(dutch, key, "nl")


def test_a_wrong_pin_is_told(environ: dict[str, str], dutch: bytes, folder: Path) -> None:
    (folder / "wrong").write_text("0000")
    key = seals.configured({**environ, "STAPELWIJZER_SEAL_PKCS11_PIN_FILE": str(folder / "wrong")})
    assert key is not None
    with pytest.raises(CannotSealError):
        sealed(dutch, key, "nl")
