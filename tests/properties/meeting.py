"""Two payments of any kind that meet under one row, on a farm of three square metres, and the most that can lawfully be paid.

Every way to lay claims is tried, and paid by the words of ``docs/rules.md``; it knows no stack, row or solver.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, Payment, PaymentKind, Scheme
from tests.builders import farm, parcel, payment, relation, rulebook, scheme

T, Q = RelationType, Quantity
HA = 10_000
ECO = "national.rvo.eco"
#: By the parcel they lie on: two square metres, and one.
METRES = ("P1", "P1", "P2")
KINDS = ("land", "contract", "running", "activity", "farm", "per hectare", "grant", "held", "premium")
ON_LAND = frozenset(KINDS[:4])
#: What a class asks, per hectare of the farm: value in euros, and points.
CLASSES = {"brons": (20, 1), "goud": (60, 1)}


@dataclass(frozen=True)
class Meeting:
    """The kinds of two payments and the row from the first to the second.

    Euros (per square metre where it is on land or by the hectare), what an activity scores, what the classes pay, and what a
    payment for the farm brings that the second excludes (0: there is none).
    """

    kinds: tuple[str, str]
    type: RelationType
    quantity: Quantity
    level: Level
    parameter: Decimal | None
    euros: tuple[int, int]
    values: tuple[int, int, int]
    points: tuple[int, int, int]
    premium: Mapping[str, int]
    rival: int = 0

    @property
    def names(self) -> tuple[str, str]:
        """How rows name the two."""
        return _ref(self.kinds[0], 0), _ref(self.kinds[1], 1)


def _ref(kind: str, nth: int) -> str:
    if kind == "premium":
        return f"{ECO}#premie"
    return f"{ECO}#x{nth}" if kind == "activity" else f"province.x.{'ab'[nth]}#p"


def drawn(
    dice: random.Random, kinds: tuple[str, str], type: RelationType, quantity: Quantity, level: Level
) -> Meeting:
    """Amounts and scores for two kinds and a row."""
    parameter = {
        T.REDUCED: Decimal(dice.randint(0, 9)) / 10,
        T.SUM_CAPPED: Decimal(dice.choice((0, dice.randint(1, 40)))),
    }.get(type)
    return Meeting(
        kinds,
        type,
        quantity,
        level,
        parameter,
        (dice.randint(1, 30), dice.randint(1, 30)),
        (dice.randint(0, 90), dice.randint(0, 90), dice.choice((0, 30))),
        (dice.randint(0, 3), dice.randint(0, 3), dice.choice((0, 1))),
        {"brons": dice.randint(1, 20), "goud": dice.randint(21, 60)},
        dice.choice((0, dice.randint(1, 60))),
    )


def question(meeting: Meeting, *, without: bool = False) -> tuple[FarmProfile, Rulebook]:
    """The farm and its rules; ``without`` the row."""
    made, eco = list[Scheme](), [_activity("x2", "m2", meeting, 2), _premium(meeting)]
    held = list[Contract]()
    for nth, kind in enumerate(meeting.kinds):
        if kind == "activity":
            eco.append(_activity(f"x{nth}", f"m{nth}", meeting, nth))
        elif kind != "premium":
            made.append(scheme(f"province.x.{'ab'[nth]}", _payment(kind, nth, meeting.euros[nth])))
        if kind in ("running", "held"):
            held.append(_contract(kind, nth, meeting.euros[nth]))
    codes = [f"m{nth}" for nth, kind in enumerate(meeting.kinds) if kind in ON_LAND]
    everywhere = [c for c in codes if meeting.kinds[int(c[1])] != "running"]
    land = parcel("P1", "0.0002", *codes, "m2"), parcel("P2", "0.0001", *everywhere, "m2")
    rows = [] if without else [row(meeting)]
    if meeting.rival:
        made.append(scheme("province.x.c", payment("p", figures={"rate": meeting.rival})))
        rows.append(relation("province.x.c#p", T.EXCLUSIVE, meeting.names[1], level=Level.FARM))
    return farm(*land, contracts=tuple(held)), rulebook(scheme(ECO, *eco), *made, relations=tuple(rows))


def row(meeting: Meeting) -> Relation:
    """The row between the two, as it would stand in a table."""
    a, b = meeting.names
    made = relation(a, meeting.type, b, level=meeting.level, quantity=meeting.quantity)
    on_ground = meeting.level is Level.UNIT and set(meeting.kinds) <= ON_LAND
    each = HA if meeting.type is T.SUM_CAPPED and on_ground else 1
    return replace(made, parameter=None if meeting.parameter is None else meeting.parameter * each)


def _activity(name: str, code: str, meeting: Meeting, nth: int) -> Payment:
    figures = {"points": {"klimaat": meeting.points[nth]}, "value": meeting.values[nth]}
    return payment(name, measures=[code], kind=PaymentKind.ACTIVITY, figures=figures)


def _premium(meeting: Meeting) -> Payment:
    return payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha", unit=Unit.HECTARE,
        figures={
            "rate": {name: euros * HA for name, euros in meeting.premium.items()},
            "threshold": {name: value for name, (value, _) in CLASSES.items()},
            "entry": {"1.klimaat": CLASSES["brons"][1]},
        },
    )  # fmt: skip


def _payment(kind: str, nth: int, euros: int) -> Payment:
    if kind in ON_LAND:
        term = 6 if kind in ("contract", "running") else None
        return payment("p", measures=[f"m{nth}"], figures={"rate": euros * HA}, term_years=term)
    if kind == "per hectare":
        figures = {"rate": euros * HA}
        return payment("p", quantity="subsidiable_ha", unit=Unit.HECTARE, figures=figures)
    if kind == "grant":
        return payment("p", figures={"rate": euros}, term_years=3, grant=GrantRule("multi_year", (7, 1)))
    return payment("p", figures={"rate": euros}, term_years=6 if kind == "held" else None)


def _contract(kind: str, nth: int, euros: int) -> Contract:
    unit, much = ("P1", "0.0002") if kind == "running" else ("farm", "1")
    rate = Decimal(euros * HA if kind == "running" else euros)
    line = ContractLine("p", unit, Decimal(much), rate)
    return Contract(f"province.x.{'ab'[nth]}", date(2024, 1, 1), date(2029, 12, 31), (line,))


@dataclass(frozen=True)
class _Laid:
    """Which of the two lie on each square metre, and the third activity; which of the two the farm has."""

    on: tuple[frozenset[int], ...]
    farm: frozenset[int]


def best(meeting: Meeting, *, without: bool = False) -> Fraction | None:
    """Euros of the best lawful way; None where the contracts leave none."""
    found = [paid for laid in _ways(meeting) if (paid := _paid(meeting, laid, without)) is not None]
    return max(found, default=None)


def _ways(meeting: Meeting) -> Iterator[_Laid]:
    for on in product(*(list(_sets(meeting, place)) for place in METRES)):
        farms = [n for n in (0, 1) if meeting.kinds[n] not in ON_LAND]
        must = {n for n in farms if meeting.kinds[n] == "held"}
        for k in range(len(farms) + 1):
            for chosen in combinations(farms, k):
                if must <= set(chosen):
                    yield _Laid(on, frozenset(chosen))


def _sets(meeting: Meeting, place: str) -> Iterator[frozenset[int]]:
    here = [2] + [n for n in (0, 1) if meeting.kinds[n] in ON_LAND]
    here = [n for n in here if n == 2 or meeting.kinds[n] != "running" or place == "P1"]
    must = {n for n in here if n < 2 and meeting.kinds[n] == "running"}
    for k in range(len(here) + 1):
        for chosen in combinations(here, k):
            if must <= set(chosen):
                yield frozenset(chosen)


def _paid(meeting: Meeting, laid: _Laid, without: bool) -> Fraction | None:
    """Euros of the best class beside it; None where it is not lawful."""
    found = list[Fraction]()
    for name in (None, *CLASSES) if _has_class(meeting, laid) else (None,):
        if name is None and 0 <= _premium_at(meeting) <= 1 and _premium_at(meeting) in laid.farm:
            continue
        paid = _with_class(meeting, laid, name, without)
        if paid is not None:
            found.append(paid)
    return max(found, default=None)


def _premium_at(meeting: Meeting) -> int:
    return meeting.kinds.index("premium") if "premium" in meeting.kinds else -1


def _has_class(meeting: Meeting, laid: _Laid) -> bool:
    return "premium" not in meeting.kinds or _premium_at(meeting) in laid.farm


def _with_class(meeting: Meeting, laid: _Laid, name: str | None, without: bool) -> Fraction | None:
    scores = {
        c: [
            [Fraction(_score(meeting, c, n)) if n in on else Fraction(0) for on in laid.on] for n in (0, 1, 2)
        ]
        for c in ("value", "points")
    }
    money = [_money(meeting, laid, n, name) for n in (0, 1)]
    lost = Fraction(0)
    if not without:
        for scope in _scopes(meeting):
            taken = _lost(meeting, laid, scope, money, scores)
            if taken is None:
                return None
            lost += taken
    if name is not None:
        value, points = CLASSES[name]
        if sum(map(sum, scores["value"])) < value * len(METRES) or sum(
            map(sum, scores["points"])
        ) < points * len(METRES):
            return None
    own = 0 if "premium" in meeting.kinds or name is None else meeting.premium[name] * len(METRES)
    beside = 0 if 1 in laid.farm or any(1 in on for on in laid.on) else meeting.rival
    return sum(map(sum, money), Fraction(own + beside)) - lost


def _score(meeting: Meeting, channel: str, n: int) -> int:
    if n < 2 and meeting.kinds[n] != "activity":
        return 0
    return (meeting.values if channel == "value" else meeting.points)[n]


def _money(meeting: Meeting, laid: _Laid, n: int, name: str | None) -> list[Fraction]:
    """Euros by square metre; of a payment for the farm all on the first."""
    kind = meeting.kinds[n]
    if kind in ON_LAND:
        each = 0 if kind == "activity" else meeting.euros[n]
        return [Fraction(each if n in on else 0) for on in laid.on]
    if n not in laid.farm:
        return [Fraction(0)] * len(METRES)
    if kind == "premium":
        once = meeting.premium[name or ""] * len(METRES)
    else:
        once = meeting.euros[n] * (len(METRES) if kind == "per hectare" else 1)
    return [Fraction(once), Fraction(0), Fraction(0)]


def _scopes(meeting: Meeting) -> Sequence[Sequence[int]]:
    if not set(meeting.kinds) <= ON_LAND or meeting.level in (Level.FARM, Level.CONTRACT):
        return ((0, 1, 2),)
    return ((0,), (1,), (2,)) if meeting.level is Level.UNIT else ((0, 1), (2,))


def _lost(
    meeting: Meeting,
    laid: _Laid,
    scope: Sequence[int],
    money: list[list[Fraction]],
    scores: Mapping[str, list[list[Fraction]]],
) -> Fraction | None:
    """Euros that the row takes within a scope, with what it takes of scores gone; None where it forbids."""
    there = [n in laid.farm or any(n in laid.on[m] for m in scope) for n in (0, 1)]
    kind = meeting.type
    if kind is T.REQUIRES:
        return None if there[0] and not there[1] else Fraction(0)
    if not all(there):
        return Fraction(0)
    if kind in (T.EXCLUSIVE, T.UNKNOWN):
        return None
    a, b = (sum((money[n][m] for m in scope), Fraction(0)) for n in (0, 1))
    if kind is T.NET_OF:
        return min(a, b)
    if kind is T.SUM_CAPPED:
        each = sum(1 for m in scope if 0 in laid.on[m]) if _per_unit(meeting) else 1
        return max(Fraction(0), a + b - Fraction(meeting.parameter or 0) * each)
    lost = Fraction(0)
    share = 1 - Fraction(meeting.parameter or 0) if kind is T.REDUCED else Fraction(1)
    if meeting.quantity in (Q.MONEY, Q.ALL):
        lost += min(a, b) if kind is T.HIGHEST else share * a
    for channel in ("value", "points"):
        if meeting.quantity is Q.ALL or meeting.quantity.value == channel:
            mine = scores[channel]
            of = [sum((mine[n][m] for m in scope), Fraction(0)) for n in (0, 1)]
            loses = 0 if kind is not T.HIGHEST or of[0] < of[1] else 1
            for m in scope:
                mine[loses][m] *= 1 - share
    return lost


def _per_unit(meeting: Meeting) -> bool:
    return meeting.level is Level.UNIT and set(meeting.kinds) <= ON_LAND
