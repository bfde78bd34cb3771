"""The explanations of some farms of a population under the names of things: keys, ids and words for numbers and codes.

lines        farm, year, unit, payment     what is paid: quantity, tariff, amount, on what it rests
continuation farm, year, unit, payment     the same after the end of a legal basis, outside the total
refusals     farm, year, unit, payment     what the farm does not qualify for, by how much, what can be done
open         farm, unit, payment           what is missing in these years, where it belongs, what it could pay
not_chosen   farm, unit, payment           what is not paid, why, to what it lost, what forcing it in brings
limits       farm, limit                   a limit that binds, and what the award would come to more without it
classes      farm, year, payment           the class that is paid, and how far the next is
points       farm, year, payment, goal     scored, needed, and short of the next class
totals       farm                          the total: low, expected and high, and what follows a legal basis

Every row begins with the key of the farm; names stand beside codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Refusal
from calculator.domain.limit import Limit
from calculator.domain.memory import Answers, Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.domain.sentences import joined
from calculator.domain.source import Source
from calculator.scenarios.explanations.cells import Numbers, Rows, Words, euros
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.explained import Explained
from calculator.stacking.columns.explained.tables import NOT_WORKED_OUT, POSSIBLE
from calculator.stacking.columns.lines import FARM, Lines
from calculator.stacking.columns.offered.premiums import EXACT
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.solving.classes import shown

_KEYS: Once[Sequence[str]] = Once("keys of farms")
_IDS: Once[list[str]] = Once("ids of units")
#: What a scheme and its payment are called in a year, by language.
_PAYMENTS: Answers[tuple[str, int], dict[tuple[str, str], tuple[str, str]]] = Answers(
    "payment names of tables", 60
)

#: Points and values to four decimals, as an award says them.
_FOUR = 10**4


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """Tables of farms of one population under the same rules, in one language.

    ``worded`` is why something is refused, with the sum by which it comes to nothing, as an award says it.
    """

    population: Population
    rules: Rulebook
    language: str
    worded: Callable[[Refusal], str]
    _reasons: dict[tuple[str, str], str] = field(default_factory=dict)

    def tables(self, found: Explained, first: int) -> dict[str, Rows]:
        """All tables by name; the first farm of ``found`` stands at this place in the population."""
        return {
            "lines": self._lines(found.lines, first),
            "continuation": self._lines(found.after, first),
            "refusals": self._refusals(found, first),
            "open": self._open(found, first),
            "not_chosen": self._not_chosen(found, first),
            "limits": self._limits(found, first),
            "classes": self._classes(found, first),
            "points": self._points(found, first),
            "totals": self._totals(found, first),
        }

    def _lines(self, rows: Lines, first: int) -> Rows:
        terms = rows.tariffs
        basis = {code: self._text(known.name) for code, known in self.rules.legal_bases.items()}
        return {
            "farm_key": self._farm(rows.farm + first),
            "year": Numbers(rows.year),
            "unit": self._unit(rows.farm + first, rows.place),
            **self._payment(rows.payment, rows.payments, rows.year),
            "quantity": Numbers(rows.quantity, 6),
            "unit_of_measure": Words(rows.tariff, [t.unit.value for t in terms]),
            # Millionths of a cent, to six decimals of a euro.
            "rate_eur": Numbers(np.rint(rows.rate / 100).astype(np.int64), 6, 2),
            "amount_eur": euros(rows.cents),
            "legal_basis": Words(rows.tariff, [t.legal_basis for t in terms]),
            "legal_basis_name": Words(rows.tariff, [basis.get(t.legal_basis, t.legal_basis) for t in terms]),
            "status": Words(rows.tariff, [t.status.value for t in terms]),
            "certainty": Words(rows.tariff, [t.certainty.value for t in terms]),
            "confidence": Words(rows.tariff, [t.confidence.value for t in terms]),
            "sources": Words(rows.tariff, ["; ".join(map(_cited, t.sources)) for t in terms]),
            "caveats": Words(rows.tariff, [" ".join(map(self._text, t.caveats)) for t in terms]),
        }

    def _refusals(self, found: Explained, first: int) -> Rows:
        rows, said = found.refused, found.refused.sayings
        return {
            "farm_key": self._farm(rows.farm + first),
            "year": Numbers(rows.year),
            "unit": self._unit(rows.farm + first, rows.place),
            **self._payment(rows.said, [f"{x.scheme}#{x.payment}" for x in said], rows.year),
            "reason": Words(rows.said, [self._reason(x) for x in said]),
            "shortfall": Words(rows.said, [self._text(x.shortfall) for x in said]),
            "remedy": Words(rows.said, [self._text(x.remedy) for x in said]),
            **_source(rows.said, [x.source for x in said]),
        }

    def _open(self, found: Explained, first: int) -> Rows:
        rows, asked = found.open, found.open.questions
        return {
            "farm_key": self._farm(rows.farm + first),
            "years": _years(found, rows.years),
            "unit": self._unit(rows.farm + first, rows.place),
            **self._payment(
                rows.question, [f"{x.scheme}#{x.payment}" for x in asked], _first_of(found, rows.years)
            ),
            "missing": Words(rows.question, [joined(map(self._text, x.missing)) for x in asked]),
            "paths": Words(rows.question, [" ".join(x.paths) for x in asked]),
            "could_pay_up_to_eur": euros(rows.cents, rows.known != 0),
        }

    def _totals(self, found: Explained, first: int) -> Rows:
        rows = found.totals
        return {
            "farm_key": self._farm(rows.farm + first),
            "low_eur": euros(rows.low),
            "expected_eur": euros(rows.total),
            "high_eur": euros(rows.high),
            "continuation_eur": euros(rows.after),
        }

    def _not_chosen(self, found: Explained, first: int) -> Rows:
        rows, causes = found.missed, found.missed.causes
        return {
            "farm_key": self._farm(rows.farm + first),
            "years": _years(found, rows.years),
            "unit": self._unit(rows.farm + first, rows.place),
            **self._payment(rows.payment, rows.payments, _first_of(found, rows.years)),
            "because": Words(rows.cause, [x.because for x in causes]),
            "relation": Words(rows.cause, [x.relation.value if x.relation else "" for x in causes]),
            "lost_to": Words(rows.cause, [x.lost_to or "" for x in causes]),
            "article": Words(rows.cause, [x.article or "" for x in causes]),
            **_source(rows.cause, [x.source for x in causes]),
            "difference_eur": euros(rows.difference, rows.possible == POSSIBLE),
            "worked_out": Words((rows.possible != NOT_WORKED_OUT).astype(np.int64), ("no", "yes")),
        }

    def _limits(self, found: Explained, first: int) -> Rows:
        rows, names = found.prices, limit_names(self.rules.limits, found.years[0], self.language)
        return {
            "farm_key": self._farm(rows.farm + first),
            "limit": Words(rows.limit, rows.limits),
            "name": Words(rows.limit, [names.get(limit, limit) for limit in rows.limits]),
            "price_eur": euros(rows.cents),
        }

    def _classes(self, found: Explained, first: int) -> Rows:
        rows = found.classes
        pairs, inverse = np.unique(np.stack([rows.worth, rows.size], axis=1), axis=0, return_inverse=True)
        per_ha = [
            int(shown(Fraction(worth, EXACT) / (Fraction(size, SCALE) or Fraction(1))) * _FOUR)
            for worth, size in pairs.tolist()
        ]
        return {
            "farm_key": self._farm(rows.farm + first),
            "year": Numbers(rows.year),
            **self._payment(rows.payment, rows.payments, rows.year),
            "class": Words(rows.paid, rows.names),
            "reached_unpaid": Words(rows.unpaid, rows.names),
            "value_per_ha": Numbers(np.array(per_ha, dtype=np.int64)[inverse.reshape(-1)], 4),
            "next_class": Words(rows.following, rows.names),
            "short_per_ha": Numbers(rows.short, 2, known=rows.short >= 0),
        }

    def _points(self, found: Explained, first: int) -> Rows:
        rows = found.goals
        names = [self.rules.code("goals", goal) for goal in rows.names]
        return {
            "farm_key": self._farm(rows.farm + first),
            "year": Numbers(rows.year),
            **self._payment(rows.payment, rows.payments, rows.year),
            "goal": Words(rows.goal, rows.names),
            "goal_name": Words(
                rows.goal, [self._text(n.name) if n else g for n, g in zip(names, rows.names, strict=True)]
            ),
            "scored": _rounded(rows.scored),
            "needed": _rounded(rows.needed),
            "short": Numbers(rows.short, 2),
        }

    def _farm(self, farms: Ints) -> Words:
        return Words(farms, self.population.memory.once(_KEYS, lambda: self.population.keys))

    def _unit(self, farms: Ints, places: Ints) -> Words:
        """The id of a parcel or element, or ``farm``: parcels of a farm come first, then its elements."""
        ids = self.population.memory.once(_IDS, lambda: _ids(self.population))
        land = self.population.bounds("parcels")
        found = land[farms] + places
        if self.population.elements is not None:
            here = land[farms + 1] - land[farms]
            beside = land[-1] + self.population.bounds("elements")[farms] + places - here
            found = np.where(places < here, found, beside)
        return Words(np.where(places == FARM, len(ids) - 1, found), ids)

    def _payment(self, codes: Ints, refs: Iterable[str], years: Ints) -> Rows:
        """Scheme and payment under the names that they have in the year of the row."""
        parts = [ref.split("#") for ref in refs]
        lowest = int(years.min()) if len(years) else 0
        every = range(lowest, int(years.max(initial=lowest)) + 1)
        named = [
            names.get((scheme, payment), (scheme, payment))
            for names in map(self._names, every)
            for scheme, payment in parts
        ]
        which = (years - lowest) * len(parts) + codes
        return {
            "scheme": Words(codes, [scheme for scheme, _ in parts]),
            "scheme_name": Words(which, [name for name, _ in named]),
            "payment": Words(codes, [payment for _, payment in parts]),
            "payment_name": Words(which, [name for _, name in named]),
        }

    def _names(self, year: int) -> dict[tuple[str, str], tuple[str, str]]:
        """Of the version of that year, else of the last before it (a contract outlives its scheme), else of the first."""
        return self.rules.memory.answer(_PAYMENTS, (self.language, year), lambda: self._named_in(year))

    def _named_in(self, year: int) -> dict[tuple[str, str], tuple[str, str]]:
        found: dict[str, Scheme] = {}
        for scheme in self.rules.schemes:
            if scheme.id not in found or scheme.validity.start.year <= year:
                found[scheme.id] = scheme
        return {
            (scheme.id, payment.id): (self._text(scheme.name), self._text(payment.name))
            for scheme in found.values()
            for payment in scheme.payments
        }

    def _reason(self, refusal: Refusal) -> str:
        key = (refusal.reason.nl, refusal.formula)
        if key not in self._reasons:
            self._reasons[key] = self.worded(refusal)
        return self._reasons[key]

    def _text(self, text: Text | None) -> str:
        return "" if text is None else text[self.language]


def limit_names(limits: Iterable[Limit], year: int, language: str) -> dict[str, str]:
    """What limits are called in a year, else in the last before it, else at first; versions come in order of time."""
    found: dict[str, Limit] = {}
    for limit in limits:
        if limit.id not in found or limit.validity.start.year <= year:
            found[limit.id] = limit
    return {limit.id: limit.name[language] for limit in found.values()}


def _ids(population: Population) -> list[str]:
    elements = [] if population.elements is None else population.elements["element_id"].tolist()
    return [*population.parcels["parcel_id"].tolist(), *elements, "farm"]


def _first_of(found: Explained, bits: Ints) -> Ints:
    """The first year of each row of several."""
    lowest = np.log2(np.maximum(bits & -bits, 1)).astype(np.int64)
    first: Ints = np.array(found.years, dtype=np.int64)[lowest]
    return first


def _years(found: Explained, bits: Ints) -> Words:
    """Years of the horizon, parted by a space."""
    some, back = np.unique(bits, return_inverse=True)
    spans = [" ".join(str(y) for at, y in enumerate(found.years) if one >> at & 1) for one in some.tolist()]
    return Words(back, spans)


def _source(codes: Ints, sources: Iterable[Source | None]) -> Rows:
    every = list(sources)
    return {
        "source": Words(codes, [s.title if s else "" for s in every]),
        "source_article": Words(codes, [(s.article or "") if s else "" for s in every]),
        "source_url": Words(codes, [s.url if s else "" for s in every]),
    }


def _cited(source: Source) -> str:
    article = f", {source.article}" if source.article else ""
    return f"{source.title}{article} ({source.url})"


def _rounded(exact: Ints) -> Numbers:
    """Points in parts of ``EXACT``, to four decimals."""
    numbers, inverse = np.unique(exact, return_inverse=True)
    said = [int(shown(Fraction(number, EXACT)) * _FOUR) for number in numbers.tolist()]
    return Numbers(np.array(said, dtype=np.int64)[inverse], 4)
