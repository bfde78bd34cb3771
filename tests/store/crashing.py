"""A process that asks for statements until it is killed, and says after each that it is done."""

import random
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

from calculator.services.account.rights import Actor
from calculator.services.statement import life
from calculator.services.statement.drawing import Drawing, Drawn, Failed
from calculator.services.statement.requests import Request
from calculator.store import Database
from calculator.store.accounts import users
from tests.store.statements import desk, draw_all


def slowly(drawings: Sequence[Drawing]) -> Sequence[Drawn | Failed]:
    time.sleep(random.uniform(0, 0.004))
    return draw_all(drawings)


def ask_on(url: str, person: str, farm: str, seed: str, done: Connection) -> None:
    random.seed(seed)
    database = Database(url)
    with database.transaction() as unit:
        user = users.by_public_id(unit, person)
    assert user is not None
    at = desk(database, draw=slowly)
    for count in range(10_000):
        life.ask(at, Actor(user), Request(farm), f"{seed}-{count}")
        done.send(count)
