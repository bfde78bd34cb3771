"""A realistic award of the contract's example farm over three years, made by hand, and ways to stretch it.

The figures are for testing only. ``award()`` and ``profile()`` give fresh data each time, so a test may change them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from calculator.statements.content.paper import Issue

ISSUE = Issue(date(2026, 11, 24), "2026-000017", "7F3A-91C2-0B44-E6D8")
ISSUED_ON = date(2026, 11, 24)
YEARS = (2026, 2027, 2028)

TEXTS = {
    "bis": ("Basisinkomenssteun", "Basic income support"),
    "eco": ("Eco-regeling", "Eco-scheme"),
    "anlb": ("ANLb Midden-Delfland", "ANLb Midden-Delfland"),
    "certificate": ("Kringloopcertificaat Midden-Delfland", "Circular farming certificate Midden-Delfland"),
    "planetproof": ("On the way to PlanetProof", "On the way to PlanetProof"),
    "interest": ("Duurzame rentekorting", "Sustainable interest discount"),
    "rent": ("Pachtkorting Grond voor Grond", "Lease discount Grond voor Grond"),
}
#: scheme id, text key, payment id, payment nl, payment en, payer, payer nl, payer en, layer, basis, basis nl
SCHEMES = {
    "bis": ("national.rvo.basisinkomenssteun", "per-hectare", "Bedrag per hectare", "Amount per hectare",
            "rvo", "RVO", "RVO", "cap_direct_payment_art21", "Verordening (EU) 2021/2115, artikel 21"),
    "eco": ("national.rvo.eco-regeling", "klasse-goud", "Klasse goud", "Gold class",
            "rvo", "RVO", "RVO", "cap_eco_scheme_art31", "Verordening (EU) 2021/2115, artikel 31"),
    "anlb": ("national.anlb.midden-delfland", "A01c", "Grasland met rustperiode tot 15 juni",
             "Grassland with rest period until 15 June", "midden-delfland", "Collectief Midden-Delfland",
             "Collective Midden-Delfland", "cap_agri_environment_art70", "Verordening (EU) 2021/2115, artikel 70"),
    "certificate": ("municipality.midden-delfland.kringloop", "kpi-top", "Beloning per KPI op niveau TOP",
                    "Reward per KPI at level TOP", "gemeente-midden-delfland", "Gemeente Midden-Delfland",
                    "Municipality of Midden-Delfland", "de_minimis_agri_1408_2013", "De-minimissteun landbouw"),
    "planetproof": ("private.frieslandcampina.planetproof", "toeslag", "Toeslag per 100 kg melk",
                    "Premium per 100 kg of milk", "frieslandcampina", "FrieslandCampina", "FrieslandCampina",
                    "private", "Particulier contract"),
    "interest": ("private.rabobank.rentekorting", "korting", "Korting van 0,2 procentpunt",
                 "Discount of 0.2 percentage points", "rabobank", "Rabobank", "Rabobank", "private",
                 "Particulier contract"),
    "rent": ("private.asr.pachtkorting", "korting", "Korting op de pacht", "Discount on the rent", "asr",
             "a.s.r. real estate", "a.s.r. real estate", "private", "Particulier contract"),
}  # fmt: skip
SOURCES = {
    "bis": ("Uitvoeringsregeling GLB 2023", "https://wetten.overheid.nl/BWBR0047444/", "artikel 11"),
    "eco": ("Uitvoeringsregeling GLB 2023", "https://wetten.overheid.nl/BWBR0047444/", "artikel 26"),
    "anlb": (
        "Beheerpakketten Midden-Delfland 2026",
        "https://example.org/pakketten-midden-delfland",
        "pakket A01c",
    ),
    "certificate": ("Waardering prestaties kringlooplandbouw", "https://www.middendelfland.nl/", None),
    "planetproof": ("Programma Foqus planet 2026", "https://example.org/foqus-planet", None),
    "interest": ("Voorwaarden rentekorting", "https://example.org/rentekorting", None),
    "rent": ("Voorwaarden pachtkorting", "https://example.org/pachtkorting", None),
}


def one(nl: str, en: str, language: str) -> str:
    return en if language == "en" else nl


def source(key: str) -> dict[str, object]:
    title, url, article = SOURCES[key]
    return {"title": title, "url": url, "article": article, "seen": "2026-11-20", "published": None}


def line(
    key: str, unit: str, quantity: str, measure: str, rate: str, *, language: str = "nl", status: str = "definitive",
    certainty: str = "expected", service: tuple[str, str] = ("Biodiversiteit", "Biodiversity"),
    indicator: str = "oppervlakte", amount: str | None = None,
) -> dict[str, object]:  # fmt: skip
    scheme, payment, nl, en, payer, payer_nl, payer_en, basis, basis_name = SCHEMES[key]
    paid = amount or f"{(Decimal(quantity) * Decimal(rate)).quantize(Decimal('0.01'))}"
    return {
        "scheme": scheme, "scheme_name": one(*TEXTS[key], language),
        "payment": payment, "payment_name": one(nl, en, language),
        "payer": payer, "payer_name": one(payer_nl, payer_en, language),
        "layer": scheme.split(".")[0], "service": "x", "service_name": one(*service, language),
        "indicator": indicator, "term": one("jaarlijks", "yearly", language),
        "unit": unit, "quantity": quantity, "unit_of_measure": measure, "rate_eur": rate, "amount_eur": paid,
        "low_eur": paid, "high_eur": paid, "formula": f"{quantity} x {rate}", "legal_basis": basis,
        "legal_basis_name": basis_name, "grant_date": "2026-05-15", "status": status, "certainty": certainty,
        "sources": [source(key)], "confidence": "high", "caveats": [],
    }  # fmt: skip


def lines_of(year: int, language: str) -> list[dict[str, object]]:
    """Ten lines a year; from 2027 the state's tariffs are assumed, and the bank's discount depends on its budget."""
    state = "definitive" if year == 2026 else "assumed"
    sure = "expected" if year == 2026 else "assumed"
    farm = {"language": language}
    soil = ("Bodemkwaliteit", "Soil quality")
    income = ("Basis voor alle diensten", "Basis for all services")
    return [
        *(line("bis", unit, area, "ha", "216.63", status=state, certainty=sure, service=income, **farm)
          for unit, area in (("P1", "18.40"), ("P2", "9.75"), ("P3", "6.20"))),
        *(line("eco", unit, area, "ha", "174.80", status=state, certainty=sure, service=soil, **farm)
          for unit, area in (("P1", "18.40"), ("P2", "9.75"), ("P3", "6.20"))),
        line("anlb", "P2", "6.00", "ha", "623.72", certainty="contracted", indicator="rustperiode", **farm),
        line("planetproof", "farm", "6900", "100kg_milk", "1.45", status="announced", indicator="programma",
             service=("Klimaatregulatie", "Climate regulation"), **farm),
        line("interest", "farm", "1", "farm", "2700.00", certainty="budget", indicator="score A",
             service=("Klimaatregulatie", "Climate regulation"), **farm),
        line("rent", "P3", "1", "farm", "279.00", certainty="contracted", indicator="bodembeheer", service=soil,
             **farm),
    ]  # fmt: skip


def profile(**farm: object) -> dict[str, object]:
    """The contract's example farm, shortened; keys of ``farm`` given as names replace its own."""
    return {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {
            "name": "Voorbeeldboerderij De Vlietlanden", "kvk": "12345678", "municipality": "midden-delfland",
            "province": "zuid-holland", "type": "dairy", **farm,
        },
        "parcels": [
            {"id": "P1", "area_ha": "18.40", "land_use": "permanent_grassland", "soil": "peat",
             "geometry": {"type": "Polygon", "coordinates": [[["4.310", "51.970"], ["4.318", "51.970"],
                          ["4.318", "51.973"], ["4.310", "51.973"], ["4.310", "51.970"]]]},
             "measures": [{"code": "langjarig-grasland", "area_ha": "18.40"},
                          {"code": "weiden-categorie-1", "area_ha": "18.40"}]},
            {"id": "P2", "area_ha": "9.75", "land_use": "permanent_grassland", "soil": "peat",
             "geometry": {"type": "MultiPolygon", "coordinates": [[[["4.319", "51.970"], ["4.323", "51.970"],
                          ["4.322", "51.973"], ["4.319", "51.970"]]]]},
             "measures": [{"code": "grasland-met-kruiden", "area_ha": "6.00", "part": "a"},
                          {"code": "rustperiode-1-apr-15-jun", "area_ha": "6.00", "part": "a"}]},
            {"id": "P3", "area_ha": "6.20", "land_use": "temporary_grassland", "soil": "clay",
             "measures": [{"code": "gras-klaver", "area_ha": "6.20"},
                          {"code": "bufferstrook-met-kruiden-langs-grasland", "area_ha": "0.45",
                           "status": "candidate"}]},
        ],
        "elements": [
            {"id": "E1", "kind": "knotbomen", "count": 64},
            {"id": "E2", "kind": "sloot", "length_m": "1850",
             "measures": [{"code": "ecologisch-slootschonen", "length_m": "1200"}]},
        ],
    }  # fmt: skip


