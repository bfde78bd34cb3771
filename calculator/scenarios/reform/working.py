"""The rules while a scenario is applied to them, and what it has set so far, so that conflicts are noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from calculator.domain.limit import Limit
from calculator.domain.period import Period
from calculator.domain.relation import Relation
from calculator.domain.rulebook import LegalBasis, Rulebook
from calculator.domain.scheme import Payment, Scheme, Text
from calculator.domain.source import Source
from calculator.registry.files.problem import Findings, nearest
from calculator.scenarios.reform.scenario import Scenario, Where

#: The name under which whatever a scenario sets names its source.
SOURCE = "scenario"
#: The remark of every figure that a scenario sets; ``codelists/remarks.csv`` has it in both languages.
ORIGIN = "scenario: geen gepubliceerd getal"


@dataclass(slots=True)
class Working:
    """A rulebook taken apart. Values are replaced, never changed, so that the rulebook itself stays as it is."""

    base: Rulebook
    schemes: list[Scheme]
    relations: list[Relation]
    limits: list[Limit]
    legal_bases: dict[str, LegalBasis]
    scenario: Scenario
    found: Findings
    said: dict[tuple[str, ...], list[tuple[Period, int, object]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rulebook: Rulebook, scenario: Scenario) -> Working:
        """The rulebook, ready to be changed by one scenario."""
        return cls(
            rulebook,
            list(rulebook.schemes),
            list(rulebook.relations),
            list(rulebook.limits),
            dict(rulebook.legal_bases),
            scenario,
            Findings(f"{scenario.id}.yaml"),
        )

    @property
    def source(self) -> Source:
        """What stands as the source of everything that the scenario sets; ``.invalid`` is a name without any page."""
        one = self.scenario
        return Source(
            SOURCE, f"Scenario {one.id}: {one.name.nl}", f"https://scenario.invalid/{one.id}", one.on
        )

    @property
    def origin(self) -> str:
        """What an assumed figure says of itself; which scenario it is stands in its source."""
        return ORIGIN

    def says(self, line: int, period: Period, value: object, *target: str) -> None:
        """Note what is set; two lines that set the same thing to different values at one time are a conflict."""
        earlier = self.said.setdefault(target, [])
        for other, where, was in earlier:
            if where != line and was != value and other.overlaps(period):
                name = " ".join(t for t in target[1:] if t)
                self.found.wrong(
                    line,
                    Text(
                        f"{name} staat ook op regel {where}, met iets anders",
                        f"{name} is also set on line {where}, to something else",
                    ),
                    Text(
                        "laat er één staan, of geef ze verschillende perioden",
                        "keep one of them, or give them different periods",
                    ),
                )
                break
        earlier.append((period, line, value))

    def chosen(self, where: Where, line: int, period: Period) -> dict[int, tuple[str, ...]]:
        """Per place in ``schemes`` the payments that are meant and hold in the period; none at all is a problem."""
        found: dict[int, tuple[str, ...]] = {}
        named = False
        for place, scheme in enumerate(self.schemes):
            meant = tuple(p.id for p in scheme.payments if _means(where.selector, scheme, p))
            named = named or bool(meant)
            kept = tuple(i for i in meant if not where.bases or _basis(scheme, i) in where.bases)
            if kept and scheme.validity.overlaps(period):
                found[place] = kept
        if not found:
            self._nothing(where, line, period, named=named)
        return found

    def _nothing(self, where: Where, line: int, period: Period, *, named: bool) -> None:
        if named:
            self.found.wrong(
                line,
                Text(
                    f"`{where.selector}` geldt niet vanaf {period.start}, of niet op die grondslag",
                    f"`{where.selector}` does not hold from {period.start}, or not on that legal basis",
                ),
                Text("kijk naar `from` en `bases`", "look at `from` and `bases`"),
            )
            return
        self.found.wrong(
            line,
            Text(f"er is geen `{where.selector}` in de regels", f"no rule is called `{where.selector}`"),
            nearest(where.selector, self.selectable(where.selector)),
        )

    def selectable(self, like: str) -> set[str]:
        """Names of the same form as the one that was written."""
        if like.startswith("@"):
            return {f"@{g}" for s in self.schemes for p in s.payments for g in p.groups}
        if "#" in like:
            own = {
                f"{s.id}#{p.id}" for s in self.schemes for p in s.payments if s.id == like.partition("#")[0]
            }
            return own or {f"{s.id}#{p.id}" for s in self.schemes for p in s.payments}
        return {s.id for s in self.schemes}

    def rewrite(self, place: int, change: Callable[[Scheme], Scheme]) -> None:
        """Replace one version; it then names the scenario among its sources and has a digest of its own."""
        changed = change(self.schemes[place])
        self.schemes[place] = replace(changed, sources={**changed.sources, SOURCE: self.source})

    def payments(self, place: int, ids: tuple[str, ...], change: Callable[[Payment], Payment]) -> None:
        """Replace payments of one version."""
        self.rewrite(
            place,
            lambda s: replace(s, payments=tuple(change(p) if p.id in ids else p for p in s.payments)),
        )

    def split(self, place: int, start: date) -> int:
        """Cut a version in two at a day within it, so that a change starts there; the place of the later part."""
        scheme = self.schemes[place]
        if start <= scheme.validity.start:
            return place
        self.schemes[place] = replace(scheme, validity=Period(scheme.validity.start, start))
        self.schemes.append(replace(scheme, validity=Period(start, scheme.validity.end)))
        return len(self.schemes) - 1


def _means(selector: str, scheme: Scheme, payment: Payment) -> bool:
    if selector.startswith("@"):
        return selector[1:] in payment.groups
    if selector.endswith(".*"):
        return scheme.id.startswith(selector[:-1])
    return selector in (scheme.id, f"{scheme.id}#{payment.id}")


def _basis(scheme: Scheme, payment: str) -> str:
    found = scheme.payment(payment)
    return (found.legal_basis if found else None) or scheme.legal_basis


def clipped(period: Period, to: Period) -> Period | None:
    """What two periods share, or None."""
    if not period.overlaps(to):
        return None
    start = max(period.start, to.start)
    ends = [e for e in (period.end, to.end) if e is not None]
    return Period(start, min(ends) if ends else None)


def rest(period: Period, without: Period) -> Iterator[Period]:
    """What is left of a period when another is taken out."""
    if not period.overlaps(without):
        yield period
        return
    if period.start < without.start:
        yield Period(period.start, without.start)
    if without.end is not None and (period.end is None or without.end < period.end):
        yield Period(without.end, period.end)


def never_from(period: Period, day: date) -> Period:
    """The period ended at a day; one that had not started by then is kept as the day before, so that its name lives on."""
    return Period(period.start, day) if period.start < day else Period(day - timedelta(days=1), day)
