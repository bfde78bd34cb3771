"""Functions that are compiled on first use; the machine code is kept, so that the next process need not compile again.

Kept code is taken up only where the function, the numbers that it names and everything compiled that it calls read as they did:
the compiler itself looks at the function's own file alone, and what is called is part of the code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.caching import IndexDataCacheFile
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: The plain function of each that is compiled.
_PLAIN: dict[int, FunctionType] = {}


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
    _PLAIN[id(made)] = cast("FunctionType", function)
    kept = made._cache._cache_file
    kept.__class__, kept.of = _Kept, (function.__code__, function.__globals__)
    found: Function = made
    return found


class _Kept(IndexDataCacheFile):
    """What is kept of one function, stamped when machine code is looked for: what it calls may stand below it."""

    of: tuple[CodeType, dict[str, object]]

    @property
    def _source_stamp(self) -> str:
        return stamp(*self.of)

    @_source_stamp.setter
    def _source_stamp(self, _by_file: object) -> None:
        """The library's own looks at one file alone."""


def stamp(code: CodeType, world: dict[str, object]) -> str:
    """The same for a function that reads the same, with the same numbers of its module and of what it calls."""
    reads: dict[CodeType, str] = {}
    waiting = [(code, world)]
    while waiting:
        one, around = waiting.pop()
        if one in reads:
            continue
        named = list(_named(one, around))
        reads[one] = repr((*_words(one), [x for x in named if isinstance(x, int | float)]))
        waiting += [(p.__code__, p.__globals__) for p in (_PLAIN[id(x)] for x in named if id(x) in _PLAIN)]
    return hashlib.sha256("\n".join([reads.pop(code), *sorted(reads.values())]).encode()).hexdigest()


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