def goals(scores: Mapping[str, tuple[str, str]], language: str) -> dict[str, object]:
    names = {"klimaat": ("Klimaat", "Climate"), "bodem-en-lucht": ("Bodem en lucht", "Soil and air"),
             "water": ("Water", "Water"), "landschap": ("Landschap", "Landscape"),
             "biodiversiteit": ("Biodiversiteit", "Biodiversity")}  # fmt: skip
    return {
        goal: {"name": one(*names[goal], language), "scored": scored, "needed": needed}
        for goal, (scored, needed) in scores.items()
    }


def gaps(language: str) -> dict[str, object]:
    """Everything that is not a paid line."""

    def said(nl: str, en: str) -> str:
        return one(nl, en, language)

    eco = {"scheme": SCHEMES["eco"][0], "scheme_name": one(*TEXTS["eco"], language)}
    kringloop = {
        "scheme": SCHEMES["certificate"][0], "scheme_name": one(*TEXTS["certificate"], language),
        "payment": "kpi-top", "payment_name": said("Beloning per KPI op niveau TOP", "Reward per KPI at level TOP"),
    }  # fmt: skip
    points = {"klimaat": ("48.2", "30"), "bodem-en-lucht": ("41", "30"), "water": ("33.5", "30"),
              "landschap": ("30", "30"), "biodiversiteit": ("52", "30")}  # fmt: skip
    return {
        "classes": [
            {**eco, "year": year, "class": "goud", "points": goals(points, language), "value_per_ha": "212.3",
             "to_next": None, "note": None} for year in YEARS
        ],
        "refusals": [
            {**eco, "payment": "houtig-element", "payment_name": said("Houtig element", "Woody element"), "unit": unit,
             "year": year,
             "reason": said("Het element ligt niet binnen een landbouwperceel.", "The element does not lie within an "
                            "agricultural parcel."),
             "shortfall": None, "remedy": None, "source": source("eco")} for unit in ("E1", "E2") for year in YEARS
        ] + [
            {**eco, "payment": "bufferstrook", "payment_name": said("Bufferstrook met kruiden", "Herb buffer strip"),
             "unit": "P3", "year": 2026,
             "reason": said("De strook moet de verplichte bufferstrook overlappen.", "The strip must overlap the "
                            "mandatory buffer strip."),
             "shortfall": said("0,15 ha te weinig", "0.15 ha short"),
             "remedy": said("Leg de strook langs de sloot, 3 tot 12 m breed.", "Lay the strip along the ditch, 3 to 12 m "
                            "wide."), "source": source("eco")},
        ],
        "open": [
            {"scheme": "water_board.delfland.slootkanten", "scheme_name": said("Slootkantbeheer", "Ditch bank management"),
             "payment": "per-meter", "payment_name": said("Bedrag per meter", "Amount per metre"), "unit": "E2",
             "year": 2026, "missing": [said("breedte van de slootkant", "width of the ditch bank")],
             "paths": ["elements/1/width_m"], "could_pay_up_to_eur": "1800.00"},
            {"scheme": "private.vvv.valuta-voor-veen", "scheme_name": "Valuta voor Veen", "payment": "credits",
             "payment_name": said("CO₂-certificaten", "CO₂ certificates"), "unit": "P1", "year": 2026,
             "missing": [said("grondwaterstand", "groundwater level"), said("prijs per ton", "price per tonne")],
             "paths": [], "could_pay_up_to_eur": None},
        ],
        "not_chosen": [
            {**eco, "payment": "grasland-met-kruiden", "payment_name": said("Grasland met kruiden", "Grassland with herbs"),
             "unit": "P2", "year": year, "because": "relation", "lost_to": "national.anlb.midden-delfland#A01c",
             "article": said("Uitvoeringsregeling GLB 2023, artikel 27, lid 8", "Uitvoeringsregeling GLB 2023, article "
                             "27(8)"), "source": source("eco"), "difference_eur": "-412.50"} for year in YEARS
        ] + [
            {**kringloop, "unit": "farm", "year": 2026, "because": "limit", "lost_to": "de-minimis-agri",
             "article": said("Verordening (EU) nr. 1408/2013, artikel 3, lid 8", "Regulation (EU) No 1408/2013, article "
                             "3(8)"), "source": source("certificate"), "difference_eur": None},
        ],
        "activities": [
            {**eco, "payment": "grasland-met-kruiden", "payment_name": said("Grasland met kruiden", "Grassland with herbs"),
             "unit": "P2", "year": year, "quantity": "6", "unit_of_measure": "ha", "points_per_unit": {},
             "value_per_unit_eur": "60", "value_counts": False, "because": None} for year in YEARS
        ],
        "limits": [
            {"limit": "de-minimis-agri", "name": said("De-minimissteun landbouw", "Agricultural de minimis"),
             "scope": "farm", "year": year, "used_eur": "47000.00", "ceiling_eur": "50000.00",
             "window": "rolling 3",
             "grants": [
                 {"grant_date": "2024-06-01", "amount_eur": "18000.00", "from": "Provincie Zuid-Holland"},
                 {"grant_date": "2025-06-01", "amount_eur": "29000.00", "from": "Gemeente Midden-Delfland"},
             ],
             "binding": True, "price_eur": "1200.00", "largest_grant_that_fits_eur": "3000.00",
             "article": said("Verordening (EU) nr. 1408/2013, artikel 3", "Regulation (EU) No 1408/2013, article 3"),
             "source": source("certificate")} for year in YEARS[:2]
        ] + [
            {"limit": "aber-per-ha", "name": said("Plafond per hectare, ander grondgebruik", "Ceiling per hectare, other "
                                                  "land use"),
             "scope": "P2", "year": year, "used_eur": "3742.32", "ceiling_eur": "4387.50", "window": None, "grants": [],
             "binding": False, "price_eur": None, "largest_grant_that_fits_eur": None, "article": "ABER, 34", "source": None}
            for year in YEARS
        ],
        "contingent": [said("Zware zoogkoeienpremie: alleen als de tender opengaat.", "Suckler cow premium: only if the "
                            "tender opens.")],
        "assumptions": [said("Aangenomen dat u actieve landbouwer bent.", "Presumed that you are an active farmer."),
                        said("Aangenomen dat aan de conditionaliteit is voldaan.", "Presumed that conditionality is met.")],
        "not_modelled": [{"scheme": SCHEMES["planetproof"][0],
                          "text": said("Audit door de certificerende instelling.", "Audit by the certifying body.")}],
        "caveats": [said("Het tarief van 2026 geldt in deze berekening ook in 2027 en 2028.", "The rate of 2026 is used for "
                         "2027 and 2028 as well.")],
    }  # fmt: skip


