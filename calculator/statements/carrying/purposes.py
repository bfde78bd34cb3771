"""For whom a statement is made and what that purpose needs; everything else stays with the farmer.

The table is ``purposes.json``. A rule in it is ``"all"``, a list of keys, ``{"of": test}`` (the items of a list that
pass; ``"else"`` names the keys that the others keep), or an object of rules by key. What has no rule is withheld.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from calculator.domain.scheme import Text

#: What may stand beside a key: ``"all"``, keys, a test, or rules by key.
Rule = str | list[str] | dict[str, object]

FARMER = "farmer"
_FARMER_NAME = Text("het bedrijf zelf", "the farm itself")


@dataclass(frozen=True, slots=True)
class Purpose:
    """One row of the table; ``lines`` is the test that a payment line passes to be shown."""

    code: str
    name: Text
    needs: Text
    profile: Mapping[str, Rule]
    lines: str
    award: Mapping[str, Rule]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a statement is for; an empty name with purpose ``farmer`` is the farm it is about, and gets everything."""

    name: str = ""
    purpose: str = FARMER

    @property
    def gets_all(self) -> bool:
        """Whether nothing is withheld."""
        return self.purpose == FARMER


FARM_ITSELF = Recipient()


@cache
def _table() -> dict[str, object]:
    read: dict[str, object] = json.loads(
        (files("calculator.statements.carrying") / "purposes.json").read_text("utf-8")
    )
    return read


@cache
def purposes() -> Mapping[str, Purpose]:
    """Every purpose but the farmer's own, by code."""
    rows = _table()["purposes"]
    assert isinstance(rows, dict)
    return {
        code: Purpose(
            code,
            Text(**row["name"]),
            Text(**row["needs"]),
            row["profile"],
            row["lines"],
            row["award"],
            tuple(row["sections"]),
        )
        for code, row in rows.items()
    }


def codes() -> tuple[str, ...]:
    """The closed set, the farmer first."""
    return (FARMER, *purposes())


def purpose_name(code: str) -> Text:
    """What a purpose is called; raises KeyError for a code outside the set."""
    return _FARMER_NAME if code == FARMER else purposes()[code].name


def never() -> frozenset[str]:
    """Keys that no recipient but the farmer gets, wherever they stand."""
    return frozenset(map(str, _listed("never")))


def whole() -> frozenset[str]:
    """Members of the award that follow from all payments together: shown only where no payment is withheld."""
    return frozenset(map(str, _listed("whole")))


def _listed(key: str) -> list[object]:
    found = _table()[key]
    return found if isinstance(found, list) else []
