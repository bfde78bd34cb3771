"""Files to take along: whole, or piece by piece so that a large one never lies in memory whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from flask import Response

_PIECE = 1 << 16


def taken(content: bytes | Iterator[bytes], name: str, kind: str) -> Response:
    """A file to take along under a name; nobody on the way keeps it."""
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def pieces(made: IO[bytes], name: str) -> Response:
    """A ZIP, sent piece by piece; the file is closed when it was sent."""
    return taken(_read(made), name, "application/zip")


def _read(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(_PIECE):
            yield piece
