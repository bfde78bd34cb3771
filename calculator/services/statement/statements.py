"""A statement made from an award, and one checked: what is printed is embedded as data, and the data is recomputed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from calculator.domain.money import cents_of
from calculator.domain.scheme import Text
from calculator.services.award import awards
from calculator.services.errors import CannotComplete
from calculator.services.registry import rulebooks
from calculator.services.statement import seals
from calculator.services.statement import trust as statement_trust
from calculator.statements.award.voice import Language, Voice
from calculator.statements.carrying.commitments import SEED_BYTES, OpeningError, proven
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient
from calculator.statements.carrying.register import Registered, StatementRegister, normal_code
from calculator.statements.checking import verify as checking
from calculator.statements.checking.verdict import State, Told, Verdict
from calculator.statements.issuing import Made, issue
from calculator.statements.seal.seal_key import CannotSealError, SealKey

Json = dict[str, object]

#: As many findings as a reader can use.
_MOST = 10
_MOST_OPENED = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check says: ``state`` (a ``State`` of the verdict) and everything found, to read.

    ``ok`` where every amount shown was recomputed to the cent: also in a statement with data withheld, if no payment
    on it rests on what is withheld.
    """

    state: str
    text: Text
    ok: bool
    verdict: Verdict


def render(
    result: awards.AwardResult,
    document: object,
    *,
    language: str,
    issued_on: date,
    number: str | None = None,
    folder: Path | None = None,
) -> bytes:
    """The whole statement, for the farm itself, as PDF; sealed where a key is configured."""
    return make(result, document, language=language, issued_on=issued_on, number=number, folder=folder).pdf


def make(
    result: awards.AwardResult,
    document: object,
    *,
    language: str,
    issued_on: date,
    number: str | None = None,
    folder: Path | None = None,
    recipient: Recipient = FARM_ITSELF,
    seed: bytes | None = None,
) -> Made:
    """The statement for a recipient; ``folder`` is where the rules were read from, if not our own.

    ``seed`` salts what is withheld; absent, it is drawn at random. Raises CannotComplete where it cannot be sealed.
    """
    if not isinstance(document, dict):
        raise TypeError("an award is of a profile that is an object")
    digest = result.value.receipt.rulebook_digest
    return of_award(
        result.award,
        cast("Json", document),
        result.rule_files or rulebooks.rule_files(digest, folder),
        language=language,
        issued_on=issued_on,
        number=number,
        recipient=recipient,
        seed=seed,
    )


def of_award(
    award: Mapping[str, object],
    profile: Mapping[str, object],
    rule_files: Mapping[str, bytes],
    *,
    language: str,
    issued_on: date,
    number: str | None = None,
    recipient: Recipient = FARM_ITSELF,
    seed: bytes | None = None,
) -> Made:
    """As ``make``, from an award as data with the rule files it was computed with."""
    spoken = _language(language)
    made = issue(
        award,
        profile,
        rule_files,
        language=spoken,
        issued_on=issued_on,
        number=number,
        recipient=recipient,
        seed=seed or secrets.token_bytes(SEED_BYTES),
        recompute=statement_trust.recompute,
    )
    return replace(made, pdf=sealed_as_configured(made.pdf, spoken))


def sealed_as_configured(pdf: bytes, language: Language) -> bytes:
    """The file with our seal where a key is configured, else as it is; raises CannotComplete."""
    key = seals.configured(os.environ)
    return pdf if key is None else _sealed(pdf, key, language)


def _sealed(pdf: bytes, key: SealKey, language: Language) -> bytes:
    # Signing takes a large library; without a seal it is not loaded.
    from calculator.statements.seal.signing import sealed

    try:
        return sealed(pdf, key, language)
    except CannotSealError as fault:
        raise CannotComplete(fault.reason) from fault


def verify(raw: bytes, openings: object = None) -> Checked:
    """The verdict on a file from anybody, and on values that the farmer discloses later with their salts."""
    known = seals.known(os.environ)
    trust = checking.Trust(
        recompute=statement_trust.recompute,
        published=statement_trust.is_published,
        missing=statement_trust.missing,
        today=statement_trust.today(),
        known_seal=known.__contains__,
    )
    verdict = checking.verify(raw, trust)
    told, ok = _told(verdict), verdict.genuine or verdict.followed
    if openings is not None:
        said, holds = _opened(verdict, openings)
        told, ok = Text(f"{told.nl}\n{said.nl}", f"{told.en}\n{said.en}"), ok and holds
    return Checked(verdict.state.value, told, ok, verdict)


def verify_code(typed: str, register: StatementRegister) -> Checked:
    """The verdict on the statement that was issued here under a check code, and what became of it since."""
    code = normal_code(typed)
    found = None if code is None else register.find(code)
    if found is None:
        said = _NO_CODE if code is None else _NOT_ISSUED
        return Checked(State.UNKNOWN.value, said, False, Verdict(State.UNKNOWN, said))
    checked = verify(found.pdf)
    told = _told_by_code(checked.verdict)
    text = Text(f"{_told_of(found, Voice('nl'))}\n{told.nl}", f"{_told_of(found, Voice('en'))}\n{told.en}")
    return replace(checked, text=text, ok=checked.ok and found.life == "issued")


