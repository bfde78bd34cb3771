"""Worked cases (``cases/*.yaml`` beside a scheme): a farm, and what its payer says that it gets.

They run as tests and with ``stapelwijzer rules cases``. What stands here is only how they are written; a case never
bears on an award.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from calculator.domain.scheme import Text
from calculator.registry.draft import scheme_id
from calculator.registry.files import nodes
from calculator.registry.files.problem import Findings
from calculator.registry.files.records import Key, Record
from calculator.registry.files.shapes import DATE, NUMERIC, PLAIN, URL, WHOLE, Anything, ListOf, MapOf, OneOf

_ROWS = ListOf(MapOf(Anything()))
#: The lists of an award that a case may name rows of, by their name in the case.
TABLES: Mapping[str, str] = {
    "lines": "lines",
    "classes": "classes",
    "refused": "refusals",
    "open": "open",
    "not_chosen": "not_chosen",
}

CASE = Record(
    "case",
    Text(nl="een voorbeeld", en="a case"),
    {
        "case": Key(PLAIN, "een zin die zegt wat er uitkomt", required=True),
        "source": Key(
            Record(
                "case_source",
                Text(nl="een bron", en="a source"),
                {
                    "title": Key(PLAIN, "titel zoals de bron zich noemt", required=True),
                    "url": Key(URL, "adres waar het voorbeeld staat", required=True),
                    "kind": Key(
                        OneOf(("published", "derived")),
                        "published: de betaler rekent het zelf voor; derived: afgeleid uit zijn regels",
                        required=True,
                    ),
                },
            ),
            "waar het voorbeeld vandaan komt",
            required=True,
        ),
        "on": Key(DATE, "peildatum", required=True),
        "years": Key(WHOLE, "aantal jaren (1 als het ontbreekt)"),
        "farm": Key(MapOf(Anything()), "een bedrijfsprofiel", required=True),
        "expect": Key(
            Record(
                "expect",
                Text(nl="een verwachting", en="an expectation"),
                {
                    "total_eur": Key(NUMERIC, "het totaal"),
                    "continuation_eur": Key(NUMERIC, "wat na het einde van een grondslag valt"),
                    "lines": Key(_ROWS, "regels die er moeten zijn: scheme, payment, amount_eur ..."),
                    "classes": Key(_ROWS, "klassen: scheme, class (none: geen), value_per_ha, points"),
                    "refused": Key(_ROWS, "afwijzingen: scheme, payment, shortfall ..."),
                    "open": Key(_ROWS, "open vragen: scheme, payment ..."),
                    "not_chosen": Key(_ROWS, "niet gekozen: scheme, payment, because, lost_to ..."),
                },
            ),
            "wat er uit moet komen; wat er staat moet kloppen",
            required=True,
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it is written: ``farm`` and ``expect`` with every scalar as text."""

    path: str
    scheme: str
    says: str
    published: bool
    on: date
    years: int
    farm: Mapping[str, object]
    expect: Mapping[str, object]

    def expected(self, table: str) -> tuple[Mapping[str, object], ...]:
        """The rows that the case names of one list (a key of ``TABLES``)."""
        return cast("tuple[Mapping[str, object], ...]", self.expect.get(table, ()))


def read(path: str, data: bytes, found: Findings) -> Case | None:
    """The case, or None with the reason noted."""
    node = nodes.read(data, found)
    row = CASE.read(node, found) if node is not None else None
    if row is None or found.problems:
        return None
    expect, source = row.row("expect"), row.row("source")
    if expect is None or source is None:
        raise AssertionError("a key that must be there was not noted")
    if not expect.values:
        found.wrong(
            expect.line,
            Text(nl="dit voorbeeld verwacht niets", en="this case expects nothing"),
            Text(nl="noem minstens `total_eur`", en="name `total_eur` at least"),
        )
        return None
    return Case(
        path=path,
        scheme=scheme_id(path.replace("/cases/", "/")),
        says=row.text("case"),
        published=source.text("kind") == "published",
        on=row.day("on"),
        years=row.maybe_whole("years") or 1,
        farm=cast("Mapping[str, object]", row.values["farm"]),
        expect=expect.values,
    )


def read_all(files: Mapping[str, bytes]) -> tuple[Case, ...]:
    """The cases of a folder that is known to be sound, by path."""
    read_ones = (read(path, files[path], Findings(path)) for path in sorted(files))
    return tuple(case for case in read_ones if case is not None)
