"""An award arranged for the result page: who pays, per year; what is refused, open or not chosen, said once for all years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from calculator.domain.money import eur
from calculator.domain.places import by_number
from calculator.domain.rulebook import Rulebook
from calculator.domain.sentences import sentences
from calculator.services.award.notices_json import told_once
from calculator.services.award.open_json import listed
from calculator.statements.award.could_add import ended, together
from calculator.statements.award.known import partly_known
from calculator.web.naming import names
from calculator.web.views import sureness
from calculator.web.views.chart import MARKS, Chart, draw
from calculator.web.wiring import rows, string

Json = Mapping[str, object]
#: What is said of a payment that is not chosen.
_LOST = ("because", "relation", "lost_to", "under_contract", "difference_eur", "worked_out")


@dataclass(slots=True)
class Payer:
    """One payer over all years; ``mark`` is the number of its colour and pattern."""

    code: str
    name: str
    public: bool
    amounts: dict[int, Decimal] = field(default_factory=dict)
    mark: int = 0

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a payment, with every year and place it holds for, and which years its legal basis does not reach."""

    entry: Json
    years: tuple[int, ...]
    places: tuple[str, ...]
    ended: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """Everything the template needs beside the award itself.

    ``ends`` are years with only what follows a legal basis; of ``partly`` years a part of the payments is not known.
    """

    years: tuple[int, ...]
    payers: tuple[Payer, ...]
    chart: Chart
    year_lines: tuple[tuple[Json, tuple[tuple[Payer, tuple[Json, ...]], ...]], ...]
    refusals: tuple[Said, ...]
    open: tuple[Said, ...]
    not_chosen: tuple[Said, ...]
    limits: tuple[tuple[str, str, tuple[Json, ...]], ...]
    notices: tuple[str, ...]
    classes: tuple[Json, ...]
    lapsed: tuple[Json, ...]
    names: Mapping[str, str]
    sources: tuple[Json, ...]
    ends: tuple[int, ...] = ()
    partly: tuple[int, ...] = ()
    sure: tuple[sureness.Sure, ...] = ()
    after: sureness.After | None = None

    def by_worth(self) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        """What is open of which it is known what it could add, and the rest."""
        worth = [said.entry.get("could_pay_up_to_eur") not in (None, "0.00") for said in self.open]
        known = tuple(said for said, adds in zip(self.open, worth, strict=True) if adds)
        return known, tuple(said for said, adds in zip(self.open, worth, strict=True) if not adds)

    def reached(self) -> tuple[str, ...]:
        """The classes that are reached."""
        return tuple(dict.fromkeys(string(c["class_name"]) for c in self.classes if c.get("class_name")))

    def binding(self) -> tuple[str, ...]:
        """The limits that hold something back."""
        return tuple(
            dict.fromkeys(name for name, _, uses in self.limits if any(use.get("binding") for use in uses))
        )

    @property
    def counted(self) -> int:
        """How many amounts there are, of all years, those outside the total too."""
        return sum(
            len(rows(year.get("continuation"))) + sum(len(lines) for _, lines in payers)
            for year, payers in self.year_lines
        )

    def missing(self, said: Said) -> str:
        """What is to be found out, on one line."""
        listed = said.entry.get("missing")
        return sentences(map(string, listed)) if isinstance(listed, list) else ""


def arrange(award: Json, rulebook: Rulebook, language: str) -> View:
    """The view of an award in the contract's shape."""
    years = rows(award.get("years"))
    payers = _payers(years)
    by_code = {payer.code: payer for payer in payers}
    return View(
        years=tuple(_year(year) for year in years),
        payers=payers,
        chart=draw([(_year(y), _slabs(payers, _year(y))) for y in years]),
        year_lines=tuple((year, _by_payer(year, by_code)) for year in years),
        refusals=_once(rows(award.get("refusals")), ("reason", "shortfall", "remedy")),
        open=_most_first(_summed(award)),
        not_chosen=_once(rows(award.get("not_chosen")), _LOST),
        limits=_limits(rows(award.get("limits"))),
        notices=tuple(told_once(rows(award.get("notices")), "en" if language == "en" else "nl")),
        classes=tuple(rows(award.get("classes"))),
        lapsed=tuple(use for use in rows(award.get("activities")) if use.get("because")),
        names=names(rulebook, language),
        sources=_sources(years),
        ends=tuple(_year(y) for y in years if not rows(y.get("lines")) and rows(y.get("continuation"))),
        partly=partly_known(award),
        sure=sureness.by_label(years),
        after=sureness.after_costs(award, years),
    )