def award(language: str = "nl", years: tuple[int, ...] = YEARS) -> dict[str, object]:
    """The award; its lines add up to its totals."""
    made = [{"year": year, "lines": lines_of(year, language), "continuation": []} for year in years]
    found = with_totals({"years": made, **gaps(language)})
    rule = hashlib.sha256(rule_files()["rules/schemes/national/rvo/eco-regeling/2026-01-01.yaml"]).hexdigest()
    return {
        "receipt": {
            "engine": "stapelwijzer 0.1.0", "rulebook": {"digest": "sha256:" + "ab" * 32, "on": "2026-11-23"},
            "input": "sha256:" + "cd" * 32, "years": len(years), "mode": "managed",
            "rules": [{"id": "national.rvo.eco-regeling", "valid_from": "2026-01-01", "sha256": rule}],
        },
        "certificate": {"status": "optimal", "proof": "dual", "objective_eur": found["total_eur"],
                        "upper_bound_eur": found["total_eur"], "gap_eur": "0.00"},
        **found,
        "net_eur": None,
        "present_value": {"eur": "85000.00", "rate": "0.0408",
                          "source": one("referentierente Europese Commissie plus 100 basispunten",
                                        "reference rate of the European Commission plus 100 basis points", language)},
        "continuation_eur": "0.00",
        "variants": [], "next_step": None,
        "indicators": {"co2eq_g_kg_melk": "1010", "eiwit_eigen_land_pct": "64"},
        "landscape_share": {"value": "0.0312", "definition": one("Groenblauwe elementen gedeeld door alle grond.",
                            "Green-blue elements divided by all land.", language)},
    }  # fmt: skip


