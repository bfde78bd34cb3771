"""The tables of a comparison and of a follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from calculator.domain.scheme import Text
from calculator.statements.award.follow_up import Finding, FollowUp, Outcome
from calculator.statements.award.voice import Language, Voice
from calculator.statements.checking.comparison import Cause, Change, Comparison
from calculator.statements.outputs import titles
from calculator.statements.outputs.tables import Cell, Code, Column, Euro, Table

CAUSES: Mapping[Cause, Text] = {
    Cause.RULES: Text("andere regels", "other rules"),
    Cause.INPUT: Text("andere gegevens", "other data"),
    Cause.ASKED: Text("andere peildatum of termijn", "other reference date or term"),
    Cause.ENGINE: Text("andere rekenkern", "other engine"),
    Cause.TOGETHER: Text("niet te scheiden", "cannot be told apart"),
}
ASKED: Mapping[str, Text] = {
    "on": titles.REFERENCE_DATE,
    "years": Text("Aantal jaren", "Number of years"),
    "mode": Text("Stand", "Mode"),
}
FINDINGS: Mapping[Finding, Text] = {
    Finding.UNKNOWN: Text("nog niet bekend", "not known yet"),
    Finding.AS_EXPECTED: Text("zoals verwacht, tot op de cent", "as expected, to the cent"),
    Finding.OTHER_RULES: Text(
        "zoals de regels van vandaag geven; het tarief of de regel is sindsdien veranderd",
        "as today's rules give; the rate or the rule has changed since",
    ),
    Finding.OTHER_RATE: Text(
        "past bij een ander tarief: {implied} per {unit}; vraag de betaler naar het definitieve tarief",
        "fits another rate: {implied} per {unit}; ask the payer for the definitive rate",
    ),
    Finding.OTHER_QUANTITY: Text(
        "past bij een kleinere hoeveelheid: {implied} {unit}; vraag de betaler wat is afgekeurd",
        "fits a smaller quantity: {implied} {unit}; ask the payer what was not accepted",
    ),
    Finding.WITHIN_RANGE: Text(
        "ligt tussen het laagste en het hoogste dat werd verwacht",
        "lies between the lowest and the highest that was expected",
    ),
    Finding.NOT_PAID: Text(
        "niets betaald; vraag de betaler waarom (tegen een besluit van een overheid kunt u bezwaar maken)",
        "nothing paid; ask the payer why (you can object to a decision of a public body)",
    ),
    Finding.NOT_EXPECTED: Text(
        "stond niet in het overzicht; kijk of het meetelt als steun",
        "was not in the statement; see whether it counts as aid",
    ),
    Finding.UNEXPLAINED: Text(
        "niet te verklaren uit tarief of hoeveelheid; vraag de betaler om de berekening",
        "not explained by rate or quantity; ask the payer for the calculation",
    ),
}
EXPECTED = Text("verwacht (€)", "expected (€)")
PAID = Text("betaald (€)", "paid (€)")
DIFFERENCE = Text("verschil (€)", "difference (€)")
WHY = Text("verklaring", "explanation")
BEFORE, AFTER = Text("was", "was"), Text("is nu", "is now")
BEFORE_EUR, AFTER_EUR = Text("was (€)", "was (€)"), Text("is nu (€)", "is now (€)")
_PLACE = Text("plaats", "place")


def comparison_tables(found: Comparison, language: Language) -> tuple[Table, ...]:
    """What changed in euros with its causes, and then in words: asked, rules, data."""
    causes = [cause for cause in CAUSES if any(cause in change.by for change in found.payments)]
    columns = (
        Column("payer", titles.PAYER, 30),
        Column("payment", titles.PAYMENT, 44),
        Column("before_eur", BEFORE_EUR),
        Column("after_eur", AFTER_EUR),
        Column("difference_eur", DIFFERENCE),
        *(
            Column(f"{cause.value}_eur", Text(f"{CAUSES[cause].nl} (€)", f"{CAUSES[cause].en} (€)"), 16)
            for cause in causes
        ),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Code(change.payer, change.payer_name),
            Code(f"{change.scheme}#{change.payment}", change.name),
            Euro(change.before),
            Euro(change.after),
            Euro(change.difference),
            *(Euro(change.by.get(cause, 0)) for cause in causes),
        )
        for change in found.payments
    ]
    whole = found.by_cause()
    total = Code("total", titles.TOTAL[language])
    difference = Euro(found.after - found.before)
    rows.append(
        (
            total,
            None,
            Euro(found.before),
            Euro(found.after),
            difference,
            *(Euro(whole.get(c, 0)) for c in causes),
        )
    )
    asked = tuple(
        replace(c, place=ASKED[c.place][language] if c.place in ASKED else c.place) for c in found.asked
    )
    return (
        Table("payments", Text("Verschil", "Difference"), columns, tuple(rows), total=True),
        _changes("asked", Text("Gevraagd", "Asked"), asked),
        _changes("rules", titles.SHEETS["rules"], found.rules),
        _changes("input", Text("Gegevens", "Data"), found.input),
    )


def _changes(key: str, title: Text, changes: tuple[Change, ...]) -> Table:
    columns = (Column("place", _PLACE, 60), Column("before", BEFORE, 40), Column("after", AFTER, 40))
    return Table(key, title, columns, tuple((c.place, c.before, c.after) for c in changes))


def follow_up_table(found: FollowUp, language: Language) -> Table:
    """One row per payment; the last adds up what is known, and expected of all."""
    columns = (
        Column("year", titles.YEAR, 7),
        Column("payer", titles.PAYER, 30),
        Column("scheme", titles.SCHEME, 36),
        Column("payment", titles.PAYMENT, 36),
        Column("expected_eur", EXPECTED),
        Column("amount_eur", PAID),
        Column("difference_eur", DIFFERENCE),
        Column("finding", WHY, 70),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            found.year,
            outcome.payer_name or None,
            Code(outcome.scheme, outcome.scheme),
            Code(outcome.payment, outcome.name),
            Euro(outcome.expected),
            None if outcome.paid is None else Euro(outcome.paid),
            None if outcome.difference is None else Euro(outcome.difference),
            Code(outcome.finding.value, explained(outcome, language)),
        )
        for outcome in found.outcomes
    ]
    known = any(outcome.paid is not None for outcome in found.outcomes)
    rows.append(
        (
            found.year,
            Code("total", titles.TOTAL[language]),
            None,
            None,
            Euro(found.expected),
            Euro(found.paid) if known else None,
            Euro(found.difference) if known else None,
            _unknown(found, language),
        )
    )
    return Table("follow_up", Text("Betaald", "Paid"), columns, tuple(rows), total=True)


def _unknown(found: FollowUp, language: Language) -> str | None:
    if not found.unknown:
        return None
    said = Text(
        "van {amount} is nog niet bekend of het is betaald",
        "of {amount} it is not known yet whether it was paid",
    )
    return said[language].format(amount=Voice(language).money(found.unknown))


def explained(outcome: Outcome, language: Language) -> str:
    """Where the difference comes from, in words."""
    voice, said = Voice(language), FINDINGS[outcome.finding][language]
    if outcome.implied is None:
        return said
    rate = outcome.finding is Finding.OTHER_RATE
    implied = voice.rate(outcome.implied) if rate else voice.number(outcome.implied)
    return said.format(implied=implied, unit=outcome.unit)
