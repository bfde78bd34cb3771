"""Land as sheets: hectares per measure, the landscape against its targets, and indicators."""

from __future__ import annotations

import pandas as pd

from calculator.domain.scheme import Text
from calculator.scenarios.answers import land
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.naming import DIMENSION, Names, in_order
from calculator.scenarios.answers.sheet import GROUP, WITHHELD, Column, Sheet, decimal, whole
from calculator.scenarios.answers.table import ALL
from calculator.scenarios.runs.running import Run

#: Why the share has no years: no table of a population says when an element is planted or goes.
CONSTANT = Text(
    "Hetzelfde in alle jaren en aan beide kanten: bekend is welk landschap er ligt, niet wat er wordt aangelegd "
    f"of verdwijnt. {WITHHELD.nl}",
    "The same in all years and on both sides: what landscape there is is known, not what is planted or goes. "
    f"{WITHHELD.en}",
)


def hectares(run: Run, names: Names, guard: Guard) -> Sheet:
    """Hectares per measure, done and rewarded."""
    rows = []
    for _, row in land.hectares(run, guard).iterrows():
        if row["node"] != ALL:
            area = [
                decimal(row[c] / 10_000 if pd.notna(row[c]) else None) for c in ("done", "before", "after")
            ]
            rows.append((str(row["node"]), names.measure(str(row["node"])), *area, whole(row["farms_done"])))
    columns = (
        Column("measure", Text("maatregel", "measure")),
        Column("name", Text("naam", "name")),
        Column("done", Text("hectares", "hectares"), "decimal"),
        Column("before", Text("beloond nu", "rewarded now"), "decimal"),
        Column("after", Text("beloond scenario", "rewarded scenario"), "decimal"),
        Column("farms", Text("bedrijven", "farms"), "whole"),
    )
    return Sheet(
        "hectares", Text("Hectares per maatregel", "Hectares per measure"), columns, tuple(rows), WITHHELD
    )


def landscape(run: Run, names: Names, guard: Guard) -> Sheet:
    """The share of green-blue landscape elements against the targets."""
    rows = []
    for row in in_order(land.landscape(run.population, guard)):
        dimension = str(row["dimension"])
        share = decimal(row["share"])
        short = [None if share is None else max(decimal(t - share) or 0, 0) for t in land.TARGETS.values()]
        rows.append(
            (
                DIMENSION[dimension],
                names.group(dimension, str(row["group"])),
                whole(row["farms"]),
                share,
                *short,
            )
        )
    columns = (
        *GROUP,
        Column("farms", Text("bedrijven waarvan de maten bekend zijn", "farms of known sizes"), "whole"),
        Column("share", Text("aandeel (%)", "share (%)"), "percent"),
        *(
            Column(
                f"short_{year}", Text(f"tekort tot {t} % in {year}", f"short of {t} % in {year}"), "percent"
            )
            for year, t in land.TARGETS.items()
        ),
    )
    return Sheet(
        "landscape", Text("Groenblauw landschap", "Green-blue landscape"), columns, tuple(rows), CONSTANT
    )


def indicators(run: Run, names: Names, guard: Guard) -> Sheet:
    """The mean of each indicator; managed farms do what they do, so it is the same on both sides."""
    rows = []
    for row in in_order(land.indicators(run.population, guard)):
        dimension = str(row["dimension"])
        group = names.group(dimension, str(row["group"]))
        rows.append(
            (names.indicator(str(row["node"])), group, whole(row["farms"]), decimal(row["mean"], "0.0001"))
        )
    columns = (
        Column("indicator", Text("indicator", "indicator")),
        Column("group", Text("groep", "group")),
        Column("farms", Text("bedrijven", "farms"), "whole"),
        Column("mean", Text("gemiddelde", "mean"), "decimal"),
    )
    return Sheet("indicators", Text("Indicatoren", "Indicators"), columns, tuple(rows), WITHHELD)
