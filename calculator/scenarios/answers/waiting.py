"""What waits on farms for a fact or a published figure, of the schemes that a scenario changes, as a sheet.

What waits is not paid on either side, so that without this sheet a payment of which the population says nothing reads as one
that nobody wants.
"""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind, Scheme, Text
from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.answers.sheet import Column, Sheet
from calculator.scenarios.runs.result import Result
from calculator.scenarios.runs.running import Run

_NOTE = Text(
    "Van de regelingen die het scenario verandert: bij hoeveel bedrijven een betaling openstaat, omdat een gegeven van het "
    "bedrijf of een gepubliceerd getal ontbreekt. Wat openstaat telt aan geen van beide kanten mee: onbekend is niet nul.",
    "Of the schemes that the scenario changes: at how many farms a payment is open, since a fact of the farm or a published "
    "figure is missing. What is open counts on neither side: unknown is not nil.",
)
_FEW = Text(
    "Van echte bedrijven staat hier alleen welke betaling bij tien of meer openstaat, niet bij hoeveel.",
    "Of real farms it only says which payment is open at ten or more, not at how many.",
)


def waiting(run: Run, *, first: bool = True) -> Sheet:
    """Per payment how many farms it waits at, before and after. Of real farms only the ``first`` run tells, and no numbers:
    from two numbers that lie close those of a few farms could be taken.
    """
    made_up = run.population.synthetic
    sides = [_open(result) for result in (run.before, run.after)]
    rows: list[tuple[str, Text, Text, int | None, int | None]] = []
    for scheme, payment in _changed(*run.rules) if made_up or first else ():
        counts = [side.get(f"{scheme.id}#{payment.id}", 0) for side in sides]
        if max(counts) >= (1 if made_up else LEAST):
            before, after = counts if made_up else (None, None)
            rows.append((scheme.id, scheme.name, payment.name, before, after))
    columns = (
        Column("scheme", Text("regeling", "scheme")),
        Column("name", Text("naam", "name")),
        Column("payment", Text("betaling", "payment")),
        Column("farms_before", Text("bedrijven nu", "farms now"), "whole"),
        Column("farms_after", Text("bedrijven scenario", "farms scenario"), "whole"),
    )
    note = _NOTE if made_up else Text(f"{_NOTE.nl} {_FEW.nl}", f"{_NOTE.en} {_FEW.en}")
    return Sheet("waiting", Text("Wat openstaat", "What is open"), columns, tuple(rows), note)


def _open(result: Result) -> dict[str, int]:
    """At how many farms each payment waits."""
    counted = result.open.drop_duplicates(["farm", "ref"])["ref"].astype(str).value_counts()
    return {str(ref): int(count) for ref, count in counted.items()}


def _changed(before: Rulebook, after: Rulebook) -> Iterator[tuple[Scheme, Payment]]:
    """The payments of money of every scheme of which a version is not the same on both sides, in the words of the newest."""
    was = set(map(id, before.schemes))
    touched = {s.id for s in after.schemes if id(s) not in was} | (
        {s.id for s in before.schemes} - {s.id for s in after.schemes}
    )
    newest = {s.id: s for s in (*before.schemes, *after.schemes) if s.id in touched}
    for _, scheme in sorted(newest.items()):
        yield from ((scheme, p) for p in scheme.payments if p.kind is not PaymentKind.ACTIVITY)
