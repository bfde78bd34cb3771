"""What the renderer asks of a style again for every box, remembered with the style; what is drawn stays the same.

A fifth of its work is of that kind. Only the versions named here are quickened, since what is replaced is their own
code; any other draws as it came. A test draws statements with and without this and compares the bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from types import ModuleType

import pydyf  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

KNOWN = {"weasyprint": "70.0", "pydyf": "0.13.0"}

_SIDES = ("top", "right", "bottom", "left")
#: Used values that equal what the style says, where that is a length or nothing.
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{bound}_{axis}" for bound in ("min", "max") for axis in ("width", "height")),
)
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)

_resolve: Callable[..., None] = percent.resolve_percentages
_written: Callable[[object], bytes] = pydyf._to_bytes
_flows: Callable[[Box], bool] = Box.is_in_normal_flow
_set_up: Callable[..., None] = line_break.Layout.setup


@cache
def quicken() -> None:
    """Put the quicker ways in place, for this process, where the versions are the known ones."""
    if all(version(name) == known for name, known in KNOWN.items()):
        _replace(_QUICKER)


def resolves_quickly() -> bool:
    """Whether the quicker ways are in place."""
    return percent.resolve_percentages is _resolved


@contextmanager
def as_it_came() -> Iterator[None]:
    """The renderer's own ways for as long as the block runs."""
    _replace({quick: own for own, quick in _QUICKER.items()})
    try:
        yield
    finally:
        _replace(_QUICKER)


def _replace(ways: dict[Callable[..., object], Callable[..., object]]) -> None:
    holders: list[ModuleType | type] = [
        module for name, module in sys.modules.items() if name.partition(".")[0] in KNOWN
    ]
    for holder in (*holders, Box, line_break.Layout):
        for name, held in list(vars(holder).items()):
            if callable(held) and getattr(held, "__hash__", None) and held in ways:
                setattr(holder, name, ways[held])


def _resolved(box: Box, containing_block: object) -> None:
    """Used values of a box; where the style has no percentages but in its width, they are the same for all its boxes."""
    style = box.style
    try:
        used = style.used_values
    except AttributeError:
        used = style.used_values = _used(style)
    if used is None:
        _resolve(box, containing_block)
        return
    vars(box).update(used)
    if "width" not in used:
        wide = containing_block.width if isinstance(containing_block, Box) else containing_block[0]  # type: ignore[index]
        box.width = wide * style["width"].value / 100


def _used(style: dict[str, object]) -> dict[str, object] | None:
    """The used values that a style gives to any box; None where they depend on more."""
    if (style["box_sizing"], style["border_collapse"], style["height"]) != (
        "content-box",
        "separate",
        "auto",
    ):
        return None
    used: dict[str, object] = {"height": "auto"}
    for name in (*_LENGTHS, "width"):
        value = style[name]
        if value == "auto":
            used[name] = 0 if name.startswith("min_") else "auto"
        elif getattr(value, "unit", None) == "px":
            used[name] = getattr(value, "value", 0)
        elif name != "width" or getattr(value, "unit", None) != "%":
            return None
    return used | {f"border_{side}_width": style[f"border_{side}_width"] for side in _SIDES}


def _as_bytes(item: object) -> bytes:
    """A value as a file holds it; nearly all are bytes, words or whole numbers."""
    if isinstance(item, bytes):
        return item
    if type(item) is str:
        return item.encode("ascii")
    return b"%d" % item if type(item) is int else _written(item)


def _in_flow(box: Box) -> bool:
    style = box.style
    try:
        found: bool = style.in_flow
    except AttributeError:
        found = style.in_flow = _flows(box)
    return found


def _laid_out(layout: line_break.Layout, style: dict[str, object]) -> None:
    """A line of text; its context, language and font are those of every other line in the style."""
    made = getattr(style, "lines", None)
    if made is None:
        if _has_more(style):
            _set_up(layout, style)
            return
        made = style.lines = _context(style)  # type: ignore[attr-defined]
    context, language, font = made
    layout.style, layout.language, layout.first_line_direction = style, language, 0
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, font)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _has_more(style: dict[str, object]) -> bool:
    """Whether a line needs more than a font and a language: a line below it, or features of the font."""
    return (
        style["text_decoration_line"] != "none"
        or style["font_language_override"] != "normal"
        or not style["lang"]
        or bool(font_features(*(style[name] for name in _FEATURES)))
    )


def _context(style: dict[str, object]) -> tuple[object, object, object]:
    fonts = style.font_config.font_map  # type: ignore[attr-defined]
    context = ffi.gc(pango.pango_font_map_create_context(fonts), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    # The second name keeps the letters alive until the language is found.
    letters, _kept = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(letters)
    pango.pango_context_set_language(context, language)
    return context, language, get_font_description(style)


_QUICKER: dict[Callable[..., object], Callable[..., object]] = {
    _resolve: _resolved,
    _written: _as_bytes,
    _flows: _in_flow,
    _set_up: _laid_out,
}
