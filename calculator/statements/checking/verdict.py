"""What a check of a statement can find, in words for whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from calculator.domain.scheme import Text


class State(StrEnum):
    """``genuine`` and ``rules_changed`` mean: recomputed to the cent, rules published here, pages as the award gives.

    ``rules_changed`` adds that the rules of today give something else; ``in_part`` that data was withheld.
    """

    GENUINE = "genuine"
    RULES_CHANGED = "genuine_rules_changed"
    IN_PART = "recomputed_in_part"
    ALTERED = "altered"
    RULES_NOT_PUBLISHED = "rules_not_published"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """Where something is not as it should be."""

    TEXT = "text"
    DRAWING = "drawing"
    PAGES = "pages"
    AMOUNTS = "amounts"
    DATA = "data"
    RULES = "rules"
    ATTACHMENTS = "attachments"
    ANNOTATIONS = "annotations"
    ACTIONS = "actions"
    LAYERS = "layers"
    METADATA = "metadata"
    STRUCTURE = "structure"
    SEAL = "seal"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: which part, at which place (a page, a file name, a path in the award), and what it means."""

    part: Part
    place: str
    message: Text


@dataclass(frozen=True, slots=True)
class Told:
    """What the statement says of itself; worth as much as the verdict."""

    number: str | None
    issued_on: date
    language: str
    engine: str
    check_code: str
    farm: str
    total_eur: str
    recipient: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one payer pays in one year by the statement and by the rules of today, in words."""

    payer: str
    year: int
    was: str
    would_be: str

    @property
    def text(self) -> Text:
        """The difference as a line."""
        return Text(
            f"{self.year}, {self.payer}: {self.was} in dit overzicht, {self.would_be} volgens de regels van nu",
            f"{self.year}, {self.payer}: {self.was} in this statement, {self.would_be} under the rules of today",
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: its state, what was found wrong, what else to know, and what the statement says of itself.

    ``differences`` are with the rules of today, ``why_not_today`` is why those cannot be computed with (in words that may
    hold facts of the farm, as notes do not), ``withheld`` the salted hashes of what is not shown, ``followed``
    whether every payment shown in part was recomputed.
    """

    state: State
    message: Text
    findings: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()
    told: Told | None = field(default=None)
    differences: tuple[Difference, ...] = ()
    why_not_today: Text | None = None
    withheld: Mapping[str, str] = field(default_factory=dict)
    followed: bool = False

    @property
    def genuine(self) -> bool:
        """Whether all of it was recomputed to the cent."""
        return self.state in (State.GENUINE, State.RULES_CHANGED)


class NotAStatementError(Exception):
    """The file cannot be judged at all; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


class CannotRecomputeError(Exception):
    """Raised by the recomputation that is handed in, where embedded data or rules cannot be computed with."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


GENUINE = Text(
    "Dit overzicht klopt: opnieuw berekend met de meegeleverde regels, tot op de cent gelijk, en de bladzijden zeggen "
    "wat de berekening geeft.",
    "This statement is right: recomputed with the rules it carries, equal to the cent, and the pages say what the "
    "calculation gives.",
)
ALTERED = Text(
    "Dit overzicht klopt niet: er is iets aan veranderd nadat het is gemaakt. Vraag de uitgever om het oorspronkelijke "
    "bestand.",
    "This statement is not right: something in it was changed after it was made. Ask the issuer for the original file.",
)
NOT_PUBLISHED = Text(
    "Dit overzicht rust op regels die hier nooit zo zijn gepubliceerd. De uitkomst is niet nagerekend en heeft geen "
    "waarde.",
    "This statement rests on rules that were never published like this. The outcome was not recomputed and has no "
    "value.",
)
UNKNOWN = Text(
    "Over dit bestand valt niets te zeggen.",
    "Nothing can be said about this file.",
)
UNSIGNED = Text(
    "Het overzicht is niet ondertekend; wie het heeft uitgegeven, staat niet vast.",
    "The statement is not signed; who issued it is not established.",
)
RESAVED = Text(
    "Het bestand is na uitgifte opnieuw opgeslagen, zonder dat de inhoud veranderde.",
    "The file was saved again after it was issued, without any change to its content.",
)
OTHER_RENDERER = Text(
    "De bladzijden zijn getekend door een andere versie van het tekenprogramma; tekst en beeld zijn vergeleken, niet de "
    "tekenopdrachten.",
    "The pages were drawn by another version of the renderer; their text and look were compared, not the drawing "
    "commands.",
)
OTHER_DRAWING = Text(
    "De berekening is tot op de cent nagerekend, maar de bladzijden zijn door een andere versie van het tekenprogramma "
    "getekend en zien er hier anders uit. Lees de bedragen uit de gegevens in het bestand, niet van het papier.",
    "The calculation was recomputed to the cent, but the pages were drawn by another version of the renderer and look "
    "different here. Read the amounts from the data in the file, not from the paper.",
)
CHANGED_FORM = Text(
    "De bijlage is niet geschreven zoals wij haar schrijven.",
    "The attachment is not written the way we write it.",
)
RULES_CHANGED = Text(
    "Dit overzicht klopt met de regels van toen: opnieuw berekend tot op de cent gelijk. Sindsdien zijn regels "
    "veranderd; volgens de regels van nu zou er iets anders uitkomen.",
    "This statement is right by the rules it was made with: recomputed, equal to the cent. Rules have changed since; "
    "under the rules of today the outcome would differ.",
)
IN_PART = Text(
    "Dit overzicht is deels nagerekend: er zijn gegevens weggelaten die niet voor deze ontvanger zijn. Wat erin staat, "
    "is onveranderd, en de bladzijden zeggen wat de gegevens geven.",
    "This statement was recomputed in part: data that is not for this recipient was withheld. What it holds is "
    "unchanged, and the pages say what the data gives.",
)
NOT_FOLLOWING = Text(
    "Dit volgt niet uit de gegevens en regels in het bestand.",
    "This does not follow from the data and rules in the file.",
)


def engines(made: str, used: str) -> Text:
    """Which engine made the award and which one recomputed it."""
    return Text(f"Gemaakt met {made}, nagerekend met {used}.", f"Made with {made}, recomputed with {used}.")


def part(followed: int, shown: int, withheld: int) -> Text:
    """How many of the payments shown were recomputed, and of how many groups of data a hash stands in their place."""
    rest = shown - followed
    nl = f"Nagerekend tot op de cent: {followed} van de {shown} getoonde betalingen."
    en = f"Recomputed to the cent: {followed} of the {shown} payments shown."
    if rest:
        nl += f" De andere {rest} rusten op weggelaten gegevens; vraag de boer die te laten zien."
        en += f" The other {rest} rest on withheld data; ask the farmer to show it."
    return Text(
        f"{nl} Van {withheld} groepen gegevens staat alleen een gezouten vingerafdruk in het bestand.",
        f"{en} Of {withheld} groups of data the file holds only a salted hash.",
    )


def rules_added(count: int) -> Text:
    """Rules changed, and the outcome did not."""
    return Text(
        f"Sinds dit overzicht zijn {count} regelbestanden veranderd of toegevoegd; de uitkomst blijft dezelfde.",
        f"Since this statement {count} rule files were changed or added; the outcome stays the same.",
    )


def cannot_today(count: int) -> Text:
    """Rules changed, and the profile can no longer be computed with; why is told apart."""
    return Text(
        f"Sinds dit overzicht zijn {count} regelbestanden veranderd of toegevoegd; met de regels van nu is dit profiel "
        "niet te berekenen.",
        f"Since this statement {count} rule files were changed or added; under the rules of today this profile cannot "
        "be computed.",
    )
