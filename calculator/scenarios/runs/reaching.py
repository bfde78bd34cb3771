"""Which farms a payment can reach at all, judged from the columns of the population alone.

A payment is surely out of reach of a farm when the farm is known to lie outside the territory of its scheme, when it is
paid on land and none of the farm's measures (nor what these imply) earns it, when it is a class premium and the farm has
none of its activities, or when one of its conditions asks the farm's type or way of farming and the farm has another.
In each of these cases the assessment adds no claim and leaves nothing open for it, so nothing that follows can differ. A
farm with a contract of the scheme is always within reach. Whatever is not known counts as within reach.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, PaymentKind, Scheme
from calculator.eligibility.subject import codes_of
from calculator.scenarios.population.tables import Population

Mask = NDArray[np.bool_]

#: The column of the farms that each kind of territory is held against, and the path of the fact it becomes.
_PLACES = {
    "provinces": ("province", "farm.province"),
    "water_boards": ("water_board", "farm.water_board"),
    "municipalities": ("municipality", "farm.municipality"),
    "collectives": ("collective", "farm.collective"),
}
_FACTS = {
    "farm.type": "farm_type",
    "farm.organic": "organic",
    **{path: column for column, path in _PLACES.values()},
}


@dataclass(slots=True)
class Reaching:
    """The farms of a population, by position, as far as payments can reach them."""

    population: Population
    rulebook: Rulebook
    _under: dict[str, Mask] = field(default_factory=dict)
    _known: dict[object, Mask] = field(default_factory=dict)
    _answers: dict[str, Mask] = field(default_factory=dict)

    @property
    def nobody(self) -> Mask:
        """No farm."""
        return np.zeros(len(self.population), dtype=bool)

    def of(self, scheme: Scheme, payment: Payment) -> Mask:
        """The farms that one payment of a version of a scheme may reach."""
        key = (id(scheme), payment.id)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._own(scheme, payment) | self._contracted(scheme.id)
        return found

    def any_of(self, scheme: Scheme, payments: Iterable[Payment]) -> Mask:
        """The farms that at least one of the payments may reach."""
        found = self.nobody
        for payment in payments:
            found = found | self.of(scheme, payment)
        return found

    def _own(self, scheme: Scheme, payment: Payment) -> Mask:
        inside = self._inside(scheme)
        if payment.kind is PaymentKind.CLASS_PREMIUM:
            found = self.nobody
            for activity in scheme.payments:
                if activity.kind is PaymentKind.ACTIVITY:
                    found |= self._own(scheme, activity)
            return found
        for condition in (*scheme.conditions, *payment.conditions):
            inside = inside & ~self._surely_not(condition)
        return inside if payment.level is Level.FARM else inside & self._with(payment.measures)

    def _inside(self, scheme: Scheme) -> Mask:
        inside = np.ones(len(self.population), dtype=bool)
        for kind, codes in scheme.territory.items():
            column, path = _PLACES.get(kind, ("", ""))
            if not codes or not column:
                continue
            values = self.population.farms[column]
            known = np.ones(len(values), dtype=bool) if kind == "collectives" else values.notna().to_numpy()
            outside = known & ~values.isin(list(codes)).to_numpy() & ~self._answered(path)
            inside &= ~outside
        return inside

    def _surely_not(self, condition: Condition) -> Mask:
        """The farms whose answer is known and is none of those that the condition asks."""
        path = str(condition.arguments.get("path", ""))
        asked = condition.arguments.get("one_of")
        if condition.kind != "fact_is" or path not in _FACTS or not isinstance(asked, tuple):
            return self.nobody
        values = self.population.farms[_FACTS[path]]
        other = values.notna().to_numpy() & ~values.isin([str(a) for a in asked]).to_numpy()
        return other & ~self._answered(path)

    def _answered(self, path: str) -> Mask:
        """The farms for which the table of answers may say something else than the column."""
        if path not in self._answers:
            self._answers[path] = self._told(path)
        return self._answers[path]

    def _told(self, path: str) -> Mask:
        answers = self.population.answers
        found = self.nobody
        if answers is None:
            return found
        rows = answers[answers["path"].astype(str) == path]
        if rows["farm_key"].isna().any():
            return ~found
        found[rows["farm_key"].cat.codes.to_numpy()] = True
        return found

    def _with(self, measures: Iterable[str]) -> Mask:
        found = self.nobody
        for code in measures:
            found |= self._measure(code)
        return found

    def _measure(self, code: str) -> Mask:
        """The farms with a measure, or with one that implies it."""
        if not self._under:
            self._read_measures()
        return self._under.get(code, self.nobody)

    def _read_measures(self) -> None:
        self._under[""] = self.nobody
        table = self.population.measures
        if table is None:
            return
        farms = table["farm_key"].cat.codes.to_numpy()
        codes = table["code"].cat.codes.to_numpy()
        for place, code in enumerate(table["code"].cat.categories):
            of_code = farms[codes == place]
            for implied in codes_of(self.rulebook, str(code)):
                held = self._under.setdefault(implied, self.nobody)
                held[of_code] = True

    def _contracted(self, scheme: str) -> Mask:
        found = self.nobody
        table: pd.DataFrame | None = self.population.contracts
        if table is not None:
            found[table["farm_key"].cat.codes.to_numpy()[table["scheme"].astype(str) == scheme]] = True
        return found
