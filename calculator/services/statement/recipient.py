"""Whom a statement is for, as somebody typed it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

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


def unknown_to(award: Mapping[str, object], profile: object, reader: Recipient) -> list[str] | None:
    """Names that do own something, the likest first, where nothing is this recipient's own; None where something is.

    A typing error would otherwise pass for a recipient whom nothing concerns.
    """
    if reader.gets_all or not isinstance(profile, Mapping) or owns(award, profile, reader):
        return None
    known = owners(award, profile, reader.purpose)
    like = {
        name: difflib.SequenceMatcher(None, name.casefold(), reader.name.casefold()).ratio() for name in known
    }
    return sorted(known, key=lambda name: -like[name])[:_MOST_NAMES]


def warning(name: str, known: Sequence[str]) -> Text:
    """That nothing is of this name, and which names there are."""
    listed = ", ".join(known)
    nl = f"Let op: geen betaling, lening, pacht of contract staat op naam van {name}. Klopt de naam?"
    en = f"Note: no payment, loan, lease or contract is in the name of {name}. Is the name right?"
    return Text(f"{nl} Wel bekend: {listed}.", f"{en} Known are: {listed}.") if known else Text(nl, en)
