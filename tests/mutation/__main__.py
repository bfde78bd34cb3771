"""``python -m tests.mutation MODULES``: which small changes to these modules no test notices.

Modules are paths under ``calculator/stacking`` (``law``, ``limits/ledger.py``); ``--count`` changes are drawn of each, the same
for the same ``--seed``. Nothing on disk is touched, so that several runs may go on side by side. Which tests reach what is noted
in ``build/mutation.json``, once for every test as long as its file reads the same; ``--afresh`` notes it again, which is needed
after stacking was rewritten. What survives is printed as it is found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numba
import pytest

from tests.mutation.map import ROOT, STACKING
from tests.mutation.session import Mutation

#: Where the tests stand that could notice a change.
TESTS = (
    "tests/stacking", "tests/properties", "tests/reference", "tests/eligibility", "tests/scenarios/encoding",
    "tests/scenarios/runs/test_refusing.py",
)  # fmt: skip


def chosen(names: Sequence[str]) -> list[Path]:
    """The modules of these paths."""
    found: list[Path] = []
    for name in names:
        place = STACKING / name
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [p for p in found if p.name != "__init__.py"]


def _as_written(**_: object) -> object:
    """In place of the compiler: a function that is run as it is written can be changed like any other."""

    def plain(function: SimpleNamespace) -> SimpleNamespace:
        function._cache = SimpleNamespace(_cache_file=SimpleNamespace())
        function.py_func = function
        return function

    return plain


def main() -> None:
    """Print what survives, and how many were noticed."""
    options = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    options.add_argument("modules", nargs="+")
    options.add_argument("--count", type=int, default=6, help="changes drawn of each module")
    options.add_argument("--seed", default="1")
    options.add_argument("--tests", nargs="+", default=TESTS, help="where the tests stand that are tried")
    options.add_argument("--afresh", action="store_true", help="note again which tests reach what")
    asked = options.parse_args()
    numba.njit = _as_written
    mutation = Mutation(chosen(asked.modules), asked.count, asked.seed, afresh=asked.afresh)
    # Output is not captured: what survives is printed at once, and each process says nothing.
    quiet = ["-q", "-q", "-s", "-p", "no:cacheprovider"]
    sys.exit(int(pytest.main([*quiet, *(str(ROOT / t) for t in asked.tests)], plugins=[mutation])))


if __name__ == "__main__":
    main()
