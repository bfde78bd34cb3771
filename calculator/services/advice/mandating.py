"""The life of a mandate: asked for by an adviser, given or refused by the farmer, ended by either or by its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calculator.domain.scheme import Text
from calculator.services.account import mail_text, rights
from calculator.services.account.outbox import Mail, Outbox
from calculator.services.account.rights import MANDATABLE, Action, Actor, FarmUnknown, Role
from calculator.services.account.signing_in import normalised
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit
from calculator.store.accounts import mandates, organisations, users
from calculator.store.accounts.mandates import Mandate
from calculator.store.records import audit

#: A mandate that nobody remembers is a danger; after this it must be asked for again.
LONGEST = timedelta(days=3 * 366)
#: How often one firm asks one address within a day: every asking is a mail to somebody who did not ask for it.
ASKED_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What an adviser asks for, as written in the form; dates are ISO texts."""

    organisation: str
    farmer_email: str
    scope: tuple[str, ...]
    purpose: str
    start: str
    end: str


def request(
    database: Database, outbox: Outbox, actor: Actor, wish: Wish, link: str, now: datetime, today: date
) -> None:
    """Ask for a mandate; the answer is the same whether or not the address has an account. Raises InputProblems."""
    start, end = _checked(wish, today)
    address = normalised(wish.farmer_email)
    mail: Mail | None = None
    with database.transaction() as unit:
        firm = _own_firm(unit, actor, wish.organisation)
        _not_too_often(unit, firm.id, address, now)
        made = mandates.request(
            unit,
            organisation_id=firm.id,
            requested_by=actor.user.id,
            farmer_email=address,
            scope=wish.scope,
            purpose=wish.purpose.strip(),
            start=start,
            end=end,
            now=now,
        )
        _note(unit, actor, "mandate.request", made, None, firm.name, now)
        farmer = users.by_email(unit, address)
        if farmer is not None and not farmer.disabled:
            mail = mail_text.mandate(address, link, farmer.language)
    if mail is not None:
        outbox(mail)


def approve(database: Database, actor: Actor, mandate: str, farm: str, now: datetime, today: date) -> None:
    """Give what was asked, on one of the farmer's own farms; raises FarmUnknown."""
    with database.transaction() as unit:
        found = _asked_of(unit, actor, mandate)
        permit = rights.require(unit, actor, farm, Action.MANDATE, now=now, today=today)
        _step(unit, found, "requested", "approved", now, permit.farm.id)
        _note(unit, actor, "mandate.approve", mandate, farm, found.organisation, now)


def refuse(database: Database, actor: Actor, mandate: str, now: datetime) -> None:
    """Do not give it; raises FarmUnknown."""
    with database.transaction() as unit:
        found = _asked_of(unit, actor, mandate)
        _step(unit, found, "requested", "refused", now)
        _note(unit, actor, "mandate.refuse", mandate, None, found.organisation, now)


def revoke(database: Database, actor: Actor, mandate: str, now: datetime, today: date) -> None:
    """Take back what was given; it works at the next request of the adviser. Raises FarmUnknown."""
    with database.transaction() as unit:
        found = mandates.find(unit, mandate)
        if found is None or found.farm is None:
            raise FarmUnknown
        rights.require(unit, actor, found.farm, Action.MANDATE, now=now, today=today)
        _step(unit, found, "approved", "revoked", now)
        _note(unit, actor, "mandate.revoke", mandate, found.farm, found.organisation, now)


def withdraw(database: Database, actor: Actor, mandate: str, now: datetime) -> None:
    """The adviser needs it no longer, whether it was given or not; raises FarmUnknown."""
    with database.transaction() as unit:
        found = mandates.find(unit, mandate)
        if found is None or found.organisation_id not in actor.organisations:
            raise FarmUnknown
        if found.status in ("requested", "approved"):
            _step(unit, found, found.status, "withdrawn", now)
            _note(unit, actor, "mandate.withdraw", mandate, found.farm, found.organisation, now)


def of_farmer(database: Database, actor: Actor) -> list[Mandate]:
    """Every mandate that was asked of the person or stands on their farms, newest first."""
    with database.transaction() as unit:
        return mandates.of_farmer(unit, actor.user.id, actor.user.email)


def of_adviser(database: Database, actor: Actor) -> list[Mandate]:
    """Every mandate of the person's organisations, newest first."""
    with database.transaction() as unit:
        return mandates.of_organisations(unit, actor.organisations)


