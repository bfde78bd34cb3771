"""The closed list of condition kinds and the arguments of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.scheme import Presence, Text
from calculator.eligibility.conditions.shares import SAME
from calculator.eligibility.conditions.totals import PLACE
from calculator.registry.files.nodes import Mapping as MappingNode
from calculator.registry.files.nodes import Node, Scalar, Sequence
from calculator.registry.files.problem import Findings, nearest
from calculator.registry.files.records import Key, Record
from calculator.registry.files.row import Row
from calculator.registry.files.shapes import (
    CODE,
    NUMERIC,
    PLAIN,
    WHOLE,
    Bilingual,
    Json,
    ListOf,
    OneOf,
    Shape,
)

PARCEL_ATTRIBUTES = ("land_use", "soil", "eco_region", "natura2000", "glmc9", "glmc8", "crop_code")
ELEMENT_ATTRIBUTES = ("kind", "diameter_cm")
SHARE_BASES = ("parcel_ha", "arable_ha", "grassland_ha", "permanent_grassland_ha")

_TEXTS = ListOf(PLAIN)
_PATH = Key(PLAIN, "feit in het profiel, als farm.organic", required=True)
_ONE_OF = Key(_TEXTS, "een van deze", required=True)
_BOUND = {
    "figure": Key(CODE, "naam onder `figures`"),
    "value": Key(NUMERIC, "het getal zelf"),
}


@dataclass(frozen=True, slots=True)
class Conditions(Shape):
    """A list of conditions; nested ones take text, absence and sources from the one around them."""

    nested: bool

    def read(self, node: Node, found: Findings) -> object:
        if not isinstance(node, Sequence):
            found.wrong(
                node.line,
                Text(nl="hier hoort een lijst van voorwaarden", en="a list of conditions belongs here"),
                Text(nl="schrijf [] voor geen", en="write [] for none"),
            )
            return None
        return tuple(self._one(item, found) for item in node.items)

    def _one(self, node: Node, found: Findings) -> Row | None:
        kind = node.entries.get("kind") if isinstance(node, MappingNode) else None
        if kind is None or not isinstance(kind[1], Scalar):
            found.wrong(
                node.line,
                Text(nl="deze voorwaarde heeft geen `kind`", en="this condition has no `kind`"),
                nearest("", KINDS),
            )
            return None
        record = (NESTED_RECORDS if self.nested else KIND_RECORDS).get(kind[1].text)
        if record is None:
            found.wrong(
                kind[0],
                Text(
                    nl=f"`{kind[1].text}` is geen bekende soort voorwaarde",
                    en=f"`{kind[1].text}` is not a known kind of condition",
                ),
                nearest(kind[1].text, KINDS),
            )
            return None
        return record.read(node, found)

    def schema(self) -> Json:
        name = "nested_condition" if self.nested else "condition"
        return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


CONDITIONS = Conditions(nested=False)
NESTED = Conditions(nested=True)

_LAND = {
    "measures": Key(ListOf(CODE), "oppervlakte met deze maatregelen"),
    "land_use": Key(ListOf(CODE), "oppervlakte met dit grondgebruik"),
    "crops": Key(ListOf(CODE), "oppervlakte met deze gewassen"),
    "where": Key(NESTED, "alleen percelen (of elementen) die zelf hieraan voldoen"),
}
SHARE_OF = Record(
    "share_of",
    Text(nl="een teller (`of`)", en="a numerator (`of`)"),
    {**_LAND, "contracts": Key(ListOf(CODE), "oppervlakte onder deze regelingen")},
)
PLACES_OF = Record(
    "places_of",
    Text(nl="wat wordt geteld (`of`)", en="what is counted (`of`)"),
    {**_LAND, "elements": Key(ListOf(CODE), "elementen van deze soorten")},
)
_MEAN = {
    "path": Key(PLAIN, "getal van de plek, als place.kensoorten", required=True),
    "of": Key(PLACES_OF, "welke plekken tellen", required=True),
    "per": Key(
        OneOf(("ha", "m", "m2", "piece", PLACE)),
        "waarnaar een plek weegt; place: elke plek even zwaar",
        required=True,
    ),
    **_BOUND,
}

_DENSITY = {
    "path": _PATH,
    "in": Key(OneOf(SHARE_BASES), "per hectare van deze grond", required=True),
    **_BOUND,
}
#: Per kind its own arguments.
KINDS: Mapping[str, Mapping[str, Key]] = {
    "fact_is": {"path": _PATH, "one_of": _ONE_OF},
    "fact_includes": {"path": _PATH, "one_of": _ONE_OF},
    "fact_at_least": {"path": _PATH, **_BOUND},
    "fact_at_most": {"path": _PATH, **_BOUND},
    "fact_above": {"path": _PATH, **_BOUND},
    "fact_below": {"path": _PATH, **_BOUND},
    "declared": {"path": _PATH},
    "parcel_is": {
        "attribute": Key(OneOf(PARCEL_ATTRIBUTES), "kenmerk van het perceel", required=True),
        "one_of": _ONE_OF,
    },
    "element_is": {
        "attribute": Key(OneOf(ELEMENT_ATTRIBUTES), "kenmerk van het element", required=True),
        "one_of": _ONE_OF,
    },
    "quantity_at_least": _BOUND,
    "quantity_at_most": _BOUND,
    "width_between": {
        "low": Key(NUMERIC, "smalste, in meters", required=True),
        "high": Key(NUMERIC, "breedste, in meters", required=True),
    },
    "share_at_least": {
        "of": Key(SHARE_OF, "waarvan het aandeel wordt genomen", required=True),
        "in": Key(OneOf((*SHARE_BASES, SAME)), "waarin het aandeel wordt genomen", required=True),
        **_BOUND,
    },
    "land_at_least": {"of": Key(SHARE_OF, "welke grond telt", required=True), **_BOUND},
    "total_at_least": {
        "of": Key(PLACES_OF, "wat wordt geteld", required=True),
        "unit": Key(OneOf(("ha", "m", "m2", "piece")), "waarin het wordt geteld", required=True),
        **_BOUND,
    },
    "mean_at_least": _MEAN,
    "mean_at_most": _MEAN,
    "per_hectare_at_least": _DENSITY,
    "per_hectare_at_most": _DENSITY,
    "history_includes": {
        "crops": Key(ListOf(CODE), "gewascodes", required=True),
        "years": Key(WHOLE, "zoveel voorgaande jaren", required=True),
        "at_least": Key(WHOLE, "minstens zo vaak"),
    },
    "any_of": {"conditions": Key(NESTED, "een van deze", required=True)},
    "all_of": {
        "conditions": Key(NESTED, "deze alle, waar één daarvan onder `any_of` te weinig is", required=True)
    },
}
#: Kinds that compare with a figure or a value: exactly one of the two must be there.
BOUNDED = frozenset(kind for kind, keys in KINDS.items() if "figure" in keys)


def _record(kind: str, arguments: Mapping[str, Key], *, nested: bool) -> Record:
    words = Bilingual()
    common = {
        "kind": Key(OneOf((kind,)), "soort voorwaarde", required=True),
        "absent": Key(OneOf(tuple(Presence)), "wat een ontbrekend feit betekent", required=not nested),
        "text": Key(words, "de voorwaarde in gewone taal", required=not nested),
        "remedy": Key(words, "wat men kan doen"),
        "sources": Key(ListOf(CODE), "bronnen, uit `sources`"),
    }
    called = Text(nl=f"een voorwaarde `{kind}`", en=f"a condition `{kind}`")
    return Record(f"nested_{kind}" if nested else kind, called, {**common, **arguments})


KIND_RECORDS = {kind: _record(kind, keys, nested=False) for kind, keys in KINDS.items()}
NESTED_RECORDS = {kind: _record(kind, keys, nested=True) for kind, keys in KINDS.items()}
