"""Farms of which much is asked (``asked``), drawn by a seed: what is asked of each lies near what it has."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from calculator.domain.relation import RelationType as T
from tests.properties.asked import (
    BOARDS,
    CROPS,
    FARM,
    FIRST,
    HA,
    HERD,
    IN,
    KINDS,
    LAND,
    TOWNS,
    USES,
    Aid,
    Bound,
    Case,
    Contract,
    Field,
    Pay,
    area,
    asks_for,
    hectares,
    worlds,
)


def drawn(seed: int, *, parcels: tuple[int, int] = (1, 4)) -> Case:
    case, dice = _Draw(random.Random(f"asked/{seed}")).case(parcels), random.Random(f"each/{seed}")
    if case.euros is None or dice.random() < 0.4:
        return case
    each = dice.choice((HERD, HERD, *IN))
    return replace(case, euros=(case.euros[0], dice.randint(1, 150)), each=each)


class _Draw:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def case(self, parcels: tuple[int, int]) -> Case:
        dice = self.dice
        self.years = dice.choice((1, 1, 2, 3))
        self.fields = tuple(self._field() for _ in range(dice.randint(*parcels)))
        herd = dice.choice((None, dice.randint(1, 60), dice.randint(1, 60)))
        result = dice.choice((None, *[dice.randint(0, 10)] * 4))
        self.bare = Case(
            self.years, self.fields, {}, (), herd, result, {}, None if result is None else self._contract(), (), None, 0,
            (), None, None,
        )  # fmt: skip
        pays = {n: self._on_land() for n in LAND} | {n: self._of_farm() for n in FARM}
        split = (date(dice.choice((2024, 2025)), 9, 1), dice.randint(1, 9), dice.randint(1, 9))
        merges = date(FIRST + dice.randrange(self.years), 5, 1) if dice.random() < 0.5 else None
        return Case(
            self.years, self.fields, pays, self._rows(pays), herd, result, self._place(), self.bare.contract,
            self._metres(pays), self._euros(pays), dice.choice((3_000, 8_000, 20_000, 50_000)),
            tuple(self._aid(merges) for _ in range(dice.randint(0, 3))), split if dice.random() < 0.5 else None, merges,
        )  # fmt: skip

    def _field(self) -> Field:
        dice = self.dice
        size = dice.choice((dice.randint(100, 60_000), HA * dice.randint(1, 6)))
        names = tuple(sorted(dice.sample(LAND, dice.randint(1, 4))))
        return Field(size, dice.choice((*USES, *USES[:3])), dice.choice(CROPS), names)

    def _near(self, much: Decimal) -> tuple[Decimal, ...]:
        """What is asked each year: as much as there is, a little more or less, or half or twice as much."""
        dice, step = self.dice, Decimal("0.0001")

        def one() -> Decimal:
            off = dice.choice((0, 0, step, -step, much / 2, much, -much / 2))
            return max(step, (much + off).quantize(step))

        return tuple(one() for _ in range(self.years)) if dice.random() < 0.4 else (one(),) * self.years

    def _bound(self) -> Bound:
        dice = self.dice
        kind = dice.choice(
            ("land_at_least", "land_at_least", "share_at_least", "share_at_least", "per_hectare_at_least", "per_hectare_at_most")
        )  # fmt: skip
        within = dice.choice(tuple(IN))
        if kind.startswith("per"):
            much = Decimal(self.bare.herd or 20) / (area(self.bare, within) or 1)
            return Bound(kind, self._near(much), None, within, dice.random() < 0.3)
        what = dice.choice(
            (
                "measures",
                "measures",
                "land_use",
                "crops",
                *["contracts"] * 2 * (self.bare.contract is not None),
            )
        )
        every = {
            "measures": [f"m{n}" for n in LAND],
            "land_use": USES,
            "crops": CROPS,
            "contracts": ["province.x.k"],
        }
        of = what, tuple(dice.sample(every[what], min(len(every[what]), dice.randint(1, 2))))
        have = max(hectares(self.bare, of, y) for y in range(FIRST, FIRST + self.years))
        if kind == "land_at_least":
            return Bound(kind, self._near(have or Decimal(1)), of)
        whole = area(self.bare, within)
        return Bound(
            kind,
            tuple(min(Decimal(1), x) for x in self._near((have or Decimal(1)) / (whole or Decimal(1)))),
            of,
            within,
        )

    def _bounds(self, chance: float) -> tuple[Bound, ...]:
        return (
            tuple(self._bound() for _ in range(self.dice.choice((1, 1, 2))))
            if self.dice.random() < chance
            else ()
        )

    def _where(self) -> Mapping[str, tuple[str, ...]] | None:
        dice = self.dice
        if dice.random() < 0.7:
            return None
        codes = {KINDS[0]: tuple(TOWNS), KINDS[1]: ("drenthe", "utrecht"), KINDS[2]: tuple(BOARDS)}
        kinds = dice.sample(KINDS, dice.choice((1, 1, 1, 2)))
        return {k: tuple(sorted(dice.sample(codes[k], dice.randint(1, 2)))) for k in kinds}

    def _place(self) -> Mapping[str, str]:
        here = self.dice.choice([w for w in worlds({}) if w[KINDS[0]] != "elsewhere"])
        return {k: here[k] for k in KINDS if self.dice.random() < 0.5}

    def _steps(self, most: int, rate: int) -> tuple[tuple[Decimal, int], ...]:
        """From nothing or a little on, one to three steps."""
        dice = self.dice
        starts = sorted(dice.sample(range(most), dice.randint(1, 3)))
        starts[0] *= dice.choice((0, 0, 1))
        return tuple((Decimal(s), dice.randint(1, rate)) for s in starts)

    def _on_land(self) -> Pay:
        dice = self.dice
        bands = self._steps(6, 900) if dice.random() < 0.25 else ()
        return Pay(dice.randint(1, 900), self._bounds(0.5), self._where(), bands)

    def _of_farm(self) -> Pay:
        dice = self.dice
        kind, quantity = (
            dice.choice(("flat", "flat", "banded", "banded", "tiered")),
            dice.choice(("one", HERD, *IN)),
        )
        quantity = dice.choice((HERD, *IN)) if kind == "banded" else quantity
        rate = 4_000 if quantity == "one" else 300
        pay = Pay(
            dice.randint(1, rate), self._bounds(0.4), self._where(),
            self._steps(30 if quantity == HERD else 8, rate) if kind == "banded" else (),
            self._steps(9, rate) if kind == "tiered" else (), quantity,
            Decimal(dice.randint(1, 9)) if quantity != "one" and kind != "tiered" and dice.random() < 0.3 else None,
            aid=dice.random() < 0.5,
        )  # fmt: skip
        if dice.random() < 0.5:
            return pay
        asked = int(asks_for(self.bare, pay)) or dice.randint(1, 2_000)
        return replace(pay, least=max(1, asked + dice.choice((0, 1, 1, -asked // 2, asked))))

    def _rows(self, pays: Mapping[str, Pay]) -> tuple[tuple[str, T, str, Decimal | None], ...]:
        """Rows between payments on land, and between payments to the farm; aid stands whole under its ceiling."""
        dice, rows = self.dice, list[tuple[str, T, str, Decimal | None]]()
        for names in (LAND, FARM):
            for pair in dice.sample(list(combinations(names, 2)), dice.randint(0, 4)):
                a, b = dice.sample(pair, 2)
                whole = pays[a].aid or pays[b].aid
                types = (
                    (T.EXCLUSIVE, T.REQUIRES)
                    if whole
                    else (T.EXCLUSIVE, T.EXCLUSIVE, T.HIGHEST, T.ZERO, T.REDUCED, T.REQUIRES, T.NET_OF)
                )
                type = dice.choice(types)
                rows.append((a, type, b, Decimal(dice.randint(1, 9)) / 10 if type is T.REDUCED else None))
        return tuple(rows)

    def _metres(self, pays: Mapping[str, Pay]) -> tuple[tuple[tuple[str, ...], str | None, Decimal], ...]:
        """Caps on hectares of payments at a rate: mostly a share of some land, near what lies there."""
        dice, found = self.dice, list[tuple[tuple[str, ...], str | None, Decimal]]()
        flat = [n for n in LAND if not pays[n].bands]
        for _ in range(dice.choice((0, 1, 1, 2)) if flat else 0):
            names = tuple(sorted(dice.sample(flat, min(len(flat), dice.choice((1, 1, 2))))))
            there = Decimal(sum(f.size for f in self.fields if {*names} & {*f.names})) / HA
            within = dice.choice((None, *IN))
            whole = area(self.bare, within) if within else Decimal(100)
            asked = (there * dice.randint(1, 11) / 10 / (whole or 1) * 100).quantize(Decimal("0.01"))
            found.append((names, within, max(Decimal("0.01"), min(asked, Decimal(100)) if within else asked)))
        return tuple(found)

    def _euros(self, pays: Mapping[str, Pay]) -> tuple[tuple[str, ...], int] | None:
        open_ = [n for n in (*LAND, *FARM) if not pays[n].aid]
        if self.dice.random() < 0.6:
            return None
        return tuple(sorted(self.dice.sample(open_, min(len(open_), 3)))), self.dice.randint(1, 4_000)

    def _contract(self) -> Contract | None:
        dice = self.dice
        how = dice.choice(("named", "by year", "by result", "by band"))
        if dice.random() < 0.4:
            return None
        rises = dice.choice((Decimal(0), Decimal("0.02"), Decimal("0.035")))
        since = FIRST - dice.randint(1, 3)
        return Contract(
            since, FIRST + dice.randint(0, 3), how, dice.randint(1, 900), self._steps(6, 900), rises
        )

    def _aid(self, merges: date | None) -> Aid:
        dice = self.dice
        theirs = merges is not None and dice.random() < 0.5
        day = date(dice.randint(2022, FIRST), dice.choice((1, 3, 10)), dice.randint(2, 28))
        if theirs or day.year == FIRST:
            day = day.replace(year=min(day.year, 2025))
        return Aid(day, dice.randint(500, 30_000), dice.choice(("melk", "akker", None)), theirs)
