"""Key performance indicators: every set has some, and each says where it was read and which schemes pay on it."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.codelists import Codelist
from calculator.registry.draft import Draft
from calculator.registry.problem import RuleProblem, nearest
from calculator.registry.shapes import parse_day


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Sets without an indicator, schemes that do not exist, and rows without a source."""
    sets, kpis = draft.codelists.get("kpi_sets"), draft.codelists.get("kpis")
    if kpis is not None:
        yield from _paid_by(draft, kpis)
    for codelist in (sets, kpis):
        if codelist is not None:
            yield from _sources(codelist)
    used = {record.cells["kpi_set"] for record in kpis.records.values()} if kpis is not None else set()
    for code, record in sets.records.items() if sets is not None else ():
        if code not in used:
            yield RuleProblem(
                sets.file if sets is not None else "",
                record.line,
                Text(nl=f"`{code}` heeft geen indicatoren", en=f"`{code}` has no indicators"),
                Text(
                    nl="zet ze in codelists/kpis.csv, ook als zij niet gepubliceerd zijn (naam zonder waarde)",
                    en="put them into codelists/kpis.csv, also where they are not published (a name without a value)",
                ),
            )


def _paid_by(draft: Draft, kpis: Codelist) -> Iterator[RuleProblem]:
    schemes = {file.scheme.id for file in draft.schemes}
    known = schemes | draft.unreadable_ids()
    for code, record in kpis.records.items():
        for written in record.cells["paid_by"].split():
            if written not in known:
                yield RuleProblem(
                    kpis.file,
                    record.line,
                    Text(
                        nl=f"kolom `paid_by` van `{code}`: er is geen regeling `{written}`",
                        en=f"column `paid_by` of `{code}`: there is no scheme `{written}`",
                    ),
                    nearest(written, schemes),
                )


def _sources(codelist: Codelist) -> Iterator[RuleProblem]:
    for code, record in codelist.records.items():
        cells = record.cells
        if not (cells["source_title"] and cells["source_url"] and parse_day(cells["seen"])):
            yield RuleProblem(
                codelist.file,
                record.line,
                Text(nl=f"`{code}` heeft geen volledige bron", en=f"`{code}` has no complete source"),
                Text(
                    nl="vul source_title, source_url en seen (een datum als 2026-01-31) in",
                    en="fill in source_title, source_url and seen (a date like 2026-01-31)",
                ),
            )
