"""A figure is one value, one range, or known to be unpublished; and what is assumed says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.domain.source import Status
from calculator.registry.draft import Draft
from calculator.registry.figures import every
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_WAYS = frozenset({"value", "values", "low", "high", "lows", "highs"})
_RANGE = _WAYS - {"value", "values"}
_GOOD = ({"value"}, {"values"}, {"low", "high"}, {"lows", "highs"})


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures that say nothing, too much, or something that cannot be."""
    for found in every(draft):
        if _plain(found.row):
            continue
        for line, message, remedy in (*_form(found.row), *_range(found.row), *_status(found.row)):
            yield RuleProblem(found.file, line, message, remedy)


def _plain(row: Row) -> bool:
    """Whether it is one value, or one for each key, of which nothing else is said: so nearly all of thousands are."""
    given = row.values.keys()
    if not _RANGE.isdisjoint(given) or ("value" in given) == ("values" in given):
        return False
    status = row.text("status")
    return status != Status.UNKNOWN and (status == Status.ASSUMED) == ("origin" in given)


def _form(row: Row) -> Iterator[tuple[int, Text, Text]]:
    given = _WAYS & row.values.keys()
    if not given and row.text("status") != Status.UNKNOWN:
        yield (
            row.line,
            Text(nl="dit getal heeft geen waarde", en="this figure has no value"),
            Text(
                nl="geef `value`, of `low` en `high`; is het niet gepubliceerd: status unknown",
                en="give `value`, or `low` and `high`; where it is not published: status unknown",
            ),
        )
    elif given and given not in _GOOD:
        yield (
            row.line,
            Text(
                nl=f"dit getal heeft {', '.join(sorted(given))}: dat gaat niet samen",
                en=f"this figure has {', '.join(sorted(given))}: these do not go together",
            ),
            Text(
                nl="geef `value`, of `values`, of `low` en `high`, of `lows` en `highs`",
                en="give `value`, or `values`, or `low` and `high`, or `lows` and `highs`",
            ),
        )


def _range(row: Row) -> Iterator[tuple[int, Text, Text]]:
    if not _RANGE & row.values.keys():
        return
    lows, highs = dict(row.numbers("lows")), dict(row.numbers("highs"))
    low, high = row.maybe_number("low"), row.maybe_number("high")
    if low is not None and high is not None:
        lows, highs = {"": low}, {"": high}
    if lows and highs and lows.keys() != highs.keys():
        yield (
            row.at("highs"),
            Text(nl="`lows` en `highs` hebben andere sleutels", en="`lows` and `highs` have different keys"),
            Text(nl="geef beide dezelfde sleutels", en="give both the same keys"),
        )
    for key in lows.keys() & highs.keys():
        if lows[key] > highs[key]:
            yield (
                row.at("lows", key) if key else row.at("low"),
                Text(
                    nl=f"de onderkant ({lows[key]}) is meer dan de bovenkant ({highs[key]})",
                    en=f"the low end ({lows[key]}) is more than the high end ({highs[key]})",
                ),
                Text(nl="draai ze om", en="swap them"),
            )


def _status(row: Row) -> Iterator[tuple[int, Text, Text]]:
    # A word of the closed list, so that comparing the words is enough; there are thousands of figures.
    status = row.text("status")
    if status == Status.ASSUMED and "origin" not in row:
        yield (
            row.line,
            Text(
                nl="een aangenomen waarde zegt uit welk jaar zij komt (`origin`)",
                en="an assumed value names the year it comes from (`origin`)",
            ),
            Text(nl='voeg toe: origin: "2025, provisional"', en='add: origin: "2025, provisional"'),
        )
    if status != Status.ASSUMED and "origin" in row:
        yield (
            row.at("origin"),
            Text(
                nl=f"`origin` hoort bij een aangenomen waarde; deze is {status}",
                en=f"`origin` belongs to an assumed value; this one is {status}",
            ),
            Text(
                nl="haal `origin` weg, of is de waarde overgenomen: status assumed",
                en="take `origin` away, or where the value was carried over: status assumed",
            ),
        )
    if status == Status.UNKNOWN and _WAYS & row.values.keys():
        yield (
            row.at("status"),
            Text(
                nl="een onbekende waarde heeft toch een getal",
                en="an unknown value has a number all the same",
            ),
            Text(
                nl="haal het getal weg of kies een andere status", en="take it away or choose another status"
            ),
        )
