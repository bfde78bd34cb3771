"""What a budget buys best: each change of a scenario by itself, and each scheme as it is, per euro that payers spend.

A change is taken whole or not at all, in the order of what it brings per euro; what two changes bring together may be more or
less than the sum. Of a scheme that runs, the average of now is told: one euro more may bring less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.domain.amount_words import euros
from calculator.domain.scheme import Text
from calculator.scenarios.answers.naming import Names
from calculator.scenarios.answers.sheet import Column, Sheet, Value
from calculator.scenarios.answers.yields import Yield, by_scheme, yields
from calculator.scenarios.reform.scenario import BudgetChange, Scenario
from calculator.scenarios.reform.telling import told
from calculator.scenarios.runs.running import Run
from calculator.services.scenario.rules import SetUp


@dataclass(frozen=True, slots=True)
class _Offer:
    sort: Text
    rule: str
    name: Text
    brings: Yield


def best_buys(
    made: SetUp, budget: int, run_one: Callable[[SetUp], Run], apply: Callable[[Scenario], SetUp]
) -> Sheet:
    """What so many cents a year buy, by hectares, by points and by euros of farms."""
    offers, base = _changes(made, run_one, apply)
    rows: list[tuple[Value, ...]] = []
    bought = [_bought(offers, budget, by) for by in (_hectares, _points, _euros)]
    for place, offer in enumerate(offers):
        rows.append((*_row(offer), *(place in chosen for chosen in bought)))
    names = Names(made.before)
    for scheme, own in by_scheme(base).items() if base else ():
        offer = _Offer(_SCHEME, scheme, names.scheme(scheme), own)
        rows.append((*_row(offer), None, None, None))
    return Sheet(
        "best_buys",
        Text("Wat het budget het best koopt", "What the budget buys best"),
        _COLUMNS,
        tuple(rows),
        _note(budget),
    )


def _changes(
    made: SetUp, run_one: Callable[[SetUp], Run], apply: Callable[[Scenario], SetUp]
) -> tuple[list[_Offer], Run | None]:
    offers, last = [], None
    for scenario in made.scenario.chain():
        for n, change in enumerate(scenario.changes):
            if isinstance(change, BudgetChange):
                continue
            alone = replace(
                scenario, changes=(change,), below=None, rulebook=None, on=made.scenario.on, years=made.scenario.years,
                participation=made.scenario.participation, sha256=f"{scenario.sha256} {n}",
            )  # fmt: skip
            one = apply(alone)
            last = run_one(one)
            before, after = yields(last)
            brings = Yield(
                after.cents - before.cents,
                after.public - before.public,
                after.hectares - before.hectares,
                after.points - before.points,
                len(last.touched),
            )
            offers.append(_Offer(_CHANGE, f"{scenario.id} {n + 1}", _named(one), brings))
    return offers, last


def _named(one: SetUp) -> Text:
    rows = told(one.before, one.after, one.scenario)
    if not rows:
        return Text("geen verschil op de peildatum", "no difference on the day")
    first, more = rows[0], len(rows) - 1
    nl, en = f"{first.name.nl}: {first.what.nl}", f"{first.name.en}: {first.what.en}"
    return Text(f"{nl} (en {more} meer)", f"{en} (and {more} more)") if more else Text(nl, en)


def _hectares(brings: Yield) -> Decimal:
    return brings.hectares


def _points(brings: Yield) -> Decimal:
    return brings.points


def _euros(brings: Yield) -> Decimal:
    return Decimal(brings.cents)


def _bought(offers: Sequence[_Offer], budget: int, by: Callable[[Yield], Decimal]) -> set[int]:
    """The changes that together bring most within the budget, of all sets of them; of equals the set that costs least.

    What costs the public nothing and brings something is always taken. Of the others every sum that is worth its cost is
    kept, change by change, so the answer is exact, as far as what they bring by themselves adds up.
    """
    able = [n for n, offer in enumerate(offers) if by(offer.brings) > 0]
    free = [n for n in able if offers[n].brings.public <= 0]
    left = budget - sum(offers[n].brings.public for n in free)
    sums: list[tuple[int, Decimal, int]] = [(0, Decimal(0), 0)]
    for n in (n for n in able if offers[n].brings.public > 0):
        brings = offers[n].brings
        more = [(cost + brings.public, worth + by(brings), of | 1 << n) for cost, worth, of in sums]
        sums = _worth_it([*sums, *(one for one in more if one[0] <= left)])
    best = max(sums, key=lambda one: (one[1], -one[0]))[2]
    return {*free, *(n for n in able if best >> n & 1)}


def _worth_it(sums: list[tuple[int, Decimal, int]]) -> list[tuple[int, Decimal, int]]:
    """Without what costs as much as another, or more, and brings no more."""
    kept: list[tuple[int, Decimal, int]] = []
    for one in sorted(sums, key=lambda s: (s[0], -s[1], s[2])):
        if not kept or one[1] > kept[-1][1]:
            kept.append(one)
    return kept


def _row(offer: _Offer) -> tuple[Value, ...]:
    own = offer.brings
    return (
        *(offer.sort, offer.rule, offer.name, own.public, own.cents),
        *(own.hectares.quantize(_CENT), own.points.quantize(_CENT), own.farms),
        *(_cost(own, own.hectares), _cost(own, own.points)),
    )


def _cost(own: Yield, amount: Decimal) -> int | None:
    """Public cents for one more; None where there is none more, or none is spent."""
    return round(own.public / amount) if amount > 0 and own.public > 0 else None


def _note(budget: int) -> Text:
    euro = euros(Decimal(budget // 100))
    return Text(
        f"Budget {euro.nl} per jaar. Gekozen is het stel dat het meeste oplevert, van alle stellen. Een wijziging "
        f"wordt heel genomen of niet; samen kunnen zij meer of minder "
        f"opleveren. Van een regeling van "
        "nu staat het gemiddelde: een euro meer kan minder opleveren. Punten zijn die van de eco-activiteiten "
        "op de beloonde hectares.",
        f"Budget {euro.en} a year. Chosen is the set that brings most, of all sets. A change is taken whole or not; "
        f"together they may bring more or less. Of a "
        f"scheme of now stands the average: "
        "one euro more may bring less. Points are those of the eco-activities on the hectares rewarded.",
    )


_CENT = Decimal("0.01")
_CHANGE, _SCHEME = Text("wijziging", "change"), Text("regeling nu", "scheme now")
_COLUMNS = (
    Column("sort", Text("soort", "kind")),
    Column("rule", Text("regel", "rule")),
    Column("name", Text("naam", "name")),
    Column("public", Text("publiek geld per jaar (€)", "public money a year (€)"), "euro"),
    Column("paid", Text("voor bedrijven per jaar (€)", "for farms a year (€)"), "euro"),
    Column("hectares", Text("hectares beloond", "hectares rewarded"), "decimal"),
    Column("points", Text("punten", "points"), "decimal"),
    Column("farms", Text("bedrijven", "farms"), "whole"),
    Column("per_hectare", Text("per hectare (€)", "per hectare (€)"), "euro"),
    Column("per_point", Text("per punt (€)", "per point (€)"), "euro"),
    Column("for_hectares", Text("koop voor hectares", "buy for hectares"), "yes"),
    Column("for_points", Text("koop voor punten", "buy for points"), "yes"),
    Column("for_euros", Text("koop voor inkomen", "buy for income"), "yes"),
)
