"""Chunk results kept by their key, so that a run that stopped goes on where it was, and a population is read once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Protocol


class Chunks(Protocol):
    """Where the bytes of finished chunks are kept."""

    def get(self, key: str) -> bytes | None:
        """What is kept under a key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep it, whole or not at all; OSError where there is no room."""


class NoChunks:
    """Nothing is kept."""

    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, data: bytes) -> None:
        return None


class FolderChunks:
    """One file per chunk below a folder, written beside and then put in its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> None:
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.npz"