def brief(language: str = "nl") -> dict[str, object]:
    """The shortest award that still pays: one year and two payments, for tests that only need pages."""
    found = award(language, (2026,))
    for key in (
        "refusals",
        "open",
        "not_chosen",
        "limits",
        "not_modelled",
        "assumptions",
        "caveats",
        "contingent",
    ):
        found[key] = []
    found["years"][0]["lines"] = [
        line(key, "farm", "1", "farm", "100.00", language=language) for key in ("bis", "rent")
    ]
    return with_totals(found)


def plans(language: str = "nl") -> dict[str, object]:
    """What an award says of plans: two side by side, what was weighed, the next step and the next tier."""
    strip = {
        "code": "bufferstrook-met-kruiden-langs-grasland",
        "name": one("Bufferstrook met kruiden langs grasland", "Herb strip along grassland", language),
        "unit": "P3", "quantity": "0.45", "unit_of_measure": "ha", "effort_eur_per_year": "166.50",
    }  # fmt: skip
    rest = {**strip, "code": "rustperiode-1-apr-15-jun", "unit": "P1", "quantity": "4", "effort_eur_per_year": None,
            "name": one("Rustperiode 1 april tot 15 juni", "Rest period 1 April to 15 June", language)}  # fmt: skip
    anlb = SCHEMES["anlb"]
    asked = {
        "scheme": anlb[0],
        "payment": anlb[1],
        "unit": "P2",
        "year": 2026,
        "years": [2026, 2027],
        "units": ["P2"],
        "scheme_name": one(*TEXTS["anlb"], language),
        "payment_name": one(anlb[2], anlb[3], language),
        "continuation": False,
        "missing": [one("vul de zone in", "fill in the zone", language)],
        "paths": ["P2.facts.zone"],
        "could_pay_up_to_eur": "480.00",
    }
    now = {"name": "now", "title": one("zoals nu", "as now", language), "shown": False, "total_eur": "90515.82",
           "cost_eur": "0.00", "net_eur": "90515.82", "difference_eur": "0.00", "effort_eur_per_year": "0.00",
           "measures": [], "displaced": []}  # fmt: skip
    best = {**now, "name": "best", "title": one("beste", "best", language), "shown": True, "total_eur": "92515.82",
            "cost_eur": "499.50", "net_eur": "92016.32", "difference_eur": "1500.50",
            "effort_eur_per_year": "166.50", "measures": [strip]}  # fmt: skip
    return {
        "variants": [now, best],
        "next_step": {**strip, "brings_eur": "2000.00", "net_eur": "1500.50"},
        "candidates": [
            {**strip, "taken": True, "because": "chosen", "difference_eur": "-1500.50",
             "worth_up_to_eur_per_unit_year": "1481.48"},
            {**rest, "taken": False, "because": "less_left", "difference_eur": None,
             "worth_up_to_eur_per_unit_year": "0.00"},
            {**rest, "unit": "P2", "taken": False, "because": "open", "difference_eur": None,
             "worth_up_to_eur_per_unit_year": None, "open": [asked, {**asked, "could_pay_up_to_eur": None}]},
        ],
        "tiers": [
            {"scheme": SCHEMES["planetproof"][0], "scheme_name": "Foqus planet", "payment": "eiwit",
             "payment_name": one("Eiwit van eigen land", "Protein from own land", language),
             "indicator": "indicators.eiwit_eigen_land_pct",
             "indicator_name": one("Eiwit van eigen land", "Protein from own land", language),
             "now": "64", "next_at": "80", "short": "16", "brings_eur": "6210.00"},
        ],
    }  # fmt: skip


