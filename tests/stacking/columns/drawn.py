"""Rulebooks and farms drawn at random, for which a population in columns is held against every farm by itself.

Only what a rules folder may hold is drawn: no cap on one piece of land, no minimum amount over land, a cap or what loses to land,
no relation on points of a kind that works on the whole payment.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from calculator.domain.farm import FarmProfile, Measure, Parcel
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, PaymentKind, Scheme
from calculator.domain.source import Series
from tests.builders import (
    de_minimis,
    farm,
    figure,
    limit,
    measure,
    parcel,
    payment,
    relation,
    rulebook,
    scheme,
    series,
)

_MEASURES = ("m1", "m2", "m3")
_CLASSES = ("annual_crop", "specialised_perennial", "other_land_use")
_WHOLE = (RelationType.EXCLUSIVE, RelationType.REQUIRES, RelationType.NET_OF, RelationType.SUM_CAPPED)
_THEN = date(2027, 1, 1)


def drawn(seed: int) -> tuple[Rulebook, list[FarmProfile], int]:
    """A rulebook, some farms, and how many years are asked."""
    r = Random(seed)
    schemes = [_scheme(r, n) for n in range(r.randint(2, 6))]
    schemes += [_eco(r)] if r.random() < 0.4 else []
    refs = [f"{s.id}#{p.id}" for s in schemes for p in s.payments] + ["@direct"] * (r.random() < 0.2)
    rows = _relations(r, refs)
    limits = _limits(r, schemes, refs, {x.a for x in rows} | {x.b for x in rows})
    farms = [_farm(r) for _ in range(r.randint(3, 6))]
    return rulebook(*schemes, relations=rows, limits=limits), farms, r.choice([1, 2, 2, 3, 4])


def _figure(r: Random, low: int, high: int) -> Series:
    if r.random() < 0.8:
        return series(Decimal(r.randint(low * 10, high * 10)) / 10)
    first, then = (figure(r.randint(low, high)) for _ in range(2))
    return Series(
        (replace(first, period=Period(date(2000, 1, 1), _THEN)), replace(then, period=Period(_THEN)))
    )


def _scheme(r: Random, number: int) -> Scheme:
    if r.random() < 0.65:
        made = payment("p", measures=r.sample(_MEASURES, r.choice([1, 1, 1, 2])))
        figures = {"rate": _figure(r, 10, 200)}
        if r.random() < 0.3:
            figures["max_quantity"] = series(r.randint(1, 10))
    elif r.random() < 0.35:
        made, figures = payment("p"), {"rate": _figure(r, 100, 1_500)}
    else:
        made, figures = (
            payment("p", unit=Unit.HECTARE, quantity="subsidiable_ha"),
            {"rate": _figure(r, 5, 60)},
        )
    if made.level is Level.FARM and r.random() < 0.15:
        figures["cap"] = series(r.randint(50, 1_500))
    term = r.choice([2, 3, 5]) if r.random() < 0.12 else None
    at_once = GrantRule("multi_year", r.choice([None, (3, 1), (10, 1)]))
    made = replace(
        made, figures=figures, term_years=term, groups=("direct",) if r.random() < 0.2 else (),
        grant=at_once if term and r.random() < 0.5 else GrantRule(),
    )  # fmt: skip
    basis = r.choice(
        ["notified_scheme"] * 5 + ["de_minimis_agri_1408_2013"] * 3 + ["aber_art34_aecc", "unknown"]
    )
    validity = r.choice([Period(date(2000, 1, 1))] * 8 + [Period(date(2000, 1, 1), _THEN), Period(_THEN)])
    return scheme(f"province.x.s{number}", made, legal_basis=basis, validity=validity)


def _eco(r: Random) -> Scheme:
    scored = [
        payment(
            f"a-{code}", measures=[code], kind=PaymentKind.ACTIVITY,
            figures={"points": {"klimaat": r.randint(1, 6)}, "value": r.randint(40, 120)},
        )
        for code in ("gras", "m1")[: r.randint(1, 2)]
    ]  # fmt: skip
    threshold = {"brons": r.randint(30, 70), "zilver": r.randint(80, 130)}
    rate = {"brons": r.randint(30, 70), "zilver": r.randint(71, 130)}
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, unit=Unit.HECTARE, quantity="subsidiable_ha",
        groups=("direct",) if r.random() < 0.3 else (),
        figures={"entry": {"1.klimaat": 1}, "threshold": threshold, "rate": rate},
    )  # fmt: skip
    return scheme("national.rvo.eco", *scored, premium)


def _relations(r: Random, refs: list[str]) -> list[Relation]:
    found: dict[frozenset[str], Relation] = {}
    for _ in range(r.randint(0, 5)):
        a, b = r.sample(refs, 2)
        kind = r.choice(list(RelationType))
        share = kind is RelationType.REDUCED
        number = Decimal(r.choice(["0.5", "0.25", "0.8"])) if share else Decimal(r.randint(20, 200))
        part = r.random() < 0.2 and kind not in _WHOLE
        found[frozenset((a, b))] = relation(
            a, kind, b, level=r.choice([Level.UNIT] * 4 + [Level.PARCEL, Level.FARM]),
            parameter=number if share or kind is RelationType.SUM_CAPPED else None,
            quantity=r.choice([Quantity.POINTS, Quantity.VALUE]) if part else Quantity.ALL,
            validity=Period(_THEN) if r.random() < 0.15 else Period(date(2000, 1, 1)),
        )  # fmt: skip
    return list(found.values())


def _limits(r: Random, schemes: list[Scheme], refs: list[str], related: set[str]) -> list[Limit]:
    found = [de_minimis(r.choice([300, 700, 1_500, 3_000, 50_000]))] if r.random() < 0.5 else []
    whole = [
        f"{s.id}#{p.id}" for s in schemes for p in s.payments
        if p.level is Level.FARM and not {f"{s.id}#{p.id}", *(f"@{g}" for g in p.groups)} & related
    ]  # fmt: skip
    under: set[str] = set()
    if whole and r.random() < 0.25:
        under = set(r.sample(whole, min(len(whole), r.randint(1, 3))))
        least = {"minimum": r.choice([50, 200, 500, 1_500])}
        found.append(limit("least", LimitKind.MINIMUM_TOTAL, figures=least, payments=tuple(sorted(under))))
    for kind, most in ((LimitKind.AMOUNT_CAP, [100, 500, 2_000]), (LimitKind.QUANTITY_CAP, [1, 3, 8])):
        over = tuple(r.sample(refs, min(len(refs), r.randint(1, 3))))
        if r.random() < 0.17 and not (under | ({"@direct"} if under else set())) & set(over):
            found.append(limit(f"{kind}", kind, figures={"cap": r.choice(most)}, payments=over))
    if r.random() < 0.2:
        ceiling = {name: r.choice([30, 100, 200]) for name in _CLASSES}
        bases = (r.choice(["notified_scheme", "aber_art34_aecc"]),)
        found.append(limit("aber", LimitKind.PER_HECTARE, figures={"ceiling": ceiling}, legal_bases=bases))
    return found


def _farm(r: Random) -> FarmProfile:
    days = ("2023-09-01", "2024-05-01", "2025-03-01", "2026-02-01")
    aid = [(r.choice(days), r.choice([100, 500, 2_000])) for _ in range(r.choice([0, 0, 0, 1, 2]))]
    parcels = [_parcel(r, f"P{n}") for n in range(r.randint(1, 3))]
    return farm(*parcels, aid=None if r.random() < 0.07 else aid)


def _parcel(r: Random, name: str) -> Parcel:
    area = Decimal(r.choice(["1", "2", "5", "10", "3.5", "0.37", "7.1234"]))
    laid: list[Measure | str] = []
    for code in (*_MEASURES, "gras"):
        much = r.random()
        if much < 0.45:
            laid.append(code)
        elif much < 0.55:
            laid.append(measure(code, (area * Decimal("0.4")).quantize(Decimal("0.0001"))))
    return parcel(name, area, *laid, land_use=r.choice(["permanent_grassland", "arable"]))
