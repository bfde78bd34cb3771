"""A payment says enough to be worked out: what triggers it, what it is multiplied with, and which class is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from calculator.domain.scheme import Text
from calculator.registry.checks.payments import lasting
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_UNIT_QUANTITIES = ("area", "length", "count", "m2")
FARM_QUANTITIES = (
    "one",
    "subsidiable_ha",
    "parcel_ha",
    "grassland_ha",
    "permanent_grassland_ha",
    "arable_ha",
    "loan_balance",
    "rent",
    "leased_ha",
)
_NEEDS_INDICATOR = ("kpi_binary", "tiered", "ramp", "interpolated", "points", "gate_points", "best_n")
_PARTIES = {"percent_balance": "lender", "percent_rent": "lessor"}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Payments that cannot be worked out as they stand."""
    for file in draft.schemes:
        rows = file.row.rows("payments")
        if not rows:
            yield RuleProblem(
                file.file,
                file.row.at("payments"),
                Text(nl="de regeling heeft geen betalingen", en="the scheme has no payments"),
                Text(
                    nl="is het bedrag niet gepubliceerd, geef dan een betaling met een bedrag van status unknown",
                    en="where the amount is not published, give a payment with a figure of status unknown",
                ),
            )
        names = Counter(row.text("id") for row in rows)
        seen: set[str] = set()
        for row in rows:
            name = row.text("id")
            if names[name] > 1 and name in seen:
                yield RuleProblem(
                    file.file,
                    row.at("id"),
                    Text(nl=f"betaling `{name}` staat er dubbel", en=f"payment `{name}` is given twice"),
                    Text(nl="geef elke betaling een eigen id", en="give each payment an id of its own"),
                )
            seen.add(name)
            for key, message, remedy in _payment(row, file.scheme.validity.start):
                yield RuleProblem(file.file, row.at(key), message, remedy)
        if any(r.text("kind") == "activity" for r in rows) and not any(
            r.text("kind") == "class_premium" for r in rows
        ):
            activity = next(r for r in rows if r.text("kind") == "activity")
            yield RuleProblem(
                file.file,
                activity.at("kind"),
                Text(
                    nl="activiteiten zonder `class_premium` in dezelfde regeling betalen nooit iets",
                    en="activities without a `class_premium` in the same scheme never pay anything",
                ),
                Text(nl="voeg de klassepremie toe", en="add the class premium"),
            )


def _payment(row: Row, since: date) -> Iterator[tuple[str, Text, Text]]:
    kind, level = row.text("kind"), row.text("level")
    yield from _trigger(row, level)
    yield from _quantity(row, level)
    if kind == "activity" and level == "farm":
        yield (
            "level",
            Text(
                nl="een eco-activiteit scoort op grond: `farm` kan niet",
                en="an eco-activity scores on land: it cannot be for the `farm`",
            ),
            Text(nl="kies `level: unit`", en="choose `level: unit`"),
        )
    if kind in _NEEDS_INDICATOR and "indicator" not in row:
        yield (
            "kind",
            Text(
                nl=f"een betaling `{kind}` toetst een `indicator`",
                en=f"a payment `{kind}` tests an `indicator`",
            ),
            Text(nl="voeg toe: indicator: indicators....", en="add: indicator: indicators...."),
        )
    party = _PARTIES.get(kind)
    if party and party not in row.words_by_key("parties"):
        yield (
            "kind",
            Text(nl=f"een betaling `{kind}` noemt de {party}", en=f"a payment `{kind}` names the {party}"),
            Text(nl=f"voeg toe: parties: {{{party}: ...}}", en=f"add: parties: {{{party}: ...}}"),
        )
    yield from _free_class(row)
    yield from _numbers(row)
    yield from _so_often(row, level)
    yield from lasting.check(row, since)


def _so_often(row: Row, level: str) -> Iterator[tuple[str, Text, Text]]:
    """A cap that counts so often is there, and counts something of the farm."""
    per = row.maybe_text("cap_per")
    if per is None:
        return
    if "cap" not in row.lists_by_key("figures"):
        yield (
            "cap_per",
            Text(nl="`cap_per` zonder `cap` begrenst niets", en="`cap_per` without a `cap` ends nothing"),
            Text(
                nl="geef onder `figures` een `cap`: het bedrag per stuk",
                en="give a `cap` under `figures`: the amount for each",
            ),
        )
    if per not in FARM_QUANTITIES and "." not in per:
        yield (
            "cap_per",
            Text(nl=f"`{per}` is geen hoeveelheid van het bedrijf", en=f"`{per}` is no quantity of the farm"),
            nearest(per, FARM_QUANTITIES),
        )


def _free_class(row: Row) -> Iterator[tuple[str, Text, Text]]:
    free = row.maybe_text("organic_class")
    classes = {
        key for figure in row.lists_by_key("figures").get("rate", ()) for key in figure.numbers("values")
    }
    if free is not None and free not in classes:
        yield (
            "organic_class",
            Text(nl=f"`{free}` is geen klasse van `rate`", en=f"`{free}` is no class of `rate`"),
            nearest(free, classes),
        )


def _numbers(row: Row) -> Iterator[tuple[str, Text, Text]]:
    divisor = row.maybe_number("divide_by")
    if divisor is not None and divisor <= 0:
        yield (
            "divide_by",
            Text(nl="`divide_by` moet groter zijn dan 0", en="`divide_by` must be more than 0"),
            Text(
                nl="laat de sleutel weg of geef een positief getal",
                en="leave it out or give a positive number",
            ),
        )
    if row.maybe_whole("term_years") is None and _decision(row) == "multi_year":
        yield (
            "grant",
            Text(
                nl="een besluit voor meer jaren zonder `term_years`",
                en="a decision for several years without `term_years`",
            ),
            Text(nl="voeg toe: term_years: 6", en="add: term_years: 6"),
        )


def _decision(row: Row) -> str | None:
    grant = row.row("grant")
    return grant.text("decision") if grant else None


def _trigger(row: Row, level: str) -> Iterator[tuple[str, Text, Text]]:
    if level == "unit" and not row.texts("measures"):
        yield (
            "level",
            Text(
                nl="een betaling per stuk land noemt de maatregelen (`measures`) die ervoor tellen",
                en="a payment per piece of land names the `measures` that count for it",
            ),
            Text(nl="voeg toe: measures: [code]", en="add: measures: [code]"),
        )


def _quantity(row: Row, level: str) -> Iterator[tuple[str, Text, Text]]:
    written = row.maybe_text("quantity")
    known = _UNIT_QUANTITIES if level == "unit" else FARM_QUANTITIES
    if written is None and level == "farm":
        yield (
            "level",
            Text(
                nl="een betaling per bedrijf zegt waarmee wordt vermenigvuldigd (`quantity`)",
                en="a payment per farm says what is multiplied (`quantity`)",
            ),
            nearest("", known),
        )
    elif written is not None and written not in known and not (level == "farm" and "." in written):
        yield (
            "quantity",
            Text(
                nl=f"`{written}` is geen hoeveelheid op niveau {level}",
                en=f"`{written}` is no quantity at level {level}",
            ),
            nearest(written, known),
        )
