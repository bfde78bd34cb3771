"""The last touch before a statement is written: what two standards ask and the library leaves undone."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pydyf  # type: ignore[import-untyped]

from calculator.statements.xmp import Described, packet

_MIME = {".json": "application#2fjson", ".csv": "text#2fcsv", ".yaml": "application#2fyaml"}

#: A stream whose last byte is a carriage return runs into the line end after it: its length then seems one too long.
ENDS_WRONGLY = b"\r\nendstream"


@dataclass(frozen=True, slots=True)
class Finish:
    """Metadata of both standards, and attachments and streams that are what they say they are.

    ``spare`` empty objects are added where the library's own streams came out ending wrongly: that changes them.
    """

    described: Described
    spare: int = 0

    def __call__(self, document: object, pdf: pydyf.PDF) -> None:
        for item in pdf.objects:
            if not isinstance(item, pydyf.Stream):
                continue
            if item.extra.get("Type") == "/Metadata":
                item.stream, item.compress = [packet(self.described)], False
            if b"begincmap" in item.stream:
                item.stream = [_never_empty(line) for line in item.stream]
            _end_rightly(item)
        files = {item["EF"]["F"]: item for item in pdf.objects if _is_file(item)}
        for reference, item in files.items():
            # The machine's table of types would differ from one machine to the next.
            name = item["UF"].string
            embedded = pdf.objects[int(reference.split()[0])]
            suffix = "." + name.rpartition(".")[2]
            embedded.extra["Subtype"] = "/" + _MIME.get(suffix, "application#2foctet-stream")
        # The library lists every attachment twice.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        for _ in range(self.spare):
            pdf.add_object(pydyf.Dictionary({}))


def _never_empty(line: bytes) -> bytes:
    """A glyph that only helps another one (a vowel sign, a dot) stands for a word joiner instead of for nothing."""
    return line.replace(b" <>", b" <2060>") if line.endswith(b" <>") else line


def _end_rightly(item: pydyf.Stream) -> None:
    """Leave a stream unpacked where packing would end it in a carriage return (the end of its checksum)."""
    if not item.compress:
        return
    item.compress = False
    plain = item.data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    item.compress = zlib.adler32(plain) & 0xFF != ord("\r") or plain.endswith(b"\r")


def _is_file(item: object) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/Filespec"
