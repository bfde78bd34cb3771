"""The answers of a run as sheets: who pays what, who takes part, what incomes do, who wins and loses, and the land."""

from __future__ import annotations

import pandas as pd

from calculator.domain.scheme import Text
from calculator.scenarios.answers import guarding, land_sheets, money
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.naming import DIMENSION, Names, in_order
from calculator.scenarios.answers.progress import progress
from calculator.scenarios.answers.sheet import GROUP, WITHHELD, Column, Sheet, less, whole
from calculator.scenarios.answers.spread import histogram
from calculator.scenarios.answers.table import ALL
from calculator.scenarios.answers.waiting import waiting
from calculator.scenarios.reform.telling import ALLOT, told
from calculator.scenarios.runs.running import Run

_BEFORE = Column("before", Text("nu (€)", "now (€)"), "euro")
_AFTER = Column("after", Text("scenario (€)", "scenario (€)"), "euro")
_STEP = Column("difference", Text("verschil (€)", "difference (€)"), "euro")
_BOTH = (
    _BEFORE,
    _AFTER,
    _STEP,
    Column("farms_before", Text("bedrijven nu", "farms now"), "whole"),
    Column("farms_after", Text("bedrijven scenario", "farms scenario"), "whole"),
)


def sheets(run: Run, guard: Guard | None = None) -> tuple[Sheet, ...]:
    """Every sheet of a run, in the order in which people read; ``guard`` knows what was told of real farms before."""
    watch = guard or guarding.guard(run)
    names, found = Names(run.rules[1]), money.answers(run, watch)
    withheld = frozenset(
        str(node).rpartition(" > ")[2]
        for node in found.cells.loc[found.cells["withheld"] & (found.cells["dimension"] == ALL), "node"]
    )
    made = (
        changes(run),
        costs(found.cells, names),
        waiting(run, first=watch.first),
        years(found.years, names),
        uptake(found.cells, names),
        incomes(found.incomes, names),
        outcomes(found.outcomes, names),
        histogram(found.outcomes, WITHHELD),
        reasons(found.reasons if watch.first else found.reasons.iloc[:0], names),
        land_sheets.hectares(run, names, watch),
        progress(run, watch, found.cells),
        land_sheets.landscape(run, names, watch),
        land_sheets.indicators(run, names, watch),
        budgets(run, names, withheld, first=watch.first),
    )
    return tuple(sheet for sheet in made if sheet.rows)


def changes(run: Run) -> Sheet:
    """Old and new side by side."""
    rows = told(*run.rules, run.scenario)
    columns = (
        Column("subject", Text("regel", "rule")),
        Column("name", Text("naam", "name")),
        Column("what", Text("wat", "what")),
        Column("old", Text("nu", "now")),
        Column("new", Text("scenario", "scenario")),
        Column("year", Text("vanaf", "from"), "whole"),
    )
    return Sheet(
        "changes",
        Text("Wat verandert", "What changes"),
        columns,
        tuple((r.subject, r.name, r.what, r.old, r.new, r.year) for r in rows),
    )


def _pair(row: pd.Series) -> tuple[int | None, int | None, int | None, int | None, int | None]:
    before, after = whole(row["before"]), whole(row["after"])
    return before, after, less(after, before), whole(row["farms_before"]), whole(row["farms_after"])


def costs(cells: pd.DataFrame, names: Names) -> Sheet:
    """What each layer, payer and scheme pays over the horizon."""
    rows = []
    for _, row in cells[cells["dimension"] == ALL].sort_values("node").iterrows():
        layer, payer, scheme = (*str(row["node"]).split(" > "), "", "", "")[:3]
        called = names.scheme(scheme) if scheme else names.payer(payer) if payer else names.layer(layer)
        whole_ = Text("alles samen", "all together")
        rows.append(
            ("" if layer == ALL else layer, payer, scheme, whole_ if layer == ALL else called, *_pair(row))
        )
    columns = (
        Column("layer", Text("laag", "layer")),
        Column("payer", Text("betaler", "payer")),
        Column("scheme", Text("regeling", "scheme")),
        Column("name", Text("naam", "name")),
        *_BOTH,
    )  # fmt: skip
    return Sheet("costs", Text("Wie betaalt wat", "Who pays what"), columns, tuple(rows), WITHHELD)


def years(cells: pd.DataFrame, names: Names) -> Sheet:
    """What each payer pays per year."""
    rows = []
    for _, row in cells[cells["level"] <= 2].sort_values(["group", "node"]).iterrows():
        layer, payer = (*str(row["node"]).split(" > "), "")[:2]
        whole_ = Text("alles samen", "all together")
        called = whole_ if layer == ALL else names.payer(payer) if payer else names.layer(layer)
        rows.append((int(row["group"]), "" if layer == ALL else layer, payer, called, *_pair(row)))
    columns = (
        Column("year", Text("jaar", "year"), "whole"),
        Column("layer", Text("laag", "layer")),
        Column("payer", Text("betaler", "payer")),
        Column("name", Text("naam", "name")),
        *_BOTH,
    )  # fmt: skip
    return Sheet("years", Text("Per jaar", "Per year"), columns, tuple(rows), WITHHELD)


