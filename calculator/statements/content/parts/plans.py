"""Plans side by side, every considered measure weighed, and how far the next tier is."""

from __future__ import annotations

from calculator.domain.sentences import sentences
from calculator.statements.award.reading import Obj, cents, inner, items, number, objects, text
from calculator.statements.content.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Group,
    Prose,
    Row,
    Section,
    Table,
    row,
)
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts.gaps import measured, missing
from calculator.statements.content.parts.money import quantity
from calculator.statements.content.wording import plans, words


def section(paper: Paper) -> Section:
    """What a plan chose and left; in an award of the farm as it is, the best next step and the next tiers."""
    voice, award = paper.voice, paper.award
    blocks: list[Block] = []
    variants, step = objects(award, "variants"), next_step(paper)
    if variants:
        blocks += [Prose(voice.say(plans.INTRO)), *_set(paper), _variants(paper, variants)]
    candidates = objects(award, "candidates")
    if candidates:
        blocks.append(_candidates(paper, candidates))
    if step:
        blocks.append(Prose(step))
    tiers = objects(award, "tiers")
    if tiers:
        blocks.append(_tiers(paper, tiers))
    if not blocks:
        blocks.append(Prose(voice.say(words.NONE), "none"))
    return Section("plans", voice.say(plans.PLANS), tuple(blocks))


def on_a_plan(paper: Paper) -> str:
    """What a reader must not miss: that amounts rest on measures which are only considered; empty where none does."""
    voice, award = paper.voice, paper.award
    if text(inner(award, "receipt"), "mode") != "advise":
        return ""
    if not paper.issue.shared.recipient.gets_all:
        return voice.say(plans.ON_A_PLAN_BARE)
    shown = next((v for v in objects(award, "variants") if v.get("shown") is True), {})
    chosen = [_measure(paper, measure) for measure in objects(shown, "measures")]
    now = next((cents(v, "total_eur") for v in objects(award, "variants") if text(v, "name") == "now"), None)
    if not chosen:
        return ""
    return voice.say(
        plans.ON_A_PLAN,
        measures=voice.listed(chosen, 6),
        now=voice.say(words.UNKNOWN) if now is None else voice.money(now),
    )


def next_step(paper: Paper) -> str:
    """The one candidate that adds most to the farm as it is; empty where none adds anything."""
    step = inner(paper.award, "next_step")
    brings, left = cents(step, "brings_eur"), cents(step, "net_eur")
    if brings is None:
        return ""
    said = plans.NEXT_STEP_GROSS if left is None else plans.NEXT_STEP
    money = paper.voice.money
    values = {"left": money(left)} if left is not None else {}
    return paper.voice.say(said, what=_measure(paper, step), brings=money(brings), **values)


def _measure(paper: Paper, measure: Obj) -> str:
    size = quantity(paper.voice, number(measure, "quantity"), text(measure, "unit_of_measure"))
    name = text(measure, "name", paper.voice.language) or paper.names.of("measures", text(measure, "code"))
    return f"{name} ({text(measure, 'unit')}, {size})"


def _set(paper: Paper) -> list[Facts]:
    """What the farmer set for the plan, from the receipt."""
    voice, receipt = paper.voice, inner(paper.award, "receipt")
    said = []
    effort = cents(receipt, "effort")
    if effort is not None:
        said.append(voice.say(plans.SET_EFFORT, amount=voice.money(effort)))
    for key, sentence in (("lock", plans.SET_LOCK), ("forbid", plans.SET_FORBID)):
        named = [_code(paper, str(code)) for code in items(receipt, key)]
        if named:
            said.append(voice.say(sentence, measures=voice.listed(named, 12)))
    return [Facts(((voice.say(plans.SET), "; ".join(said)),))] if said else []


def _code(paper: Paper, written: str) -> str:
    code, _, place = written.partition("@")
    name = paper.names.of("measures", code)
    return f"{name} ({place})" if place else name


def _amount(paper: Paper, source: Obj, key: str) -> str:
    found = cents(source, key)
    return paper.voice.say(words.UNKNOWN) if found is None else paper.voice.money(found)


def _variants(paper: Paper, variants: tuple[Obj, ...]) -> Table:
    voice = paper.voice
    columns = (
        Column(voice.say(plans.PLAN), 36),
        Column(voice.say(words.TERM_TOTAL), 16, number=True),
        Column(voice.say(plans.COST), 16, number=True),
        Column(voice.say(plans.LEFT), 16, number=True),
        Column(voice.say(plans.EFFORT), 16, number=True),
    )
    rows = tuple(_variant(paper, variant) for variant in variants)
    return Table(voice.say(plans.TABLE), columns, (Group("", rows),))


