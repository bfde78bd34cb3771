"""How the C library gives out memory to a server: from few places, and back to the machine soon.

Left alone, it keeps a place of its own for each of the thirty threads of a server process, and learns from large files to hold
on to more and more: what a server holds then creeps up for hours. It is told once, before threads begin.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import MutableMapping

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
