"""Functions that are compiled on first use; the machine code is kept, so that the next process need not compile again.

Kept code is taken up only where the function, the numbers that it names and everything compiled that it calls read as they did:
the compiler itself looks at the function's own file alone, and what is called is part of the code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: What each compiled function reads like, with all that it calls.
_READS: dict[int, str] = {}


def compiled(function: Function) -> Function:
    """The function as machine code; it may only call others that are compiled."""
    return _made(numba.njit(cache=True), function)


def written_out(function: Function) -> Function:
    """The same as a part of the one compiled function that calls it.

    All that a function calls is compiled once more with it, so that one by which little is added costs as much as its caller.
    """
    return _made(numba.njit(cache=True, inline="always"), function)


def _made(compiler: Callable[[Function], Any], function: Function) -> Function:
    made = compiler(function)
    made._cache._cache_file._source_stamp = _READS[id(made)] = stamp(function.__code__, function.__globals__)
    found: Function = made
    return found


def stamp(code: CodeType, world: dict[str, object]) -> str:
    """The same for a function that reads the same, with the same numbers of its module and of what it calls."""
    named = list(_named(code, world))
    called = sorted(_READS[id(x)] for x in named if id(x) in _READS)
    numbers = [x for x in named if isinstance(x, int | float)]
    return hashlib.sha256(repr((*_words(code), called, numbers)).encode()).hexdigest()


def _words(code: CodeType) -> Iterator[object]:
    """What a function reads like: its instructions, names and constants, and those of what stands inside it."""
    yield code.co_code
    yield code.co_names
    yield code.co_varnames
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _words(constant)
        else:
            yield constant


def _named(code: CodeType, world: dict[str, object]) -> Iterator[object]:
    """All that a function names in its module, and in the modules that it names."""
    here = [world[name] for name in code.co_names if name in world]
    yield from here
    for module in (x for x in here if isinstance(x, ModuleType)):
        yield from (getattr(module, name) for name in code.co_names if hasattr(module, name))
