"""A first part that is not paid is of the farm, says of which land it is a share, and leaves something to pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
_ALL = Decimal(100)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """First parts of a piece of land, shares of no land, and those after which nothing can ever be paid."""
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            asked = (*file.row.rows("conditions"), *payment.rows("conditions"))
            for finding in (
                *_whose(payment),
                *_of_one(payment),
                *_none_of_it(payment),
                *_all_of_it(payment, asked),
            ):
                yield RuleProblem(file.file, *finding)


def _whose(row: Row) -> Iterator[_Finding]:
    figures = row.lists_by_key("figures")
    if ("share_of" in row) != ("free_share" in figures):
        yield (
            row.at("share_of" if "share_of" in row else "figures"),
            Text(
                nl="`free_share` en `share_of` horen bij elkaar",
                en="`free_share` and `share_of` belong together",
            ),
            Text(
                nl="schrijf share_of: arable_ha, en onder `figures` een `free_share` in %",
                en="write share_of: arable_ha, and under `figures` a `free_share` in %",
            ),
        )
    if row.text("level") == "unit" and {"free", "free_share"} & figures.keys():
        yield (
            row.at("figures"),
            Text(
                nl="`free` of `free_share` zou van elk stuk land of element apart afgaan",
                en="`free` or `free_share` would be taken off each piece of land or element by itself",
            ),
            Text(
                nl="betaal het bedrijf: level: farm, over een opgegeven hoeveelheid (declared.braak_ha)",
                en="pay the farm: level: farm, for a quantity that is declared (declared.braak_ha)",
            ),
        )


def _of_one(row: Row) -> Iterator[_Finding]:
    if row.text("quantity", "") != "one":
        return
    for name in ("free", "free_share"):
        for figure in row.lists_by_key("figures").get(name, ()):
            yield (
                figure.line,
                Text(
                    nl=f"van `one` is er één per bedrijf: `{name}` laat daar niets van over of is niets",
                    en=f"of `one` there is one per farm: `{name}` leaves nothing of it or is nothing",
                ),
                Text(
                    nl=f"noem waarover wordt betaald (quantity), of laat `{name}` weg",
                    en=f"name what is paid for (quantity), or leave `{name}` out",
                ),
            )


def _none_of_it(row: Row) -> Iterator[_Finding]:
    figures = row.lists_by_key("figures")
    for name in ("free", "free_share"):
        for figure in figures.get(name, ()):
            if figure.maybe_number("value") == 0:
                yield (
                    figure.at("value"),
                    Text(
                        nl=f"`{name}` is nul: dan wordt alles betaald, ook zonder dit cijfer",
                        en=f"`{name}` is nothing: then all of it is paid for, as without this figure",
                    ),
                    Text(
                        nl="laat het cijfer weg; is het niet gepubliceerd, geef dan geen waarde en status unknown",
                        en="leave the figure out; where it is not published, give no value and status unknown",
                    ),
                )


def _all_of_it(row: Row, asked: Sequence[Row]) -> Iterator[_Finding]:
    figures, about = row.lists_by_key("figures"), row.text("quantity", "")
    for share in figures.get("free_share", ()):
        if (value := share.maybe_number("value")) is not None and value >= _ALL:
            yield share.at("value"), _ALL_LAND, _SMALLER
    most = [
        value
        for c in asked
        if c.maybe_text("path") == about and c.text("kind") in ("fact_at_most", "fact_below")
        if (value := c.maybe_number("value")) is not None
    ]
    for free in figures.get("free", ()):
        value = free.maybe_number("value")
        if value is None:
            continue
        for first in figures.get("first", ()):
            end = first.maybe_number("value")
            if end is not None and value >= end and _period(free).overlaps(_period(first)):
                yield free.at("value"), _past_first(value, end), _AS_A_BAND
        if most and value >= min(most):
            yield free.at("value"), _past_most(value, min(most)), _SMALLER


def _past_first(free: Decimal, first: Decimal) -> Text:
    return Text(
        nl=f"`free` ({free}) ligt niet onder `first` ({first}); betaald zou worden wat tussen {free} en {free + first} ligt",
        en=f"`free` ({free}) is not below `first` ({first}); what lies between {free} and {free + first} would be paid",
    )


def _past_most(free: Decimal, most: Decimal) -> Text:
    return Text(
        nl=f"de eerste {free} worden niet betaald, en een voorwaarde laat hoogstens {most} toe: er blijft niets over",
        en=f"the first {free} are not paid, and a condition allows {most} at most: nothing is left",
    )


def _period(row: Row) -> Period:
    end = row.maybe_day("until")
    return Period(row.day("from"), end if end is not None and end > row.day("from") else None)


_ALL_LAND = Text(
    nl="`free_share` is 100 %: van al dat land wordt niets betaald",
    en="`free_share` is 100 %: nothing of all that land is paid",
)
_SMALLER = Text(
    nl="kijk het getal na in de bron; wat niet wordt betaald is minder dan wat er kan zijn",
    en="look at the number in its source; what is not paid is less than there can be",
)
_AS_A_BAND = Text(
    nl="`first` telt wat boven `free` komt: kijk beide na in de bron; is het zo bedoeld, schrijf dan `banded`: een trede met "
    "at_least, en `max_quantity`",
    en="`first` counts what comes above `free`: look both up in the source; if it is meant so, write `banded`: a tier with "
    "at_least, and `max_quantity`",
)
