"""A draft scheme by form: what is asked, and the rule that it makes. What does not go together is said at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields as keys_of
from datetime import date
from typing import Any

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.code_words import CLOSED
from calculator.scenarios.reform import drafting
from calculator.scenarios.reform.drafting import MEASURE, PER, WHOLE_FARM, Wanted
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.by_form import choices
from calculator.services.scenario.by_form.choices import Group, Option
from calculator.services.scenario.by_form.fields import Field

_EACH = Text("een eenheid van de maatregel", "a unit of the measure")


def fields(rulebook: Rulebook) -> tuple[Field, ...]:
    """What a draft scheme asks: who pays for what, how much in which steps, and whom."""
    return (*_who(rulebook), *_how_much(rulebook), *_whom(rulebook))


def _who(rulebook: Rulebook) -> tuple[Field, ...]:
    per = (Option(MEASURE, _EACH), *(Option(code, told[3]) for code, told in PER.items()))

    def one_of(
        name: str, codelist: str, label: Text, *, needed: bool = True, hint: Text | None = None
    ) -> Field:
        return Field(name, label, "choice", (choices.listed(rulebook, codelist),), hint, needed)

    return (
        Field("name", Text("Naam", "Name"), "text", needed=True),
        one_of("payer", "payers", Text("Betaler", "Payer")),
        one_of("basis", "legal_bases", Text("Grondslag", "Legal basis")),
        one_of("service", "services", Text("Welke dienst", "Which service")),
        Field("per", Text("Betaald per", "Paid per"), "choice", (Group(Text("", ""), per),), needed=True),
        one_of(
            "measure", "measures", Text("Maatregel", "Measure"), needed=False,
            hint=Text("per eenheid ervan, of wie haar doet krijgt het bedrag", "per unit of it, or who does it gets the amount"),
        ),
    )  # fmt: skip


def _how_much(rulebook: Rulebook) -> tuple[Field, ...]:
    def number(name: str, nl: str, en: str, hint: Text | None = None, *, needed: bool = False) -> Field:
        return Field(name, Text(nl, en), "number", hint=hint, needed=needed)

    year = Text(
        "per hectare, meter, stuk, 100 kg, dier of bedrijf",
        "per hectare, metre, piece, 100 kg, animal or farm",
    )
    either = Text(
        "hooguit één van deze: eerste deel, staffel, vast bedrag, klasse",
        "one of these at most: first part, steps, base, class",
    )
    return (
        number("rate", "Euro per eenheid", "Euros per unit", year, needed=True),
        number("first", "Alleen over de eerste zoveel eenheden", "Only for the first so many units", either),
        number("above", "Staffel: boven zoveel eenheden het tweede tarief", "Steps: above so many units the second rate"),
        number("fixed", "Vast bedrag per bedrijf daarnaast (€)", "Base amount per farm besides (€)"),
        Field("indicator", Text("Klasse: naar welke indicator", "Class: by which indicator"), "choice",
              (choices.listed(rulebook, "indicators"),)),
        number("reach", "Het tarief vanaf deze waarde", "The rate from this value on",
               Text("bij een indicator waarvan minder beter is: tot en met", "where less is better: up to and with")),
        number("reach_2", "Het tweede tarief vanaf deze waarde", "The second rate from this value on"),
        number("rate_2", "Tweede tarief (€ per eenheid)", "Second rate (€ per unit)"),
        number("cap", "Hooguit per bedrijf en jaar (€)", "At most per farm and year (€)"),
        Field("once", Text("Eenmalig, niet elk jaar", "Once, not every year"), "yes"),
        number("years", "Verplichting van zoveel jaren", "Commitment of so many years"),
    )  # fmt: skip


def _whom(rulebook: Rulebook) -> tuple[Field, ...]:
    types = tuple(Option(code, name) for code, name in CLOSED["farm.type"].items())
    none = Text("geen: alle", "none: all")
    return (
        Field("provinces", Text("Alleen in deze provincies", "Only in these provinces"), "ticks",
              (choices.listed(rulebook, "provinces"),), Text("geen: overal", "none: everywhere")),
        Field("farm_types", Text("Alleen deze bedrijfstypen", "Only these types of farm"), "ticks",
              (Group(Text("", ""), types),), none),
        Field("crop", Text("Alleen bij dit gewas", "Only with this crop"), "choice", (choices.listed(rulebook, "crops"),)),
        Field("organic", Text("Alleen biologische bedrijven", "Only organic farms"), "yes"),
    )  # fmt: skip


def change(said: Mapping[str, Any], rulebook: Rulebook, code: str, on: date) -> dict[str, Any]:
    """The change that adds the scheme; raises InputProblems with all that does not go together."""
    problems = tuple(_problems(said))
    if problems:
        raise InputProblems(problems)
    given = {key.name: said[key.name] for key in keys_of(Wanted) if key.name in said}
    given |= {name: bool(said.get(name)) for name in ("once", "organic")}
    given |= {name: tuple(said.get(name, ())) for name in ("provinces", "farm_types")}
    wanted = Wanted(**{**given, "layer": choices.layer_of(rulebook, str(said["payer"]))})
    return {"rule": drafting.rule(rulebook, wanted, code, on)}


def _problems(said: Mapping[str, Any]) -> Iterator[InputProblem]:
    if said.get("per", MEASURE) == MEASURE:
        if "measure" not in said:
            yield _wrong("measure", "Voor welke maatregel staat er niet.", "For which measure is not said.",
                         "Kies een maatregel, of betaal per iets anders.",
                         "Choose a measure, or pay per something else.")  # fmt: skip
        for name in WHOLE_FARM:
            if name in said:
                yield _wrong(name, "Dit telt over het hele bedrijf.", "This counts over the whole farm.",
                             "Laat het leeg, of betaal per hectare, melk, dier of bedrijf.",
                             "Leave it empty, or pay per hectare, milk, animal or farm.")  # fmt: skip
    chosen = [name for name in ("first", "above", "fixed", "indicator") if name in said]
    for name in chosen[1:]:
        yield _wrong(name, "Dit gaat niet samen met wat erboven staat.", "This does not go with what stands above.",
                     "Kies één manier.", "Choose one way.")  # fmt: skip
    for name, needs in (("above", "rate_2"), ("indicator", "reach"), ("reach_2", "rate_2")):
        if name in said and needs not in said:
            yield _wrong(needs, "Dit hoort erbij en staat er niet.", "This belongs to it and is not there.",
                         "Vul het in.", "Fill it in.")  # fmt: skip
    years = str(said.get("years", "1"))
    if not (years.isdigit() and 1 <= int(years) <= 50):
        yield _wrong("years", "Dit is geen aantal jaren.", "This is no number of years.",
                     "Geef een geheel getal van 1 tot 50.", "Give a whole number from 1 to 50.")  # fmt: skip


def _wrong(name: str, nl: str, en: str, mend: str, mend_en: str) -> InputProblem:
    return InputProblem(f"/{name}", Text(nl, en), Text(mend, mend_en))