def terms(language: str = "nl") -> dict[str, object]:
    """What an award says of contracts over years: one that goes on by itself, one that is asked for anew, a new one."""
    anlb, eco = SCHEMES["anlb"], SCHEMES["eco"]
    runs = {"scheme": anlb[0], "payment": anlb[1], "unit": "P1", "ends_on": "2027-12-31", "notice_by": "2027-09-30",
            "extends_itself_years": 1, "running": True, "then": "other", "instead": [f"{eco[0]}#{eco[1]}"],
            "scheme_name": one(*TEXTS["anlb"], language), "payment_name": one(anlb[2], anlb[3], language),
            "text": one("Zeg op.", "Give notice.", language)}  # fmt: skip
    ends = {**runs, "unit": "P2", "ends_on": "2028-12-31", "notice_by": "2028-12-31", "extends_itself_years": None,
            "then": "extended", "instead": []}  # fmt: skip
    begins = {**runs, "unit": "P3", "ends_on": "2031-12-31", "notice_by": None, "extends_itself_years": 6,
              "running": False, "then": "later", "instead": []}  # fmt: skip
    return {"notices": [runs, {**runs, "unit": "P4"}, ends, begins]}


def with_totals(found: dict[str, object]) -> dict[str, object]:
    """The same award with totals and range that follow from its lines."""
    total = Decimal(0)
    for year in found["years"]:
        paid = sum((Decimal(entry["amount_eur"]) for entry in year["lines"]), Decimal(0))
        year["total_eur"] = f"{paid:.2f}"
        total += paid
    low, high = total - Decimal("4100"), total + Decimal("2650.5")
    spread = {"low": f"{max(low, Decimal(0)):.2f}", "expected": f"{total:.2f}", "high": f"{high:.2f}"}
    return {**found, "total_eur": f"{total:.2f}", "range": spread}


