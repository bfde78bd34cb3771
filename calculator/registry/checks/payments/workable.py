"""Figures of one payment with which its formula can work: a ramp that rises, years to choose from, tiers in one direction."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]


@dataclass(frozen=True, slots=True)
class _Clash:
    """Two figures that hold at the same time and cannot both be right where ``wrong``; ``said`` names both values."""

    one: str
    other: str
    wrong: Callable[[Decimal, Decimal], bool]
    said: Text
    remedy: Text


_NO_RAMP = _Clash(
    "ramp_from",
    "ramp_to",
    operator.eq,
    Text(
        nl="het bedrag loopt op van {} tot {}: dat is geen helling",
        en="the amount rises from {} to {}: that is no ramp",
    ),
    Text(
        nl="geef twee verschillende waarden, of kies de soort `kpi_binary`",
        en="give two different values, or choose the kind `kpi_binary`",
    ),
)
_TOO_MANY_YEARS = _Clash(
    "n",
    "m",
    operator.gt,
    Text(nl="de beste {} van {} jaar bestaan niet", en="there are no best {} of {} years"),
    Text(nl="`n` is hoogstens `m`", en="`n` is at most `m`"),
)
_NOTHING_BETWEEN = _Clash(
    "threshold",
    "threshold_max",
    operator.gt,
    Text(nl="niets is minstens {} en hoogstens {}", en="nothing is at least {} and at most {}"),
    Text(nl="verwissel de twee", en="swap the two"),
)
_NOTHING_LARGE_ENOUGH = _Clash(
    "min_quantity",
    "max_quantity",
    operator.gt,
    Text(
        nl="onder {} wordt niets betaald, en boven {} ook niet",
        en="nothing is paid below {}, and nothing above {}",
    ),
    Text(nl="verwissel de twee", en="swap the two"),
)
_NEVER_ENOUGH = _Clash(
    "min_amount",
    "cap",
    operator.gt,
    Text(
        nl="onder EUR {} wordt niets betaald, en hoogstens EUR {}",
        en="nothing is paid below EUR {}, and EUR {} at most",
    ),
    Text(nl="verwissel de twee", en="swap the two"),
)
_CLASHES: Mapping[str, tuple[_Clash, ...]] = {
    "flat": (_NOTHING_LARGE_ENOUGH,),
    "ramp": (_NO_RAMP,),
    "best_n": (_NOTHING_BETWEEN, _TOO_MANY_YEARS),
    "kpi_binary": (_NOTHING_BETWEEN,),
}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures by which a payment could never be worked out, or never be reached."""
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            for look in (_clashing, *_LOOKS.get(payment.text("kind"), ()), _tiers):
                yield from (RuleProblem(file.file, *finding) for finding in look(payment))


def _clashing(payment: Row) -> Iterator[_Finding]:
    # A cap for each of something is no end by itself.
    never_enough = () if "cap_per" in payment else (_NEVER_ENOUGH,)
    for clash in (*_CLASHES.get(payment.text("kind"), ()), *never_enough):
        for one, other, line in _pairs(payment, clash.one, clash.other):
            if clash.wrong(one, other):
                said = Text(nl=clash.said.nl.format(one, other), en=clash.said.en.format(one, other))
                yield line, said, clash.remedy


def _pairs(payment: Row, one: str, other: str) -> Iterator[tuple[Decimal, Decimal, int]]:
    """Values of two figures that hold at the same time, of one key, and the line of the second."""
    figures = payment.lists_by_key("figures")
    for first in figures.get(one, ()):
        for second in figures.get(other, ()):
            if not _period(first).overlaps(_period(second)):
                continue
            a, b = _by_key(first), _by_key(second)
            # What stands under no key goes with every key.
            for key in dict.fromkeys((*a, *b)):
                low, high = (of.get(key, of.get("")) for of in (a, b))
                if low is not None and high is not None:
                    yield low, high, second.at("values", key) if "values" in second else second.at("value")


def _by_key(figure: Row) -> Mapping[str, Decimal]:
    """The values of a figure by their key, the single one under none."""
    value = figure.maybe_number("value")
    return figure.numbers("values") if value is None else {"": value}


def _period(row: Row) -> Period:
    end = row.maybe_day("until")
    return Period(row.day("from"), end if end is not None and end > row.day("from") else None)


def _turning(payment: Row) -> Iterator[_Finding]:
    """A ramp that falls at one key and rises at another: what is better, more or less, is the same on all land."""
    figures = payment.lists_by_key("figures")
    rises: dict[bool, str] = {}
    for first in figures.get("ramp_from", ()):
        for second in figures.get("ramp_to", ()):
            if not _period(first).overlaps(_period(second)):
                continue
            a, b = _by_key(first), _by_key(second)
            for key in dict.fromkeys((*a, *b)):
                start, top = (of.get(key, of.get("")) for of in (a, b))
                if key and start is not None and top is not None and start != top:
                    rises.setdefault(top > start, key)
            if len(rises) > 1:
                yield (
                    second.at("values" if "values" in second else "value"),
                    Text(
                        nl=f"de helling daalt bij `{rises[False]}` en stijgt bij `{rises[True]}`",
                        en=f"the ramp falls at `{rises[False]}` and rises at `{rises[True]}`",
                    ),
                    Text(
                        nl="kijk `ramp_from` en `ramp_to` na; wat twee kanten op loopt zijn twee betalingen",
                        en="look at `ramp_from` and `ramp_to`; what runs both ways is two payments",
                    ),
                )
                return


