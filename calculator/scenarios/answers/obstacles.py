"""The bottleneck map and the roadmap as sheets."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.words import names as rule_names
from calculator.scenarios.answers.bottlenecks import bottlenecks
from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.answers.naming import DIMENSION, Names, in_order
from calculator.scenarios.answers.sheet import Column, Sheet, whole
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.roadmap import Step
from calculator.scenarios.runs.rule import Rule, Sort
from calculator.scenarios.runs.withholding import Withheld

_SORT = {
    Sort.LIMIT: Text("grens", "limit"),
    Sort.RELATION: Text("combinatieregel", "relation"),
    Sort.CONDITION: Text("voorwaarde", "condition"),
    Sort.ENTRY: Text("instapeis", "entry condition"),
    Sort.THRESHOLD: Text("drempel", "threshold"),
}
_RULE = (
    Column("sort", Text("soort", "kind")),
    Column("rule", Text("regel", "rule")),
    Column("name", Text("naam", "name")),
)
_NOTE = Text(
    "Elke regel is alleen weggenomen en elk bedrijf dat dat kan raken is opnieuw doorgerekend. Bedragen van verschillende regels "
    "tellen niet op. Leeg is weggelaten om kleine aantallen.",
    "Each rule was taken away by itself, and every farm that this can touch was worked out again. Amounts of different rules do "
    "not add up. Empty is withheld for small numbers.",
)
_GREEDY = Text(
    "Gulzig: elke stap is de regel die, gegeven de vorige stappen, het meeste vrijmaakt. Dat hoeft niet het beste stel te zijn.",
    "Greedy: each step is the rule that releases most given those before it. That need not be the best set.",
)


def name_of(rule: Rule, rulebook: Rulebook, names: Names) -> Text:
    """What people call a rule."""
    if rule.sort is Sort.LIMIT:
        return next((x.name for x in rulebook.limits if x.id == rule.id), Text(rule.id, rule.id))
    if rule.sort is Sort.RELATION:
        found = next((r for r in rulebook.relations if r.id == rule.id), None)
        if found is None:
            return Text(rule.id, rule.id)
        a, b = (rule_names.selector(side, rulebook) for side in (found.a, found.b))
        return Text(f"{a.nl} naast {b.nl}", f"{a.en} beside {b.en}")
    scheme = names.scheme(rule.id.partition("#")[0])
    if rule.sort is Sort.CONDITION:
        words = next(
            (
                c.text
                for s in rulebook.schemes
                if s.id == rule.id
                for p in s.payments
                for c in (*s.conditions, *p.conditions)
                if c.text.nl == rule.words
            ),
            Text(rule.words, rule.words),
        )
        return Text(f"{scheme.nl}: {words.nl}", f"{scheme.en}: {words.en}")
    return scheme


def map_of(population: Population, found: Withheld, rulebook: Rulebook) -> Sheet:
    """Per rule what it withholds: in all, by province and by payer."""
    names, rows = Names(rulebook), []
    for row in in_order(bottlenecks(population, found)):
        rule = found.rules[int(row["rule"])]
        dimension = str(row["dimension"])
        rows.append(
            (
                _SORT[rule.sort], rule.id, name_of(rule, rulebook, names), DIMENSION[dimension],
                names.group(dimension, str(row["group"])), whole(row["cents"]), whole(row["farms"]), whole(row["refused"]),
            )
        )  # fmt: skip
    columns = (
        *_RULE,
        Column("dimension", Text("indeling", "division")),
        Column("group", Text("groep", "group")),
        Column("withheld", Text("houdt tegen (€)", "withholds (€)"), "euro"),
        Column("farms", Text("bedrijven tegengehouden", "farms held back"), "whole"),
        Column("refused", Text("bedrijven afgewezen", "farms refused"), "whole"),
    )
    return Sheet("bottlenecks", Text("Knelpunten", "Bottlenecks"), columns, tuple(rows), _NOTE)


def roadmap_of(population: Population, steps: Sequence[Step], rulebook: Rulebook) -> Sheet:
    """The steps of the roadmap; of real farms one on fewer than ten ends what is told.

    So does one that releases something else than by itself, which the map tells, on fewer than ten; and of what is released
    only a part that is public is not told, since the map tells it by payer.
    """
    names, rows, sum_ = Names(rulebook), [], 0
    for number, step in enumerate(steps, start=1):
        if not population.synthetic and (step.farms < LEAST or 0 < step.otherwise < LEAST):
            break
        partly = not population.synthetic and step.public != step.released
        sum_ += step.released
        rows.append(
            (
                number, _SORT[step.rule.sort], step.rule.id, name_of(step.rule, rulebook, names),
                step.released, None if partly else step.public, step.farms, sum_,
            )
        )  # fmt: skip
    columns = (
        Column("step", Text("stap", "step"), "whole"),
        *_RULE,
        Column("released", Text("maakt vrij (€)", "releases (€)"), "euro"),
        Column("public", Text("waarvan publiek (€)", "of which public (€)"), "euro"),
        Column("farms", Text("bedrijven", "farms"), "whole"),
        Column("cumulative", Text("samen (€)", "together (€)"), "euro"),
    )
    return Sheet("roadmap", Text("Routekaart", "Roadmap"), columns, tuple(rows), _GREEDY)
