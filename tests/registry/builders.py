"""A small rules folder that is sound, to be changed by the test that uses it.

    root = rule_folder(tmp_path)                                   # one scheme of each sort, a limit, a relation
    root = rule_folder(tmp_path, {"limits/x/2023-01-01.yaml": limit(limit="x")})
    root = rule_folder(tmp_path, {SCHEME: SCHEME_TEXT.replace("rate", "rat")})

Files are plain text by path, so that a test shows what a policy officer would see; a path given as None is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SCHEME = "schemes/province/utrecht/botanisch/2024-01-01.yaml"
ECO = "schemes/national/rvo/eco/2023-01-01.yaml"
LIMIT = "limits/de-minimis/2023-01-01.yaml"
RELATIONS = "relations/eco.csv"

SCHEME_TEXT = """\
scheme: province.utrecht.botanisch
name: {nl: Botanisch grasland, en: Botanical grassland}
layer: province
payer: utrecht
payer_is_public: yes
state_resources: yes
legal_basis: aber_34
valid_from: 2024-01-01
valid_until: 2027-01-01
recorded_on: 2026-01-15
territory: {provinces: [utrecht]}
sources:
  S1: {title: "Tarieven 2024", url: "https://example.org/tarieven", article: "3", seen: 2026-01-10}
conditions:
  - {kind: declared, path: declared.active, absent: presume, text: {nl: actieve boer, en: active farmer}, sources: [S1]}
payments:
  - id: strook
    name: {nl: Strook, en: Strip}
    kind: flat
    level: unit
    unit: ha
    quantity: area
    measures:
      - kruidenrijk-grasland
    groups: [botanisch]
    cost_components: [income_foregone]
    reward: {service: biodiversity, indicator: "kruiden", quantity: "ha", term: "jaar"}
    conditions:
      - kind: quantity_at_least
        value: 0.5
        absent: ask
        text: {nl: minstens een halve hectare, en: at least half a hectare}
        sources: [S1]
    sources: [S1]
    figures:
      rate:
        - {from: 2024-01-01, until: 2025-01-01, value: 1200.50, unit: EUR/ha,
           status: definitive, confidence: high, sources: [S1]}
        - {from: 2025-01-01, until: 2027-01-01, value: 1200.50, unit: EUR/ha, status: assumed, origin: "2024",
           confidence: low, sources: [S1]}
"""

ECO_TEXT = """\
scheme: national.rvo.eco
name: {nl: Eco-regeling, en: Eco-scheme}
layer: national
payer: rvo
payer_is_public: yes
state_resources: yes
legal_basis: cap_eco
valid_from: 2023-01-01
valid_until: 2028-01-01
recorded_on: 2026-01-15
sources:
  S1: {title: "Uitvoeringsregeling GLB 2023", url: "https://example.org/glb", article: "27", seen: 2026-01-10}
not_modelled:
  - {text: {nl: kleine elementen, en: small elements}, accepted: yes, sources: [S1]}
payments:
  - id: rustgewas
    name: {nl: Rustgewas, en: Break crop}
    kind: activity
    level: unit
    unit: ha
    measures: [rustgewas]
    groups: [eco-activity]
    reward: {service: soil, indicator: "rustgewas", quantity: "ha", term: "jaar"}
    sources: [S1]
    figures:
      points:
        - {from: 2023-01-01, values: {klimaat: 2, bodem: 3}, unit: points/ha,
           status: definitive, confidence: high, sources: [S1]}
      value:
        - {from: 2023-01-01, value: 60, unit: EUR/ha, status: definitive, confidence: high, sources: [S1]}
  - id: klasse
    name: {nl: Klassepremie, en: Class premium}
    kind: class_premium
    level: farm
    unit: ha
    quantity: subsidiable_ha
    organic_class: goud
    grant: {decision: annual, on: 12-15}
    reward: {service: soil, indicator: "punten", quantity: "ha", term: "jaar"}
    sources: [S1]
    figures:
      entry:
        - {from: 2023-01-01, values: {1.klimaat: 1.5, 1.bodem: 2}, unit: points/ha,
           status: definitive, confidence: high, sources: [S1]}
      threshold:
        - {from: 2023-01-01, values: {brons: 60, goud: 200}, unit: EUR/ha,
           status: definitive, confidence: high, sources: [S1]}
      rate:
        - {from: 2023-01-01, until: 2024-01-01, values: {brons: 60, goud: 200}, unit: EUR/ha,
           status: definitive, confidence: high, sources: [S1]}
        - {from: 2024-01-01, until: 2025-01-01, values: {brons: 54.80, goud: 170}, unit: EUR/ha,
           status: provisional, confidence: high, sources: [S1]}
"""

LIMIT_TEXT = """\
limit: de-minimis
name: {nl: De-minimissteun landbouw, en: Agricultural de minimis aid}
kind: de_minimis
valid_from: 2023-01-01
recorded_on: 2026-01-15
article: "3(2)"
sources:
  S1: {title: "Verordening 1408/2013", url: "https://example.org/1408", seen: 2026-01-10}
legal_bases: [de_minimis]
all_or_nothing: yes
window: rolling
window_years: 3
figures:
  ceiling:
    - {from: 2023-01-01, value: 50000, unit: EUR, status: definitive, confidence: high, sources: [S1]}
