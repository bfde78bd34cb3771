"""Farms under contracts on de minimis or unknown bases: what these were granted fills the ceilings that other payments meet.

Contracts lie on ground of their own, or are for the farm. They begin on any day, and end with a year. Into some farms another
enterprise merges, with its aid.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from tests.properties.shipped.aid import BASES, basis_of
from tests.properties.shipped.farms import Asked, Drawing, Wanted
from tests.properties.shipped.law import Row


def under_contract(seed: int, rules: Rulebook, rows: Sequence[Row]) -> Asked:
    """A farm that asks for aid under a ceiling, beside contracts that rest on some."""
    return _UnderContract(random.Random(seed), rules, rows).asked()


class _UnderContract(Drawing):
    def asked(self) -> Asked:
        asked, dice = super().asked(), self.dice
        aided = [
            (s, p)
            for s in self.rules.schemes_on(self.on)
            for p in s.payments
            if basis_of(s, p) in BASES and (p.level is not Level.UNIT or p.unit.value in ("ha", "m2", "m"))
        ]
        for number in range(dice.randint(1, 3)):
            self._grant(asked.document, dice.choice(aided), number)
        if dice.random() < 0.4:
            self._merge(asked.document)
        return asked

    def _merge(self, document: dict[str, object]) -> None:
        """An enterprise of which the farm had no control merges into it, with what it was granted."""
        told, dice = document["undertaking"], self.dice
        assert isinstance(told, dict)
        day = date(self.on.year - dice.randint(-1, 3), dice.randint(1, 12), dice.randint(1, 28))
        parties = ["Proefhoeve", "Neef BV"]
        told["events"] = [{"kind": "merger", "date": str(day), "parties": parties, "into": "Proefhoeve"}]
        for _ in range(dice.randint(1, 2)):
            given = day - timedelta(days=dice.randint(-200, 900))
            told["aid_received"].append(
                {
                    "legal_basis": "de_minimis_agri_1408_2013",
                    "grant_date": str(given),
                    "payer": "gever van neef",
                }
                | {"amount_eur": str(dice.randint(1_000, 30_000)), "enterprise": "Neef BV"}
            )

    def _wanted(self) -> Iterator[Wanted]:
        aided = [(s, p) for s, p in self.all if basis_of(s, p) in BASES]
        for _ in range(self.dice.randint(1, 3)):
            yield self.dice.choice(aided)
        yield from super()._wanted()

    def _grant(self, document: dict[str, object], of: Wanted, number: int) -> None:
        dice, (scheme, payment) = self.dice, of
        place = f"C{number}"
        if payment.level is not Level.UNIT:
            place, much = "farm", 1
        elif payment.unit.value == "m":
            much = dice.randint(50, 800)
            _list(document, "elements").append(
                {"id": place, "kind": "overig", "length_m": str(much), "measures": []}
            )
        else:
            hectares = dice.randint(1, 6)
            much = hectares if payment.unit.value == "ha" else hectares * 10_000
            _list(document, "parcels").append(
                {"id": place, "area_ha": str(hectares), "land_use": "permanent_grassland", "crop_code": "265"}
                | {"measures": []}
            )
        year = self.on.year
        start = dice.choice(
            (date(year - dice.randint(0, 4), 1, 1), date(year - dice.randint(1, 4), dice.randint(1, 12), 15))
        )
        line: dict[str, object] = {
            "package": payment.id,
            "unit": place,
            "quantity": str(much),
            "rate_eur": str(round(dice.randint(300, 12_000) / much, 2)),
            "notice_given": True,
        }
        if dice.random() < 0.5:
            line["decision"] = dice.choice(("annual", "multi_year"))
        if dice.random() < 0.5:
            line["grant_date"] = str(start - timedelta(days=dice.randint(0, 500)))
        if dice.random() < 0.2:
            line["indexation"] = "0.02"
        until = date(year + dice.choice((0, 0, 1, 3)), 12, 31)
        contract = {"scheme": scheme.id, "from": str(start), "until": str(until), "lines": [line]}
        _list(document, "contracts").append(contract)
        if dice.random() < 0.4:
            self._listed(document, of, str(line.get("grant_date", start)))

    def _listed(self, document: dict[str, object], of: Wanted, day: str) -> None:
        """The grant stands among aid received too, with what whoever filled that in thought it was."""
        told, dice = document["undertaking"], self.dice
        assert isinstance(told, dict)
        payer = dice.choice(
            ({}, {"payer": of[0].payer}, {"payer": of[0].name.nl.upper()}, {"payer": "een ander"})
        )
        told["aid_received"].append(
            {"legal_basis": dice.choice((basis_of(*of), "unknown")), "grant_date": day}
            | {"amount_eur": str(dice.randint(100, 20_000))}
            | payer
        )


def _list(document: dict[str, object], key: str) -> list[dict[str, object]]:
    found = document[key]
    assert isinstance(found, list)
    return found
