"""What tests of the bench share: the desk behind the pages, and an address found on one."""

import re

from flask import Flask

from calculator.services.statement import desks
from calculator.services.statement.life import Desk
from tests.web.visitors import database


def desk(app: Flask) -> Desk:
    return desks.live(database(app))


def address(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]
