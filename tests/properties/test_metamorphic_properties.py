"""What an award may not hang on: the year in which all of it happens, what anything is called, how much a euro or hectare is.

And a question that is answered pays no more than it said that it could. ``test_invariants.py`` has splitting and loosening.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TypeVar

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import ContractLine, FarmProfile, Measure
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import Condition, Payment, Presence, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import Question, award
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError
from tests.builders import text
from tests.properties.odd import FARM, LAND, drawn, name

T = TypeVar("T")


def told(question: Question) -> Award | None:
    """The award; None where running contracts cannot be kept."""
    try:
        return award(question)
    except (NoLawfulAwardError, ContradictoryCommitmentsError):
        return None


def near(one: Award | None, other: Award | None, times: int = 1, step: int = 1) -> bool:
    """Whether the other pays so many times as much, but for a cent (or what a whole step may be worth) per line."""
    if one is None or other is None:
        return one is other
    lines = sum(len(y.lines) for a in (one, other) for y in a.years) + 2
    return abs(other.total - times * one.total) <= (1 if times == 1 else times + 1) * step * lines


def rebuilt(whole: T, leaf: Callable[[object], object]) -> T:
    """A value of frozen parts with every date and text in it as ``leaf`` has them."""
    return _rebuilt(whole, leaf)  # type: ignore[return-value]


def _rebuilt(part: object, leaf: Callable[[object], object]) -> object:
    if isinstance(part, date | str):
        return leaf(part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part, **{f.name: _rebuilt(getattr(part, f.name), leaf) for f in fields(part) if f.init}
        )
    if isinstance(part, tuple):
        return tuple(_rebuilt(each, leaf) for each in part)
    if isinstance(part, Mapping):
        return {_rebuilt(key, leaf): _rebuilt(value, leaf) for key, value in part.items()}
    return part


def later(question: Question, years: int) -> Question:
    """All of it so many years later: profile, rules and the day."""

    def moved(leaf: object) -> object:
        return leaf.replace(year=leaf.year + years) if isinstance(leaf, date) else leaf

    profile = replace(rebuilt(question.profile, moved), year=question.profile.year + years)
    return replace(
        question,
        profile=profile,
        rulebook=rebuilt(question.rulebook, moved),
        on=question.on.replace(year=2026 + years),
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_same_some_years_later_pays_the_same(seed: int) -> None:
    question = drawn(seed)
    for years in (1, 4):
        now, then = told(question), told(later(question, years))
        assert near(now, then), (seed, years)
        assert now is None or then is None or _kinds(now, 0) == _kinds(then, years), (seed, years)


def _kinds(found: Award, years: int) -> tuple[object, ...]:
    """What is refused and open, and the classes that are reached."""
    refused = sorted((r.payment, r.scheme, r.place, r.year - years) for r in found.refusals)
    return refused, [(c.name, c.year - years) for c in found.classes], found.certificate.status


def renamed(question: Question, dice: random.Random) -> Question:
    """Schemes of land and farm, parcels and relations under other names, in another order."""
    new = dice.sample(range(50), len(LAND + FARM))
    names = {name(old): f"province.x.k{n}" for old, n in zip(LAND + FARM, new, strict=True)}
    names |= dict(
        zip((p.id for p in question.profile.parcels), dice.sample(("Z", "A9", "M", "b"), 4), strict=False)
    )
    turned = count(100, -1)

    def called(leaf: object) -> object:
        return names.get(leaf, leaf) if isinstance(leaf, str) else leaf

    rules = rebuilt(question.rulebook, called)
    rules = replace(
        rules,
        schemes=tuple(sorted(rules.schemes, key=lambda s: (s.id, s.validity))),
        relations=tuple(replace(r, id=f"{next(turned)}") for r in rules.relations),
    )
    return replace(question, profile=rebuilt(question.profile, called), rulebook=rules)


@pytest.mark.parametrize("seed", range(3))
def test_other_names_pay_the_same(seed: int) -> None:
    question = drawn(seed)
    one, other = told(question), told(renamed(question, random.Random(seed)))
    assert near(one, other), seed
    assert one is None or other is None or abs(one.high - other.high) <= 2 * len(one.years) * 8, seed


def times(figures: Mapping[str, Series], names: tuple[str, ...], by: int | Decimal) -> dict[str, Series]:
    """The figures of these names so many times as high."""

    def raised(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
        return {key: value * by for key, value in values.items()}

    return {
        which: Series(
            tuple(
                replace(f, values=raised(f.values), low=raised(f.low), high=raised(f.high))
                for f in series.figures
            )
            if which in names
            else series.figures
        )
        for which, series in figures.items()
    }


def scaled(question: Question, by: int, *, land: bool) -> Question:
    """All land so many times as large, with what is counted in hectares or for the whole farm; or all money."""

    def payment(p: Payment) -> Payment:
        of_farm = p.quantity == "one" and p.id == "p"
        named = ("max_quantity", "rate") if of_farm else ("max_quantity",)
        return replace(p, figures=times(p.figures, named if land else ("rate",), by))

    def limit(x: Limit) -> Limit:
        fixed = LimitKind.PER_HECTARE if land else LimitKind.QUANTITY_CAP
        return (
            x if x.kind is fixed else replace(x, figures=times(x.figures, ("ceiling", "cap", "minimum"), by))
        )

    rules = question.rulebook
    return replace(
        question,
        profile=_farm(question.profile, by if land else 1, 1 if land else by, by),
        rulebook=replace(
            rules,
            schemes=tuple(replace(s, payments=tuple(map(payment, s.payments))) for s in rules.schemes),
            limits=tuple(map(limit, rules.limits)),
            relations=tuple(
                replace(r, parameter=(r.parameter or 0) * by)
                if r.type is RelationType.SUM_CAPPED and not (land and _per_unit(r.a, r.b, r.level))
                else r
                for r in rules.relations
            ),
        ),
    )


def _farm(profile: FarmProfile, much: int, dear: int, by: int) -> FarmProfile:
    """The farm with so many times the land, the costs and contracted rates, and the aid received."""

    def laid(m: Measure) -> Measure:
        cost, lost = (x and x * dear for x in (m.cost_eur, m.income_forgone_eur))
        return replace(m, quantity=m.quantity * much, cost_eur=cost, income_forgone_eur=lost)

    def line(x: ContractLine) -> ContractLine:
        return replace(x, quantity=x.quantity * much, rate_eur=x.rate_eur and x.rate_eur * dear)

    received = tuple(replace(g, amount_eur=g.amount_eur * by) for g in profile.undertaking.aid_received or ())
    return replace(
        profile,
        parcels=tuple(
            replace(p, area_ha=p.area_ha * much, measures=tuple(map(laid, p.measures)))
            for p in profile.parcels
        ),
        contracts=tuple(replace(c, lines=tuple(map(line, c.lines))) for c in profile.contracts),
        undertaking=replace(profile.undertaking, aid_received=received),
    )


def _per_unit(a: str, b: str, level: str) -> bool:
    """Whether a sum is capped per hectare of ground, not in all."""
    return level == "unit" and not {a[-1], b[-1]} & {*FARM}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("land", [False, True])
def test_three_times_the_euros_or_the_land_pay_three_times_as_much(seed: int, land: bool) -> None:
    question = drawn(seed)
    # A square metre may be worth some cents.
    assert near(told(question), told(scaled(question, 3, land=land)), 3, step=8 if land else 1), seed


def by_square_metre(question: Question, dice: random.Random) -> Question:
    """Some payments on land by the square metre, at a ten-thousandth of their rates."""
    some = {name(letter) for letter in LAND if dice.random() < 0.5}

    def scheme_of(s: Scheme) -> Scheme:
        return replace(s, payments=tuple(map(paid, s.payments))) if s.id in some else s

    def paid(p: Payment) -> Payment:
        figures = times(times(p.figures, ("rate",), 1 / Decimal(M2_PER_HA)), ("max_quantity",), M2_PER_HA)
        return replace(p, unit=Unit.SQUARE_METRE, figures=figures)

    def row_of(r: Relation) -> Relation:
        by_unit = r.parameter is not None and r.type is RelationType.SUM_CAPPED and r.a in some
        return (
            replace(r, parameter=r.parameter / M2_PER_HA) if by_unit and _per_unit(r.a, r.b, r.level) else r
        )

    def limit_of(x: Limit) -> Limit:
        cut = x.kind is LimitKind.QUANTITY_CAP and x.payments[0] in some
        return replace(x, figures=times(x.figures, ("cap",), M2_PER_HA)) if cut else x

    def line(x: ContractLine) -> ContractLine:
        rate = None if x.rate_eur is None else x.rate_eur / M2_PER_HA
        return replace(x, quantity=x.quantity * M2_PER_HA, rate_eur=rate)

    rules, profile = question.rulebook, question.profile
    contracts = (
        replace(c, lines=tuple(map(line, c.lines))) if c.scheme in some else c for c in profile.contracts
    )
    rules = replace(
        rules,
        schemes=tuple(map(scheme_of, rules.schemes)),
        relations=tuple(map(row_of, rules.relations)),
        limits=tuple(map(limit_of, rules.limits)),
    )
    return replace(question, rulebook=rules, profile=replace(profile, contracts=tuple(contracts)))


@pytest.mark.parametrize("seed", range(3))
def test_by_the_square_metre_as_much_is_paid_as_by_the_hectare(seed: int) -> None:
    question = drawn(seed)
    assert near(told(question), told(by_square_metre(question, random.Random(seed)))), seed


def asking(question: Question, dice: random.Random) -> Question:
    """Some payments ask a fact each that the farm does not give."""
    kinds = {
        "fact_is": lambda n: {"path": f"farm.{n}", "one_of": ("yes",)},
        "declared": lambda n: {"path": f"declared.{n}"},
        "fact_at_least": lambda n: {"path": f"indicators.{n}", "value": "5"},
    }
    schemes = []
    for s in question.rulebook.schemes:
        if s.id.startswith("province") and dice.random() < 0.3:
            kind = dice.choice(sorted(kinds))
            asked = Condition(kind, kinds[kind](s.id[-1]), Presence.ASK, text("a fact"), ())
            s = replace(s, payments=tuple(replace(p, conditions=(*p.conditions, asked)) for p in s.payments))
        schemes.append(s)
    return replace(question, rulebook=replace(question.rulebook, schemes=tuple(schemes)))


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_pays_no_more_than_its_question_said_and_a_denial_changes_nothing(seed: int) -> None:
    question = asking(drawn(seed), random.Random(seed))
    now = told(question)
    # What nobody has published of a pair the farm cannot answer.
    paths = {p for o in now.open for p in o.paths if not p.startswith("relation:")} if now else ()
    for path in sorted(paths):
        number = path.startswith("indicators")
        filled = {
            x: {**question.profile.facts, path: x}
            for x in ((Decimal(7), Decimal(1)) if number else ("yes", "no"))
        }
        yes, no = (
            told(replace(question, profile=replace(question.profile, facts=f))) for f in filled.values()
        )
        assert near(now, no), (seed, path)
        if now is None or yes is None:
            continue
        assert yes.total >= now.total - sum(len(y.lines) for y in yes.years) - 2, (seed, path)
        assert not any(path in o.paths for o in yes.open), (seed, path)
        said = {(o.scheme, o.place, o.year): 0 for o in now.open}
        for o in now.open:
            said[o.scheme, o.place, o.year] += o.could_pay_cents or 10**9
        for key, most in said.items():
            paid = [
                x.amount
                for y in yes.years
                for x in y.lines
                if (x.claim.scheme, x.claim.place, y.year) == key and x.claim.demand is None
            ]
            assert sum(paid) <= most + len(paid), (seed, path, key)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 2_000, 50))
def test_nothing_hangs_on_years_names_sizes_or_what_is_denied_on_a_thousand_farms(start: int) -> None:
    for seed in range(start, start + 50):
        test_the_same_some_years_later_pays_the_same(seed)
        test_other_names_pay_the_same(seed)
        test_by_the_square_metre_as_much_is_paid_as_by_the_hectare(seed)
        test_three_times_the_euros_or_the_land_pay_three_times_as_much(seed, land=False)
        test_three_times_the_euros_or_the_land_pay_three_times_as_much(seed, land=True)
        test_an_answer_pays_no_more_than_its_question_said_and_a_denial_changes_nothing(seed)
