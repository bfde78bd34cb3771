"""Statements of every engine that was released still verify with the engine of now."""

from __future__ import annotations

from pathlib import Path

import pytest

from calculator.services.award import awards
from calculator.services.statement import statements
from tests.statements.release import FOLDER, MADE

RELEASED = sorted(FOLDER.glob("*/*.pdf"))
_ANEW = (
    "A released statement must verify for ever. Only while its version is not released may it be made anew: "
    "python -m tests.statements.release"
)


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_released_statement_still_verifies(path: Path) -> None:
    checked = statements.verify(path.read_bytes())
    assert checked.ok, f"{checked.text.en}\n{_ANEW}"
    wanted = (
        ("recomputed_in_part",) if path.name.startswith("landlord") else ("genuine", "genuine_rules_changed")
    )
    assert checked.state in wanted
    assert f"Made with stapelwijzer {path.parent.name}, recomputed with {awards.ENGINE}." in checked.text.en


def test_every_version_up_to_this_one_has_its_statements() -> None:
    found = {path.parent.name: set() for path in RELEASED}
    for path in RELEASED:
        found[path.parent.name].add(path.name)
    assert all(names == set(MADE) for names in found.values())
    assert awards.ENGINE.rpartition(" ")[2] in found
