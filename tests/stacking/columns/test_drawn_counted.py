"""Drawn farms of which places are counted, caps go by the herd or the land, and a first share of the land is not paid: in
columns, from profiles and from tables, each is paid and told what its own award says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from calculator.domain.farm import FarmProfile, LandscapeElement, Parcel
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, Level, Payment, PaymentKind, Presence, Scheme, Tier
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.profiles.flattening import frames_of
from calculator.scenarios.population.tables import assemble
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.reading.farms import Farms, encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, measure, parcel, payment, rulebook, scheme, text
from tests.stacking.columns.of_tables import of_farm as told_of
from tests.stacking.columns.test_drawn_asked import rounded
from tests.stacking.columns.test_evaluation import ON, alone, of_farm
from tests.stacking.columns.test_explained import of_award, of_tables, own

HERD, FALLOW, COSTS = "herd.dairy_cows", "declared.braak_ha", "declared.kosten_eur"
SPECIES, STATE = "place.soorten", "place.staat"
AREAS = ("parcel_ha", "arable_ha", "grassland_ha", "permanent_grassland_ha")
USES = ("permanent_grassland", "temporary_grassland", "arable", "permanent_crop")
CROPS = ("265", "266")
SOILS = ("peat", "clay", "sand")
CODES = ("m1", "m2", "h1")
WIDTHS = (None, Decimal(3), Decimal("4.5"), Decimal(7))

#: Draws a rulebook, some farms, and how many years are asked.
Draw = Callable[[int], tuple[Rulebook, list[FarmProfile], int]]


def drawn(seed: int, farms: int = 6) -> tuple[Rulebook, list[FarmProfile], int]:
    """A rulebook, some farms, and how many years are asked."""
    dice = Random(f"counted/{seed}")
    made = [_on_land(dice, code) for code in CODES for _ in range(dice.choice((0, 1, 1)))]
    made += [_of_farm(dice) for _ in range(dice.randint(1, 3))]
    schemes = [_scheme(dice, number, one) for number, one in enumerate(made)]
    land = {"m1": "parcel", "m2": "parcel", "h1": "element"}
    rules = rulebook(*schemes)
    codes = {
        c: Code(c, text(c), {"unit": "m" if c == "h1" else "ha", "implies": "", "land": land[c]})
        for c in CODES
    }
    rules = replace(rules, codelists={**rules.codelists, "measures": codes})
    return rules, [_farm(dice) for _ in range(farms)], dice.choice((1, 2, 3))


def _scheme(dice: Random, number: int, made: Payment) -> Scheme:
    basis = dice.choice(("notified_scheme", "notified_scheme", "de_minimis_agri_1408_2013"))
    conditions = (_condition(dice),) if dice.random() < 0.15 else ()
    return scheme(f"province.x.s{number}", made, legal_basis=basis, conditions=conditions)


def _on_land(dice: Random, code: str) -> Payment:
    unit = Unit.METRE if code == "h1" else Unit.HECTARE
    figures = {"rate": dice.randint(1, 300)}
    return payment(code, measures=[code], unit=unit, figures=figures, conditions=conditions_of(dice, 0.8))


def _of_farm(dice: Random) -> Payment:
    quantity = dice.choice((FALLOW, FALLOW, COSTS, HERD, "one", *AREAS))
    unit = {COSTS: Unit.EUR, HERD: Unit.PIECE, "one": Unit.FARM}.get(quantity, Unit.HECTARE)
    made = payment("q", level=Level.FARM, unit=unit, quantity=quantity, conditions=conditions_of(dice, 0.6))
    figures: dict[str, object] = {"rate": dice.randint(1, 300)}
    kind = PaymentKind.FLAT
    if quantity == COSTS:
        kind, figures = PaymentKind.PERCENT_COST, {"percent": dice.choice((25, 40, 50))}
    elif quantity in (FALLOW, *AREAS) and dice.random() < 0.4:
        kind = PaymentKind.BANDED
        starts = sorted(dice.sample(range(5), 2))
        made = replace(made, tiers=tuple(Tier(f"step_{n}", Decimal(at)) for n, at in enumerate(starts)))
        figures = {"step_0": dice.randint(1, 300), "step_1": dice.randint(1, 300)}
    if unit is Unit.HECTARE and dice.random() < 0.6:
        made = replace(made, share_of=dice.choice(AREAS))
        figures["free_share"] = dice.choice((4, "2.5", 10, 100))
    if dice.random() < 0.3 and unit is Unit.HECTARE:
        figures["free"] = dice.choice((1, "0.5"))
    if dice.random() < 0.5:
        made = replace(made, cap_per=dice.choice((HERD, *AREAS)))
        figures["cap"] = dice.choice((5, 10, "12.345", 60))
    if dice.random() < 0.2:
        figures["max_quantity"] = dice.randint(2, 9)
    if dice.random() < 0.15:
        figures["min_amount"] = dice.choice((50, 400))
    return replace(payment("q", figures=figures), **_kept(made), kind=kind)


def _kept(made: Payment) -> dict[str, object]:
    names = ("level", "unit", "quantity", "conditions", "tiers", "share_of", "cap_per")
    return {name: getattr(made, name) for name in names}


def conditions_of(dice: Random, chance: float) -> tuple[Condition, ...]:
    if dice.random() >= chance:
        return ()
    asked = [_condition(dice) for _ in range(dice.choice((1, 1, 2)))]
    if len(asked) == 2 and dice.random() < 0.4:
        return (_asks(dice, dice.choice(("any_of", "all_of")), conditions=tuple(asked)),)
    return tuple(asked)


def _asks(dice: Random, kind: str, **arguments: object) -> Condition:
    absent = Presence.PRESUME if dice.random() < 0.2 else Presence.ASK
    return Condition(kind, arguments, absent, text(f"{kind} {dice.randrange(10**6)}"), ("S1",))


def _condition(dice: Random) -> Condition:
    kind = dice.choice(("share", "share", "same", "land", "total", "total", "mean", "mean", "herd", "soil"))
    if kind == "herd":
        value = dice.choice(("0.5", 2))
        return _asks(dice, "per_hectare_at_most", path=HERD, value=value, **{"in": dice.choice(AREAS)})
    if kind == "soil":
        return _asks(dice, "parcel_is", attribute="soil", one_of=tuple(dice.sample(SOILS, 2)))
    of = _of(dice, elements=kind in ("total", "mean"))
    if kind in ("share", "same"):
        within = "same_land" if kind == "same" and "where" in of else dice.choice(AREAS)
        return _asks(dice, "share_at_least", of=of, value=dice.choice(("0.25", "0.5", "1")), **{"in": within})
    if kind == "land":
        return _asks(dice, "land_at_least", of=of, value=dice.choice((1, "2.5", 4)))
    unit = dice.choice(("ha", "m", "m2", "piece"))
    if kind == "total":
        value = {"ha": (1, "2.5"), "m": (100, 400), "m2": (500, 20_000), "piece": (2, 12)}[unit]
        return _asks(dice, "total_at_least", of=of, unit=unit, value=dice.choice(value))
    return _asks(
        dice, dice.choice(("mean_at_least", "mean_at_most")), path=SPECIES, of=of, value=dice.choice((3, "4.5", 5)),
        per=dice.choice((unit, "place", "place")),
    )  # fmt: skip


def _of(dice: Random, *, elements: bool) -> dict[str, object]:
    every: dict[str, tuple[str, ...]] = {"measures": CODES[:2], "land_use": USES, "crops": CROPS}
    if elements:
        every |= {"measures": CODES, "elements": ("haag", "knotbomen")}
    keys = dice.sample(sorted(every), dice.choice((1, 1, 1, 2)))
    of: dict[str, object] = {k: tuple(dice.sample(every[k], min(len(every[k]), 2))) for k in keys}
    if dice.random() < 0.7:
        of["where"] = tuple(_where(dice) for _ in range(dice.choice((1, 1, 2))))
    return of


def _where(dice: Random) -> Condition:
    kind = dice.choice(("species", "species", "state", "soil", "history"))
    if kind == "species":
        asked = dice.choice(("fact_at_least", "fact_at_most", "fact_above", "fact_below"))
        return _asks(dice, asked, path=SPECIES, value=dice.choice((2, 4, 5)))
    if kind == "state":
        return _asks(dice, "fact_is", path=STATE, one_of=("goed",))
    if kind == "history":
        return _asks(dice, "history_includes", years=2, crops=("265",))
    return _asks(dice, "parcel_is", attribute="soil", one_of=tuple(dice.sample(SOILS, 2)))


def _farm(dice: Random) -> FarmProfile:
    land = [_parcel(dice, f"P{n}") for n in range(1, dice.randint(1, 4) + 1)]
    objects = [_element(dice, f"E{n}") for n in range(1, dice.randint(0, 3) + 1)]
    facts: dict[str, object] = {"farm.province": "utrecht", "farm.type": "dairy"}
    facts |= {HERD: Decimal(dice.randint(0, 40))} if dice.random() < 0.85 else {}
    facts |= {FALLOW: Decimal(dice.randint(0, 600)) / 100} if dice.random() < 0.9 else {}
    facts |= {COSTS: Decimal(dice.randint(0, 400_000)) / 100} if dice.random() < 0.9 else {}
    return farm(*land, elements=tuple(objects), facts=facts, aid=None if dice.random() < 0.1 else ())


def _parcel(dice: Random, id: str) -> Parcel:
    size = Decimal(dice.choice((dice.randint(1, 60_000), 10_000 * dice.randint(1, 5)))) / 10_000
    laid = []
    for code in CODES[:2]:
        if dice.random() < 0.6:
            part = dice.choice((None, None, "a", "b"))
            much = size if dice.random() < 0.6 else (size / 2).quantize(Decimal("0.0001")) or size
            laid.append(measure(code, much, part=part, width_m=dice.choice(WIDTHS)))
    history = {year: dice.choice(CROPS) for year in (2024, 2025) if dice.random() < 0.5}
    return parcel(
        id, size, *laid, land_use=dice.choice(USES), facts=_facts(dice), crop_code=dice.choice((*CROPS, None)),
        soil=dice.choice((*SOILS, None)), crop_history=history,
    )  # fmt: skip


def _element(dice: Random, id: str) -> LandscapeElement:
    metres = dice.choice((None, *map(Decimal, (80, 100, 300, "250"))))
    kind = dice.choice(("haag", "knotbomen"))
    width = dice.choice((None, Decimal(2), Decimal("2.35")))
    laid = ()
    if metres is not None and dice.random() < 0.7:
        laid = (
            measure("h1", metres, unit=dice.choice(("m", "m", "m2")), width_m=dice.choice((width, *WIDTHS))),
        )
    return LandscapeElement(
        id, kind, length_m=metres, count=Decimal(dice.randint(1, 20)) if kind == "knotbomen" else None,
        area_m2=dice.choice((None, None, Decimal(600))), width_m=width, measures=laid, facts=_facts(dice),
    )  # fmt: skip


def _facts(dice: Random) -> dict[str, object]:
    facts: dict[str, object] = {}
    if dice.random() < 0.85:
        facts[SPECIES] = Decimal(dice.randint(0, 8))
    if dice.random() < 0.85:
        facts[STATE] = dice.choice(("goed", "matig"))
    return facts


def tables(farms: list[FarmProfile]) -> Farms:
    named = ((f"F{n:03}", each) for n, each in enumerate(farms))
    return encoded(assemble("drawn", frames_of(named, lambda _: True), synthetic=False))


def agree(seed: int, draw: Draw = drawn) -> None:
    """Totals, payments and what is open of every farm, asked in two parts and once more."""
    rules, farms, years = draw(seed)
    for read in (encode(farms, Vocabulary()), tables(farms)):
        own_ = alone(rules, [read.profiles[n] for n in range(len(farms))], ON, years)
        columns = Evaluation(rules, ON, years)
        for part in (np.arange(2), np.arange(2, len(farms)), np.arange(len(farms))):
            found = columns.of_columns(read, part)
            for place, at in enumerate(part.tolist()):
                assert of_farm(found, place) == of_farm(own_, at), (seed, at)


def told(seed: int, draw: Draw = drawn) -> None:
    """Lines, refusals, what is open and not chosen of every farm."""
    rules, farms, years = draw(seed)
    for read in (encode(farms, Vocabulary()), tables(farms)):
        found = Evaluation(rules, ON, years).explained(read, np.arange(len(farms)))
        for place in range(len(farms)):
            each = read.profiles[place]
            here = rounded(of_tables(told_of(found, place, each)))
            there = rounded(of_award(own(each, rules, ON, years)))
            assert here == there, (seed, place, found.left.get(place))


@pytest.mark.parametrize("seed", range(4))
def test_farms_of_which_places_are_counted_are_paid_in_columns_what_each_is_paid_by_itself(seed: int) -> None:
    agree(seed)


@pytest.mark.parametrize("seed", [4, 5, 220])
def test_farms_of_which_places_are_counted_are_told_what_their_own_awards_say(seed: int) -> None:
    told(seed)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(1, 11))
def test_farms_of_which_places_are_counted_are_paid_and_told_the_same_under_a_thousand_rulebooks(
    hundred: int,
) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        agree(seed)
        if seed % 5 == 0:
            told(seed)
