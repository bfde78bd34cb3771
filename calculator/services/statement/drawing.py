"""From what is kept of a statement to its file: the same award that the farmer approved, under its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calculator.domain.scheme import Text
from calculator.services import faults
from calculator.services.errors import CannotComplete
from calculator.services.registry import rulebooks
from calculator.statements.award.reading import inner, text
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient
from calculator.store.records.statements import Content, Kept


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: an award of a profile, in a language, made on a day, under a number (a draft has none), for whom."""

    award: Mapping[str, object]
    profile: Mapping[str, object]
    language: str
    made_on: date
    number: str | None
    recipient: Recipient = FARM_ITSELF


@dataclass(frozen=True, slots=True)
class Drawn:
    """The file, the code printed on every page of it, and what proves the values withheld from it (JSON)."""

    pdf: bytes
    check_code: str
    openings: bytes | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a file could not be made."""

    reason: Text


#: Draws several; each answer comes where its drawing stood, perhaps before those after it are drawn.
DrawAll = Callable[[Sequence[Drawing]], Iterable[Drawn | Failed]]


def drawing(kept: Kept, content: Content, made_on: date, number: str | None = None) -> Drawing:
    """How a kept statement is drawn, for whom it was asked."""
    recipient = Recipient(kept.recipient, kept.purpose)
    return Drawing(content.award, content.document, kept.language, made_on, number, recipient)


def draw(drawing: Drawing) -> Drawn:
    """The file; raises CannotComplete where the rules are no longer those that the award was computed with."""
    # Drawing takes large libraries; whoever only keeps statements does not load them.
    from calculator.services.statement import statements

    digest = text(inner(inner(drawing.award, "receipt"), "rulebook"), "digest")
    files = rulebooks.rule_files(digest)
    made = statements.of_award(
        drawing.award,
        drawing.profile,
        files,
        language=drawing.language,
        issued_on=drawing.made_on,
        number=drawing.number,
        recipient=drawing.recipient,
    )
    return Drawn(made.pdf, made.check_code, None if made.openings is None else openings_file(made.openings))


def openings_file(openings: Mapping[str, object]) -> bytes:
    """Openings as the file that the farmer keeps."""
    return json.dumps(openings, ensure_ascii=False, indent=1).encode()


def tried(drawing: Drawing) -> Drawn | Failed:
    """As ``draw``, for one of many: a failure is a value, so that it does not stop the others."""
    try:
        return draw(drawing)
    except CannotComplete as stop:
        return Failed(stop.reason)
    except Exception as fault:  # noqa: BLE001  whatever goes wrong with one farm is told of that farm
        return Failed(faults.noted("a file could not be drawn", fault))


def in_turn(drawings: Sequence[Drawing]) -> Sequence[Drawn | Failed]:
    """One after the other, in this process."""
    return [tried(drawing) for drawing in drawings]
