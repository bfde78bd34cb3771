"""Whom a statement is for, as somebody typed it."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.statements.purposes import FARM_ITSELF, Recipient, codes

LONGEST_NAME = 200


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
