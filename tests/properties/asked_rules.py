"""A farm of which much is asked (``asked``) as a profile and a rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, GrantRule, Payment, PaymentKind, Presence, Scheme, Tier
from calculator.domain.source import Series
from calculator.domain.undertaking import AidReceived, Merger, Split, Successor, Undertaking
from calculator.stacking.awarding import Question
from tests.builders import (
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    parcel,
    payment,
    relation,
    rulebook,
    scheme,
    series,
    text,
)  # fmt: skip
from tests.properties.asked import BOARDS, FIRST, HA, HERD, LAND, RESULT, TOWNS, Bound, Case, Pay

AID = "de_minimis_agri_1408_2013"
_FACT = {
    "provinces": "farm.province",
    "municipalities": "farm.municipality",
    "water_boards": "farm.water_board",
}


def question(case: Case) -> Question:
    return ask(profile(case), book(case), years=case.years)


def profile(case: Case) -> FarmProfile:
    """The farm; the measure of the contract lies on its first parcel too."""
    land = []
    for number, field in enumerate(case.fields):
        own = ["mk"] if case.contract is not None and not number else []
        measures = (*(f"m{n}" for n in field.names), *own)
        land.append(
            parcel(
                f"P{number}", Decimal(field.size) / HA, *measures, land_use=field.use, crop_code=field.crop
            )
        )
    facts: dict[str, object] = {_FACT[kind]: code for kind, code in case.place.items()}
    facts |= {} if case.herd is None else {HERD: Decimal(case.herd)}
    facts |= {} if case.result is None else {RESULT: Decimal(case.result)}
    return farm(*land, facts=facts, undertaking=_undertaking(case), contracts=tuple(_contracts(case)))


def _undertaking(case: Case) -> Undertaking:
    name = "Proefhoeve"
    own = name if case.split or case.merges else None
    aid = tuple(
        AidReceived(AID, a.day, Decimal(a.euros), None, "B" if a.theirs else own, a.activity)
        for a in case.aid
    )
    events: list[Merger | Split] = []
    if case.split is not None:
        day, own, other = case.split
        parts = Successor(name, ("melk",), Decimal(own)), Successor("C", ("akker",), Decimal(other))
        events.append(Split(day, name, parts))
    if case.merges is not None:
        events.append(Merger(case.merges, (name, "B"), name))
    return Undertaking((name,), aid, events=tuple(events))


def _contracts(case: Case) -> Iterator[Contract]:
    if case.contract is not None:
        one = case.contract
        line = ContractLine(
            "p", "P0", Decimal(case.fields[0].size) / HA, Decimal(one.rate) if one.how == "named" else None,
            indexation=one.rises or None,
        )  # fmt: skip
        yield Contract("province.x.k", date(one.since, 1, 1), date(one.until, 12, 31), (line,))


def book(case: Case) -> Rulebook:
    made = [_scheme(case, n, pay) for n, pay in case.pays.items()]
    if case.contract is not None:
        made.append(_of_contract(case))
    rows = [relation(f"province.x.{a}", t, f"province.x.{b}", parameter=p) for a, t, b, p in case.rows]
    rules = rulebook(*made, relations=rows, limits=list(_limits(case)))
    places = {
        "municipalities": {
            m: Code(m, text(m), {"province": p, "water_board": " ".join(own)})
            for m, (p, own) in TOWNS.items()
        },
        "provinces": {p: Code(p, text(p), {}) for p in sorted({p for p, _ in TOWNS.values()})},
        "water_boards": {b: Code(b, text(b), {}) for b in BOARDS},
    }
    return replace(rules, codelists={**rules.codelists, **places})


def _scheme(case: Case, name: str, pay: Pay) -> Scheme:
    figures: dict[str, object] = {"rate": pay.rate}
    conditions = []
    for number, bound in enumerate(pay.bounds):
        conditions.append(_condition(bound, f"asked_{number}"))
        if len({*bound.asked}) > 1:
            figures[f"asked_{number}"] = _by_year(bound.asked)
    kind, tiers = PaymentKind.FLAT, tuple[Tier, ...]()
    if steps := pay.bands or pay.tiers:
        kind = PaymentKind.BANDED if pay.bands else PaymentKind.TIERED
        tiers = tuple(Tier(f"step_{n}", start) for n, (start, _) in enumerate(steps))
        figures = {f"step_{n}": rate for n, (_, rate) in enumerate(steps)} | figures
        del figures["rate"]
    if pay.most is not None:
        figures["max_quantity"] = pay.most
    if pay.least is not None:
        figures["min_amount"] = pay.least
    unit = {"one": Unit.FARM, HERD: Unit.LIVESTOCK_UNIT}.get(pay.quantity, Unit.HECTARE)
    made = payment(
        "p", measures=[f"m{name}"] if name in LAND else [], figures=figures, kind=kind, tiers=tiers, unit=unit,
        quantity=pay.quantity, conditions=tuple(conditions), grant=GrantRule("annual", (7, 1)),
        indicator=RESULT if pay.tiers else None,
    )  # fmt: skip
    territory = {} if pay.where is None else pay.where
    return scheme(f"province.x.{name}", made, territory=territory, legal_basis=AID if pay.aid else "other")


def _condition(bound: Bound, figure_name: str) -> Condition:
    arguments: dict[str, object] = {}
    if bound.of is not None:
        arguments["of"] = {bound.of[0]: bound.of[1]}
    else:
        arguments["path"] = HERD
    if bound.within is not None:
        arguments["in"] = bound.within
    if len({*bound.asked}) > 1:
        arguments["figure"] = figure_name
    else:
        arguments["value"] = str(bound.asked[0])
    absent = Presence.PRESUME if bound.presumed else Presence.ASK
    return Condition(bound.kind, arguments, absent, text(bound.kind), ("S1",))


def _by_year(asked: tuple[Decimal, ...]) -> Series:
    return Series(
        tuple(
            figure(much, period=Period(date(FIRST + n, 1, 1), date(FIRST + n + 1, 1, 1)))
            for n, much in enumerate(asked)
        )
    )


def _of_contract(case: Case) -> Scheme:
    """A scheme that ended before the first year, so that nothing of it can be claimed anew."""
    assert case.contract is not None
    kind = {
        "named": PaymentKind.FLAT,
        "by year": PaymentKind.CONTRACT_YEAR,
        "by result": PaymentKind.TIERED,
        "by band": PaymentKind.BANDED,
    }[case.contract.how]
    steps = case.contract.steps
    made: Payment = payment(
        "p", measures=["mk"], kind=kind, term_years=6, indicator=RESULT if kind is PaymentKind.TIERED else None,
        tiers=tuple(Tier(f"step_{n}", start) for n, (start, _) in enumerate(steps)),
        figures={"rate": series(case.contract.rate)} | {f"step_{n}": rate for n, (_, rate) in enumerate(steps)},
    )  # fmt: skip
    return scheme("province.x.k", made, validity=Period(date(2000, 1, 1), date(FIRST, 1, 1)))


def _limits(case: Case) -> Iterator[Limit]:
    yield de_minimis(case.room)
    for number, (names, within, most) in enumerate(case.metres):
        counted = tuple(f"province.x.{n}" for n in names)
        yield limit(
            f"metres{number}",
            LimitKind.QUANTITY_CAP,
            figures={"cap": most},
            payments=counted,
            share_of=within,
        )
    if case.euros is not None:
        counted = tuple(f"province.x.{n}" for n in case.euros[0])
        figures = {"cap": case.euros[1]}
        yield limit("euros", LimitKind.AMOUNT_CAP, figures=figures, payments=counted, cap_per=case.each)
