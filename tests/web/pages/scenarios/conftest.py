"""A member of the project group, for every test of the bench."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from calculator.services.account.rights import Role
from tests.web.visitors import Browser, signed_in


@pytest.fixture(scope="module")
def member(app: Flask) -> Browser:
    return signed_in(app, f"groep{datetime.now(UTC).timestamp()}@voorbeeld.nl", Role.PROJECT_GROUP)
