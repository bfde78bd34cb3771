"""Seeded populations of different farms, as documents: typical ones, and hard ones where much is at odds.

They are made up, but of the rules' own words: every farm lies with a collective, and does on its land what that collective, the
eco-regeling and others pay for. On a *hard* farm packages and activities meet on more than half of the parcels, and aid received
comes close to the ceiling.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind

Json = dict[str, object]

#: Where a collective lies; the others get a province by chance.
PLACES = {
    "midden-delfland": ("zuid-holland", "Midden-Delfland", "delfland"),
    "lopikerwaard": ("utrecht", "Lopik", "de-stichtse-rijnlanden"),
    "utrecht-oost": ("utrecht", "Bunnik", "de-stichtse-rijnlanden"),
    "zeeland": ("zeeland", "Goes", "scheldestromen"),
}
PROVINCES = (
    "drenthe",
    "overijssel",
    "gelderland",
    "fryslan",
    "groningen",
    "noord-brabant",
    "limburg",
    "noord-holland",
)
DECLARED = ("declared.no_nitrogen_fertiliser", "declared.eco_rustgewas_vorige_drie_jaar")


@dataclass(frozen=True, slots=True)
class Words:
    """What may lie on a parcel or element: per collective its packages by unit, and per sort of land the activities."""

    packages: dict[str, dict[str, tuple[str, ...]]]
    activities: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, rules: Rulebook) -> Words:
        """From the rules themselves."""
        units = {
            code: "element"
            if c.columns["land"] == "element" and c.columns["unit"] == "ha"
            else c.columns["unit"]
            for code, c in rules.codelists["measures"].items()
        }
        packages: dict[str, dict[str, set[str]]] = {}
        activities: dict[str, set[str]] = {}
        for scheme in rules.schemes:
            for payment in scheme.payments:
                if payment.kind is PaymentKind.ACTIVITY:
                    for code in (m for m in payment.measures if units.get(m) == "ha"):
                        land = rules.codelists["measures"][code].columns["land"]
                        for sort in ("grassland", "arable") if land == "any" else (land,):
                            activities.setdefault(sort, set()).add(code)
                for name in scheme.territory.get("collectives", ()):
                    for code in payment.measures:
                        packages.setdefault(name, {}).setdefault(units.get(code, "ha"), set()).add(code)
        kept = {name: {u: tuple(sorted(c)) for u, c in by.items()} for name, by in sorted(packages.items())}
        return cls(
            {name: by for name, by in kept.items() if by.get("ha")},
            {k: tuple(sorted(v)) for k, v in activities.items()},
        )


def _area(rnd: random.Random) -> Decimal:
    return Decimal(rnd.randint(4_000, 70_000)) / 10_000


def _parcel(
    rnd: random.Random, number: int, by_unit: dict[str, tuple[str, ...]], words: Words, hard: bool
) -> Json:
    area, grass = _area(rnd), rnd.random() < 0.7
    suited, measures = words.activities["grassland" if grass else "arable"], list[Json]()
    if rnd.random() < (0.9 if hard else 0.45):
        measures += [{"code": c, "area_ha": str(area)} for c in rnd.sample(suited, rnd.choice((1, 1, 2)))]
    if rnd.random() < (0.75 if hard else 0.3):
        whole = rnd.random() < 0.5
        part = area if whole else (area * Decimal(rnd.randint(20, 95)) / 100).quantize(Decimal("0.0001"))
        package: Json = {"code": rnd.choice(by_unit["ha"]), "area_ha": str(part)}
        measures.append(package if whole else {**package, "part": "a"})
    found: Json = {
        "id": f"P{number}", "area_ha": str(area), "land_use": "permanent_grassland" if grass else "arable",
        "soil": rnd.choice(("peat", "clay", "sand")), "eco_region": rnd.choice((1, 1, 2)) if rnd.random() < 0.2 else 2,
        "measures": measures,
    }  # fmt: skip
    if rnd.random() < 0.1:
        found["glmc9"] = rnd.random() < 0.5
    return found


def _elements(rnd: random.Random, by_unit: dict[str, tuple[str, ...]]) -> Iterator[Json]:
    for number in range(1, rnd.choice((1, 1, 2, 3))):
        length = rnd.randint(20, 400)
        codes = by_unit.get("m", ())
        laid = [{"code": rnd.choice(codes), "length_m": str(length)}] if codes else []
        yield {
            "id": f"E{number}", "kind": "hedge", "length_m": str(length), "width_m": "2", "parcel": "P1",
            "measures": laid,
        }  # fmt: skip


def farm(seed: int, words: Words, *, hard: bool = False) -> Json:
    """One farm, the same for the same seed."""
    rnd = random.Random(seed)
    collective = rnd.choice(sorted(words.packages))
    place = PLACES.get(collective)
    about: Json = {
        "name": f"Bedrijf {seed}", "province": place[0] if place else rnd.choice(PROVINCES),
        "type": rnd.choice(("dairy", "dairy", "arable", "mixed")), "organic": rnd.choice(("none", "none", "none", "certified")),
        "collective": collective,
    }  # fmt: skip
    if place:
        about |= {"municipality": place[1], "water_board": place[2]}
    count = rnd.randint(10, 24)
    by_unit = words.packages[collective]
    most = 49_900 if hard else 20_000
    aid = [
        {
            "legal_basis": "de_minimis_agri_1408_2013", "grant_date": f"{rnd.randint(2023, 2025)}-03-01",
            "amount_eur": str(rnd.randint(most - 4_000 if hard else 0, most)),
        }
    ]  # fmt: skip
    found: Json = {
        "profile": "stapelwijzer-farm-1", "year": 2026, "farm": about,
        "undertaking": {"members": [f"Bedrijf {seed}"], "aid_received": aid if rnd.random() < 0.7 else []},
        "parcels": [_parcel(rnd, n, by_unit, words, hard) for n in range(1, count + 1)],
        "elements": list(_elements(rnd, by_unit)),
        "indicators": {"kringloopcertificaat_midden_delfland_kpi_top": str(rnd.randint(0, 12))},
        "finance": {"loans": [], "leases": []},
    }  # fmt: skip
    if rnd.random() < 0.05:
        found["undertaking"] = {"members": [f"Bedrijf {seed}"]}
    if about["type"] != "arable":
        found["herd"] = {
            "dairy_cows": rnd.randint(40, 150), "milk_kg_year": str(rnd.randint(300_000, 1_500_000)),
            "grazing_hours_year": str(rnd.choice((0, 700, 1440, 1700))),
        }  # fmt: skip
        programmes = rnd.sample(("weidemelk", "on-the-way-to-planetproof"), rnd.randint(0, 2))
        found["supply"] = {
            "dairy": rnd.choice(("frieslandcampina", "cono", "a-ware")),
            "programmes": programmes,
        }
    return found


def population(count: int, seed: int, rules: Rulebook, *, hard: bool = False) -> list[Json]:
    """Different farms, the same list for the same seed."""
    words = Words.of(rules)
    return [farm(seed * 1_000_000 + n, words, hard=hard) for n in range(count)]
