"""Who may do what, decided without a database: every role, every relation to a farm, every action."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calculator.services.account.rights import (
    MANDATABLE,
    TOKEN_SCOPES,
    Action,
    Actor,
    FarmUnknown,
    NotAllowed,
    Role,
    decide,
)
from calculator.store.accounts.mandates import Mandate
from calculator.store.accounts.users import User
from calculator.store.farms.farms import FarmSummary

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
FARM = FarmSummary(1, "farm", 10, "Weide", 1, NOW)
MANDATE = Mandate(
    1, "mandate", 5, "Advies", "boer@voorbeeld.nl", 1, "farm", "Weide", ("view", "edit", "issue"), "Advies",
    date(2026, 1, 1), date(2027, 1, 1), "approved", NOW, NOW, None, None, None,
)  # fmt: skip


def actor(role: Role = Role.ADVISER, key: int = 20, scopes: tuple[str, ...] | None = None) -> Actor:
    return Actor(User(key, "who", "a@b.nl", "Iemand", role, "nl", NOW, False), frozenset({5}), scopes)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_whoever_owns_a_farm_may_do_everything_with_it(role: Role, action: Action) -> None:
    assert decide(actor(role, FARM.owner_id), action, FARM, (), TODAY).mandate is None


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_to_everybody_else_the_farm_is_not_there(role: Role, action: Action) -> None:
    with pytest.raises(FarmUnknown):
        decide(actor(role), action, FARM, (), TODAY)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADVISER}))
def test_only_an_adviser_acts_under_a_mandate(role: Role) -> None:
    with pytest.raises(FarmUnknown):
        decide(actor(role), Action.VIEW, FARM, (MANDATE,), TODAY)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("scope", [("view",), ("view", "edit"), ("view", "edit", "issue")])
def test_a_mandate_gives_what_its_scope_says_and_what_looking_brings_along_and_no_more(
    action: Action, scope: tuple[str, ...]
) -> None:
    held = (replace(MANDATE, scope=scope),)
    if action in (*scope, "calculate", "comment", "share"):
        assert decide(actor(), action, FARM, held, TODAY).mandate == held[0]
        return
    with pytest.raises(NotAllowed):
        decide(actor(), action, FARM, held, TODAY)


@pytest.mark.parametrize("status", ["requested", "refused", "withdrawn"])
def test_a_mandate_that_was_never_given_shows_nothing(status: str) -> None:
    with pytest.raises(FarmUnknown):
        decide(actor(), Action.VIEW, FARM, (replace(MANDATE, status=status, decided_at=None),), TODAY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "revoked"}, "revoked"),
        ({"status": "withdrawn"}, "Your organisation has ended the mandate"),
        ({"end": TODAY}, "up to and including 23 November 2026"),
        ({"start": date(2026, 11, 25)}, "starts on 25 November 2026"),
    ],
)
@pytest.mark.parametrize("action", MANDATABLE)
def test_outside_its_time_a_mandate_gives_nothing_and_says_why(
    change: dict[str, object], told: str, action: Action
) -> None:
    with pytest.raises(NotAllowed) as refused:
        decide(actor(), action, FARM, (replace(MANDATE, **change),), TODAY)  # type: ignore[arg-type]
    assert told in refused.value.reason.en
    assert "Nothing was changed" in refused.value.remedy.en


def test_a_mandate_works_on_its_first_day_and_not_on_its_end(  # half-open
) -> None:
    held = (replace(MANDATE, start=TODAY, end=date(2026, 11, 25)),)
    assert decide(actor(), Action.VIEW, FARM, held, TODAY).mandate
    with pytest.raises(NotAllowed):
        decide(actor(), Action.VIEW, FARM, held, date(2026, 11, 25))


def test_a_newer_mandate_counts_beside_one_that_ended() -> None:
    held = (MANDATE, replace(MANDATE, id=2, status="revoked"))
    assert decide(actor(), Action.EDIT, FARM, held, TODAY).mandate == MANDATE


@pytest.mark.parametrize("action", Action)
def test_a_token_reaches_no_further_than_its_scopes(action: Action) -> None:
    owner = actor(Role.FARMER, FARM.owner_id, scopes=())
    with pytest.raises(NotAllowed):
        decide(owner, action, FARM, (), TODAY)
    needed = TOKEN_SCOPES.get(action)
    if needed:
        assert decide(replace(owner, scopes=(needed,)), action, FARM, (), TODAY)


def test_a_token_without_rights_does_not_tell_that_a_foreign_farm_is_there() -> None:
    with pytest.raises(FarmUnknown):
        decide(actor(scopes=()), Action.VIEW, FARM, (), TODAY)
