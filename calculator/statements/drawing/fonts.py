"""The fonts of a statement, all of them ours: the renderer sees no font of the machine it runs on.

So the same statement comes out the same everywhere, and a name in any script has glyphs. IBM Plex Sans sets nearly
everything; its Arabic and Hebrew sisters, and GNU Unifont as the last resort, are loaded only where a text needs them.
"""

from __future__ import annotations

import atexit
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from calculator.resources import templates_dir

#: The scheme under which the stylesheet asks for a font, and the only one the renderer answers.
SCHEME = "statement"

ffi.cdef("FcConfig * FcConfigCreate (void);")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file; ``family`` is the name the stylesheet knows it by."""

    family: str
    file: str
    weight: int


MAIN = (
    Face("Statement", "IBMPlexSans-Regular.woff2", 400),
    Face("Statement", "IBMPlexSans-SemiBold.woff2", 600),
)
FALLBACK = (
    Face("Statement Arabic", "IBMPlexSansArabic-Regular.woff2", 400),
    Face("Statement Hebrew", "IBMPlexSansHebrew-Regular.woff2", 400),
    Face("Statement Any", "Unifont.woff2", 400),
    Face("Statement Upper", "UnifontUpper.woff2", 400),
)

#: Characters known to be in the main font without opening it: most statements need no others.
SURE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180)))) | frozenset(
    "–—‘’“”…€₂\u2003\n"
)

#: Says where the next word begins, and is not drawn.
_PLACED = frozenset("\t")

#: Marks that turn the direction of text around: they could make an amount read differently from what it is.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """The text as it can be printed: composed, without control, turning or private signs; what no font has as �."""
    if all(character in SURE for character in text):
        return text.replace("\n", " ")
    composed = unicodedata.normalize("NFC", text)
    return "".join(_printable(character) for character in composed)


def _printable(character: str) -> str:
    if character in SURE:
        return " " if character == "\n" else character
    category = unicodedata.category(character)
    if character in _TURNING or category == "Cc":
        return " " if character in "\t\r" else ""
    if category in ("Zl", "Zp"):
        return " "
    return (
        character
        if any(ord(character) in coverage(face.file) for face in (*MAIN, *FALLBACK))
        else _REPLACEMENT
    )


def faces_for(text: str) -> tuple[Face, ...]:
    """The main font, and the others too where the (cleaned) text has a character that it lacks."""
    rare = set(text) - SURE - _PLACED
    if all(ord(character) in coverage(face.file) for character in rare for face in MAIN):
        return MAIN
    return (*MAIN, *FALLBACK)


def families(faces: Iterable[Face]) -> str:
    """The names of the faces, as a stylesheet lists them; a name without a font takes the renderer time for every line."""
    return ", ".join(f'"{family}"' for family in dict.fromkeys(face.family for face in faces))


def font_css(faces: Iterable[Face]) -> str:
    """The ``@font-face`` rules of the faces."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'src: url("{SCHEME}:{face.file}"); }}'
        for face in faces
    )


#: Every font there is, in the order in which a sign is looked for.
FAMILIES = families((*MAIN, *FALLBACK))


@cache
def font_file(name: str) -> bytes:
    """The bytes of one of our font files; raises KeyError for any other name."""
    if name not in {face.file for face in (*MAIN, *FALLBACK)}:
        raise KeyError(name)
    return (templates_dir() / "statement" / "fonts" / name).read_bytes()


@cache
def coverage(name: str) -> frozenset[int]:
    """The code points that a font has glyphs for."""
    with TTFont(templates_dir() / "statement" / "fonts" / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _advances() -> dict[int, int]:
    with TTFont(templates_dir() / "statement" / "fonts" / MAIN[0].file, lazy=True) as font:
        return {sign: font["hmtx"][name][0] for sign, name in font.getBestCmap().items()}


@lru_cache(maxsize=1024)
def ems(text: str) -> Decimal:
    """How wide a text is in the main font, but for kerning, in sizes of its letters."""
    known = _advances()
    return Decimal(sum(known.get(ord(sign), 1000) for sign in text)) / 1000


class OwnFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A font configuration that starts empty instead of with the fonts of the machine.

    It does what its parent's constructor does, with a configuration of its own; a test holds that nothing else
    reaches the page.
    """

    def __init__(self) -> None:
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)
        self._folder = None
        self.strut_layouts: dict[object, object] = {}
        self.font_features: dict[object, object] = {}


_LOADED: dict[tuple[Face, ...], OwnFonts] = {}
# The fonts lie unpacked in a temporary folder, which goes when they do.
atexit.register(_LOADED.clear)


def loaded(faces: tuple[Face, ...]) -> OwnFonts:
    """The configuration for these faces; kept, because unpacking takes longer than a page takes to draw."""
    return _LOADED.setdefault(faces, OwnFonts()) if faces not in _LOADED else _LOADED[faces]
