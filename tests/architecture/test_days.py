"""What day it is, is asked in one place: a server's own clock is a day behind for two hours of a Dutch summer night."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "calculator/domain/dutch_day.py"


def asks_for_a_day(node: ast.AST) -> bool:
    """``date.today()``, and ``.date()`` of a moment."""
    return isinstance(node, ast.Attribute) and (node.attr == "date" or ast.unparse(node) == "date.today")


def test_no_other_module_makes_a_day_of_a_moment() -> None:
    sources = {path: path.read_text("utf-8") for path in (ROOT / "calculator").rglob("*.py") if path != HERE}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, source in sources.items()
        if ".date()" in source or ".today()" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and asks_for_a_day(node.func) and not node.args
    ]
    assert found == []
