"""A comparison and a follow-up as lines to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.services.profile import fact_names
from calculator.statements.award import follow_up as followed
from calculator.statements.award.voice import Voice
from calculator.statements.checking import comparison as compared
from calculator.statements.outputs.sheets_later import ASKED, CAUSES, explained

_TOTAL = Text("Totaal over de looptijd: was {before}, is nu {after} ({difference}).",
              "Total over the term: was {before}, is now {after} ({difference}).")  # fmt: skip
_NO_CHANGE = Text("Geen verschil.", "No difference.")
_UNSPLIT = Text("De oorzaken zijn niet te scheiden: {reason}", "The causes cannot be told apart: {reason}")
_CHANGED = {
    "asked": Text("Gevraagd", "Asked"),
    "rules": Text("Regels die anders zijn", "Rules that differ"),
    "input": Text("Gegevens die anders zijn", "Data that differ"),
}
_YEAR = Text("{year}: verwacht {expected}, betaald {paid}, verschil {difference}.",
             "{year}: expected {expected}, paid {paid}, difference {difference}.")  # fmt: skip
_UNKNOWN = Text("Van {amount} is nog niet bekend of het is betaald.",
                "Of {amount} it is not known yet whether it was paid.")  # fmt: skip
#: As many changed places as a reader can use; the workbook has them all.
_MOST = 20


def comparison(found: compared.Comparison, language: str) -> Iterator[str]:
    """The whole difference, its causes, and then each payment and each change."""
    voice = Voice("en" if language == "en" else "nl")
    yield voice.say(
        _TOTAL,
        before=voice.money(found.before),
        after=voice.money(found.after),
        difference=voice.money(found.after - found.before),
    )
    for cause, cents in found.by_cause().items():
        yield f"  {CAUSES[cause][language]}: {voice.money(cents)}"
    if found.unsplit is not None:
        yield voice.say(_UNSPLIT, reason=found.unsplit[language])
    changed = [change for change in found.payments if change.difference]
    if not changed:
        yield voice.say(_NO_CHANGE)
    for change in changed:
        why = ", ".join(
            f"{CAUSES[cause][language]} {voice.money(cents)}" for cause, cents in change.by.items()
        )
        yield f"  {change.payer_name} · {change.name}: {voice.money(change.before)} → {voice.money(change.after)} ({why})"
    for key, changes in (("asked", found.asked), ("rules", found.rules), ("input", found.input)):
        if changes:
            yield f"{_CHANGED[key][language]} ({len(changes)}):"
            for place in changes[:_MOST]:
                named = ASKED[place.place][language] if place.place in ASKED else place.place
                if fact_names.known(named):
                    named = fact_names.name(named, language)
                values = f": {place.before or '–'} → {place.after or '–'}" if key != "rules" else ""
                yield f"  {named}{values}"


def follow_up(found: followed.FollowUp, language: str) -> Iterator[str]:
    """The year, and each payment with its explanation."""
    voice = Voice("en" if language == "en" else "nl")
    known = any(outcome.paid is not None for outcome in found.outcomes)
    yield voice.say(
        _YEAR,
        year=found.year,
        expected=voice.money(found.expected),
        paid=voice.money(found.paid) if known else "–",
        difference=voice.money(found.difference) if known else "–",
    )
    if found.unknown:
        yield voice.say(_UNKNOWN, amount=voice.money(found.unknown))
    for outcome in found.outcomes:
        paid = "–" if outcome.paid is None else voice.money(outcome.paid)
        who = f"{outcome.payer_name} · {outcome.name}" if outcome.payer_name else outcome.name
        yield f"  {who}: {voice.money(outcome.expected)} → {paid}: {explained(outcome, voice.language)}"
