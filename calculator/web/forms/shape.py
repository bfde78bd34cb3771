"""Which parts of a farm profile the page asks for. What it does not ask for is carried along unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Leaf(Enum):
    """How one field is written."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    NAMES = "names"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Group:
    """An object; the keys are those of the document."""

    fields: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of objects. ``new`` is what a new row starts with; ``none`` names the box that says there are none."""

    row: Group
    new: Mapping[str, str]
    most: int
    none: str | None = None


Shape = Leaf | Group | Rows

_NUMBER, _TEXT = Leaf.NUMBER, Leaf.TEXT

_ON_LAND = Group({"code": _TEXT, "area_ha": _NUMBER, "part": _TEXT, "width_m": _NUMBER})
_ON_ELEMENT = Group({"code": _TEXT, "length_m": _NUMBER, "count": _NUMBER})

PROFILE = Group(
    {
        "year": Leaf.WHOLE,
        "farm": Group(
            dict.fromkeys(
                ("name", "province", "municipality", "water_board", "collective", "type", "organic"), _TEXT
            )
        ),
        "parcels": Rows(
            Group(
                {
                    "id": _TEXT,
                    "area_ha": _NUMBER,
                    "land_use": _TEXT,
                    "soil": _TEXT,
                    "eco_region": _TEXT,
                    "measures": Rows(_ON_LAND, {"code": ""}, 30),
                }
            ),
            {"id": "P"},
            200,
        ),
        "elements": Rows(
            Group(
                {
                    "id": _TEXT,
                    "kind": _TEXT,
                    "length_m": _NUMBER,
                    "count": _NUMBER,
                    "measures": Rows(_ON_ELEMENT, {"code": ""}, 30),
                }
            ),
            {"id": "E"},
            200,
        ),
        "herd": Group(
            dict.fromkeys(("dairy_cows", "milk_kg_year", "grazing_hours_year", "grazing_days_year"), _NUMBER)
        ),
        "supply": Group({"dairy": _TEXT, "programmes": Leaf.CHOICES}),
        "finance": Group(
            {
                "loans": Rows(
                    Group({"lender": _TEXT, "balance_eur": _NUMBER, "sustainability_score": _TEXT}),
                    {"lender": ""},
                    20,
                    none="no_loans",
                ),
                "leases": Rows(
                    Group(
                        {"lessor": _TEXT, "area_ha": _NUMBER, "rent_eur_year": _NUMBER, "parcels": Leaf.NAMES}
                    ),
                    {"lessor": ""},
                    20,
                    none="no_leases",
                ),
            }
        ),
        "undertaking": Group(
            {
                "aid_received": Rows(
                    Group(
                        {"legal_basis": _TEXT, "grant_date": Leaf.DAY, "amount_eur": _NUMBER, "payer": _TEXT}
                    ),
                    {"legal_basis": "de_minimis_agri_1408_2013"},
                    50,
                    none="no_aid",
                )
            }
        ),
    }
)


def with_indicators(codes: list[str]) -> Group:
    """The shape with a field for each indicator of the rulebook."""
    return Group({**PROFILE.fields, "indicators": Group(dict.fromkeys(codes, _NUMBER))})
