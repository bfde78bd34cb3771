"""A change is what everyone runs who holds the function, and is drawn the same each time."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.mutation.changing import change
from tests.mutation.map import STACKING
from tests.mutation.mutants import mutants

SOURCE = '''
def paid(amount: int, cap: int | None = None, *, open_: bool = False) -> list[int]:
    """Not more than the cap."""
    if open_ and not cap:
        return []
    return [x for x in (min(amount, cap or amount), amount - 1) if x > 0]
'''


def test_what_is_said_is_never_changed_and_every_sort_of_change_is_drawn() -> None:
    drawn = {(m.before, m.after) for m in mutants(SOURCE, 99, "1")}
    assert {
        ("open_ and (not cap)", "open_ or not cap"),
        ("open_ and (not cap)", "open_ and open_"),
        ("cap or amount", "cap or cap"),
        ("amount - 1", "amount + 1"),
        ("1", "2"),
        ("x > 0", "x >= 0"),
        ("min(amount, cap or amount)", "max(amount, cap or amount)"),
    } <= drawn
    left_out = {before for before, after in drawn if after.startswith("left out")}
    assert left_out == {"return []", "open_ and (not cap)", "x > 0"}
    assert not any("Not more" in before for before, _ in drawn)


@pytest.mark.parametrize(
    "room",
    [pytest.param("law", marks=pytest.mark.soak), "limits", pytest.param("proof", marks=pytest.mark.soak)],
)
def test_every_change_compiles_and_is_drawn_the_same_by_the_same_seed(room: str) -> None:
    for path in sorted((STACKING / room).glob("*.py")):
        source = path.read_text(encoding="utf-8")
        first, again = (mutants(source, 3, "7") for _ in range(2))
        assert [(m.line, m.before, m.after) for m in first] == [(m.line, m.before, m.after) for m in again]
        for each in first:
            compile(each.tree, str(path), "exec")


def test_whoever_holds_a_function_runs_the_change(tmp_path: Path) -> None:
    path = tmp_path / "paying.py"
    path.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("paying", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    held = module.paid
    assert held(5, 3) == [3, 4]
    (most,) = (m for m in mutants(SOURCE, 99, "1") if m.after.startswith("max("))
    change(path, most.tree)
    assert held(5, 3) == [5, 4]
