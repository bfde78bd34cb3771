"""Machine code that is kept is taken up only where all that it was made of reads as it did."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

WRITTEN = """
from calculator.stacking.columns.compiling import compiled

@compiled
def above(x):
    return below(x)

@compiled
def below(x):
    return x + {added}
"""


def read(path: Path, added: int) -> ModuleType:
    """The module with another number below its first function, as a checkout that is updated in place has it."""
    # Of another length, so that Python does not take up its own compiled file of the same second.
    path.write_text(WRITTEN.format(added=added), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("updated_in_place", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_what_a_function_calls_may_stand_below_it_and_is_part_of_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "updated_in_place.py"
    before = read(path, 1)
    assert before.above(1) == 2
    assert read(path, 20).above(1) == 21
    again = read(path, 20)
    assert again.above(1) == 21
    assert sum(again.above.stats.cache_hits.values()) == 1
