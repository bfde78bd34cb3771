"""Two PDFs, object by object: equal only if everything that a reader could show or run is equal.

Walking both object graphs side by side covers pages, fonts, images, annotations, layers, scripts, forms and embedded
files alike, without a list of things to look for. Only how the objects are stored may differ.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from calculator.statements.checking.verdict import Part

#: How a stream is packed is not what it says.
_STORAGE = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})

#: What a page shows is compared before the trees that describe it.
_ORDER = ("StructTreeRoot", "Parent", "Names", "Resources", "Contents", "Kids", "Pages")

_PARTS = (
    ("/EmbeddedFiles", Part.ATTACHMENTS),
    ("/AF", Part.ATTACHMENTS),
    ("/Annots", Part.ANNOTATIONS),
    ("/AcroForm", Part.ANNOTATIONS),
    ("/OpenAction", Part.ACTIONS),
    ("/AA", Part.ACTIONS),
    ("/JavaScript", Part.ACTIONS),
    ("/OCProperties", Part.LAYERS),
    ("/Contents", Part.DRAWING),
    ("/Resources", Part.DRAWING),
    ("/Metadata", Part.METADATA),
    ("/Info", Part.METADATA),
    ("/Kids", Part.PAGES),
    ("/Pages", Part.PAGES),
)


def first_difference(given: pikepdf.Pdf, ours: pikepdf.Pdf) -> str | None:
    """The path to the first object that is not the same in both, such as ``/Root/Pages/Kids/2/Contents``, or None."""
    stack: list[tuple[object, object, str]] = [
        (given.trailer.get(key), ours.trailer.get(key), key) for key in ("/Info", "/Root")
    ]
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    while stack:
        one, other, path = stack.pop()
        if not (isinstance(one, pikepdf.Object) and isinstance(other, pikepdf.Object)):
            if type(one) is not type(other) or one != other:
                return path
            continue
        if one.is_indirect and other.is_indirect:
            pair = (one.objgen, other.objgen)
            if pair in seen:
                continue
            seen.add(pair)
        try:
            apart = _apart(one, other)
            if apart is not None:
                return path + apart
            # The last pushed is looked at first.
            stack.extend(sorted(_children(one, other, path), key=lambda child: _late(child[2])))
        except (pikepdf.PdfError, RuntimeError, ValueError):
            # An object that cannot be read is not the one that was issued.
            return path
    return None


def part_of(path: str) -> Part:
    """Which part of a statement a path lies in."""
    steps = path.split("/")
    return next((part for mark, part in _PARTS if mark[1:] in steps), Part.STRUCTURE)


def page_of(path: str) -> int | None:
    """The page (from 1) that a path lies on, in the flat page tree of a statement."""
    _, mark, tail = path.partition("/Pages/Kids/")
    number = tail.split("/")[0]
    return int(number) + 1 if mark and number.isdigit() else None


def _late(path: str) -> int:
    last = path.rpartition("/")[2]
    return _ORDER.index(last) if last in _ORDER else 1


def _apart(one: pikepdf.Object, other: pikepdf.Object) -> str | None:
    """What differs in the objects themselves: a key that only one has, or "" for the whole; None where nothing."""
    if one._type_code != other._type_code:
        return ""
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        alone = sorted(_keys(one) ^ _keys(other))
        if alone:
            return alone[0]
        return None if not isinstance(one, pikepdf.Stream) or _same_bytes(one, other) else ""
    same = len(one) == len(other) if isinstance(one, pikepdf.Array) else bool(one == other)
    return None if same else ""


def _keys(item: pikepdf.Object) -> set[str]:
    return set(item.keys()) - (_STORAGE if isinstance(item, pikepdf.Stream) else frozenset())


def _same_bytes(one: pikepdf.Object, other: pikepdf.Object) -> bool:
    if one.read_raw_bytes() == other.read_raw_bytes() and one.get("/Filter") == other.get("/Filter"):
        return True
    return bool(one.read_bytes() == other.read_bytes())


def _children(one: pikepdf.Object, other: pikepdf.Object, path: str) -> Iterator[tuple[object, object, str]]:
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key in _keys(one):
            yield one.get(key), other.get(key), path + key
    elif isinstance(one, pikepdf.Array):
        for index in reversed(range(len(one))):
            yield one[index], other[index], f"{path}/{index}"
