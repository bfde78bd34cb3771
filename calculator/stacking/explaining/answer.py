"""What surrounds the lines of an award: totals per year, present value, receipt entries, caveats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from calculator.domain.amount_words import cents
from calculator.domain.award import Certificate, Line, PresentValue, YearAward
from calculator.domain.claim import Claim
from calculator.domain.limit import MEASURE, Limit, LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.memory import Answers
from calculator.domain.money import settle
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook, RuleRef
from calculator.domain.scheme import Scheme, Text
from calculator.stacking.law.counting import binding
from calculator.stacking.law.windows import versions
from calculator.stacking.solving.outcome import Outcome

#: The yearly rate of the present value: a stated assumption, printed with every award.
PRESENT_VALUE_RATE = Decimal("0.03")
_TIME_WAS_UP = Text(
    nl="De rekentijd was op: dit is een geldige stapel, de beste die is gevonden, maar niet bewezen de beste die er is.",
    en="Time was up: this is a lawful stack, the best that was found, but not proven to be the best there is.",
)
_ROUNDED = Text(
    nl="Door afronding op hele vierkante meters is niet bewezen dat dit de beste stapel is.",
    en="By rounding to whole square metres this stack is not proven to be the best.",
)
_NO_FIGURE = Text(
    nl="De hoogte van deze grens is niet gepubliceerd: er is niet aan getoetst.",
    en="The height of this limit is not published: nothing was held against it.",
)
#: What nobody computed of a scheme on a day, and the rules that claims of a sort rest on.
_LEFT_OUT: Answers[tuple[str, date], tuple[Text, ...]] = Answers("left out", 10_000)
_REFS: Answers[tuple[object, ...], frozenset[RuleRef]] = Answers("rests on", 20_000)
_TERMS, _DATED = attrgetter("terms"), attrgetter("year", "grant_date")


def by_year(first: int, count: int, settled: Sequence[Line], later: Sequence[Line]) -> tuple[YearAward, ...]:
    """The lines gathered per year of the horizon, continuation lines apart."""
    counted: dict[int, list[Line]] = {year: [] for year in range(first, first + count)}
    after: dict[int, list[Line]] = {year: [] for year in counted}
    for lines, years in ((settled, counted), (later, after)):
        for line in lines:
            if line.claim.year in years:
                years[line.claim.year].append(line)
    return tuple(
        [YearAward(y, sum([x.amount for x in of]), tuple(of), tuple(after[y])) for y, of in counted.items()]
    )


def present_value(years: tuple[YearAward, ...]) -> PresentValue:
    """All totals discounted to the first year at the stated rate."""
    more, one = (1 + Fraction(PRESENT_VALUE_RATE)).as_integer_ratio()
    last = len(years) - 1
    # In whole numbers, over what the last year is divided by.
    whole = sum([y.total * one**n * more ** (last - n) for n, y in enumerate(years)])
    total = Fraction(whole, more ** max(last, 0))
    source = Text(
        nl="aanname; het eerste jaar telt geheel",
        en="assumption; the first year counts in full",
    )
    return PresentValue(settle(total), PRESENT_VALUE_RATE, source)


def rules_used(rulebook: Rulebook, claims: Sequence[Claim], on: date) -> tuple[RuleRef, ...]:
    """Every rule file that a claim or a limit of this award rests on, for the receipt."""
    keys = zip(map(_DATED, claims), map(id, map(_TERMS, claims)), strict=True)
    sorts = dict(zip(keys, claims, strict=True))
    refs = set[RuleRef]()
    for claim in sorts.values():
        refs |= _rests_on(rulebook, claim, same_day_in(claim.year, on))
    return tuple(sorted(refs, key=lambda ref: (ref.id, ref.valid_from)))


def _rests_on(rulebook: Rulebook, claim: Claim, day: date) -> frozenset[RuleRef]:
    """The rule files that a claim rests on, read on a day of its year; remembered by all that they follow from."""
    known = rulebook.memory.of(_REFS)
    terms = claim.terms
    key = (terms.ref, terms.legal_basis, terms.public, terms.groups, claim.grant_date, day)
    found = known.get(key)
    if found is None:
        rules: list[Scheme | Limit] = [s for s in rulebook.schemes_on(day) if s.id == terms.scheme]
        held = binding(rulebook, rulebook.limits_on(day), claim)
        rules += [x for x in held if x.kind is not LimitKind.DE_MINIMIS]
        windowed = binding(rulebook, versions(rulebook), claim)
        rules += [x for x in windowed if x.validity.contains(claim.grant_date)]
        found = known[key] = frozenset(RuleRef(r.id, r.validity.start, r.digest) for r in rules)
    return found


def unique(texts: Iterable[Text]) -> tuple[Text, ...]:
    """The texts once each, in order of appearance."""
    return tuple({t.nl: t for t in texts}.values())


def not_modelled(
    rulebook: Rulebook, on: date, claims: Sequence[Claim], used: Sequence[RuleRef]
) -> tuple[tuple[str, Text], ...]:
    """What the texts of the schemes claimed ask and nobody computed, and then those of the limits that count them."""
    names = {(c.terms.scheme, c.year) for c in claims}
    found: dict[tuple[str, str], Text] = {}
    for scheme, year in sorted(names):
        found |= {(scheme, text.nl): text for text in _left_out(rulebook, scheme, same_day_in(year, on))}
    versions_used = {(ref.id, ref.valid_from) for ref in used}
    days = [same_day_in(year, on) for year in sorted({year for _, year in names})]
    for limit in rulebook.limits:
        if (limit.id, limit.validity.start) in versions_used:
            texts = [entry.text for entry in limit.not_modelled]
            if any(limit.validity.contains(day) and not _is_published(limit, day) for day in days):
                texts.append(_NO_FIGURE)
            found |= {(limit.id, text.nl): text for text in texts}
    return tuple((rule, text) for (rule, _), text in found.items())


def _is_published(limit: Limit, day: date) -> bool:
    """Whether the figure that a limit holds things against is known on a day."""
    series = limit.figures.get(MEASURE[limit.kind])
    return series is not None and series.on(day) is not None


def _left_out(rulebook: Rulebook, scheme: str, day: date) -> tuple[Text, ...]:
    """What the text of a scheme asks on a day and nobody computed; remembered for a while."""
    known = rulebook.memory.of(_LEFT_OUT)
    found = known.get((scheme, day))
    if found is None:
        versions_on = (v for v in rulebook.schemes_on(day) if v.id == scheme)
        found = known[scheme, day] = tuple(n.text for v in versions_on for n in v.not_modelled)
    return found


def caveats(described: int, on: date, settled: Sequence[Line], later: Sequence[Line]) -> tuple[Text, ...]:
    """What a reader must know before relying on the total."""
    found: list[Text] = []
    if described != on.year:
        found.append(
            Text(
                nl=f"Het profiel beschrijft {described}; gerekend is vanaf {on.year}.",
                en=f"The profile describes {described}; the calculation starts in {on.year}.",
            )
        )
    if any(x.claim.legal_basis == "unknown" for x in settled):
        found.append(
            Text(
                nl="Van een of meer publieke betalingen is de grondslag onbekend; zij tellen mee onder "
                "de-minimis en onder het plafond per hectare.",
                en="The legal basis of one or more public payments is unknown; they count under "
                "de minimis and under the ceiling per hectare.",
            )
        )
    if later:
        found.append(
            Text(
                nl="Bedragen na het einde van een grondslag staan als voortzetting buiten het totaal.",
                en="Amounts after the end of a legal basis stand outside the total as continuation.",
            )
        )
    found.append(
        Text(
            nl="De toets aan 100 % van de kosten is niet doorgerekend waar kosten ontbreken.",
            en="The test against 100 % of costs is not modelled where costs are absent.",
        )
    )
    return tuple(found)


def begun(
    rulebook: Rulebook, on: date, years: int, outcome: Outcome, claims: Sequence[Claim]
) -> tuple[Text, ...]:
    """When a new commitment, on land or given to the farm for several years at once, may begin and end; and where it could be on
    only in all years or in none.
    """
    asked = {id(c.terms): c for c in claims if c.begins_contract}
    terms = {_term_of(rulebook, c, same_day_in(c.year, on)) for c in asked.values()}
    if not outcome.built.rows.anew and not any(term is not None and term < years for term in terms):
        return ()
    on_farm = [c.piece == "farm" for c in asked.values()]
    found = [*([_BEGUN] if not all(on_farm) else []), *([_GIVEN] if any(on_farm) else [])]
    places = outcome.built.held_to_all_years()
    if places:
        named = ", ".join(places)
        found.append(
            Text(
                nl=f"Op {named} is een nieuwe verplichting gerekend als in alle jaren of in geen.",
                en=f"On {named} a new commitment counts as on in all years or in none.",
            )
        )
    return tuple(found)


_BEGUN = Text(
    nl="Een nieuwe verplichting op land begint in het jaar waarin dat over de gekozen jaren het meest oplevert, duurt haar hele "
    "termijn, en wordt daarna verlengd of beëindigd. Zij kan na de gekozen jaren doorlopen: elke regel zegt tot wanneer.",
    en="A new commitment on land begins in the year in which that pays most over the years chosen, runs its whole term, and is "
    "then renewed or ended. It may go on after the years chosen: each line says until when.",
)
_GIVEN = Text(
    nl="Een bijdrage aan het bedrijf voor meer jaren ineens wordt toegekend in het jaar waarin dat over de gekozen jaren het "
    "meest oplevert, voor haar hele termijn, en daarna opnieuw toegekend, verlengd of niet: elke regel zegt tot wanneer.",
    en="A payment to the farm for several years at once is granted in the year in which that pays most over the years chosen, "
    "for its whole term, and then anew, extended or not: each line says until when.",
)


def _term_of(rulebook: Rulebook, claim: Claim, day: date) -> int | None:
    scheme = rulebook.scheme_on(claim.scheme, day)
    payment = None if scheme is None else scheme.payment(claim.payment)
    return None if payment is None else payment.term_years


def unproven(proof: Certificate) -> tuple[Text, ...]:
    """That the answer is not proven to be the best, why, and by how much at most it falls short."""
    if proof.status == "optimal":
        return ()
    why = _TIME_WAS_UP if proof.status == "time_limit" else _ROUNDED
    gap = cents(proof.gap)
    return (
        Text(
            nl=f"{why.nl} Een andere stapel brengt hoogstens {gap.nl} meer op.",
            en=f"{why.en} Another stack brings at most {gap.en} more.",
        ),
    )


#: Time was up, or a reading has more choices than can be worked out.
RANGE_NOT_PROVEN = Text(
    nl="Het lage of het hoge totaal is het beste dat is gevonden; het kan verder van het verwachte totaal liggen.",
    en="The low or the high total is the best that was found; it may lie farther from the expected total.",
)
#: So are the lines of later years.
LATER_NOT_PROVEN = Text(
    nl="De voortzetting is de beste die binnen de rekentijd is gevonden; dat er geen betere is, is niet bewezen.",
    en="The continuation is the best that was found in time; it is not proven that there is none better.",
)


def not_worked_out(count: int) -> tuple[Text, ...]:
    """That it was not worked out what choosing some claims would cost: there are too many on this farm, or they are too hard."""
    if not count:
        return ()
    return (
        Text(
            nl=f"Van {count} niet gekozen betalingen is niet uitgerekend wat kiezen zou kosten: dat vraagt te veel rekenwerk.",
            en=f"For {count} payments not chosen it was not worked out what choosing them would cost: that takes too much work.",
        ),
    )


def not_priced(limits: Sequence[LimitUse], unpriced: Sequence[str]) -> tuple[Text, ...]:
    """Of which limits it was not worked out what the whole would be without them, though more was wanted than they leave."""
    names = unique(use.name for use in limits if use.limit in unpriced)
    if not names:
        return ()
    return (
        Text(
            nl=f"Wat zonder deze grenzen betaald zou worden is niet uitgerekend: {', '.join(n.nl for n in names)}.",
            en=f"What would be paid without these limits was not worked out: {', '.join(n.en for n in names)}.",
        ),
    )
