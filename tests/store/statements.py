"""Statements in a database, built in one line each, with a calculation and a drawing that cost nothing."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor
from calculator.services.statement.drawing import Drawing, Drawn, Failed
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.accounts import organisations
from calculator.store.accounts.users import User
from tests.services.farms import rulebook
from tests.store.people import NOW, TODAY

UNDRAWABLE = "undrawable"


def drawn(drawing: Drawing) -> Drawn | Failed:
    """A file that names its number; a farm whose name asks for it cannot be drawn."""
    if UNDRAWABLE in str(drawing.award["farm"]):
        return Failed(Text("kan niet", "cannot be drawn"))
    about = f"{drawing.number} {drawing.award['farm']} {drawing.made_on} {drawing.recipient.name}"
    pdf = f"%PDF {about}".encode() * 200
    digest = hashlib.sha256(pdf).hexdigest().upper()
    code = "-".join(digest[start : start + 4] for start in range(0, 16, 4))
    whole = drawing.recipient.gets_all
    return Drawn(pdf, code, None if whole else f'{{"check_code": "{code}"}}'.encode())


def draw_all(drawings: Sequence[Drawing]) -> list[Drawn | Failed]:
    return [drawn(drawing) for drawing in drawings]


def computed(_rulebook: object, document: Any, **asked: object) -> Any:
    wish = asked["wish"].options if "wish" in asked else {}
    return SimpleNamespace(award={"farm": document["farm"]["name"], "asked": str(asked["on"]), "wish": wish})


def desk(
    database: Database,
    *,
    today: date = TODAY,
    draw: Callable[[Sequence[Drawing]], Sequence[Drawn | Failed]] = draw_all,
) -> Desk:
    return Desk(database, rulebook, computed, lambda: NOW, lambda: today, draw)


def actor(database: Database, user: User, scopes: tuple[str, ...] | None = None) -> Actor:
    with database.transaction() as unit:
        return Actor(user, organisations.ids_of(unit, user.id), scopes)
