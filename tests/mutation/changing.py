"""One change put in place, in a process that goes on with it: every function that reads otherwise then runs the other code."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType


def change(path: Path, tree: ast.Module) -> None:
    """ValueError where a function no longer uses the same names of the function around it."""
    new = {_place(code): code for code in _codes(compile(tree, str(path), "exec"))}
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    functions = [x for x in gc.get_objects() if isinstance(x, FunctionType)]
    if frozen:
        gc.freeze()
    for function in functions:
        code = function.__code__
        if code.co_filename == str(path) and _place(code) in new:
            function.__code__ = new[_place(code)]


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
