"""The tables of what was not chosen and why, how far the next class or tier is and what it brings, and the plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.eligibility.conditions.code_words import named_class
from calculator.statements.award.names import UNIT
from calculator.statements.award.reading import Obj, inner, items, number, objects, text
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording.lost import lost
from calculator.statements.outputs import titles
from calculator.statements.outputs.cells import euro, source_cells, word
from calculator.statements.outputs.tables import Cell, Code, Column, Table


def not_chosen(paper: Paper) -> Table:
    """What qualifies and is not paid, whether it can be chosen, and how the total changes then; empty where not worked out."""
    columns = (
        Column("scheme", titles.SCHEME, 30),
        Column("payment", titles.PAYMENT, 36),
        Column("unit", titles.PLACE, 12),
        Column("years", titles.YEARS, 14),
        Column("reason", titles.REASON, 60),
        Column("possible", titles.POSSIBLE, 12),
        Column("difference_eur", titles.DIFFERENCE, 16),
        Column("article", titles.ARTICLE, 30),
        Column("source", titles.SOURCE, 40),
        Column("source_article", titles.ARTICLE, 20),
        Column("url", titles.ADDRESS, 50),
    )
    rows = tuple(_lost(paper, entry) for entry in objects(paper.award, "not_chosen"))
    return Table("not_chosen", titles.SHEETS["not_chosen"], columns, rows)


def _lost(paper: Paper, entry: Obj) -> tuple[Cell, ...]:
    language, unit, lost_to = paper.voice.language, text(entry, "unit"), text(entry, "lost_to")
    winner = text(entry, "lost_to_name", language) or (paper.names.ref(lost_to) if lost_to else "")
    years = [int(str(year)) for year in items(entry, "years") or [text(entry, "year")] if year]
    whole, difference = unit in ("farm", ""), euro(entry, "difference_eur")
    source = inner(entry, "source")
    return (
        *_payment(paper, entry),
        Code("farm", paper.voice.say(titles.WHOLE_FARM)) if whole else Code(unit, unit),
        paper.voice.years(years) or None,
        lost(entry, winner, language),
        None if entry.get("worked_out") is False else difference is not None,
        difference,
        paper.voice.cited(text(entry, "article", language)) or None,
        *source_cells(paper.voice, text(source, "title"), text(source, "article"), text(source, "url")),
    )


def ahead(paper: Paper) -> Table:
    """What is short of the next class or tier, and what the best next step and a next tier bring over the years.

    What a next class brings is in no award: it may be reached in many ways, each with its own cost.
    """
    columns = (
        Column("kind", titles.KIND, 12),
        Column("scheme", titles.SCHEME, 30),
        Column("payment", titles.PAYMENT, 36),
        Column("year", titles.YEAR, 7),
        Column("next", titles.NEXT, 20),
        Column("of", titles.OF_WHAT, 34),
        Column("now", titles.NOW, 12),
        Column("next_at", titles.NEXT_AT, 12),
        Column("short", titles.SHORT, 12),
        Column("unit_of_measure", titles.UNIT, 12),
        Column("premium_eur", titles.PREMIUM_MORE, 16),
        Column("brings_eur", titles.BRINGS, 16),
        Column("net_eur", titles.LEFT, 16),
    )
    rows = (*_classes(paper), *_tiers(paper), *_step(paper))
    return Table("next", titles.SHEETS["next"], columns, rows)


def _classes(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    voice = paper.voice
    kind = Code("class", voice.say(titles.CLASS))
    for entry in objects(paper.award, "classes"):
        further = inner(entry, "to_next")
        name, year = text(further, "class"), text(entry, "year")
        start = (
            kind,
            *_payment(paper, entry),
            int(year) if year.isdigit() else None,
            Code(name, voice.say(named_class(name))) if name else None,
        )
        # What is short of one class brings its premium once: it stands on each line of it.
        more = euro(further, "brings_eur"), None, None
        value = number(further, "value_per_ha")
        if value:
            said = Code("value_per_ha", voice.say(titles.ECO_VALUE))
            yield (*start, said, number(entry, "value_per_ha"), None, value, "€/ha", *more)
        scored = inner(entry, "points")
        for goal, missing in inner(further, "points").items():
            points = number(missing, "short") if isinstance(missing, Mapping) else None
            if points:
                has = inner(scored, goal)
                name_of = text(has, "name", voice.language) or paper.names.of("goals", goal)
                unit = voice.say(titles.POINTS)
                yield (*start, Code(goal, name_of), number(has, "scored"), None, points, unit, *more)


def _tiers(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    for tier in objects(paper.award, "tiers"):
        code = text(tier, "indicator")
        yield (
            Code("tier", paper.voice.say(titles.TIER)),
            *_payment(paper, tier),
            None,
            None,
            Code(code, text(tier, "indicator_name", paper.voice.language) or code),
            number(tier, "now"),
            number(tier, "next_at"),
            number(tier, "short"),
            paper.names.unit(code.rpartition(".")[2]) or None,
            None,
            euro(tier, "brings_eur"),
            None,
        )


def _step(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    step = inner(paper.award, "next_step")
    if not step:
        return
    code, voice = text(step, "code"), paper.voice
    name = text(step, "name", voice.language) or paper.names.of("measures", code)
    said = f"{name} ({text(step, 'unit')})"
    unit = word(voice, UNIT, text(step, "unit_of_measure"))
    size = number(step, "quantity")
    yield (
        Code("step", voice.say(titles.STEP)),
        *(None, None, None, None),
        Code(code, said),
        *(None, None, size, unit, None),
        euro(step, "brings_eur"),
        euro(step, "net_eur"),
    )


def plans(paper: Paper) -> Table:
    """The plans side by side: what each brings, costs and leaves, and the measures that it adds."""
    columns = (
        Column("plan", titles.PLAN, 24),
        Column("shown", titles.THIS_ONE, 12),
        Column("total_eur", titles.IN_ALL, 16),
        Column("cost_eur", titles.COST, 14),
        Column("net_eur", titles.LEFT, 16),
        Column("effort_eur_per_year", titles.EFFORT, 16),
        Column("measures", titles.MEASURES, 80),
    )
    rows = tuple(
        (
            Code(text(plan, "name"), text(plan, "title", paper.voice.language)),
            plan.get("shown") is True,
            *(euro(plan, key) for key in ("total_eur", "cost_eur", "net_eur", "effort_eur_per_year")),
            ", ".join(_measure(paper, measure) for measure in objects(plan, "measures")) or None,
        )
        for plan in objects(paper.award, "variants")
    )
    return Table("plans", titles.SHEETS["plans"], columns, rows)


def _measure(paper: Paper, measure: Obj) -> str:
    code = text(measure, "code")
    name = text(measure, "name", paper.voice.language) or paper.names.of("measures", code)
    return f"{name} ({text(measure, 'unit')})"


def _payment(paper: Paper, entry: Obj) -> tuple[Cell, Cell]:
    scheme, payment = text(entry, "scheme"), text(entry, "payment")
    return (
        Code(scheme, paper.names.scheme(scheme)),
        Code(payment, paper.names.payment(scheme, payment)) if payment else None,
    )
