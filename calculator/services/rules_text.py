"""What a check of a rules folder says when nothing is wrong with it: its size, its worked examples, and the notes."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.problem import RuleProblem
from calculator.services.rulebooks import Coverage


def checked(rulebook: Rulebook, found: Coverage, notes: Sequence[RuleProblem], language: str) -> str:
    """How much there is, which schemes have no worked example yet, and what is worth a look."""
    say = Text(
        "{schemes} regelingen ({versions} versies), {limits} grenzen, {relations} combinatieregels: geen problemen.\n"
        "{digest}\n"
        "Voorbeelden: {cases} bij {covered} van {schemes} regelingen.",
        "{schemes} schemes ({versions} versions), {limits} limits, {relations} relations: no problems.\n"
        "{digest}\n"
        "Worked examples: {cases} with {covered} of {schemes} schemes.",
    )[language]
    lines = [
        say.format(
            schemes=found.schemes,
            versions=found.versions,
            limits=len({limit.id for limit in rulebook.limits}),
            relations=len(rulebook.relations),
            digest=rulebook.digest,
            cases=found.cases,
            covered=found.schemes - len(found.without),
        )
    ]
    if found.without:
        lines.append(Text("Zonder voorbeeld:", "Without an example:")[language])
        lines += [f"  {name}" for name in found.without]
    if notes:
        lines.append(Text("Opmerkingen:", "Notes:")[language])
        lines += [f"  {note.file}:{note.line}: {note.message[language]}" for note in notes]
    return "\n".join(lines) + "\n"