def uptake(cells: pd.DataFrame, names: Names) -> Sheet:
    """Who takes part in each scheme, per province."""
    own = cells[(cells["level"] == 3) & cells["dimension"].isin([ALL, "province"])]
    rows = []
    for _, row in own.sort_values(["node", "dimension", "group"]).iterrows():
        scheme = str(row["node"]).split(" > ")[2]
        group = names.group(str(row["dimension"]), str(row["group"]))
        rows.append((scheme, names.scheme(scheme), group, *_pair(row)))
    columns = (
        Column("scheme", Text("regeling", "scheme")),
        Column("name", Text("naam", "name")),
        Column("group", Text("provincie", "province")),
        *_BOTH,
    )  # fmt: skip
    return Sheet("uptake", Text("Deelname", "Take-up"), columns, tuple(rows), WITHHELD)


def incomes(cells: pd.DataFrame, names: Names) -> Sheet:
    """What it does to incomes per group of farms."""
    rows = []
    for row in in_order(cells):
        before, after, step, _, _ = _pair(row)
        farms = whole(row["farms"])
        each = None if step is None or not farms else round(step / farms)
        dimension = str(row["dimension"])
        rows.append(
            (
                DIMENSION[dimension], names.group(dimension, str(row["group"])), farms,
                before, after, step, each, whole(row["middle"]),
            )
        )  # fmt: skip
    columns = (
        *GROUP,
        Column("farms", Text("bedrijven", "farms"), "whole"),
        _BEFORE, _AFTER, _STEP,
        Column("mean", Text("gemiddeld verschil (€)", "mean difference (€)"), "euro"),
        Column("middle", Text("middelste verschil (€)", "median difference (€)"), "euro"),
    )  # fmt: skip
    return Sheet("incomes", Text("Inkomen", "Income"), columns, tuple(rows), WITHHELD)


OUTCOME = {
    "wins": Text("gaat erop vooruit", "wins"),
    "same": Text("blijft gelijk", "stays the same"),
    "loses": Text("gaat erop achteruit", "loses"),
}


def outcomes(cells: pd.DataFrame, names: Names) -> Sheet:
    """How many farms win and lose, and how much."""
    rows = []
    for row in in_order(cells[cells["level"] == 1]):
        dimension = str(row["dimension"])
        group = names.group(dimension, str(row["group"]))
        kind = OUTCOME[str(row["node"])]
        rows.append((DIMENSION[dimension], group, kind, whole(row["farms"]), whole(row["cents"])))
    columns = (
        *GROUP,
        Column("outcome", Text("uitkomst", "outcome")),
        Column("farms", Text("bedrijven", "farms"), "whole"),
        _STEP,
    )
    return Sheet(
        "outcomes", Text("Winnaars en verliezers", "Winners and losers"), columns, tuple(rows), WITHHELD
    )


def reasons(found: pd.DataFrame, names: Names) -> Sheet:
    """By which scheme farms win or lose most."""
    rows = []
    for _, row in found.sort_values(["outcome", "farms"], ascending=[False, False]).iterrows():
        scheme = str(row["scheme"])
        told_ = (bool(row["direct"]), int(row["farms"]), int(row["cents"]))
        rows.append((OUTCOME[str(row["outcome"])], scheme, names.scheme(scheme), *told_))
    columns = (
        Column("outcome", Text("uitkomst", "outcome")),
        Column("scheme", Text("vooral door", "mainly by")),
        Column("name", Text("naam", "name")),
        Column("direct", Text("regeling zelf gewijzigd", "scheme itself changed"), "yes"),
        Column("farms", Text("bedrijven", "farms"), "whole"),
        _STEP,
    )
    return Sheet("reasons", Text("Waardoor", "Reasons"), columns, tuple(rows), WITHHELD)


def budgets(run: Run, names: Names, withheld: frozenset[str], *, first: bool = True) -> Sheet:
    """How each budget came out; numbers under ten are withheld for real farms, and where what its scheme pays is too.

    Of real farms only the ``first`` run tells: what was asked in another could be taken from it.
    """
    rows = []
    for a in run.allotments:
        few = a.scheme in withheld or not first or any(0 < n < 10 for n in (a.served, a.turned_away))
        # On which day the money is gone follows from who asked.
        hidden = few and not run.population.synthetic
        told_ = (None,) * 5 if hidden else (a.asked, a.paid, a.served, a.turned_away, a.gone_on)
        rows.append((a.scheme, names.scheme(a.scheme), ALLOT[a.allot], a.budget, *told_))
    columns = (
        Column("scheme", Text("regeling", "scheme")),
        Column("name", Text("naam", "name")),
        Column("allot", Text("verdeling", "division")),
        Column("budget", Text("budget per jaar", "budget a year"), "euro"),
        Column("asked", Text("gevraagd", "asked"), "euro"),
        Column("paid", Text("betaald", "paid"), "euro"),
        Column("served", Text("bedrijven bediend", "farms served"), "whole"),
        Column("turned_away", Text("bedrijven afgewezen", "farms turned away"), "whole"),
        Column("gone_on", Text("op vanaf", "gone on"), "day"),
    )
    return Sheet("budgets", Text("Budgetten", "Budgets"), columns, tuple(rows), WITHHELD)
