"""A check that nobody calls refuses nothing."""

from __future__ import annotations

import importlib
import pkgutil

from calculator.registry import checks
from calculator.registry.checks.payments import lasting


def test_every_check_of_a_rules_folder_is_run() -> None:
    """``lasting`` looks at the payments that ``complete`` hands it, one row at a time."""
    run = {check.__module__ for check in (*checks.CHECKS, *checks.NOTES)}
    modules = (
        importlib.import_module(m.name)
        for m in pkgutil.walk_packages(checks.__path__, checks.__name__ + ".")
        if not m.ispkg
    )

    written = {m.__name__ for m in modules if hasattr(m, "check") or hasattr(m, "beside")}
    assert written - run == {lasting.__name__}
    assert len(run) > 50
