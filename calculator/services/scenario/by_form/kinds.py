"""The kinds of change that the forms know, in the words of whoever makes a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change; ``first`` is what must be chosen before the rest can be asked."""

    code: str
    name: Text
    about: Text
    first: str = "scheme"


KINDS: tuple[Kind, ...] = (
    Kind(
        "tariff",
        Text("Tarief", "Tariff"),
        Text("Een ander bedrag, of percentage", "Another amount or percentage"),
    ),
    Kind(
        "cap",
        Text("Plafond", "Cap"),
        Text("Een ander maximum van een betaling", "Another maximum of a payment"),
    ),
    Kind(
        "threshold",
        Text("Drempel", "Threshold"),
        Text("Een andere drempel of instapeis", "Another threshold or entry condition"),
    ),
    Kind(
        "relation",
        Text("Combinatieregel", "Relation"),
        Text("Wat er gebeurt waar twee betalingen samenkomen", "What happens where two payments meet"),
        "relation",
    ),
    Kind(
        "limit",
        Text("Wettelijke grens", "Limit"),
        Text("Een grens die vervalt of anders wordt", "A limit that is lifted or changed"),
        "limit",
    ),
    Kind(
        "budget",
        Text("Budget", "Budget"),
        Text(
            "Hoeveel er per jaar is, en hoe het wordt verdeeld",
            "How much there is a year, and how it is divided",
        ),
    ),
    Kind("area", Text("Werkgebied", "Area"), Text("Waar een regeling open is", "Where a scheme is open")),
    Kind(
        "dates",
        Text("Looptijd van een regeling", "Dates of a scheme"),
        Text("Een andere eerste of laatste dag", "Another first or last day"),
    ),
    Kind(
        "scheme", Text("Regeling uit", "Scheme off"), Text("Een regeling die vervalt", "A scheme that goes")
    ),
    Kind(
        "condition",
        Text("Voorwaarde weg", "Condition dropped"),
        Text("Een voorwaarde die vervalt", "A condition that goes"),
    ),
    Kind(
        "term",
        Text("Contractduur", "Term"),
        Text("Verplichtingen van meer of minder jaren", "Commitments of more or fewer years"),
    ),
    Kind(
        "indexation",
        Text("Indexering", "Indexation"),
        Text("Een tarief dat elk jaar groeit", "A tariff that grows every year"),
    ),
    Kind(
        "basis",
        Text("Grondslag", "Legal basis"),
        Text("Een andere grondslag onder de steun", "Another legal basis of the aid"),
    ),
    Kind(
        "basis_end",
        Text("Einde van een grondslag", "End of a legal basis"),
        Text("Een grondslag die langer of korter geldt", "A legal basis that holds longer or shorter"),
        "legal_basis",
    ),
    Kind(
        "best",
        Text("Betaal wat de beste betaalt", "Pay what the best pays"),
        Text(
            "Iedere provincie betaalt voor een maatregel wat de beste provincie betaalt",
            "Every province pays for a measure what the best province pays",
        ),
        "layer",
    ),
    Kind(
        "new_scheme",
        Text("Nieuwe regeling", "New scheme"),
        Text("Een conceptregeling", "A draft scheme"),
        "",
    ),
)
BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}
