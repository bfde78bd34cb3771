"""Signing in and out, and setting passwords, so that no answer tells whether an address has an account.

A wrong password, an unknown address, a locked one and a person shut out all get the same answer after the same work.
Failed attempts are counted per address; after ``FREE_TRIES`` each further one doubles the wait, up to ``LONGEST_WAIT``.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from calculator.domain.scheme import Text
from calculator.services.account import passwords
from calculator.services.account.mail_text import already, invitation, reset
from calculator.services.account.outbox import Mail, Outbox
from calculator.services.account.rights import Actor, Role
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, Unit
from calculator.store.accounts import credentials, organisations, users
from calculator.store.accounts.credentials import Failures
from calculator.store.accounts.users import User
from calculator.store.farms import farms
from calculator.store.records import audit

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
#: After a day without attempts the count begins anew.
FORGET_AFTER = timedelta(days=1)
#: A browser stays signed in for so long at most, and for so long without a sign of life.
LONGEST_SIGN_IN, LONGEST_IDLE = timedelta(hours=12), timedelta(hours=2)
#: A sign of life is written no more often than this.
SIGN_OF_LIFE = timedelta(minutes=5)
RESET_LIFE, INVITATION_LIFE = timedelta(hours=1), timedelta(days=1)
#: An address gets no second mail within this time, whoever asks how often.
MAIL_PAUSE = timedelta(minutes=1)

#: The roles a person may choose; an administrator gives the others.
OPEN_ROLES = (Role.FARMER, Role.ADVISER)


@dataclass(frozen=True, slots=True)
class Links:
    """Where people reach the pages that a mail points at: ``set_password`` makes an address of a secret."""

    public_url: str
    set_password: Mapping[str, str]

    def password(self, language: str, secret: str) -> str:
        """The address at which a password is set."""
        return f"{self.public_url.rstrip('/')}{self.set_password[language]}/{secret}"


def normalised(email: str) -> str:
    """An address as it is compared."""
    return email.strip().lower()[:254]


def sign_in(database: Database, email: str, password: str, now: datetime) -> str | None:
    """A secret for the browser that is signed in now, or None; the secret is new each time."""
    address = normalised(email)
    with database.transaction() as unit:
        user = users.by_email(unit, address)
        kept = users.password_hash(unit, user.id) if user else None
    # The slow part holds no transaction.
    right = passwords.fits(kept, password)
    with database.transaction() as unit:
        failed = credentials.failures(unit, address, now)
        locked = failed.locked_until is not None and now < failed.locked_until
        if not right or user is None or user.disabled or locked:
            if not locked:
                credentials.note_failure(unit, address, _one_more(failed, now))
            return None
        credentials.forget_failures(unit, address)
        if kept is not None and passwords.outdated(kept):
            users.set_password_hash(unit, user.id, passwords.hashed(password))
        credentials.sweep(unit, now, now - max(LONGEST_SIGN_IN, FORGET_AFTER))
        audit.append(unit, at=now, actor=user.public_id, action="account.sign-in")
        return open_sign_in(unit, user.id, now)


def sign_out(database: Database, secret: str) -> None:
    """The secret is worth nothing from now on."""
    with database.transaction() as unit:
        credentials.close_sign_in(unit, secret)


def actor(database: Database, secret: str, now: datetime) -> Actor | None:
    """Who is signed in with that secret, or None where it is unknown, too old, or of a person shut out."""
    with database.transaction() as unit:
        found = credentials.sign_in(unit, secret)
        if found is None or found.user.disabled:
            return None
        if now - found.since > LONGEST_SIGN_IN or now - found.seen_at > LONGEST_IDLE:
            credentials.close_sign_in(unit, secret)
            return None
        if now - found.seen_at > SIGN_OF_LIFE:
            credentials.seen(unit, secret, now)
        return Actor(found.user, organisations.ids_of(unit, found.user.id))


def register(
    database: Database,
    outbox: Outbox,
    links: Links,
    *,
    email: str,
    name: str,
    role: str,
    language: str,
    document: Mapping[str, object] | None,
    now: datetime,
) -> None:
    """Send a link to the address, whether or not it has an account; raises InputProblems.

    ``document`` waits with the link and becomes the first farm; after ``INVITATION_LIFE`` it is gone.
    """
    address = _checked(email, name, role)
    secret = secrets.token_urlsafe(32)
    with database.transaction() as unit:
        # A form that is sent twice at once makes one account.
        audit.wait_turn(unit)
        user = users.by_email(unit, address)
        fresh = user is None or users.password_hash(unit, user.id) is None
        if user is None:
            user = users.add(unit, email=address, name=name.strip(), role=role, language=language, now=now)
        life = INVITATION_LIFE if fresh else RESET_LIFE
        if credentials.has_password_token(unit, user.id, now + life - MAIL_PAUSE):
            return
        credentials.open_password_token(unit, user.id, secret, now + life, document if fresh else None)
    text = invitation if fresh else already
    outbox(text(address, links.password(language, secret), language))


def request_reset(database: Database, outbox: Outbox, links: Links, email: str, now: datetime) -> None:
    """Send a link to the address where it has an account; whoever asks cannot tell."""
    secret = secrets.token_urlsafe(32)
    mail: Mail | None = None
    with database.transaction() as unit:
        user = users.by_email(unit, normalised(email))
        if user is None or user.disabled:
            return
        if not credentials.has_password_token(unit, user.id, now + RESET_LIFE - MAIL_PAUSE):
            credentials.open_password_token(unit, user.id, secret, now + RESET_LIFE, None)
            mail = reset(user.email, links.password(user.language, secret), user.language)
    if mail is not None:
        outbox(mail)


def link_is_good(database: Database, secret: str, now: datetime) -> bool:
    """Whether a link can still set a password."""
    with database.transaction() as unit:
        return credentials.password_token(unit, secret, now) is not None


def set_password(database: Database, secret: str, password: str, now: datetime) -> str | None:
    """The secret of a fresh sign-in, or None where the link is not good; raises InputProblems on a weak password.

    Every other browser, API token and broker loses its access: whoever took over an account, or made it first with an
    address that a broker did not check, is out.
    """
    with database.transaction() as unit:
        found = credentials.password_token(unit, secret, now)
        if found is None or found[0].disabled:
            return None
        user, document = found
        passwords.check(password, user.email)
        credentials.close_password_tokens(unit, user.id)
        _replace_password(unit, user, password)
        audit.append(unit, at=now, actor=user.public_id, action="account.password")
        if document is not None:
            kept = farms.add(unit, user.id, farm_name(document), document, now)
            audit.append(unit, at=now, actor=user.public_id, action="farm.add", farm=kept.public_id)
        return open_sign_in(unit, user.id, now)


def change_password(database: Database, who: Actor, old: str, new: str, now: datetime) -> str:
    """The secret of a fresh sign-in; raises InputProblems. All else loses its access, as in ``set_password``."""
    passwords.check(new, who.user.email, "/new_password")
    with database.transaction() as unit:
        confirm(unit, who, old)
        _replace_password(unit, who.user, new)
        audit.append(unit, at=now, actor=who.user.public_id, action="account.password")
        return open_sign_in(unit, who.user.id, now)


def confirm(unit: Unit, who: Actor, password: str) -> None:
    """Raises InputProblems where it is not the password of whoever is signed in."""
    if not passwords.fits(users.password_hash(unit, who.user.id), password):
        message = Text("Dit is niet uw wachtwoord.", "This is not your password.")
        remedy = Text(
            "Typ het opnieuw, of vraag een nieuw wachtwoord aan.", "Type it again, or ask for a new one."
        )
        raise InputProblems([InputProblem("/password", message, remedy)])


def change_profile(database: Database, who: Actor, *, name: str, language: str) -> None:
    """Change name and language; raises InputProblems."""
    if not name.strip() or language not in ("nl", "en"):
        raise InputProblems([_no_name()])
    with database.transaction() as unit:
        users.change(unit, who.user.id, name=name.strip()[:200], language=language)


def farm_name(document: Mapping[str, object]) -> str:
    """What a farm is called in lists: the name in its profile, and otherwise nothing."""
    about = document.get("farm")
    return str(about.get("name") or "")[:200] if isinstance(about, Mapping) else ""


def open_sign_in(unit: Unit, user_id: int, now: datetime) -> str:
    """A new secret by which one browser of a person is known from now on."""
    secret = secrets.token_urlsafe(32)
    credentials.open_sign_in(unit, user_id, secret, now)
    return secret


def _replace_password(unit: Unit, user: User, password: str) -> None:
    users.set_password_hash(unit, user.id, passwords.hashed(password))
    credentials.close_all(unit, user.id)
    credentials.remove_api_tokens(unit, user.id)
    users.forget_identities(unit, user.id)
    credentials.forget_failures(unit, user.email)


def _one_more(failed: Failures, now: datetime) -> Failures:
    count = 1 if now - failed.last_at > FORGET_AFTER else failed.count + 1
    over = count - FREE_TRIES
    wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
    return Failures(count, now, None if wait is None else now + wait)


def _checked(email: str, name: str, role: str) -> str:
    address, problems = normalised(email), []
    local, _, host = address.rpartition("@")
    if not local or "." not in host or any(c.isspace() or not c.isprintable() for c in address):
        problems.append(
            InputProblem(
                "/email",
                Text("Dit is geen e-mailadres.", "This is not an e-mail address."),
                Text("Schrijf het als naam@voorbeeld.nl.", "Write it as name@example.com."),
            )
        )
    if not name.strip() or len(name) > 200:
        problems.append(_no_name())
    if role not in OPEN_ROLES:
        problems.append(
            InputProblem(
                "/role",
                Text("Kies boer of adviseur.", "Choose farmer or adviser."),
                Text("Andere rollen geeft een beheerder.", "Other roles are given by an administrator."),
            )
        )
    if problems:
        raise InputProblems(problems)
    return address


def _no_name() -> InputProblem:
    return InputProblem(
        "/name",
        Text("De naam ontbreekt of is te lang.", "The name is missing or too long."),
        Text("Vul een naam in van ten hoogste 200 tekens.", "Fill in a name of at most 200 characters."),
    )
