"""Each kind of payment and limit has the figures that its formula needs, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import PaymentKind, Text
from calculator.registry import kinds
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures that a kind needs and are absent, and figures that nothing reads."""
    for file in draft.schemes:
        for row in file.row.rows("payments"):
            figures = kinds.PAYMENTS[PaymentKind(row.text("kind"))]
            for finding in (*_names(row, figures), *_tiers(row, figures)):
                yield RuleProblem(file.file, *finding)
    for limit in draft.limits:
        for finding in _names(limit.row, kinds.LIMITS[LimitKind(limit.row.text("kind"))]):
            yield RuleProblem(limit.file, *finding)


def _names(row: Row, figures: kinds.Figures) -> Iterator[_Finding]:
    given, kind = row.lists_by_key("figures"), row.text("kind")
    for name in figures.required:
        if not given.get(name):
            yield (
                row.at("figures"),
                Text(nl=f"`{kind}` heeft het getal `{name}` nodig", en=f"`{kind}` needs the figure `{name}`"),
                Text(
                    nl=f"voeg `{name}` toe; is het niet gepubliceerd: met status unknown en zonder waarde",
                    en=f"add `{name}`; where it is not published: with status unknown and without a value",
                ),
            )
    used = {*figures.required, *figures.optional, *_named(row)}
    for name, rows in given.items():
        if name not in used and not figures.free:
            yield (
                row.at("figures", name),
                Text(nl=f"`{kind}` gebruikt geen `{name}`", en=f"`{kind}` does not use `{name}`"),
                nearest(name, used),
            )
        elif not rows and name not in figures.required:
            yield (
                row.at("figures", name),
                Text(nl=f"`{name}` is leeg", en=f"`{name}` is empty"),
                Text(nl="geef een waarde of haal het weg", en="give a value or take it away"),
            )


def _named(row: Row) -> Iterator[str]:
    """The figures that tiers and conditions name."""
    for tier in row.rows("tiers"):
        yield tier.text("figure")
        rate = tier.maybe_text("rate")
        if rate:
            yield rate
    for condition in (c for top in row.rows("conditions") for c in top.walk()):
        named = condition.maybe_text("figure")
        if named:
            yield named


def _tiers(row: Row, figures: kinds.Figures) -> Iterator[_Finding]:
    given, kind, tiers = row.lists_by_key("figures"), row.text("kind"), row.rows("tiers")
    if bool(figures.tiers) != bool(tiers):
        yield (
            row.at("tiers"),
            Text(nl=f"`{kind}` heeft treden nodig (`tiers`)", en=f"`{kind}` needs `tiers`")
            if figures.tiers
            else Text(nl=f"`{kind}` heeft geen treden (`tiers`)", en=f"`{kind}` has no `tiers`"),
            Text(
                nl="treden horen bij `tiered`, `interpolated`, `contract_year`, `banded` en `step_area`: "
                "tiers: [{at_least: 6, figure: rate_6}]",
                en="tiers belong to `tiered`, `interpolated`, `contract_year`, `banded` and `step_area`: "
                "tiers: [{at_least: 6, figure: rate_6}]",
            ),
        )
    for tier in tiers:
        for key in ("figure", "rate"):
            name = tier.maybe_text(key)
            if name is not None and name not in given:
                yield (
                    tier.at(key),
                    Text(nl=f"`{name}` staat niet onder `figures`", en=f"`{name}` is not under `figures`"),
                    nearest(name, given),
                )
        if "rate" in tier and (not figures.above or "at_least" not in tier):
            yield (
                tier.at("rate"),
                Text(
                    nl="een trede heeft alleen een `rate` bij `step_area`, boven haar `at_least`",
                    en="a tier has a `rate` only with `step_area`, above its `at_least`",
                ),
                Text(nl="haal `rate` weg of geef `at_least`", en="take `rate` away or give `at_least`"),
            )
        if kind in _FROM_EACH and "at_most" in tier:
            yield tier.at("at_most"), *_FROM_EACH[kind]
        elif ("at_least" in tier) == ("at_most" in tier):
            yield (
                tier.line,
                Text(
                    nl="een trede heeft `at_least` of `at_most`, en niet allebei",
                    en="a tier has `at_least` or `at_most`, and not both",
                ),
                Text(nl="laat er één staan", en="keep one of them"),
            )


_NO_BAND = Text(
    nl="een schijf loopt van haar `at_least` tot dat van de volgende",
    en="a band runs from its `at_least` to that of the next",
)
_EACH_BAND = Text(
    nl="geef elke schijf een `at_least` (de eerste 0), en met `max_quantity` waar de laatste eindigt",
    en="give each band an `at_least` (the first 0), and with `max_quantity` where the last one ends",
)
_FROM_EACH = {
    "banded": (_NO_BAND, _EACH_BAND),
    "interpolated": (
        Text(nl="een lijn loopt door punten", en="a line runs through points"),
        Text(
            nl="geef elk punt een `at_least`; wie daaronder of daarboven ligt krijgt het bedrag van het laatste punt",
            en="give each point an `at_least`; who lies below or above gets the amount of the last point",
        ),
    ),
}
