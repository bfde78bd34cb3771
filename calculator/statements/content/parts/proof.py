"""How to correct or object, the sources, and the receipt by which everything can be recomputed."""

from __future__ import annotations

from calculator.statements.award.reading import Obj, cents, inner, objects, text
from calculator.statements.award.voice import Voice
from calculator.statements.content.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Fingerprints,
    Group,
    Prose,
    Section,
    Table,
    row,
)
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import rules, words
from calculator.statements.content.wording.withheld import member


def correct(paper: Paper) -> Section:
    """What to do when something is not right, and with whom."""
    voice = paper.voice
    first, *others = rules.CORRECT_ITEMS
    if not paper.issue.shared.recipient.gets_all:
        first = rules.CORRECT_RECIPIENT
    said = Bullets(tuple(voice.say(item) for item in (first, *others)))
    return Section("correct", voice.say(rules.CORRECT), (said,))


def sources(paper: Paper) -> Section:
    """Every source that a number or a reason on this statement refers to."""
    voice = paper.voice
    if not paper.references:
        return Section("sources", voice.say(rules.SOURCES), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(rules.NUMBER_SIGN), 8),
        Column(voice.say(rules.SOURCE), 70),
        Column(voice.say(rules.SEEN), 22),
    )
    rows = tuple(
        row(str(ref.number), Cell(ref.title, ref.where), ref.seen) for ref in paper.references.values()
    )
    table = Table(voice.say(rules.SOURCES_TABLE), columns, (Group("", rows),))
    return Section("sources", voice.say(rules.SOURCES), (table,))


def receipt(paper: Paper) -> Section:
    """Engine, rulebook, input and rules with their fingerprints, and how firm the proof is."""
    voice, found = paper.voice, inner(paper.award, "receipt")
    rulebook = inner(found, "rulebook")
    rows = [
        (rules.CHECK_CODE, paper.issue.check_code),
        (words.NUMBER, paper.issue.number or ""),
        (rules.ISSUED_ON, voice.day(paper.issue.on)),
        (rules.ENGINE, text(found, "engine")),
        (words.REFERENCE_DATE, voice.days(text(rulebook, "on"))),
        (rules.RULEBOOK, text(rulebook, "digest")),
        (rules.INPUT, text(found, "input")),
        (rules.PROOF, _proof(paper, inner(paper.award, "certificate"))),
    ]
    blocks: list[Block] = [
        Prose(
            voice.say(rules.RECEIPT_INTRO if paper.issue.shared.recipient.gets_all else rules.RECEIPT_PART)
        ),
        Facts(tuple((voice.say(label), value) for label, value in rows if value)),
    ]
    listed = objects(found, "rules")
    if listed:
        columns = (
            Column(voice.say(rules.RULE), 28),
            Column(voice.say(rules.VALID_FROM), 17),
            Column(voice.say(rules.FINGERPRINT), 55),
        )
        entries = tuple(
            row(
                text(rule, "id"),
                voice.days(text(rule, "valid_from")),
                text(rule, "sha256").removeprefix("sha256:"),
            )
            for rule in listed
        )
        blocks.append(Table(voice.say(rules.RULES_TABLE), columns, (Group("", entries),)))
    if paper.issue.shared.withheld:
        blocks.append(_withheld(paper))
    return Section("receipt", voice.say(rules.RECEIPT), tuple(blocks))


def _withheld(paper: Paper) -> Fingerprints:
    voice = paper.voice
    rows = tuple((member(path, voice), root) for path, root in sorted(paper.issue.shared.withheld.items()))
    return Fingerprints(voice.say(rules.WITHHELD), rows)


def _proof(paper: Paper, certificate: Obj) -> str:
    """How firm the answer is; nothing where that is withheld."""
    voice = paper.voice
    if not certificate and not paper.issue.shared.recipient.gets_all:
        return ""
    return firmness(certificate, voice)


def firmness(certificate: Obj, voice: Voice) -> str:
    """Whether another lawful stack could pay more, and by how much."""
    gap = cents(certificate, "gap_eur")
    if text(certificate, "status") != "optimal":
        return (
            voice.say(rules.PROOF_GAP, gap=voice.money(gap)) if gap is not None else voice.say(words.UNKNOWN)
        )
    proof = rules.PROOF_DUAL if text(certificate, "proof") == "dual" else rules.PROOF_SOLVER
    return voice.say(proof)
