"""Everything of a person to take along, and nothing of a person after erasure, on both databases."""

import io
import json
import zipfile

import pytest
from sqlalchemy import inspect, text

from calculator.services.account import api_tokens, kept_farms, personal_data, trail
from calculator.services.account import signing_in as accounts
from calculator.services.account.rights import Actor
from calculator.services.advice import mandating
from calculator.services.errors import InputProblems
from calculator.store import Database
from calculator.store.accounts import organisations, users
from calculator.store.accounts.organisations import Organisation
from calculator.store.accounts.users import User
from calculator.store.background import batches
from calculator.store.background.batches import BatchKind
from calculator.store.farms import comments, farms, results, shares
from calculator.store.farms.farms import FarmSummary
from calculator.store.farms.shares import Wanted
from tests.store.people import NOW, PASSWORD, TODAY, farm, firm, mandate, person, with_password


@pytest.fixture
def kept(migrated: Database) -> Database:
    return migrated


def somebody(database: Database, email: str = "boerin.janna@voorbeeld.nl", role: str = "farmer") -> Actor:
    user = with_password(database, email, role)
    with database.transaction() as unit:
        return Actor(user, organisations.ids_of(unit, user.id))


def talked(database: Database, farmer: Actor, own: FarmSummary, adviser: User, office: Organisation) -> None:
    """A result, a comment of both, and a link of the farmer."""
    result = results.Result(
        own.id, office.id, office.name, 1, NOW.date(), 1, "sha256:x", NOW, 1234, {"total": 1234}, None
    )
    wanted = Wanted(own.id, farmer.user.id, None, "Bank Janna", "nl", None, {"total_eur": "12.34"}, NOW, NOW)
    with database.transaction() as unit:
        results.put(unit, result)
        comments.write(unit, own.id, farmer.user.id, None, "van de boer", NOW)
        comments.write(unit, own.id, adviser.id, office.name, "van de adviseur", NOW)
        shares.make(unit, wanted, "geheim", NOW)


def everything(database: Database) -> str:
    with database.engine.connect() as connection:
        tables = inspect(database.engine).get_table_names()
        return "\n".join(
            str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))
        )


def test_the_export_holds_everything_and_no_secret(kept: Database) -> None:
    who = somebody(kept)
    own = farm(kept, who.user, "Weide")
    adviser = person(kept, "adviseur@voorbeeld.nl", "adviser")
    office = firm(kept, adviser)
    mandate(kept, office, who.user, own)
    talked(kept, who, own, adviser, office)
    token = api_tokens.make(kept, who, "programma", ("farms:read",), 30, NOW)
    with kept.transaction() as unit:
        users.link_identity(unit, who.user.id, "https://broker.voorbeeld.nl", "s-1", NOW)
    content = personal_data.export(kept, who, NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert files["account.json"]["email"] == who.user.email
    assert files["account.json"]["brokers"] == [{"issuer": "https://broker.voorbeeld.nl", "subject": "s-1"}]
    assert files["farms.json"][0]["profile"] == {"year": 2026, "farm": {"name": "Weide"}}
    assert files["mandates.json"][0]["organisation"] == "Adviesbureau"
    assert files["api-tokens.json"][0]["name"] == "programma"
    assert {entry["action"] for entry in files["what-you-did.json"]} >= {"token.add"}
    assert own.public_id in files["who-saw-your-farms.json"]
    (result,) = files["results.json"][own.public_id]
    assert (result["organisation"], result["total_cents"]) == ("Adviesbureau", 1234)
    assert {said["text"] for said in files["comments.json"]["on your farms"]} == {
        "van de boer",
        "van de adviseur",
    }
    assert [said["text"] for said in files["comments.json"]["written"]] == ["van de boer"]
    (link,) = files["share-links.json"]["of your farms"]
    assert (link["recipient"], link["award"]) == ("Bank Janna", {"total_eur": "12.34"})
    assert "geheim" not in json.dumps(files)
    assert token not in json.dumps(files)
    assert "argon2" not in json.dumps(files)


def asked_together(database: Database, own: FarmSummary, *people: User) -> None:
    """Each of them asked something of the farm in the background, for a reader who is named."""
    for asking in people:
        with database.transaction() as unit:
            names = [(own.public_id, own.name)]
            options = {"recipient": "Bank Janna"} if asking.id == own.owner_id else {}
            batches.begin(unit, asking.public_id, names, language="nl", options=options, now=NOW)


def test_what_was_asked_of_a_farm_in_the_background_goes_with_the_farm(kept: Database) -> None:
    who = somebody(kept)
    own, other = farm(kept, who.user, "Hoeve Janna"), farm(kept, who.user, "Achterweide")
    asked_together(kept, own, who.user)
    asked_together(kept, other, who.user)
    kept_farms.remove(kept, who, own.public_id, None, now=NOW, today=TODAY)
    with kept.transaction() as unit:
        found = batches.of_actor(unit, who.user.public_id, BatchKind.STATEMENTS)
        assert [[item.farm_name for item in batches.items(unit, one)] for one in found] == [
            ["Achterweide"],
            [],
        ]


def test_after_erasure_nothing_says_who_it_was_and_the_log_is_whole(kept: Database) -> None:
    who = somebody(kept)
    own = farm(kept, who.user, "Hoeve Janna")
    adviser = somebody(kept, "adviseur@voorbeeld.nl", "adviser")
    organisation = firm(kept, adviser.user)
    mandate(kept, organisation, who.user, own)
    talked(kept, who, own, adviser.user, organisation)
    mandate(kept, organisation, who.user, None, status="requested")
    api_tokens.make(kept, who, "programma", ("farms:read",), 30, NOW)
    accounts.sign_in(kept, who.user.email, "verkeerd", NOW)
    asked_together(kept, own, who.user, adviser.user)
    before = everything(kept)
    assert "janna" in before.lower()
    personal_data.erase(kept, who, PASSWORD, NOW)
    after = everything(kept)
    assert "janna" not in after.lower()
    assert "van de adviseur" not in after
    assert accounts.normalised(who.user.email) not in after
    assert trail.verify(kept).whole
    with kept.transaction() as unit:
        assert farms.find(unit, own.public_id) is None
        assert users.by_id(unit, adviser.user.id) is not None
    assert mandating.of_adviser(kept, Actor(adviser.user, frozenset({organisation.id}))) == []


def test_a_firm_lives_on_while_somebody_belongs_to_it(kept: Database) -> None:
    first, second = (
        somebody(kept, "een@voorbeeld.nl", "adviser"),
        somebody(kept, "twee@voorbeeld.nl", "adviser"),
    )
    made = firm(kept, first.user, "Samen")
    with kept.transaction() as unit:
        organisations.invite(unit, made.id, second.user.email, NOW)
    with kept.transaction() as unit:
        (place,) = organisations.places(unit, second.user.id, second.user.email)
        assert organisations.accept(unit, place.public_id, second.user.id, second.user.email, NOW)
    personal_data.erase(kept, first, PASSWORD, NOW)
    with kept.transaction() as unit:
        assert organisations.ids_of(unit, second.user.id) == frozenset({made.id})
    personal_data.erase(kept, second, PASSWORD, NOW)
    assert "Samen" not in everything(kept)


def test_without_the_password_nothing_is_erased(kept: Database) -> None:
    who = somebody(kept)
    with pytest.raises(InputProblems):
        personal_data.erase(kept, who, "niet dit", NOW)
    with kept.transaction() as unit:
        assert users.by_id(unit, who.user.id) is not None
