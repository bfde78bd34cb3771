"""What the commands on rules say: a folder that is sound, its notes, and how its worked cases came out."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files.problem import RuleProblem
from calculator.services.registry.rule_cases import Borne, Outcome
from calculator.services.registry.rulebooks import Coverage


def checked(rulebook: Rulebook, found: Coverage, notes: Sequence[RuleProblem], language: str) -> str:
    """How much there is, how many schemes have worked cases, and what is worth a look."""
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
    if notes:
        lines.append(Text("Opmerkingen:", "Notes:")[language])
        lines += [f"  {note.file}:{note.line}: {note.message[language]}" for note in notes]
    return "\n".join(lines) + "\n"


def cases(outcomes: Sequence[Outcome], reach: Borne, language: str) -> str:
    """How many cases hold, what the others give, and which payments no case names."""
    held = sum(not outcome.differences for outcome in outcomes)
    published = sum(outcome.case.published for outcome in outcomes)
    lines = [
        Text(
            f"{held} van {len(outcomes)} voorbeelden kloppen ({published} door de betaler voorgerekend).",
            f"{held} of {len(outcomes)} cases hold ({published} worked out by the payer).",
        )[language]
    ]
    for outcome in outcomes:
        if outcome.differences:
            lines.append(f"{outcome.case.path}: {outcome.case.says}")
            lines += [f"  {difference[language]}" for difference in outcome.differences]
    borne = len(reach.payments) - len(reach.bare)
    lines.append(
        Text(
            f"{borne} van {len(reach.payments)} betalingen met een bedrag staan in een voorbeeld. Zonder:",
            f"{borne} of {len(reach.payments)} payments with an amount stand in a case. Without:",
        )[language]
    )
    lines += [f"  {ref}" for ref in reach.bare]
    return "\n".join(lines) + "\n"


def cases_data(outcomes: Sequence[Outcome], reach: Borne, language: str) -> dict[str, object]:
    """The same as data."""
    return {
        "cases": [
            {
                "path": outcome.case.path,
                "case": outcome.case.says,
                "published": outcome.case.published,
                "holds": not outcome.differences,
                "differences": [difference[language] for difference in outcome.differences],
            }
            for outcome in outcomes
        ],
        "payments": len(reach.payments),
        "without_case": list(reach.bare),
    }
