"""How extension and notice read to a person, in Dutch and English."""

from __future__ import annotations

from datetime import timedelta

from calculator.domain.lasting import Extension, Notice
from calculator.domain.months import day_of_year
from calculator.domain.scheme import Text
from calculator.registry.words import wording


def years(count: int) -> Text:
    """So many years."""
    return Text(f"{count} jaar", f"{count} year{'s' if count != 1 else ''}")


def extension(rule: Extension) -> Text:
    """How a contract may go on after its term."""
    each = years(rule.years)
    nl = f"verlengt zichzelf met {each.nl}" if rule.silent else f"kan worden verlengd met {each.nl}"
    en = f"extends itself by {each.en}" if rule.silent else f"can be extended by {each.en}"
    if rule.times is None:
        nl, en = f"{nl}, telkens weer", f"{en}, again and again"
    elif rule.times > 1:
        nl, en = f"{nl}, hoogstens {rule.times} keer", f"{en}, at most {rule.times} times"
    else:
        nl, en = f"{nl}, één keer", f"{en}, once"
    if rule.until is not None:
        last = rule.until - timedelta(days=1)
        nl, en = (
            f"{nl}, tot en met {wording.day(last, 'nl')}",
            f"{en}, up to and including {wording.day(last, 'en')}",
        )
    if rule.silent:
        nl, en = f"{nl}, tenzij u opzegt", f"{en}, unless you give notice"
    return Text(nl, en)


def notice(rule: Notice) -> Text:
    """When notice is to be given."""
    if rule.by is not None:
        day = day_of_year(*rule.by)
        return Text(f"uiterlijk op {day.nl} opzeggen", f"give notice by {day.en}")
    months = rule.months or 0
    nl = f"{months} maand{'en' if months != 1 else ''} voor het einde opzeggen"
    return Text(nl, f"give notice {months} month{'s' if months != 1 else ''} before the end")
