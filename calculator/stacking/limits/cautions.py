"""What limits ask of the reader: how much to apply for, what a ceiling took, whose control a person must judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.amount_words import cents, one_of
from calculator.domain.award import Line, NotChosen
from calculator.domain.citing import cited
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.money import settle
from calculator.domain.months import in_full
from calculator.domain.period import ranges, years_before
from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Text
from calculator.domain.undertaking import Undertaking
from calculator.stacking.law.control import needs_review, unsaid
from calculator.stacking.law.counting import binding
from calculator.stacking.law.deminimis import counted, of_others
from calculator.stacking.law.succession import by_old_name
from calculator.stacking.law.windows import versions
from calculator.stacking.limits.at_once import kept_out
from calculator.stacking.limits.cuts import Cut, cuts
from calculator.stacking.limits.other_measures import could_rest_on
from calculator.stacking.solving.outcome import Outcome, named_payment, payment_name


def cautions(outcome: Outcome, missed: Iterable[NotChosen]) -> tuple[Text, ...]:
    """Everything that limits ask of the reader."""
    missed = tuple(missed)
    return (
        *_to_apply_for(outcome, missed),
        *kept_out(outcome, missed),
        *_on_the_boundary(outcome, missed),
        *_taken_by_ceilings(outcome),
        *_as_the_year_before(outcome),
        *_to_review(outcome.built.rows.profile.undertaking),
        *_not_joined(outcome.built.rows.profile.undertaking, outcome.built.rows.on),
    )


def _limit(outcome: Outcome, limit: str) -> Limit:
    """The last version: its name and kind are those of all."""
    return [x for x in outcome.built.rows.rulebook.limits if x.id == limit][-1]


def _to_apply_for(outcome: Outcome, missed: Iterable[NotChosen]) -> Iterator[Text]:
    """Where an all-or-nothing limit cuts a quantity: a grant above it pays nothing at all (article 3(8)), so ask for less."""
    limited = {
        (f"{n.scheme}#{n.payment}", year): n
        for n in missed
        if n.limit and _limit(outcome, n.limit).all_or_nothing
        for year in n.years
    }
    paid: dict[tuple[str, int], list[Line]] = {}
    for line in outcome.lines:
        key = (line.claim.ref, line.claim.year)
        if key in limited and line.claim.demand is None:
            paid.setdefault(key, []).append(line)
    asked: dict[tuple[str, Decimal, int], list[int]] = {}
    for (ref, year), lines in paid.items():
        quantity, amount = sum((x.quantity for x in lines), Decimal(0)), sum(x.amount for x in lines)
        asked.setdefault((ref, quantity, amount), []).append(year)
    for (ref, quantity, amount), years in sorted(asked.items(), key=lambda x: (x[1], x[0][0])):
        of = limited[ref, years[0]]
        yield _apply_for(outcome, of, paid[ref, years[0]][0].claim, quantity, amount, years)


def _apply_for(
    outcome: Outcome, of: NotChosen, claim: Claim, quantity: Decimal, amount: int, years: list[int]
) -> Text:
    name, limit = payment_name(outcome, claim), _limit(outcome, of.limit or "")
    yearly, paid, unit = len(years) > 1, cents(amount), one_of(claim.unit)
    law = cited(of.article or "")
    return Text(
        nl=f"{name.nl}, {ranges(years)}: vraag niet meer aan dan {dutch(quantity)} {unit.nl} "
        f"({paid.nl}{' per jaar' if yearly else ''}). Een verlening die de grens {limit.name.nl} zou passeren, "
        f"krijgt niets ({law.nl}).",
        en=f"{name.en}, {ranges(years)}: apply for no more than {plain(quantity)} {unit.en} "
        f"({paid.en}{' a year' if yearly else ''}). A grant that would pass the limit {limit.name.en} gets nothing "
        f"({law.en}).",
    )


def _on_the_boundary(outcome: Outcome, missed: Iterable[NotChosen]) -> Iterator[Text]:
    """Where aid of exactly so many years before the grant keeps a payment out: the text leaves open whether that day counts."""
    rows = outcome.built.rows
    kept_out = {(f"{n.scheme}#{n.payment}", n.limit) for n in missed if n.limit}
    days = {(claim.ref, claim.grant_date) for claim in outcome.years.claims}
    found: dict[tuple[str, str], Text] = {}
    for ref, name in sorted(kept_out):
        limit = _limit(outcome, name)
        if limit.window != "rolling":
            continue
        starts = ((years_before(day, limit.window_years or 3), day) for of, day in days if of == ref)
        before = {start for start, day in starts if start.day == day.day}
        for aid in counted(
            rows.profile.undertaking, limit.legal_bases, max(d for of, d in days if of == ref)
        ):
            if aid.grant_date in before:
                day = in_full(aid.grant_date)
                found[name, day.nl] = Text(
                    nl=f"De steun van {day.nl} is op de dag af {limit.window_years} jaar oud en telt hier nog mee onder "
                    f"{limit.name.nl}: of de grensdag meetelt, zegt de tekst niet. Een dag later toegekend telt zij niet meer.",
                    en=f"The aid of {day.en} is {limit.window_years} years old to the day and still counts here under "
                    f"{limit.name.en}: the text does not say whether that day counts. Granted a day later it no longer does.",
                )
    yield from found.values()


def _taken_by_ceilings(outcome: Outcome) -> Iterator[Text]:
    """Per payment and place what a ceiling per hectare, or of costs, takes off, over all years."""
    found: dict[tuple[str, str, str, Fraction, Fraction], list[Cut]] = {}
    for one in cuts(outcome):
        key = (one.limit, one.claim.ref, one.claim.place, one.lost, one.paid)
        found.setdefault(key, []).append(one)
    for (name, _, place, lost, paid), parts in sorted(found.items()):
        claim, limit = parts[0].claim, _limit(outcome, name)
        years = [year for x in parts for year in outcome.years.years[x.claim.year]]
        times = {year: len(of) for year, of in outcome.years.years.items()}
        less = cents(settle(sum((x.lost * x.quantity * times[x.claim.year] for x in parts), Fraction(0))))
        before, after, unit = cents(settle(lost + paid)), cents(settle(paid)), one_of(claim.unit)
        payment, law = payment_name(outcome, claim), cited(limit.article)
        yield Text(
            nl=f"{payment.nl}, {place}, {ranges(years)}: verlaagd van {before.nl} tot {after.nl} per "
            f"{unit.nl} door de grens {limit.name.nl} ({law.nl}); samen {less.nl} minder.",
            en=f"{payment.en}, {place}, {ranges(years)}: lowered from {before.en} to {after.en} per {unit.en} by the "
            f"limit {limit.name.en} ({law.en}); {less.en} less in all.",
        )
        other = could_rest_on(outcome, parts[0])
        if other is not None:
            yield Text(
                nl=f"{payment.nl}, {place}: aangenomen is dat zij de duurste maatregel betaalt. Andere betalingen vullen de "
                f"kosten daarvan mee; rust zij op {other.nl}, dan kan er meer uitkomen. Overleg dat met wie betaalt.",
                en=f"{payment.en}, {place}: it is assumed to pay for the dearest measure. Other payments fill its costs too; "
                f"resting on {other.en} it may come to more. Ask who pays.",
            )


def _as_the_year_before(outcome: Outcome) -> Iterator[Text]:
    """Where no amount is known of a year of what is granted for several at once: under a ceiling it counts as the year before."""
    rows = outcome.built.rows
    every, found = versions(rows.rulebook), dict[tuple[str, str], set[int]]()
    for line in outcome.lines:
        claim, later = line.claim, line.claim.terms.instalments
        if later is None or claim.demand is not None:
            continue
        if not rows.windows.begun(claim, line.since, line.extended):
            continue
        years = (
            claim.at_once_years
            if line.extended is None or claim.terms.extension is None
            else claim.terms.extension.years
        )
        unknown = {claim.year + n for n in later.unpublished if n < (years or 1)}
        for limit in binding(rows.rulebook, every, claim) if unknown else ():
            found.setdefault((claim.ref, limit.id), set()).update(unknown)
    for (ref, name), unknown in sorted(found.items()):
        payment, limit = named_payment(rows.rulebook, ref), _limit(outcome, name)
        yield Text(
            nl=f"{payment.nl}: voor meer jaren ineens toegekend, en voor {ranges(unknown)} is geen bedrag gepubliceerd. "
            f"Aangenomen is dat zo'n jaar onder {limit.name.nl} telt als het jaar ervoor; reken na of de toekenning past.",
            en=f"{payment.en}: granted for several years at once, and for {ranges(unknown)} no amount is published. It is "
            f"assumed that under {limit.name.en} such a year counts as the year before it; check whether the grant fits.",
        )


def _to_review(undertaking: Undertaking) -> Iterator[Text]:
    for name in needs_review(undertaking):
        yield Text(
            nl=f"{name} heeft zeggenschap over een of meer ondernemingen. Of dat één onderneming maakt, staat niet in "
            "artikel 2(2) van Verordening (EU) 1408/2013; er is gerekend van niet. Laat dit beoordelen (overweging 4 van "
            "2023/2831).",
            en=f"{name} controls one or more enterprises. Whether that makes one undertaking is not in article 2(2) of "
            "Regulation (EU) 1408/2013; it is calculated as not. Have this judged (recital 4 of 2023/2831).",
        )


def _not_joined(undertaking: Undertaking, day: date) -> Iterator[Text]:
    """Aid that does not count since nothing says that it is of this undertaking: a slip in a name would pass unseen."""
    for link in unsaid(undertaking):
        yield Text(
            nl=f"Hoeveel stemmen {link.parent} heeft in {link.child}, of welke andere zeggenschap, is niet ingevuld; er is "
            "gerekend alsof zij geen één onderneming zijn (artikel 2(2) van Verordening (EU) 1408/2013).",
            en=f"How many votes {link.parent} has in {link.child}, or what other control, is not filled in; it is calculated as "
            "if they are not one undertaking (article 2(2) of Regulation (EU) 1408/2013).",
        )
    for old, heir in by_old_name(undertaking, day):
        yield Text(
            nl=f"{old} ging op in {heir}, en telt hier als {heir}. Is {old} een nieuwe onderneming onder die naam, vul dan in "
            "wanneer zij begon: dan telt de eerdere steun niet bij haar mee (artikel 3(9) van Verordening (EU) 1408/2013).",
            en=f"{old} merged into {heir}, and counts here as {heir}. If {old} is a new enterprise under that name, fill in when "
            "it began: then the earlier aid does not count with it (article 3(9) of Regulation (EU) 1408/2013).",
        )
    others = ", ".join(of_others(undertaking, day))
    if others:
        yield Text(
            nl=f"De steun van {others} telt hier niet mee: geen lid van deze onderneming en niet verbonden door zeggenschap. "
            "Klopt dat niet, kijk dan naar de naam, of vul de zeggenschap in.",
            en=f"The aid of {others} does not count here: no member of this undertaking and not joined by control. If that "
            "is not right, look at the name, or fill in the control.",
        )
