"""What a reader sees: the text of each page, and its look, read with the engine most readers open a PDF with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest

import pypdfium2
from PIL import Image, ImageChops

#: PDFium is not safe to use from several threads at once.
_READING = threading.Lock()

#: A page is compared as grey blocks of about 2 mm; a changed digit darkens or lightens its block by more than this.
_DOTS_PER_POINT = 1.0
_BLOCK = 6
_TOLERANCE = 22


class UnseenError(Exception):
    """The pages cannot be opened to look at."""


def pages_text(raw: bytes) -> list[str]:
    """The text of every page, words separated by single spaces; raises UnseenError."""
    with _READING, _open(raw) as document:
        return [_page_text(page) for page in document]


def _page_text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    try:
        return " ".join(words.get_text_bounded().split())
    finally:
        words.close()
        page.close()


@contextmanager
def _open(raw: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(raw)
        try:
            yield document
        finally:
            document.close()
    except pypdfium2.PdfiumError as fault:
        raise UnseenError(str(fault)) from fault


def first_other_words(given: str, ours: str, most: int = 60) -> tuple[str, str]:
    """The words from where two texts part: those given, and those that belong there."""
    pairs = zip_longest(given.split(), ours.split(), fillvalue="")
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), 0)

    def shown(text: str) -> str:
        return " ".join(text.split()[at : at + 8])[:most]

    return shown(given), shown(ours)


def looks_alike(given: bytes, ours: bytes) -> bool:
    """Whether the pages of two files look the same, save for differences too small to change a digit.

    Raises UnseenError.
    """
    with _READING, _open(given) as one, _open(ours) as other:
        if len(one) != len(other):
            return False
        return all(_alike(_picture(one, number), _picture(other, number)) for number in range(len(one)))


def _picture(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    try:
        drawn = page.render(scale=_DOTS_PER_POINT, grayscale=True, may_draw_forms=True)
        picture: Image.Image = drawn.to_pil().convert("L")
        drawn.close()
    finally:
        page.close()
    return picture


def _alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    size = (one.width // _BLOCK, one.height // _BLOCK)
    means = (picture.resize(size, Image.Resampling.BOX) for picture in (one, other))
    differences = ImageChops.difference(*means).tobytes()
    return max(differences, default=0) <= _TOLERANCE
