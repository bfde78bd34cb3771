"""What somebody sends as a map: known by what is in it and not by its name, and made safe before GDAL opens it.

Of a zip only the parts of one shapefile are taken, and they are unpacked up to a size; XML may declare no entities.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from calculator import zips

MOST_BYTES = 20_000_000
MOST_UNPACKED = 100_000_000
_MOST_MEMBERS = 200
_SHAPE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shp", ".shx", ".dbf")
#: How far the name of the first element may be: after a declaration, comments and instructions.
_HEAD = 4_000
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name for people, and the drivers of GDAL that may read it."""

    name: str
    drivers: tuple[str, ...]


GEOPACKAGE = Kind("GeoPackage", ("GPKG",))
#: The first bytes of a GeoPackage, which is a database of SQLite.
GEOPACKAGE_START = b"SQLite format 3\0"
SHAPEFILE = Kind("Shapefile", ("ESRI Shapefile",))
GEOJSON = Kind("GeoJSON", ("GeoJSON",))
GML = Kind("GML", ("GML",))
KML = Kind("KML", ("LIBKML", "KML"))


class Refused(Exception):  # noqa: N818  it says what happened
    """The file is not read; ``why`` is a key of ``parcel_map_words``, ``said`` what it is about."""

    def __init__(self, why: str, said: str = "") -> None:
        self.why, self.said = why, said
        super().__init__(f"{why} {said}".strip())


def is_map(content: bytes) -> bool:
    """Whether it is of a kind that holds shapes, as far as its first bytes say."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((GEOPACKAGE_START, b"PK\x03\x04", b"PK\x05\x06", b"<", b"{"))


def prepared(content: bytes) -> tuple[Kind, bytes]:
    """The kind, and the bytes that GDAL may see; raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused("too_large", str(MOST_BYTES // 1_000_000))
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(GEOPACKAGE_START):
        return GEOPACKAGE, content
    if start.startswith(b"PK"):
        return SHAPEFILE, _shapefile(content)
    text = _text(content)
    return (GEOJSON, content) if start.startswith(b"{") else (_xml(text), content)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused("encoding", str(content[: fault.start].count(b"\n") + 1)) from fault


def _xml(text: str) -> Kind:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("entities")
    head = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text[:_HEAD], flags=re.DOTALL)
    root = _ROOT.search(head)
    name = root[1].casefold() if root else ""
    if name == "kml":
        return KML
    if name.endswith("featurecollection") or "opengis.net/gml" in head:
        return GML
    raise Refused("other_xml", name[:40])


def _shapefile(content: bytes) -> bytes:
    """A zip with one shapefile at its top and nothing else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _packed(_unpacked(archive, _parts(archive.infolist())))
    except zips.BROKEN as fault:
        raise Refused("broken_zip") from fault


def _parts(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(members) > _MOST_MEMBERS:
        raise Refused("zip_bomb")
    for member in members:
        steps = member.filename.replace("\\", "/").split("/")
        if member.filename.startswith(("/", "\\")) or ".." in steps or ":" in steps[0]:
            raise Refused("zip_path", member.filename[:60])
        if member.flag_bits & 0x1:
            raise Refused("encrypted")
    shapes = [m for m in members if m.filename.casefold().endswith(".shp") and "__MACOSX" not in m.filename]
    if not shapes:
        raise Refused("no_shapefile", ", ".join(m.filename for m in members[:5])[:120])
    if len(shapes) > 1:
        raise Refused("several_shapefiles", ", ".join(m.filename for m in shapes[:5])[:120])
    stem = shapes[0].filename[:-4]
    parts = {
        m.filename[len(stem) :].casefold(): m
        for m in members
        if m.filename.startswith(stem) and m.filename[len(stem) :].casefold() in _SHAPE
    }
    if missing := [part for part in _NEEDED if part not in parts]:
        raise Refused("shapefile_part", ", ".join(missing))
    return parts


def _unpacked(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    if sum(member.file_size for member in parts.values()) > MOST_UNPACKED:
        raise Refused("zip_bomb")
    found, left = {}, MOST_UNPACKED
    for part, member in parts.items():
        with archive.open(member) as stream:
            # What the zip says of a size need not be true: read no more than is left.
            found[part] = stream.read(left + 1)
        left -= len(found[part])
        if left < 0:
            raise Refused("zip_bomb")
    return found


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(f"parcels{part}", content)
    return made.getvalue()
