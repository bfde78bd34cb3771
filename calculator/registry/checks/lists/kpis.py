"""Key performance indicators: every set has some, and each names schemes that exist as those that pay on it."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.lists.codelists import Codelist


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Sets without an indicator, and schemes that do not exist."""
    sets, kpis = draft.codelists.get("kpi_sets"), draft.codelists.get("kpis")
    if kpis is not None:
        yield from _paid_by(draft, kpis)
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