def _variant(paper: Paper, variant: Obj) -> Row:
    voice = paper.voice
    title = text(variant, "title", voice.language)
    shown = variant.get("shown") is True
    chosen = [_measure(paper, measure) for measure in objects(variant, "measures")]
    gone = [_measure(paper, measure) for measure in objects(variant, "displaced")]
    about = voice.listed(chosen, 12) if chosen else voice.say(plans.NO_CANDIDATE)
    if gone:
        about += f"; {voice.say(plans.DISPLACES, measures=voice.listed(gone, 12))}"
    name = f"{title} · {voice.say(plans.THIS)}" if shown else title
    keys = ("total_eur", "cost_eur", "net_eur", "effort_eur_per_year")
    return row(Cell(name, about), *(_amount(paper, variant, key) for key in keys), total=shown)


def _candidates(paper: Paper, candidates: tuple[Obj, ...]) -> Table:
    voice = paper.voice
    columns = (
        Column(voice.say(plans.CANDIDATE), 40),
        Column(voice.say(plans.IN_PLAN), 24),
        Column(voice.say(plans.EFFORT), 18, number=True),
        Column(voice.say(plans.TURNED), 18, number=True),
    )
    rows = tuple(_candidate(paper, candidate) for candidate in candidates)
    return Table(voice.say(plans.CANDIDATES), columns, (Group("", rows),))


def _candidate(paper: Paper, candidate: Obj) -> Row:
    voice, because = paper.voice, text(candidate, "because")
    worth = cents(candidate, "worth_up_to_eur_per_unit_year")
    said = voice.say(plans.BECAUSE[because]) if because in plans.BECAUSE else because
    asked = " ".join(_asked(paper, entry) for entry in objects(candidate, "open"))
    turned = cents(candidate, "difference_eur")
    return row(
        Cell(_measure(paper, candidate), voice.say(plans.WORTH, amount=voice.money(worth)) if worth else ""),
        Cell(said, asked),
        _amount(paper, candidate, "effort_eur_per_year"),
        words.NOTHING if turned is None else voice.money(turned),
    )


def _asked(paper: Paper, entry: Obj) -> str:
    """What is missing to weigh a candidate, and what its payment could pay then."""
    voice, most = paper.voice, cents(entry, "could_pay_up_to_eur")
    scheme, payment = text(entry, "scheme"), text(entry, "payment")
    name = text(entry, "payment_name", voice.language) or paper.names.payment(scheme, payment)
    of = text(entry, "scheme_name", voice.language) or paper.names.scheme(scheme)
    years = [int(str(year)) for year in items(entry, "years") or (entry.get("year"),)]
    said = plans.COULD_PAY_UNKNOWN if most is None else plans.COULD_PAY
    could = voice.say(said, payment=f"{of}, {name}", amount=voice.money(most or 0), years=voice.years(years))
    return sentences([*missing(paper, entry), could])


def _measured(paper: Paper, tier: Obj, key: str, unit: str) -> str:
    found = number(tier, key)
    return words.NOTHING if found is None else measured(paper.voice.number(found), unit)


def _tiers(paper: Paper, tiers: tuple[Obj, ...]) -> Table:
    voice = paper.voice
    columns = (
        Column(voice.say(words.PAYMENT), 36),
        Column(voice.say(plans.INDICATOR), 26),
        Column(voice.say(plans.NOW), 10, number=True),
        Column(voice.say(plans.NEXT_AT), 10, number=True),
        Column(voice.say(plans.BRINGS), 18, number=True),
    )
    rows = []
    for tier in tiers:
        scheme, payment = text(tier, "scheme"), text(tier, "payment")
        name = text(tier, "payment_name", voice.language) or paper.names.payment(scheme, payment)
        of = text(tier, "scheme_name", voice.language) or paper.names.scheme(scheme)
        unit = paper.names.unit(text(tier, "indicator").rpartition(".")[2])
        rows.append(
            row(
                Cell(name, of),
                text(tier, "indicator_name", voice.language),
                _measured(paper, tier, "now", unit),
                _measured(paper, tier, "next_at", unit),
                _amount(paper, tier, "brings_eur")
                if cents(tier, "brings_eur")
                else voice.say(plans.TIER_ALONE),
            )
        )
    return Table(voice.say(plans.TIERS), columns, (Group("", tuple(rows)),))
