"""``python -m tests.mutation MODULES``: which small changes to these modules no test notices.

Modules are paths under ``calculator/stacking`` (``law``, ``limits/ledger.py``); ``--count`` changes are drawn of each, the same
for the same ``--seed``. Every change runs in a process of its own, which reads the changed module in place of the file, so that
nothing on disk is touched and several runs may go on side by side. What survives is printed as it is found.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import resource
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np  # noqa: F401
import ortools.sat.python.cp_model  # noqa: F401
import pytest

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
STACKING = ROOT / "calculator" / "stacking"
#: Seconds of a processor that one change may take; a change that goes on for longer is noticed too.
_MOST_SECONDS = 240
#: The tests of all of stacking but the columns, which have an engine of their own; those of the module's own room come first.
TESTS = (
    "law", "limits", "problem", "proof", "solving", "explaining", "advising", "test_awarding.py", "test_legal_cases.py",
    "test_commitments.py", "test_hard_input.py", "test_certified.py", "test_kinds.py", "test_whole_choices.py", "test_grants.py",
)  # fmt: skip


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module as it was changed."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def noticed(path: Path, tree: ast.Module, tests: Sequence[str]) -> str:
    """How a test notices that the module reads so: it fails, or goes on for too long; empty where none does."""
    child = os.fork()
    if child == 0:
        _try(path, tree, tests)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"stopped by signal {os.WTERMSIG(status)}"
    code = os.waitstatus_to_exitcode(status)
    return f"pytest ends with {code}" if code else ""


def _try(path: Path, tree: ast.Module, tests: Sequence[str]) -> None:
    """In the process of one change: run the tests, and end it with what they say."""
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    sys.meta_path.insert(0, Changed(name, path, tree))
    os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=1", *tests])))


def tests_of(path: Path) -> list[str]:
    """The tests of the module's own room, then the others."""
    room = path.relative_to(STACKING).parts[0]
    ordered = sorted(TESTS, key=lambda t: t != room)
    return [f"tests/stacking/{t}" for t in ordered if (ROOT / "tests" / "stacking" / t).exists()] + [
        "tests/properties"
    ]


def chosen(names: Sequence[str]) -> list[Path]:
    """The modules of these paths."""
    found: list[Path] = []
    for name in names:
        place = STACKING / name
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [p for p in found if p.name != "__init__.py"]


def _said(path: Path, mutant: Mutant) -> str:
    return f"{path.relative_to(STACKING)}:{mutant.line}: {mutant.before}  ->  {mutant.after}"


def main() -> None:
    """Print what survives, and how many were noticed."""
    options = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    options.add_argument("modules", nargs="+")
    options.add_argument("--count", type=int, default=6, help="changes drawn of each module")
    options.add_argument("--seed", default="1")
    asked = options.parse_args()
    tried = survived = 0
    paths = chosen(asked.modules)
    fails = noticed(paths[0], ast.parse(paths[0].read_text(encoding="utf-8")), tests_of(paths[0]))
    if fails:
        sys.exit(f"The tests fail as it is, so that nothing can be told of changes: {fails}.")
    for path in paths:
        unchanged = path.read_text(encoding="utf-8")
        for mutant in mutants(unchanged, asked.count, f"{asked.seed} {path.name}"):
            tried += 1
            if not noticed(path, mutant.tree, tests_of(path)):
                survived += 1
                print("survived", _said(path, mutant), flush=True)
        print(f"{path.relative_to(STACKING)}: {tried} tried, {survived} survived so far", flush=True)


if __name__ == "__main__":
    main()
