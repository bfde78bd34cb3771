"""How the C library gives out memory to a server: from few places, and back to the machine soon.

Left alone, it keeps a place of its own for each of the thirty threads of a server process, and learns from large files to hold
on to more and more: what a server holds then creeps up for hours. It is told once, before threads begin.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import MutableMapping
from pathlib import Path

#: The environment variables by which processes that are started from here are told, with their numbers in ``malloc.h``.
SETTINGS = {
    # Places that threads share.
    "MALLOC_ARENA_MAX": (-8, 2),
    # From this size on a piece is asked from the machine by itself and given back when it is freed.
    "MALLOC_MMAP_THRESHOLD_": (-3, 1 << 20),
    # So much may be free at the end of a place before it is given back.
    "MALLOC_TRIM_THRESHOLD_": (-1, 1 << 20),
}


def settle(environ: MutableMapping[str, str] | None = None) -> bool:
    """Tell the library of this process, and those to come by the environment; what is set there already counts.

    False where the library is another (musl, macOS), which has no such settings.
    """
    told = os.environ if environ is None else environ
    set_one = getattr(ctypes.CDLL(None), "mallopt", None)
    answers = []
    for name, (number, otherwise) in SETTINGS.items():
        said = told.setdefault(name, str(otherwise))
        # The library itself skips a word that is no number.
        if set_one is not None and said.isdecimal():
            answers.append(set_one(number, int(said)) == 1)
    return bool(answers) and all(answers)


def give_back() -> None:
    """Hand what is free back to the machine, after work that took much at once; a few milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


#: In ``mman.h``: what lies there is read again where it came from, once somebody asks.
_NOT_NEEDED = 4


def set_aside(library: str) -> int:
    """Let go of the code of a library that is not called any more, and say how many bytes that is; a call reads it in again.

    Only what is run lies as it does in the file: what is written to stays. Nothing is let go where the system is another.
    """
    advise, maps = getattr(ctypes.CDLL(None), "madvise", None), Path("/proc/self/maps")
    if advise is None or not maps.is_file():
        return 0
    gone = 0
    for line in maps.read_text(encoding="utf-8").splitlines():
        told = line.split()
        if told[1] == "r-xp" and library in told[-1]:
            start, end = (int(bound, 16) for bound in told[0].split("-"))
            if advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _NOT_NEEDED) == 0:
                gone += end - start
    return gone
