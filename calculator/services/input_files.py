"""Files that a user names: read whole, written whole or not at all, and what is wrong with them said as a problem."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems

_MEND = Text("Controleer de naam en de rechten.", "Check the name and the rights.")
_ROOM = Text(
    "Maak ruimte vrij, of kies een map op een andere schijf.",
    "Make room, or choose a folder on another disk.",
)


def read(written: str, most: int) -> bytes:
    """The bytes of the file, or of standard input for ``-``; raises InputProblems, also past ``most`` bytes."""
    try:
        if written == "-":
            found = sys.stdin.buffer.read(most + 1)
        else:
            with Path(written).open("rb") as file:
                found = file.read(most + 1)
    except OSError as fault:
        said = Text(f"kan niet worden gelezen ({fault.strerror})", f"cannot be read ({fault.strerror})")
        raise InputProblems([InputProblem(written, said, _MEND)]) from fault
    if len(found) > most:
        said = Text(f"is groter dan {most // 1_000_000} MB", f"is larger than {most // 1_000_000} MB")
        raise InputProblems(
            [InputProblem(written, said, Text("Geef het goede bestand.", "Give the right file."))]
        )
    return found


def write(written: str, content: bytes, *, private: bool = False) -> None:
    """Write the file beside its place and move it there, so that no half file is ever seen.

    A ``private`` file can be read by its owner alone.
    """
    target = Path(written)
    half = target.with_name(f".{target.name or 'new'}.{os.getpid()}")
    try:
        half.touch(mode=0o600 if private else 0o666)
        half.write_bytes(content)
        half.replace(target)
    except OSError as fault:
        # Where nothing can stand there is nothing to take away either; what went wrong first is told.
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        said = Text(f"kan niet worden geschreven ({fault.strerror})", f"cannot be written ({fault.strerror})")
        raise InputProblems([InputProblem(written, said, mending(fault))]) from fault


def mending(fault: OSError) -> Text:
    """What to do about a file that cannot be written."""
    return _ROOM if fault.errno in (errno.ENOSPC, errno.EDQUOT) else _MEND


def folder(written: str | None) -> Path | None:
    """The rules folder that is named, or None where none is."""
    if written is None:
        return None
    return existing(
        written,
        Text("Geef een map die is ingedeeld als rules/.", "Give a folder with the layout of rules/."),
    )


def existing(written: str, remedy: Text) -> Path:
    """The folder of that name; raises InputProblems, with the remedy, where it is not there."""
    if not Path(written).is_dir():
        said = Text("Deze map bestaat niet.", "This folder does not exist.")
        raise InputProblems([InputProblem(written, said, remedy)])
    return Path(written)