def _years(payment: Row) -> Iterator[_Finding]:
    for name in ("n", "m"):
        for row in payment.lists_by_key("figures").get(name, ()):
            found = row.maybe_number("value")
            if found is not None and (found < 1 or found != found.to_integral_value()):
                yield (
                    row.at("value"),
                    Text(
                        nl=f"`{name}` is geen aantal jaren: {found}",
                        en=f"`{name}` is no number of years: {found}",
                    ),
                    Text(nl="geef een geheel getal vanaf 1", en="give a whole number from 1"),
                )


def _always(payment: Row) -> Iterator[_Finding]:
    kind, figures = payment.text("kind"), payment.lists_by_key("figures")
    if not figures.get("threshold") and not figures.get("threshold_max"):
        yield (
            payment.at("figures"),
            Text(
                nl=f"een betaling `{kind}` zonder drempel betaalt altijd",
                en=f"a payment `{kind}` without a threshold always pays",
            ),
            Text(
                nl="voeg `threshold` of `threshold_max` toe, of kies de soort `flat`",
                en="add `threshold` or `threshold_max`, or choose the kind `flat`",
            ),
        )


def _tiers(payment: Row) -> Iterator[_Finding]:
    seen: set[tuple[str, Decimal]] = set()
    for tier in payment.rows("tiers"):
        key = "at_least" if "at_least" in tier else "at_most"
        at = tier.maybe_number(key)
        if at is None:
            continue
        if (key, at) in seen:
            yield (
                tier.at(key),
                Text(nl=f"er staan twee treden bij {at}", en=f"there are two tiers at {at}"),
                Text(nl="laat er één staan", en="keep one of them"),
            )
        elif seen and key not in {k for k, _ in seen}:
            yield (
                tier.at(key),
                Text(
                    nl="de treden lopen twee kanten op: `at_least` en `at_most` door elkaar",
                    en="the tiers run both ways: `at_least` and `at_most` together",
                ),
                Text(
                    nl="kies één van beide; wat twee kanten op loopt zijn twee betalingen",
                    en="choose one of the two; what runs both ways is two payments",
                ),
            )
        seen.add((key, at))


def _contract_years(payment: Row) -> Iterator[_Finding]:
    """Tiers that begin with the first year and lie within the term; a grant of all years at once has no year of its own."""
    term, grant = payment.maybe_whole("term_years") or 1, payment.row("grant")
    starts = [at for tier in payment.rows("tiers") if (at := tier.maybe_number("at_least")) is not None]
    if term < 2:
        yield (
            payment.at("term_years"),
            Text(
                nl="een bedrag per jaar van het contract is voor een contract van meer jaren",
                en="an amount by year of the contract is for a contract of several years",
            ),
            Text(nl="voeg toe: term_years: 6", en="add: term_years: 6"),
        )
    elif grant is not None and grant.text("decision") == "multi_year":
        yield (
            grant.at("decision"),
            Text(
                nl="een besluit voor alle jaren ineens heeft geen bedrag per jaar van het contract",
                en="a decision on all years at once has no amount by year of the contract",
            ),
            Text(nl="schrijf `decision: annual`", en="write `decision: annual`"),
        )
    late = term if payment.row("extension") is None and term > 1 else None
    for tier in payment.rows("tiers"):
        at = tier.maybe_number("at_least")
        whole = at is not None and at == at.to_integral_value() and at >= 1
        if not whole or (late is not None and at is not None and at > late):
            yield (
                tier.at("at_least"),
                Text(
                    nl=f"een trede begint in een jaar van het contract (1 tot en met {late or '...'})",
                    en=f"a tier begins in a year of the contract (1 up to and including {late or '...'})",
                ),
                Text(
                    nl="schrijf bijvoorbeeld {at_least: 6, figure: daarna}",
                    en="write {at_least: 6, figure: after}, for one",
                ),
            )
    if starts and min(starts) > 1:
        yield (
            payment.at("tiers"),
            Text(
                nl="het eerste jaar van het contract heeft geen bedrag",
                en="the first year of the contract has no amount",
            ),
            Text(
                nl="voeg een trede toe: {at_least: 1, figure: eerst}",
                en="add a tier: {at_least: 1, figure: first}",
            ),
        )


def _points(payment: Row) -> Iterator[_Finding]:
    if len(payment.rows("tiers")) < 2:
        yield (
            payment.at("tiers"),
            Text(
                nl="tussen minder dan twee punten loopt geen lijn",
                en="no line runs between fewer than two points",
            ),
            Text(
                nl="geef twee of meer punten, of kies de soort `flat`",
                en="give two or more points, or choose the kind `flat`",
            ),
        )


_LOOKS: Mapping[str, tuple[Callable[[Row], Iterator[_Finding]], ...]] = {
    "best_n": (_years, _always),
    "ramp": (_turning,),
    "kpi_binary": (_always,),
    "contract_year": (_contract_years,),
    "interpolated": (_points,),
}
