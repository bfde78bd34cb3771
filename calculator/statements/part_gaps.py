"""What is not paid or not known: refused, open, not calculated, assumed; and the indicators as they were given."""

from __future__ import annotations

from decimal import Decimal

from calculator.statements import words
from calculator.statements import words_rules as rules
from calculator.statements.blocks import (
    Block,
    Bullets,
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
from calculator.statements.names import STATUS
from calculator.statements.paper import Paper
from calculator.statements.part_choices import Merged, merged, named
from calculator.statements.part_money import soft_lines
from calculator.statements.reading import cents, inner, items, number, objects, text
from calculator.statements.reading import words as said_in
from calculator.statements.share import share_of


def refused(paper: Paper) -> Section:
    """Payments the farm does not qualify for: which condition, by how much, what would change it."""
    voice = paper.voice
    found = merged(objects(paper.award, "refusals"))
    if not found:
        return Section("refused", voice.say(rules.REFUSED), (Prose(voice.say(words.NONE)),))
    columns = (
        Column(voice.say(words.PAYMENT), 30),
        Column(voice.say(rules.WHY), 40),
        Column(voice.say(rules.REMEDY), 30),
    )
    rows = tuple(_refused_row(paper, group) for group in found)
    table = Table(voice.say(rules.REFUSED_TABLE), columns, (Group("", rows),))
    return Section("refused", voice.say(rules.REFUSED), (table,))


def _refused_row(paper: Paper, group: Merged) -> Row:
    voice, entry = paper.voice, group.first
    shortfall = said_in(entry.get("shortfall"), voice.language)
    detail = [
        voice.say(rules.SHORTFALL, shortfall=shortfall) if shortfall else "",
        paper.refer([entry.get("source")]),
    ]
    remedy = said_in(entry.get("remedy"), voice.language) or voice.say(rules.NO_REMEDY)
    reason = said_in(entry.get("reason"), voice.language)
    return row(named(paper, group), Cell(reason, " · ".join(filter(None, detail))), remedy)


def still_open(paper: Paper) -> Section:
    """Payments that cannot be decided: what is missing, and what each could pay at most."""
    voice = paper.voice
    found = merged(objects(paper.award, "open"), "could_pay_up_to_eur", "paths")
    if not found:
        return Section("open", voice.say(rules.OPEN), (Prose(voice.say(words.NONE)),))
    columns = (
        Column(voice.say(words.PAYMENT), 38),
        Column(voice.say(rules.MISSING), 42),
        Column(voice.say(rules.COULD_PAY), 20, number=True),
    )
    rows = tuple(_open_row(paper, group) for group in found)
    table = Table(voice.say(rules.OPEN_TABLE), columns, (Group("", rows),))
    return Section("open", voice.say(rules.OPEN), (Prose(voice.say(rules.OPEN_INTRO)), table))


def _open_row(paper: Paper, group: Merged) -> Row:
    voice = paper.voice
    missing = [said_in(item, voice.language) for item in items(group.first, "missing")]
    most = [cents(entry, "could_pay_up_to_eur") for entry in group.entries]
    # Places add up; one of them unknown makes the whole unknown.
    known = [amount for amount in most if amount is not None]
    could = voice.money(sum(known)) if known and len(known) == len(most) else voice.say(words.UNKNOWN)
    return row(named(paper, group), "; ".join(filter(None, missing)), could)


def indicators(paper: Paper) -> Section:
    """The indicators the award used, and the landscape share against the national goals."""
    voice = paper.voice
    share = inner(paper.award, "landscape_share")
    value = number(share, "value")
    rows = [
        (paper.names.of("indicators", key), _indicator(paper, value))
        for key, value in inner(paper.award, "indicators").items()
    ]
    said = (
        voice.say(rules.SHARE_UNKNOWN)
        if value is None
        else voice.say(rules.SHARE_SAYS, share=voice.percent(value))
    )
    rows.append((voice.say(rules.SHARE_LABEL), said))
    definition = said_in(share.get("definition"), voice.language)
    if definition:
        rows.append((voice.say(rules.DEFINITION), definition))
    picture = share_of(paper)
    blocks = (Facts(tuple(rows)), picture) if picture else (Facts(tuple(rows)),)
    return Section("indicators", voice.say(rules.INDICATORS), blocks)


def _indicator(paper: Paper, value: object) -> str:
    written = said_in(value, paper.voice.language)
    try:
        return paper.voice.number(Decimal(written))
    except ArithmeticError:
        # A score or a label ("A", "goed") is an indicator too.
        return written


def not_modelled(paper: Paper) -> Section:
    """Conditions of the texts that are not tested here, under the scheme they belong to."""
    voice = paper.voice
    found = list(
        dict.fromkeys(
            (paper.names.scheme(text(entry, "scheme")), text(entry, "text", voice.language))
            for entry in objects(paper.award, "not_modelled")
        )
    )
    title = voice.say(rules.NOT_MODELLED)
    if not found:
        return Section("not_modelled", title, (Prose(voice.say(words.NONE)),))
    listed = Bullets(tuple(f"{scheme}: {said}" for scheme, said in found))
    return Section("not_modelled", title, (Prose(voice.say(rules.NOT_MODELLED_INTRO)), listed))


def assumptions(paper: Paper) -> Section:
    """What was presumed, which figures are not definitive, and what is mentioned without being counted."""
    voice = paper.voice
    said = [
        said_in(item, voice.language)
        for key in ("assumptions", "caveats")
        for item in items(paper.award, key)
    ]
    said += [said_in(item, voice.language) for line in paper.lines for item in items(line.origin, "caveats")]
    blocks: list[Block] = []
    listed = tuple(dict.fromkeys(filter(None, said)))
    if listed:
        blocks.append(Bullets(listed))
    soft = list(soft_lines(paper))
    if soft:
        blocks.append(_soft_table(paper))
    elif paper.lines:
        blocks.append(Prose(voice.say(rules.ALL_DEFINITIVE)))
    contingent = tuple(
        filter(None, (said_in(item, voice.language) for item in items(paper.award, "contingent")))
    )
    if contingent:
        blocks += [Prose(voice.say(rules.CONTINGENT_INTRO)), Bullets(contingent)]
    if not blocks:
        blocks.append(Prose(voice.say(words.NONE)))
    return Section("assumptions", voice.say(rules.ASSUMPTIONS), tuple(blocks))


def _soft_table(paper: Paper) -> Table:
    voice = paper.voice
    columns = (
        Column(voice.say(words.PAYMENT), 44),
        Column(voice.say(words.YEARS), 14),
        Column(voice.say(rules.STATUS), 22),
        Column(voice.say(words.AMOUNT), 20, number=True),
    )
    rows = tuple(
        row(
            Cell(paper.names.payment(*lines[0].ref), paper.names.scheme(lines[0].scheme)),
            voice.years([line.year for line in lines]),
            voice.say(STATUS[lines[0].status]) if lines[0].status in STATUS else lines[0].status,
            voice.money(sum(line.amount for line in lines)),
        )
        for lines in soft_lines(paper)
    )
    return Table(voice.say(rules.SOFT_TABLE), columns, (Group("", rows),))
