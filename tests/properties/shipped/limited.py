"""What limits, classes and caps leave of claims for the whole farm: rows of the programme, by the words of docs/rules.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from calculator.domain.claim import Claim
from tests.properties.shipped.law import FARM, between


class Limited:
    """The part of the programme that counts over all land: what is taken and paid of a claim is said by its other part."""

    def _classes(self, year: int) -> None:
        premiums = [c for c in self.case.claims[year] if c.class_name is not None]
        if not premiums:
            return
        self.solver.Add(sum(self.taken[id(c)] for c in premiums) <= 1)
        value, points = self._scored(year, premiums[0].scheme)
        for premium in premiums:
            for goal, least in (premium.needs_points or {}).items():
                self.solver.Add(points[goal] >= float(least) * self.taken[id(premium)] - 1e-6)
            if premium.needs_value is not None:
                self.solver.Add(value >= float(premium.needs_value) * self.taken[id(premium)] - 1e-6)

    def _scored(self, year: int, scheme: str) -> tuple[object, dict[str, object]]:
        value, points = list[object](), defaultdict[str, object](int)
        gone = self._gone(year)
        for (y, _), uses in self.uses.items():
            for use in uses if y == year else ():
                for claim in (c for c in use.held.claims if c.scheme == scheme and c.value is not None):
                    much = float(claim.quantity)
                    for goal, each in use.held.points[id(claim)].items():
                        points[goal] += float(each) * much * use.share
                    if id(claim) not in gone:
                        value.append(float(use.held.value[id(claim)]) * much * use.share)
        for claim, taking in gone.items():
            value.append(self._kept(year, claim, taking))
        return sum(value), points

    def _gone(self, year: int) -> dict[int, list[Claim]]:
        """Activities whose value goes on the whole parcel beside payments anywhere on it, with these payments."""
        found: dict[int, list[Claim]] = defaultdict(list)
        land = [c for c in self.case.claims[year] if c.piece != FARM]
        for x in land:
            for y in land:
                if x.place == y.place and x is not y:
                    pair = between(x, y, self.case.days[year])
                    if any(
                        side == 0 and row.level == "parcel" and row.on("value")
                        for row, side in pair.of("zero")
                    ):
                        found[id(x)].append(y)
        return found

    def _kept(self, year: int, claim: int, taking: Sequence[Claim]) -> object:
        uses = [u for (y, _), of in self.uses.items() if y == year for u in of if claim in u.held.money]
        if not uses:
            # A commitment that lies on all of its ground keeps it out.
            return 0
        size = next(float(c.quantity) for u in uses for c in u.held.claims if id(c) == claim)
        full = sum(float(u.held.value[claim]) * size * u.share for u in uses)
        most = max(float(u.held.value[claim]) * size for u in uses)
        kept, gone = self.solver.NumVar(0, self.solver.infinity(), ""), self.solver.BoolVar("")
        self.solver.Add(kept <= full)
        self.solver.Add(kept <= most * (1 - gone))
        for other in taking:
            self.solver.Add(self.taken[id(other)] <= gone)
        return kept

    def _caps(self, year: int) -> object:
        """What is claimed and not paid under caps on euros; caps on quantities, and the most that a payment pays for."""
        claims, over = self.case.claims[year], list[object]()
        for bound in self._in_force(year):
            counted = [c for c in claims if bound.names(c)]
            most = bound.number("cap", self.case.days[year]) if bound.kind.endswith("_cap") else None
            if most is None or not counted:
                continue
            if bound.kind == "amount_cap":
                more = self.solver.NumVar(0, self.solver.infinity(), "")
                self.solver.Add(sum(self.paid[id(c)] for c in counted) - more <= float(most) * 100)
                over.append(more)
            else:
                self.solver.Add(sum(map(self._quantity, counted)) <= float(most))
        refs = {c.ref for c in claims if c.terms.max_quantity is not None}
        for ref in refs:
            mine = [c for c in claims if c.ref == ref]
            self.solver.Add(sum(map(self._quantity, mine)) <= float(mine[0].terms.max_quantity or 0))
        return sum(over)

    def _quantity(self, claim: Claim) -> object:
        if claim.piece != FARM:
            return float(claim.quantity) * self.taken[id(claim)]
        pays = float(getattr(claim.rate, self.case.reading))
        return self.paid[id(claim)] * (1 / pays) if pays else 0

    def _minimum(self, year: int) -> None:
        for bound in self._in_force(year):
            least = bound.number("minimum", self.case.days[year]) if bound.kind == "minimum_total" else None
            counted = [c for c in self.case.claims[year] if bound.names(c)]
            if least is not None and counted:
                reached = self.solver.BoolVar("")
                self.solver.Add(sum(self.paid[id(c)] for c in counted) >= float(least) * 100 * reached)
                for claim in counted:
                    self.solver.Add(self.taken[id(claim)] <= reached)
