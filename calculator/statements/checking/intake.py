"""Reading a PDF from anybody, within bounds: what it carries as data, or why nothing can be said about it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import settings

from calculator.domain.scheme import Text
from calculator.statements.carrying import packing
from calculator.statements.checking.verdict import NotAStatementError


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read, in bytes; a statement of 400 parcels over 30 years stays well below."""

    file: int = 30_000_000
    unpacked: int = 60_000_000
    attachments: int = 50
    pages: int = 2_000


LIMITS = Limits()

# The library's bounds hold for the whole process. No stream of ours comes near them.
settings.set_qpdf_limits(
    flate_max_memory=LIMITS.unpacked,
    png_max_memory=LIMITS.unpacked,
    tiff_max_memory=1_000_000,
    run_length_max_memory=1_000_000,
    dct_max_memory=1_000_000,
    max_stream_filters=1,
    parser_max_nesting=100,
    doc_max_warnings=50,
)

NOT_PDF = Text(
    "Het bestand is geen leesbare PDF; het is beschadigd, afgebroken of iets anders. Haal het opnieuw op.",
    "The file is not a readable PDF; it is damaged, cut off or something else. Please fetch it again.",
)
ENCRYPTED = Text(
    "Het bestand is met een wachtwoord versleuteld. Een beloningsoverzicht is dat nooit; geef het bestand zoals het is "
    "uitgegeven.",
    "The file is encrypted with a password. A reward statement never is; give the file as it was issued.",
)
TOO_LARGE = Text(
    "Het bestand is groter dan een beloningsoverzicht kan zijn ({most} MB) en is niet gelezen.",
    "The file is larger than a reward statement can be ({most} MB) and was not read.",
)
UNPACKS_TOO_LARGE = Text(
    "Uitgepakt is het bestand groter dan een beloningsoverzicht kan zijn; het lezen is gestopt.",
    "Unpacked, the file is larger than a reward statement can be; reading has stopped.",
)
NO_DATA = Text(
    "In deze PDF zit geen berekening van Stapelwijzer. Misschien is het een afdruk: die is niet na te rekenen, het "
    "bestand zelf wel.",
    "This PDF carries no Stapelwijzer calculation. It may be a print: that cannot be recomputed, the file itself can.",
)
BAD_DATA = Text(
    "De gegevens in deze PDF ({name}) zijn niet leesbaar.", "The data in this PDF ({name}) cannot be read."
)


def opened(raw: bytes, limits: Limits) -> pikepdf.Pdf:
    """The PDF, unencrypted and within bounds; raises NotAStatementError."""
    if len(raw) > limits.file:
        most = limits.file // 1_000_000
        raise NotAStatementError(Text(TOO_LARGE.nl.format(most=most), TOO_LARGE.en.format(most=most)))
    try:
        # A file that has to be repaired first is not the file that was issued.
        pdf = pikepdf.open(io.BytesIO(raw), attempt_recovery=False, suppress_warnings=True)
        if pdf.is_encrypted:
            raise NotAStatementError(ENCRYPTED)
        if len(pdf.pages) > limits.pages:
            raise NotAStatementError(UNPACKS_TOO_LARGE)
    except pikepdf.PasswordError as fault:
        raise NotAStatementError(ENCRYPTED) from fault
    except (pikepdf.PdfError, RuntimeError, ValueError, KeyError, AttributeError, TypeError) as fault:
        # The library reports broken structure with the exception of whatever it stumbled over.
        raise NotAStatementError(NOT_PDF) from fault
    return pdf


def attachments(pdf: pikepdf.Pdf, limits: Limits) -> dict[str, bytes]:
    """The embedded files by name, unpacked within bounds; raises NotAStatementError."""
    try:
        listed = list(pdf.Root.Names.EmbeddedFiles.Names)
        pairs = list(zip(listed[0::2], listed[1::2], strict=True))
    except (AttributeError, TypeError, ValueError, pikepdf.PdfError) as fault:
        raise NotAStatementError(NO_DATA) from fault
    if len(pairs) > limits.attachments:
        raise NotAStatementError(UNPACKS_TOO_LARGE)
    found: dict[str, bytes] = {}
    room = limits.unpacked
    for name, item in pairs:
        try:
            raw = bytes(item.EF.F.read_bytes())
        except (AttributeError, TypeError, ValueError, RuntimeError, pikepdf.PdfError) as fault:
            raise NotAStatementError(_unreadable(str(name))) from fault
        room -= len(raw)
        if room < 0:
            raise NotAStatementError(UNPACKS_TOO_LARGE)
        # A second file of the same name would be another one to some readers.
        if str(name) in found:
            raise NotAStatementError(_unreadable(str(name)))
        found[str(name)] = raw
    if packing.MANIFEST not in found:
        raise NotAStatementError(NO_DATA)
    return found


def document(files: Mapping[str, bytes], name: str) -> dict[str, object]:
    """One embedded JSON object; raises NotAStatementError where it is absent or not an object."""
    try:
        read = json.loads(files[name])
    except (KeyError, ValueError, RecursionError) as fault:
        raise NotAStatementError(_unreadable(name)) from fault
    if not isinstance(read, dict):
        raise NotAStatementError(_unreadable(name))
    return read


def _unreadable(name: str) -> Text:
    shown = "".join(c for c in name[:60] if c.isprintable())
    return Text(BAD_DATA.nl.format(name=shown), BAD_DATA.en.format(name=shown))
