"""How what cannot be decided reads: a condition as a question, a fact to fill in, a figure to ask the payer for."""

from __future__ import annotations

from calculator.domain.scheme import Condition, Text
from calculator.eligibility.conditions.outcomes import Outcome

_IS_IT_SO, _AND_THIS = Text("Is dit zo?", "Is this so?"), Text("En dit?", "And this?")


def undecided(trouble: list[tuple[Condition, Outcome]]) -> tuple[list[Text], list[str]]:
    """What conditions that cannot be decided ask, and the paths that they miss; what awaits something else is no question."""
    said: list[Text] = []
    asked = _IS_IT_SO
    for condition, outcome in trouble:
        if outcome.awaits is not None:
            said += (condition.text, outcome.awaits)
        else:
            said.append(_question(asked, condition.text))
            asked = _AND_THIS
    return said, [path for _, o in trouble for path in o.missing]


def _question(asked: Text, condition: Text) -> Text:
    """A condition as a question; rule files word conditions as they hold when met."""
    nl, en = (f"{said[:1].upper()}{said[1:]}" for said in (condition.nl, condition.en))
    return Text(nl=f"{asked.nl} {nl}", en=f"{asked.en} {en}")


def not_published(name: str) -> Text:
    """What an unpublished figure reads as."""
    return Text(
        nl=f"niet gepubliceerd, vraag het de betaler: {name}", en=f"not published, ask the payer: {name}"
    )


def rate_of_contract(path: str) -> Text:
    """What an unpublished rate of a contract line reads as, whose contract says it."""
    return Text(
        nl=f"het tarief is niet gepubliceerd; neem het over uit het contract en vul in: {path}",
        en=f"the rate is not published; take it from the contract and fill in: {path}",
    )


def step_not_published() -> Text:
    """What an unpublished figure reads as where the payment has others: the amount of another step may well be known."""
    return Text(
        nl="het bedrag van deze trede is niet gepubliceerd, vraag het de betaler",
        en="the amount of this step is not published, ask the payer",
    )


def missing_fact(path: str) -> Text:
    """What an absent fact reads as."""
    return Text(nl=f"vul in: {path}", en=f"fill in: {path}")
