"""Farms and rules of odd combinations, drawn by a seed: whatever the builders can make, side by side.

Tariffs by year and as ranges, contracts over years, grants at once, classes, shares of land, relations of every type at every
level, ceilings, caps and minimums, measures of one group and such that imply others, running contracts, candidates.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculator.domain.farm import Contract, ContractLine, Measure, Parcel
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import Relation, RelationType
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, GrantRule, Level, Payment, PaymentKind, Presence, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import Question
from tests.builders import (
    ALWAYS,
    ask,
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
    text,
)

LAND, FARM = "abcde", "fgh"
AID, ABER, ANLB = "de_minimis_agri_1408_2013", "aber_art34_aecc", "notified_scheme"
ON_LAND = (AID, AID, ABER, ANLB, "private", "cap_aecc_art70", "unknown")
T = RelationType
TYPES = (
    T.EXCLUSIVE,
    T.EXCLUSIVE,
    T.EXCLUSIVE,
    T.HIGHEST,
    T.ZERO,
    T.REDUCED,
    T.REQUIRES,
    T.NET_OF,
    T.UNKNOWN,
    T.SUM_CAPPED,
)
LEVELS = (Level.UNIT, Level.UNIT, Level.PARCEL, Level.FARM, Level.CONTRACT)


def name(letter: str) -> str:
    """The scheme that goes by a letter."""
    return f"province.x.{letter}"


def drawn(seed: int, *, candidates: bool = False, contracts: bool = True) -> Question:
    """A farm of two or three parcels under rules of its own, over one to six years."""
    dice = random.Random(seed)
    years = dice.choice((1, 1, 2, 3, 6))
    rules = _Rules(dice, years).drawn()
    places = [_place(dice, "P1", 3 * candidates), _place(dice, "P2", 2 * candidates)]
    if dice.random() < 0.3:
        places.append(_place(dice, "P3", 1 * candidates))
    aid = [
        (f"{dice.randint(2023, 2026)}-0{dice.randint(1, 6)}-01", dice.randint(1, 1_500))
        for _ in range(dice.choice((0, 0, 1, 2)))
    ]
    running = (_running(dice, places),) if contracts and dice.random() < 0.35 else ()
    return ask(farm(*places, aid=aid, contracts=running), rules, years=years)


@dataclass(frozen=True)
class _Rules:
    dice: random.Random
    years: int

    def drawn(self) -> Rulebook:
        dice = self.dice
        schemes = [self._on_land(letter) for letter in LAND] + [self._of_farm(letter) for letter in FARM]
        if dice.random() < 0.6:
            schemes.append(self._eco())
        relations, limits = list(self._relations()), list(self._limits())
        made = rulebook(*schemes, relations=relations, limits=dice.sample(limits, dice.randint(0, 3)))
        codes = {
            code: Code(
                code,
                row.name,
                {
                    **row.columns,
                    "one_of": dice.choice(("", "", "g")),
                    "implies": f"m{dice.choice(LAND)}" if dice.random() < 0.15 else "",
                },
            )
            for code, row in made.codelists["measures"].items()
        }
        return replace(made, codelists={**made.codelists, "measures": codes})

    def _tariff(self, most: int) -> object:
        """Mostly one for all years, now and then as a range; else another every year."""
        dice = self.dice
        if dice.random() < 0.85:
            low = dice.randint(1, most)
            return (low, low + dice.randint(1, most)) if dice.random() < 0.25 else low
        last = 2025 + self.years
        return Series(
            tuple(
                replace(
                    figure(dice.randint(1, most)),
                    period=Period(
                        date(2000 if year == 2026 else year, 1, 1),
                        None if year == last else date(year + 1, 1, 1),
                    ),
                )
                for year in range(2026, last + 1)
            )
        )

    def _share(self, chance: float) -> tuple[Condition, ...]:
        dice = self.dice
        if dice.random() >= chance:
            return ()
        asked = {
            "of": {"measures": [f"m{dice.choice(LAND)}"]},
            "in": "parcel_ha",
            "value": str(Decimal(dice.randint(1, 8)) / 10),
        }
        return (Condition("share_at_least", asked, Presence.ASK, text("a share"), ()),)

    def _on_land(self, letter: str) -> Scheme:
        dice = self.dice
        measures = {f"m{letter}"} | ({f"m{dice.choice(LAND)}"} if dice.random() < 0.25 else set())
        figures = {"rate": self._tariff(500)}
        if dice.random() < 0.15:
            figures["max_quantity"] = dice.randint(1, 5)
        term = dice.choice((None, None, None, 2, 3, 6))
        paid = _paid(
            measures=sorted(measures), figures=figures, term_years=term, conditions=self._share(0.15)
        )
        validity = ALWAYS
        if dice.random() < 0.15:
            turn = date(2026 + dice.randint(0, self.years - 1), 1, 1)
            after = turn.replace(year=turn.year + 1)
            validity = Period(turn) if dice.random() < 0.5 else Period(date(2000, 1, 1), after)
        return scheme(name(letter), paid, legal_basis=dice.choice(ON_LAND), validity=validity)

    def _of_farm(self, letter: str) -> Scheme:
        dice = self.dice
        term = dice.choice((None, None, 3)) if letter != "h" else None
        at_once = term is not None and dice.random() < 0.5
        per_ha = dice.random() < 0.3
        paid = _paid(
            figures={"rate": self._tariff(500 if per_ha else 1_500)},
            term_years=term,
            conditions=self._share(0.4),
            grant=GrantRule("multi_year" if at_once else "annual", (7, 1)),
            **({"quantity": "parcel_ha", "unit": Unit.HECTARE} if per_ha else {}),
        )
        return scheme(name(letter), paid, legal_basis=dice.choice((AID, AID, "private", "unknown")))

    def _eco(self) -> Scheme:
        dice = self.dice

        def some(most: int) -> Decimal:
            return Decimal(dice.randint(0, most)) / 10

        activities = [
            payment(
                f"x{letter}", measures=[f"m{letter}"], kind=PaymentKind.ACTIVITY,
                figures={"points": {"klimaat": some(20), "water": some(20)}, "value": dice.randint(0, 200)},
            )
            for letter in LAND if dice.random() < 0.7
        ]  # fmt: skip
        premium = payment(
            "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha", unit=Unit.HECTARE,
            figures={
                "rate": {"brons": 60, "zilver": 100, "goud": 200},
                "threshold": {"brons": 30, "zilver": 70, "goud": 120},
                "entry": {"1.klimaat": some(10), "1.water": some(10)},
            },
        )  # fmt: skip
        basis = dice.choice(("cap_eco_scheme_art31", "other"))
        return scheme("national.rvo.eco", *activities, premium, legal_basis=basis)

    def _relations(self) -> Iterator[Relation]:
        dice, pairs = self.dice, set[frozenset[str]]()
        for number in range(dice.randint(0, 6)):
            a, b = dice.sample(LAND + FARM, 2)
            type, start = dice.choice(TYPES), dice.randint(2026, 2025 + self.years)
            parameter = {
                T.REDUCED: Decimal(dice.randint(0, 9)) / 10,
                T.SUM_CAPPED: Decimal(dice.randint(0, 600)),
            }
            validity = ALWAYS if dice.random() < 0.8 else Period(date(start, 1, 1))
            if frozenset((a, b)) not in pairs:
                pairs.add(frozenset((a, b)))
                made = relation(
                    name(a),
                    type,
                    name(b),
                    parameter=parameter.get(type),
                    level=dice.choice(LEVELS),
                    validity=validity,
                )
                yield replace(made, id=f"{number}")

    def _limits(self) -> Iterator[Limit]:
        dice = self.dice
        room = dice.choice((dice.randint(1, 800), dice.randint(800, 5_000), 50_000))
        on_land = {"ceiling": {"other_land_use": dice.randint(50, 800)}}
        some = tuple(name(letter) for letter in dice.sample(LAND + FARM, 2))
        metres = Decimal(dice.randint(0, 60)) / 10
        yield de_minimis(room)
        yield limit("aber", LimitKind.PER_HECTARE, figures=on_land, legal_bases=(ABER,), counts=(ABER, ANLB))
        yield limit(
            "ha", LimitKind.QUANTITY_CAP, figures={"cap": metres}, payments=(name(dice.choice(LAND)),)
        )
        share = {"percent": dice.choice((100, 80))}
        yield limit(
            "costs", LimitKind.COST_SHARE, figures=share, legal_bases=(ABER,), counts=(ABER, ANLB, AID)
        )
        # A minimum beside a cap is refused.
        if dice.random() < 0.15:
            yield limit(
                "min", LimitKind.MINIMUM_TOTAL, figures={"minimum": dice.randint(50, 600)}, payments=some
            )
        else:
            yield limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": dice.randint(0, 3_000)}, payments=some)


def _paid(**changes: object) -> Payment:
    return payment("p", **changes)  # type: ignore[arg-type]


def _place(dice: random.Random, id: str, candidates: int) -> Parcel:
    """A parcel with up to two measures and, of these or others, some that are considered."""
    size = (
        Decimal(dice.randint(10, 60)) / 10
        if dice.random() < 0.8
        else Decimal(dice.randint(100, 60_000)) / 10_000
    )
    laid: dict[tuple[str, str | None], Measure] = {}
    for letter in dice.sample(LAND, dice.choice((0, 0, 1, 1, 2))):
        laid[f"m{letter}", None] = measure(
            f"m{letter}", _much(dice, size), **(_costs(dice) if dice.random() < 0.5 else {})
        )
    for _ in range(dice.randint(0, candidates)):
        letter, part = dice.choice(LAND), dice.choice("xy") if dice.random() < 0.3 else None
        if (f"m{letter}", part) not in laid:
            laid[f"m{letter}", part] = measure(
                f"m{letter}", _much(dice, size), candidate=True, part=part, **_costs(dice)
            )
    return parcel(id, size, *laid.values())


def _much(dice: random.Random, size: Decimal) -> Decimal:
    return size if dice.random() < 0.5 else (size * dice.randint(1, 9) / 10).quantize(Decimal("0.0001"))


def _costs(dice: random.Random) -> dict[str, Decimal]:
    lost = {"income_forgone_eur": Decimal(dice.randint(0, 80))} if dice.random() < 0.5 else {}
    return {"cost_eur": Decimal(dice.randint(0, 200)), **lost}


def _running(dice: random.Random, places: list[Parcel]) -> Contract:
    """A contract on one of the parcels, mostly for what is done there."""
    place = dice.choice(places)
    done = [m for m in place.measures if not m.candidate]
    letter = done[0].code[1:] if done and dice.random() < 0.7 else dice.choice(LAND)
    most = next((m.quantity for m in done if m.code == f"m{letter}"), place.area_ha)
    much = (most * dice.randint(2, 10) / 10).quantize(Decimal("0.0001"))
    rate = Decimal(dice.randint(1, 500)) if dice.random() < 0.6 else None
    until = date(2026 + dice.randint(0, 4), 12, 31)
    return Contract(name(letter), date(2024, 1, 1), until, (ContractLine("p", place.id, much, rate),))
