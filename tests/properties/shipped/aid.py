"""De minimis aid by the text: on every day on which something is granted, all that stands in the window of that day.

The version of the ceiling in force on the day counts (Regulations (EU) 1408/2013 and 2023/2831). A decision over years counts
at once, discounted to its day; what the first year pays follows from the choice, later years count in full. What a running
contract rests on fills the window too (docs/profile.md): each of its lines by a decision a year, or by one at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from math import ceil

from ortools.linear_solver import pywraplp

from calculator.domain.claim import Claim
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from tests.properties.shipped.law import Bound

#: A scheme, and the day on which it granted something.
Decision = tuple[str, date]
#: What a ceiling counts where it is public money.
BASES = ("unknown", "de_minimis_agri_1408_2013", "de_minimis_general_2023_2831")


class UnpricedError(Exception):
    """A contract on such a basis does not say what it pays."""


@dataclass(frozen=True)
class Granted:
    """Aid that the undertaking holds already: cents in each year of a decision over years, or in all.

    ``scheme`` and ``payers`` are of what a contract was granted; ``since`` is the day of the merger that brought it.
    """

    basis: str
    day: date
    paid: tuple[Fraction, ...]
    at_once: bool = False
    scheme: str = ""
    payers: frozenset[str] = frozenset()
    since: date = date.min

    def cents(self, rate: Fraction) -> int:
        """What it weighs at a yearly discount rate."""
        later = ((1 + rate) ** n if self.at_once else 1 for n in range(1, len(self.paid) + 1))
        return ceil(sum((each / much for each, much in zip(self.paid, later, strict=True)), Fraction(0)))


def held(document: Mapping[str, object], rules: Rulebook) -> list[Granted]:
    """What counts: aid received, and what contracts were granted that is not told there. Raises UnpricedError."""
    return [*_received(document), *_behind_contracts(document, rules)]


def basis_of(scheme: Scheme, payment: Payment) -> str:
    public = scheme.payer_is_public or scheme.state_resources
    return payment.legal_basis or scheme.legal_basis if public else "private"


def _behind_contracts(document: Mapping[str, object], rules: Rulebook) -> list[Granted]:
    told, contracts = document["undertaking"], document["contracts"]
    assert isinstance(told, dict)
    assert isinstance(contracts, list)
    found = [x for of in contracts for line in of["lines"] for x in _decided(of, line, rules)]
    decisions = {(x.scheme, x.day) for x in found}
    weighs = {d: sum(x.cents(Fraction(0)) for x in found if (x.scheme, x.day) == d) for d in decisions}
    parties = {party for event in told.get("events", ()) for party in event["parties"]}
    own = [x for x in told["aid_received"] if x.get("enterprise") in {None, *told["members"], *parties}]
    fitting = {
        n: [d for d in decisions if any((x.scheme, x.day) == d and _is_same(x, entry) for x in found)]
        for n, entry in enumerate(own)
    }
    return [x for x in found if (x.scheme, x.day) not in _listed(fitting, weighs)]


def _listed(
    fitting: Mapping[int, Sequence[Decision]], weighs: Mapping[Decision, int]
) -> Collection[Decision]:
    """As many decisions as can each be an entry by itself, and of these those that weigh least."""
    entries = [n for n, of in fitting.items() if of]
    every = sorted({d for of in fitting.values() for d in of})
    for size in range(min(len(entries), len(every)), 0, -1):
        ways = [
            some
            for some in permutations(every, size)
            for of in permutations(entries, size)
            if all(d in fitting[n] for d, n in zip(some, of, strict=True))
        ]
        if ways:
            return set(min(ways, key=lambda some: sum(weighs[d] for d in some)))
    return set()


def _is_same(grant: Granted, entry: Mapping[str, object]) -> bool:
    payer = str(entry.get("payer") or "").casefold()
    bases = {grant.basis, str(entry["legal_basis"])}
    on_day = date.fromisoformat(str(entry["grant_date"])) == grant.day
    return on_day and (not payer or payer in grant.payers) and (len(bases) == 1 or "unknown" in bases)


def _decided(
    contract: Mapping[str, object], line: Mapping[str, object], rules: Rulebook
) -> Iterator[Granted]:
    start, until = (date.fromisoformat(str(contract[key])) for key in ("from", "until"))
    known = [s for s in rules.versions(str(contract["scheme"])) if s.payment(str(line["package"]))]
    scheme = ([s for s in known if s.validity.start <= start] or known[:1])[-1]
    payment = scheme.payment(str(line["package"]))
    assert payment is not None
    if (basis := basis_of(scheme, payment)) not in BASES:
        return
    if "rate_eur" not in line:
        raise UnpricedError
    years = [y for y in range(until.year - start.year + 1) if start.replace(year=start.year + y) <= until]
    first = Fraction(str(line["rate_eur"])) * Fraction(str(line["quantity"])) * 100
    paid = tuple(first * (1 + Fraction(str(line.get("indexation", 0)))) ** y for y in years)
    granted = date.fromisoformat(str(line.get("grant_date") or start))
    payer = rules.code("payers", scheme.payer)
    names = {scheme.payer, scheme.id, scheme.name.nl, scheme.name.en}
    names |= {payer.name.nl, payer.name.en} if payer else set()
    one = Granted(basis, granted, paid, True, scheme.id, frozenset(x.casefold() for x in names))
    if (line.get("decision") or payment.grant.decision) == "multi_year":
        yield one
    else:
        for y in years:
            day = granted.replace(year=granted.year + y)
            yield replace(one, day=day, paid=paid[y : y + 1], at_once=False)


def _received(document: Mapping[str, object]) -> list[Granted]:
    """Aid of the farm, and of enterprises of which it has more than half of the votes; of what merges into it from that day."""
    told = document["undertaking"]
    assert isinstance(told, dict)
    mine = {None, *told["members"]}
    mine |= {x["child"] for x in told.get("links", ()) if x["parent"] in mine and float(x["voting_pct"]) > 50}
    since = dict.fromkeys(mine, date.min)
    for event in told.get("events", ()):
        for party in event["parties"]:
            since.setdefault(party, date.fromisoformat(event["date"]))
    return [
        Granted(
            x["legal_basis"],
            date.fromisoformat(x["grant_date"]),
            (Fraction(x["amount_eur"]) * 100,),
            since=since[x.get("enterprise")],
        )
        for x in told["aid_received"]
        if x.get("enterprise") in since
    ]


def fills(
    solver: pywraplp.Solver,
    grants: Sequence[tuple[Claim, object, object]],
    aid: Sequence[Granted],
    bounds: Sequence[Bound],
    reading: str,
) -> None:
    """Rows that keep every ceiling on every day on which something is granted; of aid received only after a grant."""
    windows = [b for b in bounds if b.kind == "de_minimis"]
    for limit in {b.id for b in windows}:
        versions = [b for b in windows if b.id == limit]
        counted = [g for g in grants if any(v.names(g[0]) for v in versions)]
        days = {c.grant_date for c, _, _ in counted}
        if not days:
            continue
        # What a merger brings stands in the windows of later days; its own day was another's.
        own = [a for a in aid if any(a.basis in v.bases for v in versions) and a.since <= a.day]
        later = {a.day for a in own if a.day > min(days)}
        for day in days | later:
            version = next((v for v in versions if v.holds(day)), None)
            ceiling = version.number("ceiling", day) if version else None
            if version is None or ceiling is None:
                continue
            start = version.since(day)
            before = sum(
                a.cents(_rate(versions, a.day))
                for a in aid
                if a.basis in version.bases and start <= a.day <= day and a.since <= day
            )
            within = [g for g in counted if version.names(g[0]) and start <= g[0].grant_date <= day]
            weight = sum(_weight(g, _rate(versions, g[0].grant_date), reading) for g in within)
            room = max(0.0, float(ceiling) * 100 - before)
            on_day = [g for g in within if g[0].grant_date == day]
            if day in later or not on_day:
                solver.Add(weight <= room)
            else:
                given = solver.BoolVar("")
                for _, share, _ in on_day:
                    solver.Add(share <= given)
                solver.Add(weight <= room + 1e9 * (1 - given))


def _rate(versions: Sequence[Bound], day: date) -> Fraction:
    version = next((v for v in versions if v.holds(day)), None)
    return ((version.number("discount_rate", day) if version else None) or Fraction(0)) / 100


def _weight(grant: tuple[Claim, object, object], rate: Fraction, reading: str) -> object:
    claim, share, first = grant
    years = claim.terms.at_once_years
    if years is None:
        return first
    later = claim.terms.instalments
    each = [getattr(claim.rate, reading)] * (years - 1)
    if later is not None:
        each = [getattr(x, reading) for x in later.after[: years - 1]]
    besides = sum((cents / (1 + rate) ** (n + 2) for n, cents in enumerate(each)), Fraction(0))
    return float(1 / (1 + rate)) * first + float(besides * Fraction(claim.quantity)) * share
