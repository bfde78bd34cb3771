"""The published relation rows and limits, read from their files again: what they say of claims, in the words of docs/rules.md.

Nothing here is of the engine. Of a claim it looks at what would be paid by itself: the payment, its groups, basis and place.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import yaml

from calculator.domain.claim import Claim

RULES = Path(__file__).parents[3] / "rules"
FARM = "farm"
#: Two of these that nobody has published anything of are unknown.
UNKNOWN_GROUPS = frozenset({"eco-activity", "anlb", "credit-sale"})
#: Sharing these components is no double payment of costs.
NO_COSTS = frozenset({"price_premium", "result_bonus", "income_support"})


@dataclass(frozen=True)
class Row:
    """A row of a relation table."""

    id: str
    a: str
    b: str
    type: str
    quantity: str
    level: str
    start: date
    end: date | None
    article: str

    @property
    def rank(self) -> int:
        """A payment beats a scheme, which beats a group; both sides together."""
        return sum(2 if "#" in side else 0 if side.startswith("@") else 1 for side in (self.a, self.b))

    @property
    def directed(self) -> bool:
        return self.type in ("zero", "reduced", "requires", "net_of")

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def on(self, quantity: str) -> bool:
        return self.quantity in ("all", quantity)


@dataclass(frozen=True)
class Bound:
    """A version of a limit; figures are lists of (from, until, status, value or values)."""

    id: str
    kind: str
    start: date
    end: date | None
    article: str
    payments: tuple[str, ...]
    bases: frozenset[str]
    counts: frozenset[str]
    window: str
    window_years: int
    figures: Mapping[str, Sequence[Mapping[str, object]]]

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def figure(self, name: str, day: date) -> Mapping[str, Fraction] | None:
        """Its values by key (``""`` where it is one number); None where it is not known on the day."""
        for entry in self.figures.get(name, ()):
            start, end = _day(entry.get("from")), _day(entry.get("until"))
            known = entry.get("status") not in ("unknown", "historic")
            if known and (start is None or start <= day) and (end is None or day < end):
                values = entry.get("values") or {"": entry["value"]}
                assert isinstance(values, dict)
                return {key: Fraction(str(value)) for key, value in values.items()}
        return None

    def number(self, name: str, day: date) -> Fraction | None:
        found = self.figure(name, day)
        return None if found is None else found[""]

    def names(self, claim: Claim) -> bool:
        if claim.public and claim.legal_basis in self.bases:
            return True
        return any(named(x, claim.scheme, claim.payment, groups(claim)) for x in self.payments)

    def since(self, day: date) -> date:
        """The first day of the window that ends on a day."""
        if self.window == "fiscal_years":
            return date(day.year - self.window_years + 1, 1, 1)
        year = day.year - self.window_years
        return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


@lru_cache
def rows() -> tuple[Row, ...]:
    found, corrected = dict[str, Row](), set[str]()
    for path in sorted(RULES.glob("relations/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for r in csv.DictReader(file):
                start = _day(r["valid_from"])
                assert start is not None
                corrected.add(r.get("corrects") or "")
                found[r["id"]] = Row(
                    r["id"], r["a"], r["b"], r["type"], r["quantity"], r["level"], start,
                    _day(r["valid_until"]), r["article"],
                )  # fmt: skip
    return tuple(row for row in found.values() if row.id not in corrected)


@lru_cache
def bounds() -> tuple[Bound, ...]:
    found = list[Bound]()
    for folder in sorted(RULES.glob("limits/*")):
        texts = {
            # All as text: BaseLoader makes nothing of it.
            p.name: yaml.load(p.read_text("utf-8"), yaml.BaseLoader)
            for p in folder.glob("*.yaml")
        }
        corrected = {text.get("corrects") for text in texts.values()}
        for name, text in sorted(texts.items()):
            if name not in corrected:
                found.append(_bound(text))
    return tuple(found)


def _bound(text: Mapping[str, object]) -> Bound:
    def many(key: str) -> tuple[str, ...]:
        found = text.get(key) or ()
        assert isinstance(found, list | tuple)
        return tuple(map(str, found))

    start, figures = _day(text["valid_from"]), text["figures"]
    assert start is not None
    assert isinstance(figures, dict)
    return Bound(
        str(text["limit"]), str(text["kind"]), start, _day(text.get("valid_until")), str(text["article"]),
        many("payments"), frozenset(many("legal_bases")), frozenset(many("counts")),
        str(text.get("window") or ""), int(str(text.get("window_years") or 3)), figures,
    )  # fmt: skip


def named(side: str, scheme: str, payment: str, of: Iterable[str]) -> bool:
    if side.startswith("@"):
        return side[1:] in of
    return side in (scheme, f"{scheme}#{payment}")


def groups(claim: Claim) -> frozenset[str]:
    """Those of its file, and what it is in by itself."""
    found = {*claim.groups}
    if claim.value is not None:
        found.add("eco-activity")
    if claim.legal_basis == "cap_aecc_art70" and claim.piece != FARM:
        found.add("anlb")
    if claim.legal_basis == "credit_sale":
        found.add("credit-sale")
    return frozenset(found)


def names(side: str, claim: Claim) -> bool:
    return named(side, claim.scheme, claim.payment, groups(claim))


@dataclass(frozen=True)
class Between:
    """What holds of two claims: the strongest rows, with which of the two stands on side a (0 or 1)."""

    rows: tuple[tuple[Row, int], ...] = ()
    unpublished: bool = False

    def of(self, *types: str) -> list[tuple[Row, int]]:
        return [(row, side) for row, side in self.rows if row.type in types]


@lru_cache(maxsize=200_000)
def _between(x: tuple[object, ...], y: tuple[object, ...], day: date) -> Between:
    (xs, xp, xg, xc, xpub), (ys, yp, yg, yc, ypub) = x, y
    found = list[tuple[Row, int]]()
    for row in rows():
        if row.holds(day):
            ahead = named(row.a, xs, xp, xg) and named(row.b, ys, yp, yg)
            back = named(row.a, ys, yp, yg) and named(row.b, xs, xp, xg)
            found += [(row, 0)] * ahead + [(row, 1)] * (back and (row.directed or not ahead))
    if found:
        most = max(row.rank for row, _ in found)
        return Between(tuple(x for x in found if x[0].rank == most))
    if (xs, xp) == (ys, yp):
        return Between()
    shared = ({*xc} & {*yc}) - NO_COSTS
    costs = bool(xpub and ypub and xs != ys and shared)
    return Between((), costs or bool(UNKNOWN_GROUPS & xg and UNKNOWN_GROUPS & yg))


def between(x: Claim, y: Claim, day: date) -> Between:
    return _between(_key(x), _key(y), day)


def _key(claim: Claim) -> tuple[object, ...]:
    return claim.scheme, claim.payment, groups(claim), claim.cost_components, claim.public


def apart(x: Claim, y: Claim, day: date, reading: str = "expected") -> list[tuple[Row | None, str]]:
    """By which rows two claims exclude each other, and how far each reaches: unit, parcel or farm."""
    pair = between(x, y, day)
    types = ("exclusive",) if reading == "high" else ("exclusive", "unknown")
    found: list[tuple[Row | None, str]] = [(row, reach(row.level, x, y)) for row, _ in pair.of(*types)]
    if pair.unpublished and reading != "high":
        found.append((None, reach("unit", x, y)))
    return found


def reach(level: str, x: Claim, y: Claim) -> str:
    """How far a row of a level reaches between two: a payment for the farm meets one on land wherever that lies."""
    if (x.piece == FARM) != (y.piece == FARM):
        return "farm"
    if x.piece == FARM:
        return "unit"
    return {"contract": "farm"}.get(level, level)


def near(how_far: str, x: Claim, y: Claim) -> bool:
    if how_far == "unit":
        return x.piece == y.piece
    return how_far == "farm" or x.place == y.place


def hectares(claim: Claim) -> Fraction | None:
    """How much ground a unit of it is; None of what is paid by the metre or the piece, or for the farm."""
    if claim.piece == FARM:
        return None
    return {"ha": Fraction(1), "m2": Fraction(1, 10_000)}.get(claim.unit.value)
