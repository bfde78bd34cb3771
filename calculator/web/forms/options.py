"""What can be chosen in each list of the form: the codelists, and the answers that rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from calculator.domain.farm import ECO_REGIONS
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition
from calculator.web import formats
from calculator.web.naming import codes

Option = tuple[str, str]
Grouped = tuple[str, list[Option]]

#: Who pays for a measure, the first that fits: by the last part of a scheme's id or by its payer, else by its layer.
_KINDS = {"eco-regeling": "eco", "anlb": "anlb"}
_LAYERS = ("province", "water_board", "municipality", "national")

_PROPER = {
    "on-the-way-to-planetproof": "On the way to PlanetProof", "ah": "AH", "glb": "GLB", "anlb": "ANLb", "vlog": "VLOG",
    "caring-dairy": "Caring Dairy", "mccain-regeneratief": "McCain regeneratief", "arla-klimaatcheck": "Arla Klimaatcheck",
    "beter-voor-natuur-en-boer": "Beter voor Natuur & Boer",
}  # fmt: skip


def options(rulebook: Rulebook, language: str) -> dict[str, list[Option]]:
    """The lists of the form by name, each in its own order."""
    made = {
        name: codes(rulebook, name, language)
        for name in (
            "provinces",
            "municipalities",
            "water_boards",
            "collectives",
            "land_uses",
            "element_kinds",
        )
    }
    for places in ("municipalities", "water_boards", "collectives"):
        made[places].sort(key=lambda option: option[1].casefold())
    made["legal_bases"] = [(code, basis.name[language]) for code, basis in rulebook.legal_bases.items()]
    made["farm_types"] = _farm_types(rulebook)
    made["organic"] = _organic()
    made["soils"] = _soils()
    made["eco_regions"] = _eco_regions(rulebook, language)
    made["crops"] = codes(rulebook, "crops", language)
    made["yes_no"] = [("yes", gettext("Ja")), ("no", gettext("Nee"))]
    made["done"] = [("candidate", gettext("Nee, ik overweeg het"))]
    made["control"] = [
        ("board", gettext("benoemt het bestuur")),
        ("contract", gettext("door een overeenkomst of de statuten")),
        ("agreement", gettext("alleen, door afspraken over stemmen")),
        ("yes", gettext("op een andere grond")),
    ]
    made["decisions"] = [
        ("annual", gettext("Per jaar besloten")),
        ("multi_year", gettext("Voor alle jaren besloten")),
    ]
    payers = dict(codes(rulebook, "payers", language))
    made["dairies"] = [(code, payers.get(code, code)) for code in _payers_of(rulebook, "dairy")]
    made["lenders"] = [(code, payers.get(code, code)) for code in _payers_of(rulebook, "bank")]
    made["lessors"] = [(code, payers.get(code, code)) for code in _payers_of(rulebook, "landlord")]
    made["programmes"] = [(code, spoken(code)) for code in asked(rulebook, "supply.programmes")]
    return made


def measures(rulebook: Rulebook, language: str) -> dict[str, list[Grouped]]:
    """The measures of land (per hectare) and of elements (per metre or piece), under who pays for them."""
    paid: dict[str, set[str]] = {}
    for scheme in rulebook.schemes:
        kind = _KINDS.get(scheme.id.rpartition(".")[2]) or _KINDS.get(scheme.payer) or scheme.layer
        for code in (code for payment in scheme.payments for code in payment.measures):
            paid.setdefault(code, set()).add(kind)
    found: dict[str, dict[str, list[Option]]] = {"land": {}, "element": {}}
    for measure in rulebook.codelists.get("measures", {}).values():
        land = measure.columns.get("land", "")
        kinds = paid.get(measure.code, set())
        group = next((kind for kind in (*_KINDS.values(), *_LAYERS) if kind in kinds), "other")
        group = f"{group} {land}" if group == "anlb" and land in ("grassland", "arable") else group
        place = "element" if land == "element" else "land"
        found[place].setdefault(group, []).append((measure.code, measure.name[language]))
    titles = _group_titles()
    return {
        place: [(title, groups[group]) for group, title in titles.items() if group in groups]
        for place, groups in found.items()
    }


def contracts(rulebook: Rulebook, language: str) -> dict[str, object]:
    """Schemes that give contracts, under their layer, and the payment lines of each scheme."""
    layers = dict(codes(rulebook, "layers", language))
    grouped: dict[str, dict[str, str]] = {}
    packages: dict[str, dict[str, str]] = {}
    for scheme in rulebook.schemes:
        grouped.setdefault(layers.get(scheme.layer, scheme.layer), {})[scheme.id] = scheme.name[language]
        named = {
            p.id: f"{p.id} {p.name[language]}" if p.id[:1].isupper() else p.name[language]
            for p in scheme.payments
        }
        packages.setdefault(scheme.id, {}).update(named)
    return {
        "schemes": [
            (layer, sorted(held.items(), key=lambda o: o[1].casefold())) for layer, held in grouped.items()
        ],
        "packages": {
            scheme: sorted(named.items(), key=lambda o: o[1].casefold()) for scheme, named in packages.items()
        },
    }


def indicators(rulebook: Rulebook, language: str) -> list[tuple[str, str, str]]:
    """Code, name and unit of every indicator."""
    listed = rulebook.codelists.get("indicators", {}).values()
    return [(code.code, code.name[language], code.columns.get("unit", "")) for code in listed]


def asked(rulebook: Rulebook, path: str) -> list[str]:
    """Every answer that some rule looks for at a path of the profile."""
    found: dict[str, None] = {}
    for scheme in rulebook.schemes:
        for conditions in (scheme.conditions, *(p.conditions for p in scheme.payments)):
            for condition in _flat(conditions):
                one_of = condition.arguments.get("one_of")
                if condition.arguments.get("path") == path and isinstance(one_of, list | tuple):
                    found.update(dict.fromkeys(str(value) for value in one_of))
    return sorted(found)


def spoken(code: str) -> str:
    """A code without a list of its own, as words."""
    return _PROPER.get(code, code.replace("-", " ").replace("_", " ").capitalize())


def _flat(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        yield condition
        nested = condition.arguments.get("conditions")
        if isinstance(nested, list | tuple):
            yield from _flat(c for c in nested if isinstance(c, Condition))


def _payers_of(rulebook: Rulebook, layer: str) -> list[str]:
    return sorted({scheme.payer for scheme in rulebook.schemes if scheme.layer == layer})


def _farm_types(rulebook: Rulebook) -> list[Option]:
    words = {
        "dairy": gettext("Melkvee"),
        "arable": gettext("Akkerbouw"),
        "mixed": gettext("Gemengd"),
        "beef": gettext("Vleesvee"),
        "sheep": gettext("Schapen"),
        "goats": gettext("Geiten"),
        "other_grazing": gettext("Overige graasdieren"),
        "pigs": gettext("Varkens"),
        "poultry": gettext("Pluimvee"),
        "horticulture": gettext("Tuinbouw"),
        "fruit": gettext("Fruit"),
        "permanent_crop": gettext("Andere blijvende teelt"),
        "other": gettext("Anders"),
    }
    extra = [code for code in asked(rulebook, "farm.type") if code not in words]
    return [*words.items(), *((code, spoken(code)) for code in extra)]


def _organic() -> list[Option]:
    return [
        ("none", gettext("Niet biologisch")),
        ("partly", gettext("Deels biologisch")),
        ("in_conversion", gettext("In omschakeling")),
        ("certified", gettext("Biologisch")),
    ]


def _soils() -> list[Option]:
    return [
        ("sand", gettext("Zand")),
        ("clay", gettext("Klei")),
        ("peat", gettext("Veen")),
        ("peaty", gettext("Moerig")),
        ("loess", gettext("Löss")),
        ("reclaimed_peat", gettext("Dalgrond")),
        ("other", gettext("Anders")),
    ]


def _eco_regions(rulebook: Rulebook, language: str) -> list[Option]:
    """The regions with the areas that each is made of: a farmer knows these, and no number."""
    listed = rulebook.codelists.get("eco_regions", {})
    parts = {code: f"{region.name[language]}: {region.columns['parts']}" for code, region in listed.items()}
    return [(code, parts.get(code, formats.key(code))) for code in ECO_REGIONS]


def _group_titles() -> dict[str, str]:
    """The groups of measures in the order in which they are listed."""
    return {
        "eco": gettext("Eco-regeling"),
        "anlb grassland": gettext("ANLb: grasland en weidevogels"),
        "anlb arable": gettext("ANLb: akkers en randen"),
        "anlb": gettext("ANLb: landschap, water en boomgaard"),
        "province": gettext("Provincies en gebieden"),
        "water_board": gettext("Waterschappen"),
        "municipality": gettext("Gemeenten en streekfondsen"),
        "national": gettext("Andere regelingen van het rijk"),
        "other": gettext("Nu door niemand betaald"),
    }
