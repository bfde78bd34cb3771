"""Small changes to a module, each of which some test should notice.

A change never touches what is only said (docstrings, annotations, messages) nor how much is remembered (constants at the
top): those change no answer.
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
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}

#: A node that can be changed, and what changes it in place.
_Site = tuple[ast.expr | ast.stmt, Callable[[], None]]


@dataclass(frozen=True)
class Mutant:
    """A module with one change: where, what stood there, what stands there now, and the whole of it."""

    line: int
    before: str
    after: str
    tree: ast.Module
    #: Where in the module: the outermost function or method that holds the change.
    within: str


def mutants(source: str, count: int, seed: str) -> list[Mutant]:
    """So many changes drawn from all that the module could have, the same for the same seed, in the order of its lines."""
    tree = ast.parse(source)
    sites = sum(1 for _ in _sites(tree))
    drawn = random.Random(seed).sample(range(sites), min(count, sites))
    return sorted((_made(tree, nth) for nth in drawn), key=lambda m: m.line)


def _made(tree: ast.Module, nth: int) -> Mutant:
    copy = deepcopy(tree)
    within, (node, change) = list(_sites(copy))[nth]
    before, line = ast.unparse(node), node.lineno
    change()
    after = ast.unparse(node)
    # What stands elsewhere now was left out, or is what a test was turned round of.
    shown = _short(after) if after != before else "left out, or the other way round"
    return Mutant(line, _short(before), shown, ast.fix_missing_locations(copy), within)


def _short(words: str) -> str:
    return " ".join(words.split())[:160]


def _sites(tree: ast.Module) -> Iterator[tuple[str, _Site]]:
    """Every change of a function, with the name of the outermost function around it."""
    for name, function in _functions(tree, ""):
        for statement in function.body:
            for node in _spoken(statement):
                yield from ((name, site) for site in _changes(node))


def _functions(node: ast.Module | ast.ClassDef, before: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            yield before + each.name, each
        elif isinstance(each, ast.ClassDef):
            yield from _functions(each, f"{before}{each.name}.")


def _spoken(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all within, without annotations, and without what is only said: messages and refusals."""
    yield node
    for name, field in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in field if isinstance(field, list) else [field]:
            if (
                isinstance(child, ast.AST)
                and not isinstance(child, ast.JoinedStr | ast.Assert)
                and not _checks(child)
            ):
                yield from _spoken(child)


def _checks(node: ast.AST) -> bool:
    """Whether it only says that columns are of one length."""
    return isinstance(node, ast.keyword) and node.arg == "strict"


def _changes(node: ast.AST) -> Iterator[_Site]:
    yield from _of_expressions(node)
    yield from _of_conditions(node)
    yield from _of_statements(node)


def _of_expressions(node: ast.AST) -> Iterator[_Site]:
    match node:
        case ast.Compare(ops=[op, *others]) if type(op) in _COMPARED:
            yield node, lambda: setattr(node, "ops", [_COMPARED[type(op)](), *others])
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _RECKONED:
            yield node, lambda: setattr(node, "op", _RECKONED[type(op)]())
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield node, lambda: setattr(node.func, "id", _CALLED[name])
        case ast.Constant(value=bool(value)):
            yield node, lambda: setattr(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield node, lambda: setattr(node, "value", value + 1)
        case ast.UnaryOp(op=ast.USub()):
            yield node, lambda: setattr(node, "op", ast.UAdd())
        case ast.Return(value=ast.Tuple(elts=[*_, _last])):
            yield node, lambda: node.value.elts.pop()  # type: ignore[union-attr]


def _of_conditions(node: ast.AST) -> Iterator[_Site]:
    """Another word between conditions, one of them left out, a test turned round, what chooses of many left out."""
    match node:
        case ast.BoolOp(op=op, values=values):
            other = ast.Or if isinstance(op, ast.And) else ast.And
            yield node, lambda: setattr(node, "op", other())
            # One left out says the same as its neighbour twice, however many there are.
            for nth in range(len(values)):
                yield node, lambda nth=nth: node.values.__setitem__(nth, node.values[nth - 1])  # type: ignore[misc]
        case ast.IfExp(test=test) | ast.If(test=test) | ast.While(test=test) if not isinstance(
            test, ast.Compare
        ):
            yield test, lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[*ifs]):
            for nth, each in enumerate(ifs):
                yield each, lambda nth=nth: node.ifs.pop(nth)  # type: ignore[misc]


def _of_statements(node: ast.AST) -> Iterator[_Site]:
    """What ends a branch early, or is only done, left out."""
    match node:
        case ast.If(body=[*_, ast.Return() | ast.Continue() | ast.Break()]):
            last = node.body[-1]
            yield last, lambda: node.body.__setitem__(-1, ast.Pass())
        case ast.Expr(value=ast.Call() | ast.YieldFrom()):
            yield node, lambda: setattr(node, "value", ast.Constant(None))