def _year(year: Json) -> int:
    return int(string(year["year"]))


def _payers(years: Sequence[Json]) -> tuple[Payer, ...]:
    """Largest first, so that the foot of the stack is what pays most."""
    found: dict[str, Payer] = {}
    for year in years:
        for line in rows(year.get("lines")):
            code = string(line["payer"])
            name = string(line.get("payer_name") or code)
            payer = found.setdefault(code, Payer(code, name, bool(line.get("public", True))))
            at = _year(year)
            payer.amounts[at] = payer.amounts.get(at, Decimal(0)) + Decimal(string(line["amount_eur"]))
    ordered = sorted(found.values(), key=lambda payer: (-payer.total, payer.name))
    for index, payer in enumerate(ordered):
        payer.mark = min(index, MARKS - 1)
    return tuple(ordered)


def _slabs(payers: Sequence[Payer], year: int) -> list[tuple[str, Decimal, int]]:
    return [(payer.name, payer.amounts.get(year, Decimal(0)), payer.mark) for payer in payers]


def _by_payer(year: Json, payers: Mapping[str, Payer]) -> tuple[tuple[Payer, tuple[Json, ...]], ...]:
    lines: dict[str, list[Json]] = {code: [] for code in payers}
    for line in rows(year.get("lines")):
        lines[string(line["payer"])].append(line)
    return tuple((payers[code], tuple(found)) for code, found in lines.items() if found)


def _once(entries: Iterable[Json], said: tuple[str, ...]) -> tuple[Said, ...]:
    """Entries that say the same of the same payment, in other years or places, become one."""
    found: dict[tuple[str, ...], list[Json]] = {}
    for entry in entries:
        found.setdefault(_key(entry, said), []).append(entry)
    return tuple(
        Said(
            same[0],
            tuple(
                sorted({int(string(y)) for e in same for y in listed(e, "years", "year") if y is not None})
            ),
            tuple(sorted({string(unit) for e in same for unit in listed(e, "units", "unit")}, key=by_number)),
        )
        for same in found.values()
    )


def _summed(award: Json) -> Iterator[Said]:
    """What is open, once for all its years and places, with what they could add together: unknown where one is."""
    found, same = rows(award.get("open")), dict[tuple[str, ...], list[Json]]()
    for entry in found:
        same.setdefault(_key(entry, ("missing",)), []).append(entry)
    for said in _once(found, ("missing",)):
        entries = same[_key(said.entry, ("missing",))]
        could = together(award, entries)
        most = None if could is None else eur(could)
        yield replace(said, entry={**said.entry, "could_pay_up_to_eur": most}, ended=tuple(ended(entries)))


def _key(entry: Json, said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(entry.get(name)) for name in ("scheme", "payment", *said))


def _most_first(said: Iterable[Said]) -> tuple[Said, ...]:
    def could_pay(entry: Said) -> Decimal:
        return Decimal(string(entry.entry.get("could_pay_up_to_eur") or "-1"))

    return tuple(sorted(said, key=could_pay, reverse=True))


def _limits(uses: Sequence[Json]) -> tuple[tuple[str, str, tuple[Json, ...]], ...]:
    """Per limit and scope, its years; limits that bind first, those never touched last."""
    found: dict[tuple[str, str], list[Json]] = {}
    for use in uses:
        found.setdefault((string(use.get("name") or use["limit"]), string(use.get("scope"))), []).append(use)

    def weight(item: tuple[tuple[str, str], list[Json]]) -> tuple[bool, Decimal]:
        used = max(Decimal(string(use["used_eur"])) for use in item[1])
        return (not any(use.get("binding") for use in item[1]), -used)

    return tuple((name, scope, tuple(same)) for (name, scope), same in sorted(found.items(), key=weight))


def _sources(years: Sequence[Json]) -> tuple[Json, ...]:
    """Every text that a paid line rests on, once."""
    found: dict[str, Json] = {}
    for year in years:
        for line in rows(year.get("lines")):
            for source in rows(line.get("sources")):
                found.setdefault(f"{source.get('url')} {source.get('article')}", source)
    return tuple(sorted(found.values(), key=lambda source: string(source.get("title"))))
