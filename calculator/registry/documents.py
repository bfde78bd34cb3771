"""The files that a rulebook consists of, wherever they come from, and the digest over them.

Digest: SHA-256 over the lines ``path sha256`` of every scheme, limit, relation table and codelist, in the order of
their paths. Cases, schemas, ``checks.csv`` and ``published.csv`` stand outside it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

#: The append-only list of published rule files.
PUBLISHED = "published.csv"
#: A folder with more files than this is not a rules folder.
MAX_FILES = 20_000
_FOLDERS: Mapping[str, str] = {
    "schemes": ".yaml",
    "limits": ".yaml",
    "relations": ".csv",
    "codelists": ".csv",
}


def is_rule(path: str) -> bool:
    """Whether a path (relative, with slashes) is a file of the rulebook."""
    parts = path.split("/")
    if len(parts) < 2 or "cases" in parts or any(part.startswith(".") for part in parts):
        return False
    return path.endswith(_FOLDERS.get(parts[0], "\0"))


def looks_like_rule(path: str) -> bool:
    """Whether a file lies where rules lie but would not be read (``.yml``, ``.YAML``, ``.txt``)."""
    parts = path.split("/")
    if is_rule(path) or parts[0] not in _FOLDERS or "cases" in parts:
        return False
    return parts[-1].lower().endswith((".yml", ".yaml", ".csv", ".txt", ".json", ".xlsx"))


def paths(root: Path) -> list[str]:
    """Every file below the folders of the rules, relative to the root, in order; OSError where there are far too many."""
    found = sorted(path for folder in _FOLDERS for path in below(root, folder))
    if len(found) > MAX_FILES:
        raise OSError(f"more than {MAX_FILES} files below {root}: this is no rules folder")
    return found


def read(root: Path, found: list[str] | None = None) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The bytes of every rule file of a folder, by path, and the paths that would not be read but look like rules.

    ``found`` are the paths of the folder where they were listed already. A file or link that cannot be read raises
    OSError.
    """
    listed = paths(root) if found is None else found
    files = {path: content(root, path) for path in listed if is_rule(path)}
    return files, tuple(path for path in listed if looks_like_rule(path))


def content(root: Path, path: str) -> bytes:
    """The bytes of one file. Hundreds are read for every award, and ``Path`` would double the time of each."""
    with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123 - see above
        return file.read()


def below(root: Path, folder: str) -> Iterator[str]:
    """Every file below a folder, relative to the root; links to folders are not followed."""
    if not (root / folder).is_dir():
        return
    with os.scandir(root / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from below(root, path)
            else:
                yield path


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 per file (hexadecimal)."""
    return {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


def digest(files: Mapping[str, str]) -> str:
    """The digest of a rulebook from the hashes of its files: ``sha256:...``."""
    lines = "".join(f"{path} {files[path]}\n" for path in sorted(files))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
