"""The files that a rulebook consists of, wherever they come from, and the digest over them.

Digest: SHA-256 over the lines ``path sha256`` of every scheme, limit, relation table and codelist, in the order of
their paths. Cases, schemas, ``checks.csv`` and ``published.csv`` stand outside it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from calculator.domain.scheme import Text

#: The append-only list of published rule files.
PUBLISHED = "published.csv"
#: A folder with more files than this is not a rules folder.
MAX_FILES = 20_000
#: No rule file is larger by far (bytes): the list of municipalities has 0.2 million.
MAX_BYTES = 4_000_000
#: Nor are all files of a rules folder together.
MAX_TOGETHER = 100_000_000
_NO_FILE = Text(
    "is geen gewoon bestand (maar een apparaat, pijp of map)",
    "is no plain file (but a device, pipe or folder)",
)
_TOO_LARGE = Text(f"is groter dan {MAX_BYTES // 1_000_000} MB", f"is larger than {MAX_BYTES // 1_000_000} MB")
_TOO_MUCH = Text(
    f"is met de andere bestanden groter dan {MAX_TOGETHER // 1_000_000} MB",
    f"is larger than {MAX_TOGETHER // 1_000_000} MB with the other files",
)
_FOLDERS: Mapping[str, str] = {
    "schemes": ".yaml",
    "limits": ".yaml",
    "relations": ".csv",
    "codelists": ".csv",
}


class UnfitFileError(OSError):
    """What lies where a rule file belongs is no file that can hold rules; ``said`` is why."""

    def __init__(self, filename: str, said: Text) -> None:
        super().__init__(0, said.en, filename)
        self.said = said


def is_rule(path: str) -> bool:
    """Whether a path (relative, with slashes) is a file of the rulebook."""
    parts = path.split("/")
    if len(parts) < 2 or "cases" in parts or any(part.startswith(".") for part in parts):
        return False
    return path.endswith(_FOLDERS.get(parts[0], "\0"))


def looks_like_rule(path: str) -> bool:
    """Whether a file lies where rules lie but would not be read (``.yml``, ``.YAML``, ``.txt``), or something else lies
    where one belongs (as ``below`` tells).
    """
    parts = path.split("/")
    if path in _FOLDERS or parts[-1] == "":
        return True
    if is_rule(path) or parts[0] not in _FOLDERS or "cases" in parts:
        return False
    return _named_as_rule(parts[-1])


def _named_as_rule(name: str) -> bool:
    return name.lower().endswith((".yml", ".yaml", ".csv", ".txt", ".json", ".xlsx"))


def paths(root: Path) -> list[str]:
    """Every file below the folders of the rules, relative to the root, in order; OSError where there are far too many."""
    every = (path for folder in _FOLDERS for path in below(root, folder))
    found = sorted(islice(every, MAX_FILES + 1))
    if len(found) > MAX_FILES:
        raise _too_many(root)
    return found


def _too_many(root: Path) -> OSError:
    return OSError(f"more than {MAX_FILES} files below {root}: this is no rules folder")


def read(root: Path, found: list[str] | None = None) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The bytes of every rule file of a folder, by path, and the paths that would not be read but look like rules.

    ``found`` are the paths of the folder where they were listed already. A file or link that cannot be read raises
    OSError.
    """
    listed = paths(root) if found is None else found
    files = contents(root, [path for path in listed if is_rule(path)])
    return files, tuple(path for path in listed if looks_like_rule(path))


def contents(root: Path, listed: list[str]) -> dict[str, bytes]:
    """The bytes of these files by path; UnfitFileError also where they are far too large together."""
    files: dict[str, bytes] = {}
    together = 0
    for path in listed:
        files[path] = content(root, path)
        together += len(files[path])
        if together > MAX_TOGETHER:
            raise UnfitFileError(f"{root}/{path}", _TOO_MUCH)
    return files


def content(root: Path, path: str) -> bytes:
    """The bytes of one file. Hundreds are read for every award, and ``Path`` would double the time of each.

    A device or a pipe is not read, and never waited for.
    """
    name = f"{root}/{path}"
    with open(name, "rb", opener=_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UnfitFileError(name, _NO_FILE)
        found = file.read(MAX_BYTES + 1)
    if len(found) > MAX_BYTES:
        raise UnfitFileError(name, _TOO_LARGE)
    return found


def _at_once(name: str, flags: int) -> int:
    """Opened without waiting for who writes into a pipe."""
    return os.open(name, flags | os.O_NONBLOCK)


def below(root: Path, folder: str) -> Iterator[str]:
    """Every file below a folder, relative to the root; links to folders are not followed.

    What is no file and would be passed over without a word is told too: the folder itself where it is none, and with a
    slash behind it a folder that is named like a rule file, or a link to a folder.
    """
    if not (root / folder).is_dir():
        if os.path.lexists(root / folder):
            yield folder
        return
    waiting, seen = [folder], 0
    while waiting:
        here = waiting.pop()
        seen += 1
        if seen > MAX_FILES:
            raise _too_many(root)
        with os.scandir(root / here) as entries:
            for entry in entries:
                path = f"{here}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                    if _named_as_rule(entry.name):
                        yield f"{path}/"
                elif entry.is_symlink() and entry.is_dir() and not entry.name.startswith("."):
                    yield f"{path}/"
                else:
                    yield path


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 per file (hexadecimal)."""
    return {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


def digest(files: Mapping[str, str]) -> str:
    """The digest of a rulebook from the hashes of its files: ``sha256:...``."""
    lines = "".join(f"{path} {files[path]}\n" for path in sorted(files))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
