"""Which parts of a farm profile the page asks for. What it does not ask for is carried along unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Leaf(Enum):
    """How one field is written."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    #: A day of any year, with its month in letters.
    YEAR_DAY = "year_day"
    NAMES = "names"
    CHOICES = "choices"
    FLAG = "flag"
    #: Euros, animals, kilogrammes: two decimals at most, so that three digits after a sign can only be thousands.
    AMOUNT = "amount"
    #: An outline on the map, as GeoJSON; a page carries it along and the map draws it.
    OUTLINE = "outline"


#: What the box sends that says of several choices that none holds.
NO_CHOICE = "-"


@dataclass(frozen=True, slots=True)
class Group:
    """An object; the keys are those of the document."""

    fields: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of objects. ``new`` is what a new row starts with; ``none`` names the box that says there are none.

    ``variants`` are other beginnings of a row, by name.
    """

    row: Group
    new: Mapping[str, str]
    most: int
    none: str | None = None
    variants: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Either:
    """A key that holds text in one kind of row and rows in another; what is there says which."""

    text: Leaf
    rows: Rows

    def of(self, node: object) -> Leaf | Rows:
        """What a node is: numbered rows, a list, or text."""
        return self.rows if isinstance(node, list | dict) else self.text


Shape = Leaf | Group | Rows | Either

_NUMBER, _TEXT, _AMOUNT = Leaf.NUMBER, Leaf.TEXT, Leaf.AMOUNT

#: Years of crops that a page can show; which ones it does depends on the year that the profile describes.
CROP_YEARS = range(2015, 2061)

_COSTS = {"status": _TEXT, "cost_eur_per_unit_year": _NUMBER, "income_forgone_eur_per_unit_year": _NUMBER}
_ON_LAND = Group({"code": _TEXT, "area_ha": _NUMBER, "part": _TEXT, "width_m": _NUMBER, **_COSTS})
_ON_ELEMENT = Group({"code": _TEXT, "length_m": _NUMBER, "count": _NUMBER, "width_m": _NUMBER, **_COSTS})
_BUNDLE = Group({"name": _TEXT, "measures": Leaf.CHOICES})
_PARCEL = Group(
    {
        "id": _TEXT,
        "area_ha": _NUMBER,
        "land_use": _TEXT,
        "crop_code": _TEXT,
        "soil": _TEXT,
        "eco_region": _TEXT,
        "natura2000": Leaf.FLAG,
        "glmc9": Leaf.FLAG,
        "mandatory_strip_m2": _NUMBER,
        "crop_history": Group({str(year): _TEXT for year in CROP_YEARS}),
        "geometry": Leaf.OUTLINE,
        "measures": Rows(_ON_LAND, {"code": ""}, 30),
    }
)
_ELEMENT = Group(
    {
        "id": _TEXT,
        "kind": _TEXT,
        "length_m": _NUMBER,
        "count": _NUMBER,
        "width_m": _NUMBER,
        "area_m2": _NUMBER,
        "diameter_cm": _TEXT,
        "parcel": _TEXT,
        "measures": Rows(_ON_ELEMENT, {"code": ""}, 30),
    }
)
_CONTRACT = Group(
    {
        "scheme": _TEXT,
        "from": Leaf.DAY,
        "until": Leaf.DAY,
        "lines": Rows(
            Group(
                {
                    "package": _TEXT,
                    "unit": _TEXT,
                    "quantity": _NUMBER,
                    "rate_eur": _NUMBER,
                    "grant_date": Leaf.DAY,
                    "decision": _TEXT,
                    "extends_years": Leaf.WHOLE,
                    "notice_months": Leaf.WHOLE,
                    "notice_by": Leaf.YEAR_DAY,
                    "notice_given": Leaf.FLAG,
                }
            ),
            {"package": ""},
            50,
        ),
    }
)
_FINANCE = Group(
    {
        "loans": Rows(
            Group({"lender": _TEXT, "balance_eur": _AMOUNT, "sustainability_score": _TEXT}),
            {"lender": ""},
            20,
            none="no_loans",
        ),
        "leases": Rows(
            Group({"lessor": _TEXT, "area_ha": _NUMBER, "rent_eur_year": _AMOUNT, "parcels": Leaf.NAMES}),
            {"lessor": ""},
            20,
            none="no_leases",
        ),
    }
)
_AID = Group(
    {
        "legal_basis": _TEXT,
        "grant_date": Leaf.DAY,
        "amount_eur": _AMOUNT,
        "payer": _TEXT,
        "enterprise": _TEXT,
        "activity": _TEXT,
    }
)
_LINK = Group(
    {"parent": _TEXT, "child": _TEXT, "voting_pct": _NUMBER, "control": _TEXT, "natural_person": Leaf.FLAG}
)
_SUCCESSOR = Group({"enterprise": _TEXT, "activities": Leaf.NAMES, "book_value_eur": _AMOUNT})
_EVENT = Group(
    {
        "kind": _TEXT,
        "date": Leaf.DAY,
        "parties": Leaf.NAMES,
        "enterprise": _TEXT,
        # One enterprise goes on after a merger; a split gives several.
        "into": Either(_TEXT, Rows(_SUCCESSOR, {"enterprise": ""}, 20)),
    }
)
_UNDERTAKING = Group(
    {
        "members": Leaf.NAMES,
        "activities_separated": Leaf.FLAG,
        "aid_received": Rows(_AID, {"legal_basis": "de_minimis_agri_1408_2013"}, 50, none="no_aid"),
        "links": Rows(_LINK, {"parent": ""}, 50),
        "events": Rows(
            _EVENT,
            {"kind": "merger"},
            50,
            variants={
                "split": {"kind": "split", "into": [{"enterprise": ""}, {"enterprise": ""}]},
                "start": {"kind": "start", "enterprise": ""},
            },
        ),
    }
)
HERD = (
    "dairy_cows", "milk_kg_year", "grazing_hours_year", "grazing_days_year", "young_stock", "suckler_cows", "beef_cattle",
    "sheep", "goats", "pigs", "poultry", "horses", "livestock_units",
)  # fmt: skip
#: Parcels, and elements, that a form can show.
_MOST = 2_000
_FARM = ("name", "kvk", "province", "municipality", "water_board", "collective", "type", "organic")

PROFILE = Group(
    {
        "year": Leaf.WHOLE,
        "farm": Group(dict.fromkeys(_FARM, _TEXT)),
        "parcels": Rows(_PARCEL, {"id": "P"}, _MOST),
        "bundles": Rows(_BUNDLE, {"name": ""}, 20),
        "elements": Rows(_ELEMENT, {"id": "E"}, _MOST),
        "herd": Group({**dict.fromkeys(HERD, _AMOUNT), "livestock_units": _NUMBER}),
        "supply": Group({"dairy": _TEXT, "programmes": Leaf.CHOICES}),
        "finance": _FINANCE,
        "contracts": Rows(_CONTRACT, {"scheme": ""}, 30, none="no_contracts"),
        "undertaking": _UNDERTAKING,
    }
)


def asking(
    indicators: Iterable[str], declared: Mapping[str, bool], of_places: Mapping[str, Mapping[str, Leaf]]
) -> Group:
    """The shape with a field for each indicator and each declaration of the rulebook; ``declared`` says whether by a number.

    ``of_places`` are the answers of a ``parcel`` and of an ``element`` itself.
    """
    answers = {code: _NUMBER if number else Leaf.FLAG for code, number in declared.items()}
    return Group(
        {
            **PROFILE.fields,
            "parcels": _answering(_PARCEL, of_places.get("parcel", {}), "P"),
            "elements": _answering(_ELEMENT, of_places.get("element", {}), "E"),
            "indicators": Group(dict.fromkeys(indicators, _NUMBER)),
            "declared": Group(answers),
        }
    )


def _answering(row: Group, answers: Mapping[str, Leaf], letter: str) -> Rows:
    """Rows with the answers of each; without any, what a profile says of them stays as it was."""
    own = {"facts": Group(dict(answers))} if answers else {}
    return Rows(Group({**row.fields, **own}), {"id": letter}, _MOST)
