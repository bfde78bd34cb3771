"""The follow-up of a statement: one page that sets what was paid beside what was expected, and how to check both."""

from __future__ import annotations

from datetime import date

from calculator.statements.award.follow_up import Finding, FollowUp, Outcome, follow_up
from calculator.statements.award.reading import inner, text
from calculator.statements.carrying.packing import Followed
from calculator.statements.content.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Group,
    Prose,
    Row,
    Section,
    Table,
    row,
)
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts import proof
from calculator.statements.content.parts.short import made_for
from calculator.statements.content.wording import later, words
from calculator.statements.outputs.sheets_later import FINDINGS, explained


def sections(paper: Paper, said: Followed) -> list[Section]:
    """In the order of reading; the last two are those of every statement."""
    today = (
        None if said.later is None else {(entry.scheme, entry.payment): entry.cents for entry in said.later}
    )
    found = follow_up(paper.award, said.year, said.paid, today, paper.voice.language)
    return [
        _short(paper, said, found),
        _why(paper, said, found),
        proof.correct(paper),
        proof.receipt(paper),
    ]


def _short(paper: Paper, said: Followed, found: FollowUp) -> Section:
    voice = paper.voice
    blocks: tuple[Block, ...] = (
        Prose(voice.say(words.NOT_A_DECISION), "note"),
        Prose(voice.say(later.NOTE, year=said.year)),
        _facts(paper, said),
        _figures(paper, found),
        _outcomes(paper, found),
    )
    return Section("short", voice.say(words.SHORT), blocks)


def _facts(paper: Paper, said: Followed) -> Facts:
    voice, of = paper.voice, said.statement
    number = f"{text(of, 'number')}, " if text(of, "number") else ""
    day = voice.day(date.fromisoformat(text(of, "issued_on")))
    rows = [
        (words.RECIPIENT, made_for(paper)),
        (words.KVK, text(inner(paper.profile, "farm"), "kvk")),
        (later.YEAR, str(said.year)),
        (later.STATEMENT, voice.say(later.STATEMENT_SAYS, number=number, day=day)),
        (later.STATEMENT_CODE, text(of, "check_code")),
    ]
    return Facts(tuple((voice.say(label), value) for label, value in rows if value))


def _figures(paper: Paper, found: FollowUp) -> Figures:
    voice, count = paper.voice, len(found.outcomes)
    known = sum(outcome.paid is not None for outcome in found.outcomes)
    one = later.EXPECTED_NOTE_ONE if count == 1 else later.EXPECTED_NOTE
    made = [
        Figure(
            voice.say(later.EXPECTED, year=found.year),
            voice.money(found.expected),
            voice.say(one, count=count),
        ),
        Figure(
            voice.say(later.PAID),
            voice.money(found.paid) if known else words.NOTHING,
            voice.say(later.PAID_NOTE, known=known, count=count),
        ),
    ]
    if known:
        note = voice.say(later.DIFFERENCE_NOTE)
        made.append(Figure(voice.say(later.DIFFERENCE), voice.money(found.difference), note))
    if found.unknown:
        note = voice.say(later.STILL_UNKNOWN_NOTE)
        made.append(Figure(voice.say(later.STILL_UNKNOWN), voice.money(found.unknown), note))
    return Figures(tuple(made))


def _outcomes(paper: Paper, found: FollowUp) -> Table:
    voice = paper.voice
    known = any(outcome.paid is not None for outcome in found.outcomes)
    rows = [_outcome(paper, outcome) for outcome in found.outcomes]
    rows.append(
        row(
            voice.say(words.TOTAL),
            voice.money(found.expected),
            voice.money(found.paid) if known else words.NOTHING,
            voice.money(found.difference) if known else words.NOTHING,
            "",
            total=True,
        )
    )
    columns = (
        Column(voice.say(words.PAYMENT), 29),
        Column(voice.say(later.COLUMN_EXPECTED), 14, number=True),
        Column(voice.say(later.COLUMN_PAID), 14, number=True),
        Column(voice.say(later.DIFFERENCE), 13, number=True),
        Column(voice.say(later.COLUMN_WHY), 30),
    )
    return Table(voice.say(later.TABLE), columns, (Group("", tuple(rows)),))


def _outcome(paper: Paper, outcome: Outcome) -> Row:
    voice = paper.voice
    name = paper.names.payment(outcome.scheme, outcome.payment)
    about = " · ".join(filter(None, (paper.names.scheme(outcome.scheme), outcome.payer_name)))
    rules = ""
    if outcome.today is not None and outcome.today != outcome.expected:
        day = voice.day(paper.issue.on)
        rules = voice.say(later.LATER_SAYS, day=day, amount=voice.money(outcome.today))
    return row(
        Cell(name, about),
        voice.money(outcome.expected),
        words.NOTHING if outcome.paid is None else voice.money(outcome.paid),
        words.NOTHING if outcome.difference is None else voice.money(outcome.difference),
        Cell(explained(outcome, voice.language), rules),
    )


def _why(paper: Paper, said: Followed, found: FollowUp) -> Section:
    """The differences added up per explanation and per payer, and whether the rules were still the same."""
    voice = paper.voice
    rules = later.LATER_SAME if said.later is None else later.LATER_OTHER
    if not paper.issue.shared.recipient.gets_all:
        blocks: tuple[Block, ...] = (_per_finding(paper, found), _per_payer(paper, found))
    else:
        blocks = (_per_finding(paper, found), _per_payer(paper, found), Prose(voice.say(rules)))
    return Section("differences", voice.say(later.WHERE_FROM), blocks)


def _per_finding(paper: Paper, found: FollowUp) -> Table:
    voice = paper.voice
    rows = []
    for finding in Finding:
        alike = [outcome for outcome in found.outcomes if outcome.finding is finding]
        if alike:
            said = FINDINGS[finding][voice.language].partition(": {implied}")[0].partition(";")[0]
            unknown = finding is Finding.UNKNOWN
            difference = sum(outcome.difference or 0 for outcome in alike)
            amount = words.NOTHING if unknown else voice.money(difference)
            rows.append(row(said, voice.number(len(alike)), amount))
    columns = (
        Column(voice.say(later.COLUMN_WHY), 60),
        Column(voice.say(later.COUNT), 18, number=True),
        Column(voice.say(later.DIFFERENCE), 22, number=True),
    )
    return Table(voice.say(later.WHERE_TABLE), columns, (Group("", tuple(rows)),))


def _per_payer(paper: Paper, found: FollowUp) -> Table:
    voice = paper.voice
    payers: dict[str, list[Outcome]] = {}
    for outcome in found.outcomes:
        payers.setdefault(outcome.payer_name or words.NOTHING, []).append(outcome)
    rows = []
    for name, outcomes in payers.items():
        known = [outcome for outcome in outcomes if outcome.paid is not None]
        rows.append(
            row(
                name,
                voice.money(sum(outcome.expected for outcome in outcomes)),
                voice.money(sum(outcome.paid or 0 for outcome in known)) if known else words.NOTHING,
                voice.money(sum(outcome.difference or 0 for outcome in known)) if known else words.NOTHING,
            )
        )
    columns = (
        Column(voice.say(words.PAYER), 43),
        Column(voice.say(later.COLUMN_EXPECTED), 19, number=True),
        Column(voice.say(later.COLUMN_PAID), 19, number=True),
        Column(voice.say(later.DIFFERENCE), 19, number=True),
    )
    return Table(voice.say(later.PER_PAYER), columns, (Group("", tuple(rows)),))
