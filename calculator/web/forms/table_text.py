"""The text of a table that somebody sent; a file of another sort is called by what it is."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblems
from calculator.web.forms import parcel_table_words as words

WORKBOOK = (b"PK\x03\x04", Text("een werkblad of een zip", "a workbook or a zip"))
_OTHER_KINDS = (
    (b"%PDF", Text("een PDF", "a PDF")),
    (b"\xd0\xcf\x11\xe0", Text("een oud werkblad", "an old workbook")),
    (b"\xff\xd8\xff", Text("een foto", "a photo")),
    (b"\x89PNG", Text("een plaatje", "a picture")),
    WORKBOOK,
)


def read(content: bytes, other: str = "other_kind") -> str:
    """The text; raises InputProblems, of a file of another sort with the words called ``other``."""
    for mark, kind in _OTHER_KINDS:
        if content.lstrip().startswith(mark):
            raise InputProblems([words.wrong(other, kind=kind)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise InputProblems([words.wrong("encoding", line=line)]) from fault
