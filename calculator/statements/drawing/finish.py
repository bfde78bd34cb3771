"""The last touch before a statement is written: what two standards ask and the library leaves undone."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

import pydyf  # type: ignore[import-untyped]

from calculator.statements.drawing.xmp import Described, packet

#: A stream whose last byte is a carriage return runs into the line end after it: its length then seems one too long, which the
#: archive standard forbids.
ENDS_WRONGLY = b"\r\nendstream"

_LARGE = 200_000


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
        for reference in [item["EF"]["F"] for item in pdf.objects if _is_file(item)]:
            # Every attachment is JSON; the machine's own table of types would differ from one to the next.
            embedded = pdf.objects[int(reference.split()[0])]
            embedded.extra["Subtype"] = "/application#2fjson"
        # The library lists every attachment twice.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        for _ in range(self.spare):
            pdf.add_object(pydyf.Dictionary({}))


def _never_empty(line: bytes) -> bytes:
    """A glyph that only helps another one (a vowel sign, a dot) stands for a word joiner instead of for nothing."""
    return line.replace(b" <>", b" <2060>") if line.endswith(b" <>") else line


def _end_rightly(item: pydyf.Stream) -> None:
    """Pack a stream, save where packing would end it in a carriage return (the end of its checksum)."""
    if not item.compress:
        return
    item.compress = False
    plain = item.data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    packed = _packed(plain) if len(plain) > _LARGE else zlib.compress(plain)
    if not packed.endswith(b"\r") or plain.endswith(b"\r"):
        item.stream, item.extra["Filter"] = [packed], "/FlateDecode"


@lru_cache(maxsize=4)
def _packed(plain: bytes) -> bytes:
    """A large stream is the rule files or a font, and the same in one statement after another."""
    return zlib.compress(plain)


def _is_file(item: object) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/Filespec"
