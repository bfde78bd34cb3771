"""Figures of one payment with which its formula can work: a ramp that rises, years to choose from, tiers in one direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.problem import RuleProblem
from calculator.registry.row import Row

_Finding = tuple[int, Text, Text]


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures by which a payment could never be worked out, or never be reached."""
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            looks = _LOOKS.get(payment.text("kind"))
            for finding in (*(looks(payment) if looks else ()), *_tiers(payment)):
                yield RuleProblem(file.file, *finding)


def _pairs(payment: Row, one: str, other: str) -> Iterator[tuple[Decimal, Decimal, int]]:
    """Values of two figures that hold at the same time, and the line of the second."""
    figures = payment.lists_by_key("figures")
    for first in figures.get(one, ()):
        for second in figures.get(other, ()):
            a, b = first.maybe_number("value"), second.maybe_number("value")
            if a is not None and b is not None and _period(first).overlaps(_period(second)):
                yield a, b, second.at("value")


def _period(row: Row) -> Period:
    end = row.maybe_day("until")
    return Period(row.day("from"), end if end is not None and end > row.day("from") else None)


def _ramp(payment: Row) -> Iterator[_Finding]:
    for start, top, line in _pairs(payment, "ramp_from", "ramp_to"):
        if start == top:
            yield (
                line,
                Text(
                    nl=f"het bedrag loopt op van {start} tot {top}: dat is geen helling",
                    en=f"the amount rises from {start} to {top}: that is no ramp",
                ),
                Text(
                    nl="geef twee verschillende waarden, of kies de soort `kpi_binary`",
                    en="give two different values, or choose the kind `kpi_binary`",
                ),
            )


def _best_n(payment: Row) -> Iterator[_Finding]:
    yield from _threshold(payment)
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
    for best, of, line in _pairs(payment, "n", "m"):
        if best > of:
            yield (
                line,
                Text(
                    nl=f"de beste {best} van {of} jaar bestaan niet",
                    en=f"there are no best {best} of {of} years",
                ),
                Text(nl="`n` is hoogstens `m`", en="`n` is at most `m`"),
            )


def _threshold(payment: Row) -> Iterator[_Finding]:
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
    for least, most, line in _pairs(payment, "threshold", "threshold_max"):
        if least > most:
            yield (
                line,
                Text(
                    nl=f"niets is minstens {least} en hoogstens {most}",
                    en=f"nothing is at least {least} and at most {most}",
                ),
                Text(nl="verwissel de twee", en="swap the two"),
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


_LOOKS: Mapping[str, Callable[[Row], Iterator[_Finding]]] = {
    "ramp": _ramp,
    "best_n": _best_n,
    "kpi_binary": _threshold,
}
