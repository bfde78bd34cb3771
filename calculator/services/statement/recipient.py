"""Whom a statement is for, as somebody typed it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient, codes
from calculator.statements.carrying.withholding import owners, owns

LONGEST_NAME = 200
#: As many names as help to find a typing error.
_MOST_NAMES = 6


def recipient(name: str, purpose: str, *, prefix: str = "/") -> Recipient:
    """The recipient; raises InputProblems whose places start with ``prefix`` (``/`` in a body, ``--`` on a command line)."""
    problems = []
    if purpose not in codes():
        listed = ", ".join(codes())
        shown = "".join(c for c in purpose[:40] if c.isprintable())
        said = Text(f'Het doel "{shown}" bestaat niet.', f'The purpose "{shown}" does not exist.')
        remedy = Text(f"Kies uit: {listed}.", f"Choose from: {listed}.")
        problems.append(InputProblem(f"{prefix}purpose", said, remedy))
    if len(name) > LONGEST_NAME:
        said = Text("De naam van de ontvanger is te lang.", "The name of the recipient is too long.")
        remedy = Text(f"Ten hoogste {LONGEST_NAME} tekens.", f"At most {LONGEST_NAME} characters.")
        problems.append(InputProblem(f"{prefix}recipient", said, remedy))
    if purpose in codes() and purpose != FARM_ITSELF.purpose and not name.strip():
        said = Text("De ontvanger heeft geen naam.", "The recipient has no name.")
        remedy = Text("Noem voor wie het overzicht is.", "Name whom the statement is for.")
        problems.append(InputProblem(f"{prefix}recipient", said, remedy))
    if problems:
        raise InputProblems(problems)
    return Recipient(name.strip(), purpose)


def in_language(reader: Recipient, rulebook: Rulebook, language: str) -> Recipient:
    """The recipient under the name that its payer has in a statement of this language, whichever of its names was typed.

    What is a payer's own is told by that name; under another it would be withheld from the payer itself.
    """
    known = _payer(rulebook, reader.name)
    return reader if known is None else replace(reader, name=known[language])


def _payer(rulebook: Rulebook, name: str) -> Text | None:
    given = name.strip().casefold()
    for code, payer in rulebook.codelists.get("payers", {}).items():
        if given in (code.casefold(), payer.name.nl.casefold(), payer.name.en.casefold()):
            return payer.name
    return None


def unknown_to(
    award: Mapping[str, object], profile: object, reader: Recipient, rulebook: Rulebook
) -> list[Text] | None:
    """Names that do own something, the likest first, where nothing is this recipient's own; None where something is.

    A typing error would otherwise pass for a recipient whom nothing concerns.
    """
    if reader.gets_all or not isinstance(profile, Mapping) or owns(award, profile, reader):
        return None
    known = [_payer(rulebook, name) or Text(name, name) for name in owners(award, profile, reader.purpose)]
    like = {name: max(_likeness(reader.name, text) for text in (name.nl, name.en)) for name in known}
    return sorted(known, key=lambda name: -like[name])[:_MOST_NAMES]


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other.casefold(), one.casefold()).ratio()


def named(kept: object) -> Text:
    """A name as it was kept: in both languages, or (by a statement made before that) in its own alone."""
    nl, en = kept if isinstance(kept, list) else (kept, kept)
    return Text(str(nl), str(en))


def warning(name: str, known: Sequence[Text]) -> Text:
    """That nothing is of this name, and which names there are."""
    nl = f"Let op: geen betaling, lening, pacht of contract staat op naam van {name}. Klopt de naam?"
    en = f"Note: no payment, loan, lease or contract is in the name of {name}. Is the name right?"
    if not known:
        return Text(nl, en)
    return Text(
        f"{nl} Wel bekend: {', '.join(one.nl for one in known)}.",
        f"{en} Known are: {', '.join(one.en for one in known)}.",
    )
