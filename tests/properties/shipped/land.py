"""Land of a drawn farm: parcels and elements on which the measures of payments lie, mostly on the same ground."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme

_USES = {"grassland": "permanent_grassland", "arable": "arable", "any": "permanent_grassland"}
_CENT = Decimal("0.01")
Wanted = tuple[Scheme, Payment]


class Land:
    """The part of a drawing that lays out land."""

    dice: random.Random
    rules: Rulebook
    on: date

    def _land(self, wanted: Sequence[Wanted]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        measures = self.rules.codelists["measures"]
        grounds: dict[tuple[str, str], list[tuple[str, Payment]]] = {}
        spare = self.dice.random() < 0.2
        for number, (_, payment) in enumerate(wanted):
            code = self.dice.choice(payment.measures)
            row = measures[code].columns
            on_element = payment.quantity in ("length", "count") or row["land"] == "element"
            key = (
                (row["elements"].split() or ["overig"])[0] if on_element else self._use(payment, row["land"])
            )
            apart = f"{number}" if spare or self.dice.random() < 0.1 else ""
            kind = row["unit"] if on_element else "parcel"
            grounds.setdefault((f"{kind} {apart}", key), []).append((code, payment))
        parcels, elements = list[dict[str, object]](), list[dict[str, object]]()
        for (kind, key), members in grounds.items():
            if kind.startswith("parcel"):
                parcels.append(self._parcel(f"P{len(parcels) + 1}", key, members))
            else:
                elements.append(self._element(f"E{len(elements) + 1}", kind.split()[0], key, members))
        if not parcels or self.dice.random() < 0.3:
            use = self.dice.choice(("permanent_grassland", "arable", "permanent_crop"))
            parcels.append(self._parcel(f"P{len(parcels) + 1}", use, []))
        return parcels, elements

    def _use(self, payment: Payment, land: str) -> str:
        for condition in payment.conditions:
            if condition.kind == "parcel_is" and condition.arguments["attribute"] == "land_use":
                one_of = condition.arguments["one_of"]
                assert isinstance(one_of, tuple)
                return str(self.dice.choice(one_of))
        return _USES.get(land, "permanent_grassland")

    def _parcel(self, id: str, use: str, members: Sequence[tuple[str, Payment]]) -> dict[str, object]:
        dice = self.dice
        size = (Decimal(dice.choice((dice.randint(5, 60), dice.randint(60, 400)))) / 10).quantize(_CENT)
        laid, room = list[dict[str, object]](), {"a": size / 2, "b": size / 2}
        for code in dict.fromkeys(code for code, _ in members):
            much = size
            given: dict[str, object] = {"code": code}
            if dice.random() < 0.4:
                given["part"] = dice.choice("ab")
                much = (room[str(given["part"])] * dice.choice((10, 10, 7, 3)) / 10).quantize(_CENT)
            given |= {"area_ha": str(much)} | self._costs() | {"width_m": str(dice.choice((4, 10)))}
            laid.append(given)
        asked = {
            str(c.arguments["attribute"]): c.arguments["one_of"]
            for _, p in members for c in p.conditions if c.kind == "parcel_is"
        }  # fmt: skip
        soil = asked.get("soil")
        crop = {"arable": "233", "permanent_crop": "212"}.get(use, "265")
        return {
            "id": id, "area_ha": str(size), "land_use": use, "measures": laid, "crop_code": crop,
            "soil": soil[0] if isinstance(soil, tuple) else dice.choice(("sand", "clay", "peat")),
            "eco_region": dice.choice((1, 2)), "glmc9": dice.choice(("no", "no", "yes")), "natura2000": "no",
            "glmc8_ha": "0", "mandatory_strip_m2": "0", "crop_history": {str(y): "266" for y in range(2018, 2023)},
        }  # fmt: skip

    def _element(
        self, id: str, unit: str, kind: str, members: Sequence[tuple[str, Payment]]
    ) -> dict[str, object]:
        key = {"m": "length_m", "piece": "count"}.get(unit, "area_m2")
        much = str(self.dice.randint(5, 60) if unit == "piece" else self.dice.randint(50, 3_000))
        codes = dict.fromkeys(code for code, _ in members)
        laid = [{"code": code, key: much} | self._costs() for code in codes]
        asked = {
            str(c.arguments["attribute"]): c.arguments["one_of"]
            for _, p in members for c in p.conditions if c.kind == "element_is"
        }  # fmt: skip
        thick = asked.get("diameter_cm")
        more = {"diameter_cm": thick[0]} if isinstance(thick, tuple) else {}
        return {"id": id, "kind": kind, key: much, "measures": laid} | more

    def _costs(self) -> dict[str, object]:
        if self.dice.random() < 0.75:
            return {}
        cost, lost = self.dice.randint(0, 600), self.dice.randint(0, 400)
        return {"cost_eur_per_unit_year": str(cost), "income_forgone_eur_per_unit_year": str(lost)}