def _told_of(found: Registered, voice: Voice) -> str:
    """What became of an issued statement since, in one language."""
    return voice.say(
        _LIFE[found.life],
        number=found.number or found.check_code,
        day=voice.day(found.issued_on),
        changed="" if found.changed_on is None else voice.day(found.changed_on),
        successor=found.successor or "—",
    )


def _opened(verdict: Verdict, openings: object) -> tuple[Text, bool]:
    """The disclosed values that belong to a statement; a withheld one that is not proven is told apart."""
    try:
        values = proven(openings, verdict.withheld)
    except OpeningError as fault:
        return fault.reason, False
    # What the farm told comes first, then what was computed from it.
    ordered = sorted(values.items(), key=lambda item: (not item[0].startswith("profile"), item[0]))
    listed = "\n".join(f"  {path}: {value}" for path, value in ordered[:_MOST_OPENED])
    return Text(
        f"Bewezen, {len(values)} weggelaten waarden horen bij dit overzicht:\n{listed}",
        f"Proven, {len(values)} withheld values belong to this statement:\n{listed}",
    ), True


def _told_by_code(verdict: Verdict) -> Text:
    """The verdict with its notes alone: findings, differences and reasons may hold amounts, names and facts of the farm.

    A code stands on every page and is read out or photographed; whoever has the file is told all of it.
    """
    more = verdict.findings or verdict.differences or verdict.why_not_today
    lines = (verdict.message, *verdict.notes, *((_BY_FILE,) if more else ()))
    return Text("\n".join(line.nl for line in lines), "\n".join(line.en for line in lines))


def _told(verdict: Verdict) -> Text:
    """Of which statement the verdict is, with what was found, what changed since and what else to know, one per line."""
    found = [
        (f"{finding.place}: " if finding.place else "", finding.message)
        for finding in verdict.findings[:_MOST]
    ]
    found += [("", difference.text) for difference in verdict.differences[:_MOST]]
    rest = max(0, len(verdict.findings) - _MOST) + max(0, len(verdict.differences) - _MOST)
    if rest:
        found.append(("", Text(f"en nog {rest} andere", f"and {rest} more")))
    # Of what was not recomputed nothing is told as if it were so.
    known = verdict.told if verdict.genuine or verdict.followed else None
    lines = [
        ("", verdict.message),
        *([] if known is None else [("", _which(known))]),
        *found,
        *(("", note) for note in verdict.notes),
        *([] if verdict.why_not_today is None else [("", verdict.why_not_today)]),
    ]
    nl = "\n".join(place + words.nl for place, words in lines)
    return Text(nl, "\n".join(place + words.en for place, words in lines))


def _which(told: Told) -> Text:
    """The statement that was checked, to be held beside the one that lies on the table."""
    return Text(_which_in(told, Voice("nl")), _which_in(told, Voice("en")))


def _which_in(told: Told, voice: Voice) -> str:
    return voice.say(
        _WHICH if told.total_eur else _WHICH_WITHOUT_TOTAL,
        farm=told.farm or voice.say(_NO_NAME),
        # A recipient who does not get every layer gets no total.
        total=voice.money(cents_of(Decimal(told.total_eur))) if told.total_eur else "",
        day=voice.day(told.issued_on),
        code=told.check_code,
    )


def _language(asked: str) -> Language:
    return "en" if asked == "en" else "nl"


_WHICH = Text(
    "Het overzicht van {farm}, opgemaakt op {day}: verwacht {total}, controlecode {code}.",
    "The statement of {farm}, drawn up on {day}: expected {total}, check code {code}.",
)
_WHICH_WITHOUT_TOTAL = Text(
    "Het overzicht van {farm}, opgemaakt op {day}: controlecode {code}.",
    "The statement of {farm}, drawn up on {day}: check code {code}.",
)
_NO_NAME = Text("een bedrijf dat er niet met naam in staat", "a farm that it does not name")
_BY_FILE = Text(
    "Wat er anders is, staat hier niet bij: lever het bestand zelf in om het te lezen.",
    "What differs is not told here: upload the file itself to read it.",
)
_NO_CODE = Text(
    "Dit is geen controlecode. Zij staat onder aan elke bladzijde en heeft zestien tekens, zoals 7F3A-91C2-0B44-E6D8.",
    "This is no check code. It stands at the foot of every page and has sixteen signs, such as 7F3A-91C2-0B44-E6D8.",
)
_NOT_ISSUED = Text(
    "Onder deze controlecode is hier geen overzicht uitgegeven. Was het een concept, of komt het van een andere uitgever? "
    "Lever dan het bestand zelf in.",
    "No statement was issued here under this check code. Was it a draft, or does it come from another issuer? Then upload "
    "the file itself.",
)
_LIFE = {
    "issued": Text("Overzicht {number}, uitgegeven op {day}.", "Statement {number}, issued on {day}."),
    "superseded": Text(
        "Overzicht {number}, uitgegeven op {day}, is op {changed} vervangen door een nieuwer: {successor}.",
        "Statement {number}, issued on {day}, was superseded on {changed} by a newer one: {successor}.",
    ),
    "withdrawn": Text(
        "Overzicht {number}, uitgegeven op {day}, is op {changed} ingetrokken.",
        "Statement {number}, issued on {day}, was withdrawn on {changed}.",
    ),
}
