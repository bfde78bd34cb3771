"""A seal found on a statement: whether it covers the whole file, holds, and adds nothing but itself.

A sealed statement is the unsigned one, byte for byte, with one increment after it. The unsigned part is judged as any
other statement; here only the increment is.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass

import pikepdf
from asn1crypto import cms, x509  # type: ignore[import-untyped]
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from calculator.domain.scheme import Text
from calculator.statements.checking.compare import first_difference
from calculator.statements.checking.intake import Limits, opened

_END = b"%%EOF"
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
#: The most bytes that a seal and its certificates take; a longer increment holds something else.
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Seal:
    """Who sealed, by which certificate (SHA-256 fingerprint, hexadecimal), and why it does not hold (None: it does)."""

    signer: str
    fingerprint: str
    broken: Text | None = None

    def said(self, *, known: bool) -> Text:
        """What a reader may conclude from the seal."""
        words = KNOWN if known else STRANGER
        values = {"signer": self.signer, "fingerprint": self.fingerprint[:16].upper()}
        return Text(words.nl.format(**values), words.en.format(**values))


def unsealed(raw: bytes, limits: Limits) -> tuple[bytes, Seal | None]:
    """The statement before its seal, and the seal; the file itself and None where there is no seal.

    Raises NotAStatementError where the file cannot be opened.
    """
    if len(raw) > limits.file:
        return raw, None
    end = raw.rfind(_END, 0, max(0, raw.rfind(_END)))
    found = _RANGE.search(raw, end) if end > 0 else None
    if found is None or len(raw) - end > _MOST:
        return raw, None
    bare = raw[: _after_line(raw, end + len(_END))]
    start, length, rest, tail = map(int, found.groups())
    signed = raw[:length] + raw[rest : rest + tail]
    whole = start == 0 and rest + tail == len(raw) and length > end and _is_gap(raw[length:rest])
    try:
        seal = _read(bytes.fromhex(raw[length + 1 : rest - 1].decode("ascii", "replace").strip()), signed)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError):
        # The library tells of a broken signature with the exception of whatever it stumbled over.
        return bare, Seal("", "", BROKEN)
    if seal.broken is None and not (whole and _adds_nothing_else(raw, bare, limits)):
        return bare, Seal(seal.signer, seal.fingerprint, MORE)
    return bare, seal


def _after_line(raw: bytes, at: int) -> int:
    """The place after the line end that belongs to the unsigned file (it ends in one)."""
    return at + 1 if raw[at : at + 1] == b"\n" else at


def _is_gap(gap: bytes) -> bool:
    return gap[:1] == b"<" and gap[-1:] == b">"


def _read(der: bytes, signed: bytes) -> Seal:
    content = cms.ContentInfo.load(der)
    data: cms.SignedData = content["content"]
    (info,) = data["signer_infos"]
    chosen = info["sid"].chosen
    certificates: list[x509.Certificate] = [item.chosen for item in data["certificates"]]
    certificate = next(
        item
        for item in certificates
        if item.issuer == chosen["issuer"] and item.serial_number == chosen["serial_number"].native
    )
    digest = hashlib.new(info["digest_algorithm"]["algorithm"].native, signed).digest()
    intact, valid = validate_sig_integrity(info, certificate, "data", digest)
    signer = "".join(sign for sign in certificate.subject.human_friendly[:200] if sign.isprintable())
    return Seal(signer, hashlib.sha256(certificate.dump()).hexdigest(), None if intact and valid else BROKEN)


def _adds_nothing_else(raw: bytes, bare: bytes, limits: Limits) -> bool:
    """Whether the increment holds one invisible field on the first page, and changes nothing else."""
    with opened(raw, limits) as given, opened(bare, limits) as before:
        try:
            form, page = given.Root.AcroForm, given.pages[0].obj
            fields, notes = list(form.Fields), list(page.Annots)
            if len(fields) != 1 or len(notes) != 1 or not _is_seal(notes[0]) or not _is_seal(fields[0]):
                return False
            del given.Root["/AcroForm"], page["/Annots"]
            if set(given.Root.get("/Extensions", {}).keys()) <= {"/ESIC"} and "/Extensions" in given.Root:
                # PAdES names itself among the extensions of PDF 1.7.
                del given.Root["/Extensions"]
        except (AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError, RuntimeError):
            return False
        return first_difference(given, before) is None


def _is_seal(field: pikepdf.Object) -> bool:
    left, lower, right, upper = (float(side) for side in field.Rect)
    flat = left == right and lower == upper
    return pikepdf.Name.Sig == field.FT and flat and "/AP" not in field and "/A" not in field


def fingerprint(pem: bytes) -> str:
    """The SHA-256 fingerprint (hexadecimal) of a certificate in PEM or DER; raises ValueError."""
    from asn1crypto import pem as armour

    der = armour.unarmor(pem)[2] if armour.detect(pem) else pem
    return hashlib.sha256(x509.Certificate.load(io.BytesIO(der).read()).dump()).hexdigest()


BROKEN = Text(
    "Het zegel klopt niet: na het zetten ervan is het bestand veranderd, of het zegel zelf.",
    "The seal does not hold: the file was changed after it was put on, or the seal itself was.",
)
MORE = Text(
    "Met of na het zegel is iets aan het bestand toegevoegd dat er niet bij hoort.",
    "Something that does not belong there was added to the file with or after the seal.",
)
KNOWN = Text(
    "Verzegeld door {signer}; dat certificaat is bij deze controle bekend (vingerafdruk {fingerprint}).",
    "Sealed by {signer}; this check knows that certificate (fingerprint {fingerprint}).",
)
STRANGER = Text(
    "Verzegeld door {signer}, maar dat certificaat is hier niet bekend (vingerafdruk {fingerprint}); vergelijk het met "
    "wat de uitgever zelf bekendmaakt.",
    "Sealed by {signer}, but this check does not know that certificate (fingerprint {fingerprint}); compare it with what "
    "the issuer itself makes known.",
)
