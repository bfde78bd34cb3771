"""Signing in at the same moment, on both databases: no attempt is lost, and no answer is a fault."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

import pytest

from calculator.services.account import outbox
from calculator.services.account import signing_in as accounts
from calculator.store import Database, StoreUnavailable
from calculator.store.accounts import credentials, users
from calculator.store.records import audit
from tests.store.people import NOW, PASSWORD, person, with_password


@pytest.fixture
def kept(migrated: Database) -> Database:
    return migrated


def test_attempts_at_the_same_moment_are_all_counted(kept: Database) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: accounts.sign_in(kept, "niemand@voorbeeld.nl", "x", NOW), range(3)))
    assert done == [None] * 3
    with kept.transaction() as unit:
        assert credentials.failures(unit, "niemand@voorbeeld.nl", NOW).count == 3


def test_an_account_that_is_asked_for_twice_at_once_is_made_once(kept: Database) -> None:
    """The first is held up with its account half made; the second has to wait and then finds it."""
    letters: list[outbox.Mail] = []
    links = accounts.Links("http://127.0.0.1", {"nl": "/wachtwoord"})
    asked: dict[str, Any] = {
        "email": "dubbel@voorbeeld.nl",
        "name": "Dubbel",
        "role": "farmer",
        "language": "nl",
    }

    def register() -> None:
        accounts.register(kept, letters.append, links, **asked, document=None, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with kept.transaction() as unit:
            audit.wait_turn(unit)
            users.add(unit, **asked, now=NOW)
            second = pool.submit(register)
            wait([second], timeout=0.5)
        second.result(timeout=60)
    assert [mail.to for mail in letters] == ["dubbel@voorbeeld.nl"]


def test_who_writes_the_same_at_the_same_moment_is_told_to_try_again(kept: Database) -> None:
    person(kept, "eerst@voorbeeld.nl")
    with pytest.raises(StoreUnavailable):
        person(kept, "eerst@voorbeeld.nl")


def test_a_good_attempt_wipes_the_slate_and_each_sign_in_is_its_own(kept: Database) -> None:
    user = with_password(kept)
    accounts.sign_in(kept, user.email, "x", NOW)
    first, second = (accounts.sign_in(kept, user.email, PASSWORD, NOW) for _ in range(2))
    assert first
    assert second
    assert first != second
    with kept.transaction() as unit:
        assert credentials.failures(unit, user.email, NOW).count == 0
    accounts.sign_out(kept, first)
    assert accounts.actor(kept, first, NOW) is None
    assert accounts.actor(kept, second, NOW) is not None


def test_what_has_expired_is_swept_away(kept: Database) -> None:
    user = person(kept)
    with kept.transaction() as unit:
        credentials.open_password_token(unit, user.id, "link", NOW + timedelta(hours=1), {"year": 2026})
        credentials.open_sign_in(unit, user.id, "browser", NOW)
        credentials.add_api_token(unit, user.id, "token", "x", ("farms:read",), NOW, NOW + timedelta(days=1))
    later = NOW + timedelta(days=2)
    with kept.transaction() as unit:
        credentials.sweep(unit, later, later - timedelta(days=1))
        assert credentials.sign_in(unit, "browser") is None
        assert credentials.api_tokens(unit, user.id) == []
        assert credentials.password_token(unit, "link", NOW) is None
