"""What the solver cannot find its way in is refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.period import Period
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, PaymentKind, Scheme
from calculator.services.award import awards
from calculator.services.errors import CannotComplete
from tests.builders import payment, relation, rulebook, scheme


def _eco() -> Scheme:
    """Two activities and a premium in three classes."""
    figures = {
        "e0": {"points": {"klimaat": 5, "water": 3}, "value": 236},
        "e1": {"points": {"klimaat": 1, "water": 2}, "value": 208},
    }
    acts = [
        payment(n, kind=PaymentKind.ACTIVITY, measures=[m], figures=figures[n])
        for n, m in (("e0", "ma"), ("e1", "mb"))
    ]
    asked = {"1.klimaat": 2, "1.water": 1}
    classes = {
        "threshold": {"brons": 60, "zilver": 100, "goud": 200},
        "rate": {"brons": 22, "zilver": 61, "goud": 104},
    }
    premium = payment(
        "premie",
        kind=PaymentKind.CLASS_PREMIUM,
        quantity="subsidiable_ha",
        figures={"entry": asked, **classes},
    )
    return scheme("national.rvo.eco", *acts, premium, legal_basis="cap_eco_scheme_art31")


def test_a_plan_in_which_the_solver_loses_its_way_is_refused_in_words() -> None:
    """One square metre carries all that rests on it anywhere on the farm."""
    aid, cost = {"legal_basis": "de_minimis_agri_1408_2013"}, {"cost_components": ("additional_cost",)}
    paid = [
        scheme("province.x.a", payment("p", measures=["ma"], figures={"rate": 245}, term_years=3, **cost)),
        scheme("province.x.b", payment("p", measures=["mb"], figures={"rate": (306, 433)}, term_years=2)),
        scheme("province.x.u", payment("p", figures={"rate": (1_673, 1_753)}, term_years=2), **aid),
    ]
    a, b, u, eco = "province.x.a", "province.x.b", "province.x.u", "national.rvo.eco"
    rows = [
        relation(b, RelationType.REQUIRES, a, level=Level.CONTRACT),
        relation(b, RelationType.ZERO, a, level=Level.FARM),
        replace(
            relation(f"{eco}#e0", RelationType.ZERO, u, quantity=Quantity.POINTS),
            validity=Period(date(2020, 1, 1), date(2027, 1, 1)),
        ),
        replace(
            relation(f"{eco}#e1", RelationType.REQUIRES, b, level=Level.CONTRACT),
            validity=Period(date(2027, 1, 1)),
        ),
        relation(u, RelationType.HIGHEST, b),
    ]
    document = {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {"name": "Proefhoeve"},
        "undertaking": {"aid_received": []},
        "parcels": [
            _parcel(
                "P0",
                "1.09",
                {"code": "ma"},
                {"code": "mb", "status": "candidate", "cost_eur_per_unit_year": "454"},
            ),
            _parcel(
                "P1",
                "3.07",
                {"code": "ma", "status": "candidate", "cost_eur_per_unit_year": "474"},
                {"code": "mb"},
            ),
        ],
    }
    with pytest.raises(CannotComplete) as refused:
        awards.compute(
            rulebook(*paid, _eco(), relations=rows), document, on=date(2026, 7, 1), years=2, mode="advise"
        )
    assert "too far apart" in refused.value.reason.en


def _parcel(name: str, hectares: str, *measures: dict[str, str]) -> dict[str, object]:
    laid = [{**m, "area_ha": hectares} for m in measures]
    return {
        "id": name,
        "area_ha": hectares,
        "land_use": "permanent_grassland",
        "eco_region": 1,
        "measures": laid,
    }