def standing(mandate: Mandate, today: date) -> str:
    """The status as a person sees it: an approved one may be ``upcoming`` or ``expired``."""
    if mandate.status != "approved":
        return mandate.status
    if today < mandate.start:
        return "upcoming"
    return "approved" if today < mandate.end else "expired"


def _checked(wish: Wish, today: date) -> tuple[date, date]:
    problems: list[InputProblem] = []
    if "@" not in wish.farmer_email:
        problems.append(
            _problem(
                "/email",
                "Dit is geen e-mailadres; schrijf het als naam@voorbeeld.nl.",
                "This is not an e-mail address; write it as name@example.com.",
            )
        )
    if not wish.scope or not set(wish.scope) <= {str(action) for action in MANDATABLE}:
        problems.append(_problem("/scope", "Kies wat u wilt mogen.", "Choose what you want to be allowed."))
    if not 3 <= len(wish.purpose.strip()) <= 500:
        problems.append(
            _problem(
                "/purpose",
                "Schrijf in 3 tot 500 tekens waarvoor de machtiging is.",
                "Write in 3 to 500 characters what the mandate is for.",
            )
        )
    start, end = _day(wish.start, "/start", problems), _day(wish.end, "/end", problems)
    if start and end and not (start < end and end > today and end - start <= LONGEST):
        problems.append(
            _problem(
                "/end",
                "Het einde ligt na het begin, na vandaag, en hoogstens drie jaar later.",
                "The end lies after the start, after today, and at most three years later.",
            )
        )
    if problems or start is None or end is None:
        raise InputProblems(problems)
    return start, end


def _day(written: str, pointer: str, problems: list[InputProblem]) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        when = Text("vanaf", "from") if pointer == "/start" else Text("tot", "until")
        said = "".join(c if c.isprintable() else "?" for c in written[:40])
        problems.append(
            _problem(
                pointer,
                f'"{said}" is geen datum; schrijf {when.nl} wanneer als dag-maand-jaar, zoals 15-05-2026.',
                f'"{said}" is not a date; write {when.en} when as day-month-year, such as 15-05-2026.',
            )
            if said
            else _problem(
                pointer,
                f"Vul in {when.nl} wanneer de machtiging geldt.",
                f"Fill in {when.en} when the mandate holds.",
            )
        )
        return None


def _problem(pointer: str, nl: str, en: str) -> InputProblem:
    return InputProblem(pointer, Text(nl, en), Text("", ""))


def _own_firm(unit: Unit, actor: Actor, public_id: str) -> organisations.Organisation:
    places = organisations.places(unit, actor.user.id, actor.user.email)
    own = [p.organisation for p in places if p.accepted and p.organisation.public_id == public_id]
    if not own or actor.role is not Role.ADVISER:
        raise InputProblems(
            [_problem("/organisation", "Kies uw eigen organisatie.", "Choose your own organisation.")]
        )
    return own[0]


def _not_too_often(unit: Unit, firm: int, address: str, now: datetime) -> None:
    if mandates.asked(unit, firm, address, now - timedelta(days=1)) >= ASKED_A_DAY:
        raise InputProblems(
            [
                _problem(
                    "/email",
                    f"Uw organisatie vroeg dit adres in de afgelopen dag al {ASKED_A_DAY} keer; bel de boer, of wacht tot "
                    "morgen.",
                    f"Your organisation asked this address {ASKED_A_DAY} times within the last day; call the farmer, or "
                    "wait until tomorrow.",
                )
            ]
        )


def _asked_of(unit: Unit, actor: Actor, public_id: str) -> Mandate:
    found = mandates.find(unit, public_id)
    if found is None or found.farmer_email != actor.user.email or found.status != "requested":
        raise FarmUnknown
    return found


def _step(
    unit: Unit, mandate: Mandate, was: str, status: str, now: datetime, farm_id: int | None = None
) -> None:
    if not mandates.decide(unit, mandate.id, was, status, now, farm_id):
        raise FarmUnknown


def _note(
    unit: Unit, actor: Actor, action: str, mandate: str, farm: str | None, organisation: str, now: datetime
) -> None:
    audit.append(
        unit,
        at=now,
        actor=actor.user.public_id,
        action=action,
        farm=farm,
        mandate=mandate,
        organisation=organisation,
    )
