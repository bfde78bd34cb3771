"""A rulebook that was read and checked before, kept under the digest of what it was read from.

It is a pickle, because nothing else in the standard library is as quick; a pickle that somebody else could write would
run their code, so the folder must belong to this user and be closed to everyone else (0700), and so must the file (not
writable by others). Anything that is not so is not read. The key holds the files' digest, the day as known, the Python
version and the program's own sources: a newer program never meets an older rulebook.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import logging
import os
import pickle  # nosec B403
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import calculator
from calculator.domain.rulebook import Rulebook

_log = logging.getLogger(__name__)
_KEPT = 12


class _Pickler(pickle.Pickler):
    """Writes a value as its class and its fields, which reads back twice as fast as a frozen dataclass's own state."""

    def reducer_override(self, value: object) -> Any:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, f.name) for f in dataclasses.fields(value) if f.init)
        return NotImplemented


def default_dir() -> Path | None:
    """The folder of this user: below ``$XDG_CACHE_HOME``, else ``~/.cache``; None for a user without a home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    home = os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home raises where there is no home
    base = given if given.startswith("/") else home
    return Path(base) / "stapelwijzer" / "rulebooks" if base.startswith("/") else None


def key(*parts: str) -> str:
    """The name under which a rulebook of these parts is kept."""
    whole = "\n".join((*parts, _program(), sys.version))
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _program() -> str:
    """What reads and holds the rules: version, and size and time of every source file of registry and domain."""
    package = Path(calculator.__file__).parent
    sources = [*(package / "domain").glob("*.py"), *(package / "registry").rglob("*.py")]
    states = [(p.relative_to(package).as_posix(), p.stat()) for p in sorted(sources)]
    return "\n".join([str(calculator.__version__), *(f"{n} {s.st_size} {s.st_mtime_ns}" for n, s in states)])


def _own(folder: Path) -> bool:
    """Whether the folder is a real one, of this user, that nobody else can enter; it is made where absent."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.lstat()
    except OSError as error:
        _log.info("no rulebook cache in %s: %s", folder, error)
        return False
    own = stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o077
    if not own:
        _log.warning("no rulebook cache in %s: it must be a folder of this user with mode 0700", folder)
    return own


def load(folder: Path | None, name: str) -> Rulebook | None:
    """The rulebook of that name, or None where it is absent or cannot be trusted or read."""
    if folder is None or not _own(folder):
        return None
    try:
        with (folder / f"{name}.pickle").open("rb") as file:
            state = os.fstat(file.fileno())
            if state.st_uid != os.getuid() or state.st_mode & 0o022:
                _log.warning("%s is not used: others can write it", file.name)
                return None
            data = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.info("the rulebook cache cannot be read: %s", error)
        return None
    return _unpickle(data, name)


def _unpickle(data: bytes, name: str) -> Rulebook | None:
    collecting = gc.isenabled()
    gc.disable()  # tens of thousands of small objects and no garbage: collecting doubles the time
    try:
        found = pickle.loads(data)  # noqa: S301 - only from a folder and file that this user alone can write  # nosec B301
    except Exception as error:  # noqa: BLE001 - a damaged pickle raises anything; the rules are then read again
        _log.warning("the kept rulebook %s is damaged (%s) and is read again", name, error)
        return None
    finally:
        if collecting:
            gc.enable()
    return found if isinstance(found, Rulebook) else None


def save(folder: Path | None, name: str, rulebook: Rulebook) -> None:
    """Keep a rulebook; the oldest make room. That it cannot be kept is logged and nothing more."""
    if folder is None or not _own(folder):
        return
    try:
        handle, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            _Pickler(file, protocol=pickle.HIGHEST_PROTOCOL).dump(rulebook)
        Path(draft).replace(folder / f"{name}.pickle")
        kept = sorted(folder.glob("*.pickle"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.info("the rulebook was not kept: %s", error)
