"""What a check of a statement can find, in words for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from calculator.domain.scheme import Text


class State(StrEnum):
    """``genuine`` alone means: recomputed to the cent, rules published here, pages as the award gives them."""

    GENUINE = "genuine"
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: its state, what was found wrong, what else to know, and what the statement says of itself."""

    state: State
    message: Text
    findings: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()
    told: Told | None = field(default=None)

    @property
    def genuine(self) -> bool:
        """Whether a payer may rely on the numbers."""
        return self.state is State.GENUINE


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