def rule_files() -> dict[str, bytes]:
    """A scheme file and two codelists, as the services hand them over."""
    return {
        "rules/schemes/national/rvo/eco-regeling/2026-01-01.yaml": b"id: national.rvo.eco-regeling\nrate: 174.80\n",
        "rules/codelists/measures.csv": (
            b"code,nl,en\nlangjarig-grasland,Langjarig grasland,Long-term grassland\n"
            b"weiden-categorie-1,Weiden categorie 1,Grazing category 1\n"
            b"grasland-met-kruiden,Grasland met kruiden,Grassland with herbs\ngras-klaver,Gras-klaver,Grass clover\n"
            b"rustperiode-1-apr-15-jun,Rustperiode 1 april tot 15 juni,Rest period 1 April to 15 June\n"
            b"bufferstrook-met-kruiden-langs-grasland,Bufferstrook met kruiden langs grasland,Herb strip along grass\n"
            b"ecologisch-slootschonen,Ecologisch slootschonen,Ecological ditch cleaning\n"
        ),
        "rules/codelists/land_uses.csv": (
            b"code,nl,en\npermanent_grassland,Blijvend grasland,Permanent grassland\n"
            b"temporary_grassland,Tijdelijk grasland,Temporary grassland\n"
        ),
        "rules/codelists/element_kinds.csv": b"code,nl,en\nknotbomen,Knotbomen,Pollard trees\nsloot,Sloot,Ditch\n",
        "rules/codelists/provinces.csv": b"code,nl,en\nzuid-holland,Zuid-Holland,South Holland\n",
        "rules/codelists/municipalities.csv": b"code,nl,en\nmidden-delfland,Midden-Delfland,Midden-Delfland\n",
        "rules/codelists/indicators.csv": (
            b"code,nl,en\nco2eq_g_kg_melk,CO2-equivalent per kg melk (g),CO2 equivalent per kg of milk (g)\n"
            b"eiwit_eigen_land_pct,Eiwit van eigen land (%),Protein from own land (%)\n"
        ),
    }


def copied(document: dict[str, object]) -> dict[str, object]:
    """A deep copy through JSON, as it travels."""
    return json.loads(json.dumps(document))


ECO = "rules/schemes/national/rvo/eco-regeling/2026-01-01.yaml"


def recompute(
    profile: dict[str, object], rule_files: Mapping[str, bytes], options: dict[str, object]
) -> dict[str, object]:
    """What the services do, in small: the award of the example farm, with the rate that the rule file says."""
    award_ = award(str(options["language"]))
    rate = rule_files[ECO].decode().partition("rate: ")[2].strip()
    for year in award_["years"]:
        for line in year["lines"]:
            if line["scheme"].endswith("eco-regeling") and rate != "174.80":
                line["rate_eur"] = rate
    area = profile["parcels"][0]["area_ha"]
    if area != "18.40":
        award_["total_eur"] = "0.00"
    return award_
