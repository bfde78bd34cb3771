"""What rests on figures that nobody has published for its year, where the status of a line does not say so.

A line says how firm its own tariff is. A class premium rests on the points and values of activities too, and what a limit leaves
rests on the height of that limit: an assumed figure there shows as a caveat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from calculator.domain.award import ActivityUse, Award, YearAward
from calculator.domain.limit import MEASURE, Limit
from calculator.domain.period import ranges, same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.source import Status
from calculator.stacking.solving.outcome import named_payment


def on_assumed(rulebook: Rulebook, made: Award) -> tuple[Text, ...]:
    """A caveat per class premium and per limit of the award that rests on assumed figures."""
    held = {(ref.id, ref.valid_from) for ref in made.receipt.rules}
    limits = [x for x in rulebook.limits if (x.id, x.validity.start) in held]
    years = [y.year for y in made.years]
    heights = [text for limit in limits for text in _height(limit, made.receipt.on, years)]
    return (*_premiums(rulebook, made.years, made.activities), *heights)


def _premiums(
    rulebook: Rulebook, years: Sequence[YearAward], activities: Iterable[ActivityUse]
) -> Iterator[Text]:
    assumed: dict[tuple[str, int], set[str]] = {}
    for use in activities:
        if use.claim.terms.status is Status.ASSUMED:
            assumed.setdefault((use.claim.scheme, use.claim.year), set()).add(use.claim.ref)
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for line in (x for y in years for x in y.lines):
        claim = line.claim
        refs = assumed.get((claim.scheme, claim.year))
        if claim.class_name is not None and claim.terms.status is not Status.ASSUMED and refs:
            found.setdefault((claim.ref, tuple(sorted(refs))), []).append(claim.year)
    for (ref, resting), when in found.items():
        name, of = named_payment(rulebook, ref), [named_payment(rulebook, x) for x in resting]
        nl, en = ", ".join(x.nl for x in of), ", ".join(x.en for x in of)
        yield Text(
            nl=f"{name.nl}, {ranges(when)}: de klasse rust op punten en waarden die niet voor dat jaar zijn gepubliceerd maar "
            f"aangenomen: {nl}.",
            en=f"{name.en}, {ranges(when)}: the class rests on points and values that are not published for that year but "
            f"assumed: {en}.",
        )


def _height(limit: Limit, on: date, years: Iterable[int]) -> Iterator[Text]:
    series, when = limit.figures.get(MEASURE[limit.kind]), list[int]()
    for year in years:
        day = same_day_in(year, on)
        figure = series.on(day) if series is not None and limit.validity.contains(day) else None
        if figure is not None and figure.status is Status.ASSUMED:
            when.append(year)
    if when:
        yield Text(
            nl=f"De hoogte van de grens {limit.name.nl} is voor {ranges(when)} niet gepubliceerd maar aangenomen.",
            en=f"The height of the limit {limit.name.en} is not published for {ranges(when)} but assumed.",
        )
