"""An award is the same on a slow machine and a busy one: the core hands no clock to the solver either (ADR 21)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What HiGHS says of its own time.
TOLD = {"getRunTime", "running_time"}


def clocks(tree: ast.AST) -> Iterator[int]:
    """Lines on which a function that sets options of HiGHS names a limit by the clock, or on which its time is read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in TOLD:
            yield node.lineno
        elif isinstance(node, ast.FunctionDef) and "setOptionValue" in ast.unparse(node):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and inner.value == "time_limit":
                    yield inner.lineno


def test_no_call_of_the_solver_is_ended_by_a_clock() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "calculator/stacking").rglob("*.py")
        if "highs" in (source := path.read_text("utf-8"))
        for line in clocks(ast.parse(source))
    ]
    assert found == []


def test_a_limit_by_the_clock_would_be_seen() -> None:
    limited = 'def f(highs):\n    for n, v in (("time_limit", 1.0),):\n        highs.setOptionValue(n, v)\n'
    assert list(clocks(ast.parse(limited))) == [2]
    assert list(clocks(ast.parse("spent = highs.getRunTime()"))) == [1]
