"""Small farms under the rules as they are published, drawn by a seed and steered to rows of which both sides qualify.

A farm begins with two payments that a row in force names, and some more that go with them. It is given what their conditions ask:
a province, a collective, a dairy, answers, numbers, and land with their measures, mostly on the same ground.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, Scheme
from tests.properties.shipped.land import Land
from tests.properties.shipped.law import Row, named

Wanted = tuple[Scheme, Payment]


@dataclass(frozen=True)
class Asked:
    """A farm document, the day on which it is asked, and for how many years."""

    document: dict[str, object]
    on: date
    years: int


@dataclass
class _Facts:
    """What a farm says of itself, as payments ask it; a payment that asks otherwise than those before it is left out."""

    known: dict[str, object] = field(default_factory=dict)
    parcel: dict[str, str] = field(default_factory=dict)
    element: dict[str, str] = field(default_factory=dict)

    def takes(self, asked: Mapping[str, object]) -> bool:
        if any(self.known.get(path, value) != value for path, value in asked.items()):
            return False
        self.known.update(asked)
        return True


def drawn(seed: int, rules: Rulebook, rows: Sequence[Row]) -> Asked:
    """A farm; ``rows`` are those that it may be steered to."""
    return Drawing(random.Random(seed), rules, rows).asked()


def on_row(seed: int, rules: Rulebook, row: Row) -> Asked:
    """A farm on a day on which the row is in force, with a payment of either side."""
    return Drawing(random.Random(seed), rules, [row], row).asked()


#: Years in which farms are drawn; a row that ended earlier has one in its last year.
_FIRST, _LAST = 2023, 2027
_NUMBERS = ("fact_at_least", "fact_at_most", "fact_above", "fact_below")


class Drawing(Land):
    def __init__(
        self, dice: random.Random, rules: Rulebook, rows: Sequence[Row], on: Row | None = None
    ) -> None:
        self.dice, self.rules = dice, rules
        first, last = _FIRST, _LAST
        if on is not None:
            first = min(on.start.year + (on.start > date(on.start.year, 2, 1)), _LAST)
            last = min(_LAST, (on.end - timedelta(days=1)).year if on.end else _LAST)
            first = min(max(first, _FIRST), last)
        self.on = date(dice.randint(first, last), *dice.choice(((7, 1), (7, 1), (2, 1), (12, 20))))
        self.years = dice.choice((1, 1, 2, 3))
        in_force = [row for row in rows if row.holds(self.on)]
        self.row = dice.choice(in_force) if on is None and dice.random() < 0.85 else on
        every = [(s, p) for s in rules.schemes_on(self.on) for p in s.payments]
        self.all = [(s, p) for s, p in every if self._payable(p)]
        #: What nobody has published an amount of: a farm has it under a contract, which names one.
        self.unpriced = [(s, p) for s, p in every if on is not None and not self._payable(p)]
        self.facts = _Facts()

    def _payable(self, payment: Payment) -> bool:
        """Whether some figure of it is known on the day."""
        found = (series.on(self.on) for series in payment.figures.values())
        return any(
            figure is not None and figure.status.value not in ("unknown", "historic") for figure in found
        )

    def asked(self) -> Asked:
        wanted = [one for one in self._wanted() if self._goes_with(*one)]
        document = {
            "profile": "stapelwijzer-farm-1",
            "year": self.on.year,
            "farm": {"name": "Proefhoeve"},
            "undertaking": self._undertaking(),
        }
        parcels, elements = self._land([one for one in wanted if one[1].level is Level.UNIT])
        document |= {"parcels": parcels, "elements": elements}
        agreed = [self._agreed(*one, [*parcels, *elements]) for one in wanted if one in self.unpriced]
        document["contracts"] = [*filter(None, agreed), *self._contracts(wanted, parcels)]
        for path, value in self._answers(wanted).items():
            _put(document, path, value)
        return Asked(document, self.on, self.years)

    def _wanted(self) -> Iterator[Wanted]:
        if self.row is not None:
            for side in (self.row.a, self.row.b):
                payable, unpriced = (
                    [(s, p) for s, p in of if named(side, s.id, p.id, p.groups)]
                    for of in (self.all, self.unpriced)
                )
                if named_by := payable or unpriced:
                    yield self.dice.choice(named_by)
        collective = [x for x in self.all if x[0].id.startswith("national.anlb.")]
        eco = [x for x in self.all if x[0].id == "national.rvo.eco-regeling" and x[1].measures]
        national = [x for x in self.all if x[0].id.startswith("national.rvo.")]
        for _ in range(self.dice.randint(0, 5)):
            among = self.dice.choice((self.all, collective, eco, national))
            if among:
                yield self.dice.choice(among)

    def _goes_with(self, scheme: Scheme, payment: Payment) -> bool:
        asked: dict[str, object] = {}
        lists = {
            "provinces": "province",
            "water_boards": "water_board",
            "municipalities": "municipality",
            "collectives": "collective",
        }
        for name, fact in lists.items():
            if codes := scheme.territory.get(name):
                asked[f"farm.{fact}"] = codes[0]
        for condition in (*scheme.conditions, *payment.conditions):
            if condition.kind == "fact_is":
                one_of = condition.arguments["one_of"]
                assert isinstance(one_of, tuple)
                asked[str(condition.arguments["path"])] = one_of[0]
        return self.facts.takes(asked)

    # What is asked in numbers and in yes and no.

    def _answers(self, wanted: Sequence[Wanted]) -> dict[str, object]:
        """An answer to all that any rule asks; of what no wanted payment asks only now and then."""
        found = {p: v for p, v in self.facts.known.items() if not p.startswith("finance.")}
        found.setdefault("farm.organic", self.dice.choice(("none", "none", "in_conversion", "certified")))
        found.setdefault("farm.type", "dairy")
        programmes = list[str]()
        for scheme, payment in self.all:
            mine = any(p is payment for _, p in wanted)
            for condition in (*scheme.conditions, *payment.conditions):
                self._answer(condition, payment, mine, found, programmes)
            paths = {payment.quantity, payment.indicator or "", payment.extra_quantity or ""}
            for path in sorted(p for p in paths if "." in p):
                if path not in found and self.dice.random() < (1 if mine else 0.15):
                    found[path] = self._number(path, payment)
        found["supply.programmes"] = sorted({*programmes})
        return found | self._finance(wanted)

    def _answer(
        self,
        condition: Condition,
        payment: Payment,
        mine: bool,
        found: dict[str, object],
        programmes: list[str],
    ) -> None:
        path = str(condition.arguments.get("path", ""))
        for each in _inside(condition):
            self._answer(each, payment, mine, found, programmes)
        if condition.kind == "declared":
            found.setdefault(path, "yes" if self.dice.random() < 0.96 else "no")
        elif condition.kind == "fact_includes" and mine:
            one_of = condition.arguments["one_of"]
            assert isinstance(one_of, tuple)
            programmes.append(str(one_of[0]))
        elif condition.kind in _NUMBERS and path not in found and (mine or self.dice.random() < 0.3):
            found[path] = self._number(path, payment)

    def _number(self, path: str, payment: Payment) -> object:
        dice = self.dice
        if path.endswith("milk_kg_year"):
            return str(dice.randint(50_000, 900_000))
        if path.endswith("grazing_hours_year"):
            return str(dice.choice((800, 1_600, 2_400, 2_600, 3_200)))
        if path.endswith("_eur"):
            return str(dice.choice((dice.randint(100, 5_000), dice.randint(5_000, 90_000))))
        if path.endswith("_m2"):
            return str(dice.randint(4_000, 80_000))
        if path.endswith("_gve"):
            return str(Decimal(dice.randint(3, 1_200)) / 10)
        if path.endswith("punten"):
            return str(dice.randint(50, 6_000))
        return str(dice.randint(1, 12) if payment.tiers or "nest" in path else dice.randint(1, 400))

    def _finance(self, wanted: Sequence[Wanted]) -> dict[str, object]:
        found: dict[str, object] = {}
        for _, payment in wanted:
            if lender := payment.parties.get("lender"):
                balance = str(self.dice.randint(500_000, 3_000_000))
                found["finance.loans"] = [
                    {"lender": lender, "balance_eur": balance, "sustainability_score": "A"}
                ]
            if lessor := payment.parties.get("lessor"):
                rent = str(self.dice.randint(1_000, 20_000))
                found["finance.leases"] = [{"lessor": lessor, "area_ha": "1", "rent_eur_year": rent}]
        return found

    def _undertaking(self) -> dict[str, object]:
        dice = self.dice
        aid = []
        for _ in range(dice.choice((0, 0, 1, 2, 3))):
            day = date(
                dice.randint(self.on.year - 4, self.on.year + 1), dice.randint(1, 12), dice.randint(1, 28)
            )
            basis = dice.choice(
                ("de_minimis_agri_1408_2013",) * 4 + ("unknown", "de_minimis_general_2023_2831")
            )
            given = {
                "legal_basis": basis, "grant_date": str(day), "payer": f"gever {len(aid)}",
                "amount_eur": str(dice.choice((dice.randint(100, 9_000), dice.randint(9_000, 49_000)))),
            }  # fmt: skip
            if dice.random() < 0.5:
                given["enterprise"] = dice.choice(("Proefhoeve", "Zuster BV", "Neef BV"))
            aid.append(given)
        links = [
            {"parent": "Proefhoeve", "child": "Zuster BV", "voting_pct": str(dice.choice((50, 51, 80)))},
            {"parent": "Proefhoeve", "child": "Neef BV", "voting_pct": "20"},
        ]
        return {"members": ["Proefhoeve"], "aid_received": aid, "links": links}

    def _agreed(
        self, scheme: Scheme, payment: Payment, places: Sequence[dict[str, object]]
    ) -> dict[str, object] | None:
        """A contract that runs and says what is paid, where its measure is drawn."""
        key = {"m": "length_m", "ha": "area_ha", "m2": "area_m2"}.get(payment.unit.value, "count")
        here = [
            (x["id"], m[key])
            for x in places
            for m in _measures(x)
            if m["code"] in payment.measures and key in m
        ]
        if payment.level is not Level.UNIT:
            here = [("farm", str(self.dice.randint(1, 9)))]
        if not here:
            return None
        place, much = self.dice.choice(here)
        rate = Decimal(self.dice.randint(10, 2_000)) / (100 if payment.unit.value in ("m", "m2") else 1)
        line = {"package": payment.id, "unit": place, "quantity": much, "rate_eur": str(rate)}
        start, until = date(self.on.year - 1, 1, 1), date(self.on.year + self.dice.choice((0, 3)), 12, 31)
        lines = [line | {"notice_given": True}]
        return {"scheme": scheme.id, "from": str(start), "until": str(until), "lines": lines}

    def _contracts(
        self, wanted: Sequence[Wanted], parcels: Sequence[dict[str, object]]
    ) -> list[dict[str, object]]:
        """Now and then a commitment that runs already, on ground where its measure is drawn."""
        found = list[dict[str, object]]()
        for scheme, payment in wanted:
            here = [
                (p["id"], m["area_ha"])
                for p in parcels
                for m in _measures(p)
                if m["code"] in payment.measures
            ]
            if payment.term_years and payment.quantity == "area" and here and self.dice.random() < 0.3:
                place, much = self.dice.choice(here)
                rate = {"rate_eur": str(self.dice.randint(10, 2_000))} if self.dice.random() < 0.5 else {}
                line = {"package": payment.id, "unit": place, "quantity": much} | rate
                start, end = (
                    date(self.on.year - 2, 1, 1),
                    date(self.on.year + self.dice.choice((0, 1, 4)), 12, 31),
                )
                found.append({"scheme": scheme.id, "from": str(start), "until": str(end), "lines": [line]})
        return found


def _measures(place: dict[str, object]) -> list[dict[str, object]]:
    found = place["measures"]
    assert isinstance(found, list)
    return found


def _inside(condition: Condition) -> Sequence[Condition]:
    found = condition.arguments.get("conditions", ())
    assert isinstance(found, tuple | list)
    return found


def _put(document: dict[str, object], path: str, value: object) -> None:
    here = document
    *above, last = path.split(".")
    for key in above:
        within = here.setdefault(key, {})
        assert isinstance(within, dict)
        here = within
    here[last] = value
