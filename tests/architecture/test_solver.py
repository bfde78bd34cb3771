"""HiGHS solves linear programmes and nothing else: what it does in a search of its own, and before it begins, is not counted,
so that an award might not come (ADR 21).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The one module that hands HiGHS a programme, and its last argument there: that no column is whole.
LOADED, DIVIDED = "calculator/stacking/solving/search/linear.py", "np.zeros(columns, dtype=np.int32)"
#: Other ways to hand it one, or to have it search or make one smaller.
TOLD = {
    "addVar",
    "addVars",
    "addCol",
    "addCols",
    "changeColIntegrality",
    "changeColsIntegrality",
    "presolve",
    "readModel",
}


def searches(path: str, source: str) -> Iterator[int]:
    """Lines on which HiGHS is given a programme elsewhere or with whole columns, or is told how to search."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, handed = node.func.attr, node.args
            if name in TOLD or (
                name == "passModel" and (path != LOADED or not handed or ast.unparse(handed[-1]) != DIVIDED)
            ):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("mip_"):
            yield node.lineno


def test_highs_is_asked_for_linear_programmes_alone_and_those_in_one_place() -> None:
    asking = [path for path in (ROOT / "calculator").rglob("*.py") if "highs" in path.read_text("utf-8")]
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in asking
        for line in searches(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    }
    assert ROOT / LOADED in asking
    assert found == set()


def test_every_programme_is_given_so_many_turns_and_is_solved_as_it_stands() -> None:
    source = (ROOT / LOADED).read_text("utf-8")
    assert '("presolve", "off")' in source
    assert all(f'"{limit}"' in source for limit in ("simplex_iteration_limit", "ipm_iteration_limit"))


def test_a_search_by_highs_would_be_seen() -> None:
    assert list(searches("calculator/x.py", "highs.passModel(1, whole)")) == [1]
    assert list(searches(LOADED, "highs.passModel(1, whole)")) == [1]
    assert list(searches("x.py", 'f("mip_max_nodes", 3)')) == [1]
