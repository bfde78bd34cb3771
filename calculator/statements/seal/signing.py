"""The seal put on a statement: a PAdES signature (baseline B-B) that leaves both standards of the file whole.

The key lies in a PEM file (EC P-256 is advised) or in a hardware module reached through PKCS#11. Nothing is fetched:
no time stamp, no revocation lists; a verifier who wants those asks the issuer of the certificate.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Literal

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner, constants

from calculator.domain.scheme import Text
from calculator.statements.drawing.finish import ENDS_WRONGLY
from calculator.statements.seal.seal_key import CannotSealError, HardwareKey, KeyFile, SealKey

FIELD = "Seal"
#: Bytes of a signature beside its certificates: attributes, and a signature of the longest RSA key in use.
_SPARE = 3000
#: The bytes of a stream that ends wrongly are other ones with a little more room for the signature.
_MORE = range(0, 40, 2)
_FIELD_SAYS: dict[Literal["nl", "en"], str] = {
    "nl": "Zegel van de uitgever van dit beloningsoverzicht",
    "en": "Seal of the issuer of this reward statement",
}


class _Increment(IncrementalPdfFileWriter):
    """Adds the signature and nothing else: the metadata of a statement is final, and both standards rest on it."""

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: object) -> None:
        """A file for the archive stays at PDF 1.7 (PDF/A-3), whatever the curve of the key came with."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Name PAdES among the extensions, as PDF 1.7 wants; those of PDF 2.0 have no place in it."""
        if ext is constants.ESIC_EXTENSION_1:
            super().register_extension(ext)


def sealed(pdf: bytes, key: SealKey, language: Literal["nl", "en"]) -> bytes:
    """The statement with a seal after it; the bytes before it stay as they are. Raises CannotSealError."""
    about = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    place = fields.SigFieldSpec(
        FIELD,
        on_page=0,
        readable_field_name=_FIELD_SAYS[language],
        invis_sig_settings=fields.InvisSigSettings(
            set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
        ),
    )
    try:
        with _signer(key) as signer:
            pen = PdfSigner(about, signer=signer, new_field_spec=place)
            room = _room(signer)
            return first_clear((_signed(pdf, pen, room + more) for more in _MORE), len(pdf))
    except (SigningError, OSError, ValueError, RuntimeError) as fault:
        # What a hardware module complains of is a RuntimeError, and some of them say nothing.
        raise CannotSealError(_unusable(str(fault) or type(fault).__name__)) from fault


def first_clear(made: Iterable[bytes], size: int) -> bytes:
    """The first file without a stream that ends in a carriage return after its first ``size`` bytes; else the last."""
    found = b""
    for found in made:
        if ENDS_WRONGLY not in found[size:]:
            break
    return found


def _signed(pdf: bytes, pen: PdfSigner, room: int) -> bytes:
    out = io.BytesIO()
    writer = _Increment(io.BytesIO(pdf))
    # pyHanko starts an event loop of its own, which a thread that already runs one does not allow.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(pen.sign_pdf, writer, output=out, bytes_reserved=room).result()
    return out.getvalue()


def _room(signer: Signer) -> int:
    """Hexadecimal signs to keep free for the signature; the library would sign a first time to find out."""
    own = [] if signer.signing_cert is None else [signer.signing_cert]
    # The name in the own certificate stands in the signature twice more.
    held = [*signer.cert_registry, *own, *own, *own]
    return 2 * (sum(len(certificate.dump()) for certificate in held) + _SPARE)


def _signer(key: SealKey) -> AbstractContextManager[Signer]:
    if isinstance(key, HardwareKey):
        return _hardware(key)
    paths = (key.key, key.certificate, *key.chain)
    for path in paths:
        if not path.is_file():
            raise CannotSealError(_unusable(f"{path.name} is absent"))
    return nullcontext(_loaded(key, tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in paths)))


@lru_cache(maxsize=4)
def _loaded(key: KeyFile, _written: tuple[tuple[int, int], ...]) -> Signer:
    """Read once, and again where a file was written since."""
    # The library logs and answers None where a file cannot be read as what it should be.
    loaded: Signer | None = SimpleSigner.load(  # type: ignore[no-untyped-call]
        key_file=str(key.key),
        cert_file=str(key.certificate),
        ca_chain_files=tuple(map(str, key.chain)) or None,
        key_passphrase=key.passphrase,
    )
    if loaded is None:
        raise CannotSealError(_unusable(f"{key.key.name}, {key.certificate.name}"))
    return loaded


def _hardware(key: HardwareKey) -> AbstractContextManager[Signer]:
    try:
        from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11SigningContext
    except ImportError as fault:
        raise CannotSealError(_NO_PKCS11) from fault
    if not key.module.is_file():
        raise CannotSealError(_unusable(f"{key.module.name} is absent"))
    asked = PKCS11SignatureConfig(
        module_path=str(key.module),
        token_criteria=TokenCriteria(label=key.token),
        cert_label=key.key_label,
        key_label=key.key_label,
        user_pin=key.pin,
        # Hashed here, so that a module which only signs a hash will do as well.
        raw_mechanism=True,
    )
    context: AbstractContextManager[Signer] = PKCS11SigningContext(asked)
    return context


def _unusable(why: str) -> Text:
    return Text(
        f"Het zegel kan niet worden gezet ({why}). Controleer sleutel, certificaat en hun instellingen.",
        f"The seal cannot be put on ({why}). Check the key, the certificate and their settings.",
    )


_NO_PKCS11 = Text(
    "Een sleutel in een hardwaremodule vraagt het pakket python-pkcs11: installeer stapelwijzer met de extra `pkcs11`.",
    "A key in a hardware module needs the package python-pkcs11: install stapelwijzer with the extra `pkcs11`.",
)
