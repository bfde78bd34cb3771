"""Small changes to a module, each of which some test should notice.

A change never touches what is only said (docstrings, annotations) nor how much is remembered (constants at the top): those change
no answer.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A module with one change: where, what stood there, what stands there now, and the whole of it."""

    line: int
    before: str
    after: str
    tree: ast.Module


def mutants(source: str, count: int, seed: str) -> list[Mutant]:
    """So many changes drawn from all that the module could have, the same for the same seed, in the order of its lines."""
    tree = ast.parse(source)
    sites = list(_sites(tree))
    drawn = random.Random(seed).sample(range(len(sites)), min(count, len(sites)))
    return sorted((_made(tree, nth) for nth in drawn), key=lambda m: m.line)


def _made(tree: ast.Module, nth: int) -> Mutant:
    copy = deepcopy(tree)
    node, change = list(_sites(copy))[nth]
    before = ast.unparse(node)
    change()
    return Mutant(node.lineno, before, ast.unparse(node), ast.fix_missing_locations(copy))


def _sites(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, Callable[[], None]]]:
    """Every node that can be changed with what changes it, functions alone."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in function.body:
                for node in _spoken(statement):
                    yield from _changes(node)


def _spoken(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all within, without annotations, docstrings and functions within (which come by themselves)."""
    yield node
    for name, field in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in field if isinstance(field, list) else [field]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _spoken(child)


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, Callable[[], None]]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            yield node, lambda: setattr(node, "ops", [_COMPARED[type(op)]()])
        case ast.BinOp(op=op) if type(op) in _RECKONED:
            yield node, lambda: setattr(node, "op", _RECKONED[type(op)]())
        case ast.BoolOp(op=op):
            other = ast.Or if isinstance(op, ast.And) else ast.And
            yield node, lambda: setattr(node, "op", other())
        case ast.IfExp(test=test) | ast.If(test=test) | ast.While(test=test) if not isinstance(
            test, ast.Compare
        ):
            yield node.test, lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield node, lambda: setattr(node.func, "id", _CALLED[name])
        case ast.Constant(value=bool(value)):
            yield node, lambda: setattr(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield node, lambda: setattr(node, "value", value + 1)
        case ast.UnaryOp(op=ast.USub()):
            yield node, lambda: setattr(node, "op", ast.UAdd())
        case _:
            return