"""

RELATION_HEADER = (
    "id,a,b,type,quantity,level,parameter,valid_from,valid_until,article,"
    "source_title,source_url,seen,confidence,note\n"
)
RELATION_ROW = (
    "eco-utrecht,@eco-activity,province.utrecht.botanisch#strook,zero,value,unit,,2024-01-01,2027-01-01,27(9),"
    "Uitvoeringsregeling,https://example.org/glb,2026-01-10,high,\n"
)

CASE = "schemes/province/utrecht/botanisch/cases/een-hectare.yaml"
CASE_TEXT = """case: One hectare of botanical grassland pays the rate of 2024
source: {title: Tarieven Utrecht, url: "https://example.org/tarieven", kind: published}
on: 2024-05-15
farm:
  profile: stapelwijzer-farm-1
  year: 2024
  farm: {name: Voorbeeld, province: utrecht}
  parcels:
    - {id: P1, area_ha: 1.00, land_use: permanent_grassland, measures: [{code: kruidenrijk-grasland, area_ha: 1.00}]}
expect:
  lines:
    - {scheme: province.utrecht.botanisch, payment: strook, amount_eur: 1200.50}
"""
WINDOWS_TEXT = (
    "schemes,year,step,opens,closes,confidence,source_title,source_url,published,seen\n"
    "province.utrecht.botanisch,2026,apply,2026-03-01,2026-05-15,high,Loket,https://example.org/loket,,2026-05-01\n"
)
CHECKS_TEXT = f"path,figure,checked_on,outcome,note\n{SCHEME},strook.rate,2026-05-01,unchanged,\n"
CONFLICTS_TEXT = (
    "path,figure,says,source_title,source_url,article,seen,reason_nl,reason_en\n"
    f"{SCHEME},strook.rate,EUR 1100 per ha,Folder,https://example.org/folder,,2026-01-10,"
    "de folder is ouder,the leaflet is older\n"
)

CODELISTS = {
    "measures": "code,nl,en,unit,land,implies\n"
    "kruidenrijk-grasland,Kruidenrijk grasland,Herb-rich grassland,ha,grassland,\n"
    "rustgewas,Rustgewas,Break crop,ha,arable,\n",
    "crops": "code,nl,en,class\n265,Grasland blijvend,Permanent grassland,other_land_use\n",
    "indicators": "code,nl,en,unit,direction,path\n"
    "eiwit_eigen_land_pct,Eiwit van eigen land,Own protein,%,higher,indicators.eiwit_eigen_land_pct\n",
    "payers": "code,nl,en,public\nrvo,RVO,RVO,yes\nutrecht,Provincie Utrecht,Province of Utrecht,yes\n",
    "layers": "code,nl,en\nnational,Rijk,State\nprovince,Provincie,Province\n",
    "legal_bases": "code,nl,en,public,ends_on,article\n"
    "aber_34,ABER art. 34,ABER art. 34,yes,2029-12-31,34\n"
    "cap_eco,Eco-regeling,Eco-scheme,yes,2027-12-31,31\n"
    "de_minimis,De-minimis,De minimis,yes,2032-12-31,3\n"
    "unknown,Onbekend,Unknown,yes,,\n",
    "services": "code,nl,en,cices\nbiodiversity,Biodiversiteit,Biodiversity,2.2.2.3\nsoil,Bodem,Soil,2.2.4.2\n",
    "provinces": "code,nl,en\nutrecht,Utrecht,Utrecht\n",
    "water_boards": "code,nl,en\nhdsr,De Stichtse Rijnlanden,De Stichtse Rijnlanden\n",
    "municipalities": "code,nl,en,province,water_board\nwoerden,Woerden,Woerden,utrecht,hdsr\n",
    "collectives": "code,nl,en,provinces\nutrecht-oost,Utrecht Oost,Utrecht Oost,utrecht\n",
    "goals": "code,nl,en\nklimaat,Klimaat,Climate\nbodem,Bodem,Soil\n",
    "land_uses": "code,nl,en,aber_class\nArable,Bouwland,Arable,annual_crop\n".replace(
        "Arable,B", "arable,B"
    ),
    "element_kinds": "code,nl,en\nsloot,Sloot,Ditch\n",
    "remarks": "code,nl,en\nherbs,kruiden,herbs\nyear,jaar,year\nbreak-crop,rustgewas,break crop\npoints,punten,points\n",
}


def documents(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """The files of the folder, by path, with the changes made."""
    whole: dict[str, str | bytes | None] = {
        SCHEME: SCHEME_TEXT,
        ECO: ECO_TEXT,
        LIMIT: LIMIT_TEXT,
        RELATIONS: RELATION_HEADER + RELATION_ROW,
        **{f"codelists/{name}.csv": text for name, text in CODELISTS.items()},
        **(changes or {}),
    }
    return {
        path: text.encode() if isinstance(text, str) else text
        for path, text in whole.items()
        if text is not None
    }


def rule_folder(tmp_path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the folder below ``tmp_path`` and give its root."""
    root = tmp_path / "rules"
    for path, data in documents(changes).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root


def edited(text: str, old: str, new: str) -> str:
    """The text with one place changed; the place must be there, or the test would test nothing."""
    assert old in text, f"{old!r} is not in the text"
    return text.replace(old, new, 1)


def many_schemes(count: int) -> dict[str, str]:
    """That many different sound schemes, by path, for measuring."""
    found = {}
    for number in range(count):
        name = f"regeling-{number}"
        text = SCHEME_TEXT.replace("utrecht.botanisch", f"utrecht.{name}")
        head, _, payment = text.partition("payments:\n")
        lines = "".join(payment.replace("id: strook", f"id: strook-{n}") for n in range(5))
        found[f"schemes/province/utrecht/{name}/2024-01-01.yaml"] = f"{head}payments:\n{lines}"
    return found
