"""A large file sent piece by piece, so that it never lies in memory whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from flask import Response

_PIECE = 1 << 16


def pieces(made: IO[bytes], name: str) -> Response:
    """A ZIP to take along under a name; the file is closed when it was sent."""
    answer = Response(_read(made), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(_PIECE):
            yield piece
