"""Profiles as the tables of a population, under another key: what names a farm or a person stays behind.

Left out: name, KvK number, shapes on the map, ids of parcels and elements (they are numbered anew), names of enterprises,
and every answer that no rule asks for. An undertaking of several enterprises does not fit in the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from calculator.domain.farm import OF_PLACE, FarmProfile, Measure
from calculator.domain.lasting import Notice
from calculator.eligibility.conditions.outcomes import as_text
from calculator.scenarios.population.profiles import FARM_FACTS, HERD
from calculator.scenarios.population.schema import TABLES

Cells = dict[str, object]
Rows = dict[str, list[Cells]]
_STEPS = {"ha": 4, "m": 2, "piece": 0, "m2": 0}
_INDICATORS = "indicators."
_NAMING = ("farm.kvk",)


def fits(profile: FarmProfile) -> bool:
    """Whether the tables can hold the farm: one enterprise, of a province and type that are known."""
    party = profile.undertaking
    known = profile.fact("farm.province") is not None and profile.fact("farm.type") is not None
    return known and bool(profile.parcels) and not (party.links or party.events or len(party.members) > 1)


def frames_of(
    farms: Iterable[tuple[str, FarmProfile]], asked: Callable[[str], bool]
) -> dict[str, pd.DataFrame]:
    """The tables of farms that fit, by key; ``asked`` says whether any rule asks for the answer at a path."""
    rows: Rows = {name: [] for name in TABLES}
    for key, profile in farms:
        named = _numbered(profile)
        rows["farms"].append({"farm_key": key, **_farm(profile)})
        for table, cells in (*_land(profile, named), *_money(profile, named), *_answers(profile, asked)):
            rows[table].append({"farm_key": key, **cells})
    return {name: _frame(name, held) for name, held in rows.items()}


def _frame(name: str, rows: list[Cells]) -> pd.DataFrame:
    """Every column of the schema, numbers as integers with gaps."""
    table = TABLES[name]
    made = pd.DataFrame(rows, columns=[column.name for column in table.columns], dtype=object)
    for column in table.columns:
        if column.kind == "whole":
            made[column.name] = made[column.name].astype("Int64")
    return made


def _numbered(profile: FarmProfile) -> Mapping[str, str]:
    parcels = {parcel.id: f"P{n}" for n, parcel in enumerate(profile.parcels, 1)}
    return parcels | {element.id: f"E{n}" for n, element in enumerate(profile.elements, 1)}


def _steps(number: Decimal | None, places: int) -> int | None:
    return None if number is None else int(number.scaleb(places))


def _day_of_year(rule: Notice | None) -> str | None:
    """As a day, of a year that has them all."""
    return None if rule is None or rule.by is None else date(2024, *rule.by).isoformat()


def _farm(profile: FarmProfile) -> Cells:
    programmes = profile.fact("supply.programmes")
    return {
        "year": profile.year,
        **{column: profile.fact(path) for path, column in FARM_FACTS},
        **{
            column: int(count)
            for column in HERD
            if isinstance(count := profile.fact(f"herd.{column}"), Decimal) and count % 1 == 0
        },
        "programmes": (" ".join(programmes) or "-") if isinstance(programmes, tuple) else None,
        "soil": _most(profile),
        "aid_known": profile.undertaking.aid_received is not None,
        "loans_known": profile.loans is not None,
        "leases_known": profile.leases is not None,
    }


def _most(profile: FarmProfile) -> str | None:
    """The soil of most of the land, as far as it is known."""
    land: dict[str, Decimal] = {}
    for parcel in profile.parcels:
        if parcel.soil is not None:
            land[parcel.soil] = land.get(parcel.soil, Decimal(0)) + parcel.area_ha
    return max(land, key=lambda soil: (land[soil], soil)) if land else None


def _land(profile: FarmProfile, named: Mapping[str, str]) -> Iterator[tuple[str, Cells]]:
    for parcel in profile.parcels:
        yield "parcels", {
            "parcel_id": named[parcel.id], "area_m2": _steps(parcel.area_ha, 4), "land_use": parcel.land_use,
            "crop_code": parcel.crop_code, "soil": parcel.soil, "eco_region": parcel.eco_region,
            "natura2000": parcel.natura2000, "glmc9": parcel.glmc9, "glmc8_m2": _steps(parcel.glmc8_ha, 4),
            "mandatory_strip_m2": _steps(parcel.mandatory_strip_m2, 0),
        }  # fmt: skip
        for year, crop in parcel.crop_history.items():
            yield "histories", {"parcel_id": named[parcel.id], "year": year, "crop_code": crop}
    for element in profile.elements:
        yield "elements", {
            "element_id": named[element.id], "kind": element.kind, "length_cm": _steps(element.length_m, 2),
            "pieces": _steps(element.count, 0), "area_m2": _steps(element.area_m2, 0),
            "width_cm": _steps(element.width_m, 2), "diameter_cm": element.diameter_cm,
            "parcel_id": None if element.parcel is None else named[element.parcel],
        }  # fmt: skip
    for place in profile.places:
        for measure in place.measures:
            yield "measures", {"place_id": named[place.id], **_measure(measure)}
        for path, answer in place.facts.items():
            yield (
                "place_facts",
                {"place_id": named[place.id], "fact": path.removeprefix(OF_PLACE), **_own(answer)},
            )


def _own(answer: object) -> Cells:
    if isinstance(answer, Decimal):
        return {"value_micro": _steps(answer, 6)}
    return {"word": as_text(answer)}


def _measure(measure: Measure) -> Cells:
    return {
        "code": measure.code, "quantity": _steps(measure.quantity, _STEPS[measure.unit]), "unit": measure.unit,
        "part": measure.part, "candidate": measure.candidate, "width_cm": _steps(measure.width_m, 2),
        "cost_microeur": _steps(measure.cost_eur, 6), "forgone_microeur": _steps(measure.income_forgone_eur, 6),
    }  # fmt: skip


def _money(profile: FarmProfile, named: Mapping[str, str]) -> Iterator[tuple[str, Cells]]:
    for grant in profile.undertaking.aid_received or ():
        yield "aid", {
            "legal_basis": grant.legal_basis, "grant_date": grant.grant_date.isoformat(),
            "amount_cents": _steps(grant.amount_eur, 2), "payer": grant.payer, "activity": grant.activity,
        }  # fmt: skip
    for contract in profile.contracts:
        for line in contract.lines:
            yield "contracts", {
                "scheme": contract.scheme, "start": contract.start.isoformat(), "until": contract.until.isoformat(),
                "package": line.package, "place_id": named.get(line.unit, line.unit),
                "quantity_e4": _steps(line.quantity, 4), "rate_microeur": _steps(line.rate_eur, 6),
                "grant_date": line.grant_date.isoformat() if line.grant_date else None, "decision": line.decision,
                "notice": line.notice, "indexation_micro": _steps(line.indexation, 6),
                "notice_months": line.notice_rule and line.notice_rule.months, "notice_by": _day_of_year(line.notice_rule),
                "extends_years": line.extends_years, "notice_given": line.notice_given or None,
            }  # fmt: skip
    for loan in profile.loans or ():
        yield "loans", {
            "lender": loan.lender, "balance_cents": _steps(loan.balance_eur, 2), "score": loan.sustainability_score,
        }  # fmt: skip
    for lease in profile.leases or ():
        yield "leases", {
            "lessor": lease.lessor, "area_m2": _steps(lease.area_ha, 4), "rent_cents": _steps(lease.rent_eur_year, 2),
            "parcels": " ".join(named[parcel] for parcel in lease.parcels) or None,
        }  # fmt: skip


def _answers(profile: FarmProfile, asked: Callable[[str], bool]) -> Iterator[tuple[str, Cells]]:
    """Indicators with their history, and what rules ask for that has no column of its own."""
    columns = {path for path, _ in FARM_FACTS} | {"supply.programmes", *_NAMING}
    for path, answer in profile.facts.items():
        whole = isinstance(answer, Decimal) and answer % 1 == 0
        if path.startswith(_INDICATORS) and isinstance(answer, Decimal):
            code = path.removeprefix(_INDICATORS)
            yield "indicators", {"indicator": code, "year": profile.year, "value_micro": _steps(answer, 6)}
        elif path not in columns and not (path in _HERD_PATHS and whole) and asked(path):
            yield "answers", {"path": path, **_said(answer)}
    for code, years in profile.indicator_history.items():
        for year, value in years.items():
            yield "indicators", {"indicator": code, "year": year, "value_micro": _steps(value, 6)}


_HERD_PATHS = frozenset(f"herd.{column}" for column in HERD)


def _said(answer: object) -> Cells:
    if isinstance(answer, bool):
        return {"kind": "flag", "value": "yes" if answer else "no"}
    if isinstance(answer, Decimal):
        return {"kind": "number", "value": format(answer, "f")}
    if isinstance(answer, tuple):
        return {"kind": "list", "value": " ".join(answer)}
    return {"kind": "text", "value": str(answer)}
