"""The life of a mandate, on both databases: asked, given, refused, ended; what it opens and what it leaves in the log."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from calculator.services.account import kept_farms, rights, trail
from calculator.services.account.outbox import Mail
from calculator.services.account.rights import Actor, FarmUnknown, NotAllowed
from calculator.services.advice import firms, mandating
from calculator.services.advice.mandating import Wish
from calculator.services.errors import InputProblems
from calculator.store import Database
from calculator.store.accounts import mandates, organisations
from calculator.store.farms.farms import FarmSummary
from calculator.store.records import audit
from tests.store.people import NOW, TODAY, farm, firm, person


@dataclass
class Scene:
    """A farmer with a farm, and an adviser with a firm."""

    database: Database
    farmer: Actor
    adviser: Actor
    farm: FarmSummary
    firm: str
    mails: list[Mail]

    def ask(self, **change: object) -> None:
        wish = Wish(self.firm, "boer@voorbeeld.nl", ("view", "edit"), "Meedenken", "2026-11-01", "2027-11-01")
        mandating.request(
            self.database, self.mails.append, self.adviser, replace(wish, **change), "link", NOW, TODAY
        )

    def asked(self) -> str:
        self.ask()
        return mandating.of_farmer(self.database, self.farmer)[0].public_id

    def given(self) -> str:
        mandate = self.asked()
        mandating.approve(self.database, self.farmer, mandate, self.farm.public_id, NOW, TODAY)
        return mandate

    def look(self, today: date = TODAY) -> kept_farms.Opened:
        return kept_farms.opened(self.database, self.adviser, self.farm.public_id, now=NOW, today=today)


@pytest.fixture
def scene(migrated: Database) -> Scene:
    database = migrated
    farmer, adviser = person(database), person(database, "adviseur@voorbeeld.nl", "adviser")
    own = firm(database, adviser)
    return Scene(
        database,
        Actor(farmer),
        Actor(adviser, frozenset({own.id})),
        farm(database, farmer),
        own.public_id,
        [],
    )


def test_a_mandate_opens_a_farm_once_the_farmer_gave_it_and_no_sooner(scene: Scene) -> None:
    mandate = scene.asked()
    with pytest.raises(FarmUnknown):
        scene.look()
    mandating.approve(scene.database, scene.farmer, mandate, scene.farm.public_id, NOW, TODAY)
    opened = scene.look()
    assert opened.permit.mandate
    assert opened.permit.mandate.public_id == mandate
    assert [entry.farm for entry in kept_farms.listed(scene.database, scene.adviser, TODAY)] == [scene.farm]


def test_revoking_works_at_once_even_in_the_middle_of_an_edit(scene: Scene) -> None:
    mandate = scene.given()
    revision = scene.look().farm.summary.revision
    mandating.revoke(scene.database, scene.farmer, mandate, NOW, TODAY)
    with pytest.raises(NotAllowed, match="revoked"):
        kept_farms.save(
            scene.database, scene.adviser, scene.farm.public_id, {"year": 1}, revision, now=NOW, today=TODAY
        )
    kept = kept_farms.opened(scene.database, scene.farmer, scene.farm.public_id, now=NOW, today=TODAY)
    assert kept.farm.document["year"] == 2026
    assert kept_farms.listed(scene.database, scene.adviser, TODAY) == []


def test_a_save_waits_for_a_revocation_that_is_under_way_and_then_does_nothing(scene: Scene) -> None:
    scene.given()
    (held,) = mandating.of_farmer(scene.database, scene.farmer)

    def save() -> None:
        kept_farms.save(
            scene.database, scene.adviser, scene.farm.public_id, {"year": 1}, 1, now=NOW, today=TODAY
        )

    with ThreadPoolExecutor(1) as pool:
        with scene.database.transaction() as unit:
            audit.append(unit, at=NOW, actor="boer", action="mandate.revoke")
            mandates.decide(unit, held.id, "approved", "revoked", NOW)
            saving = pool.submit(save)
            # Long enough to come to the lock; a save that did not wait for it would be done by now.
            wait([saving], timeout=0.5)
        with pytest.raises(NotAllowed, match="revoked"):
            saving.result()
    kept = kept_farms.opened(scene.database, scene.farmer, scene.farm.public_id, now=NOW, today=TODAY)
    assert kept.farm.summary.revision == 1


def test_a_mandate_ends_by_itself(scene: Scene) -> None:
    scene.given()
    assert scene.look(date(2027, 10, 31))
    with pytest.raises(NotAllowed, match="up to and including 31 October 2027"):
        scene.look(date(2027, 11, 1))
    assert kept_farms.listed(scene.database, scene.adviser, date(2027, 11, 1)) == []


def test_whoever_leaves_the_firm_has_nothing_any_more(scene: Scene) -> None:
    scene.given()
    with scene.database.transaction() as unit:
        (place,) = organisations.places(unit, scene.adviser.user.id, scene.adviser.user.email)
    firms.remove(scene.database, scene.adviser, place.public_id, NOW)
    with scene.database.transaction() as unit:
        left = replace(scene.adviser, organisations=organisations.ids_of(unit, scene.adviser.user.id))
    with pytest.raises(FarmUnknown):
        kept_farms.opened(scene.database, left, scene.farm.public_id, now=NOW, today=TODAY)


def test_the_farmer_sees_who_saw_and_changed_what(scene: Scene) -> None:
    scene.given()
    revision = scene.look().farm.summary.revision
    kept_farms.save(
        scene.database, scene.adviser, scene.farm.public_id, {"year": 2027}, revision, now=NOW, today=TODAY
    )
    steps = trail.of_farm(scene.database, scene.farmer, scene.farm.public_id, now=NOW, today=TODAY)
    told = [(step.who, step.organisation, step.action) for step in steps]
    assert told[:2] == [
        ("adviseur", "Adviesbureau", "farm.edit"),
        ("adviseur", "Adviesbureau", "farm.view"),
    ]
    assert ("boer", None, "farm.mandate") in told
    with pytest.raises(NotAllowed):
        trail.of_farm(scene.database, scene.adviser, scene.farm.public_id, now=NOW, today=TODAY)


def test_only_whoever_was_asked_decides_and_only_over_their_own_farm(scene: Scene) -> None:
    mandate = scene.asked()
    other = Actor(person(scene.database, "ander@voorbeeld.nl"))
    foreign = farm(scene.database, other.user)
    for attempt in (
        lambda: mandating.approve(scene.database, other, mandate, foreign.public_id, NOW, TODAY),
        lambda: mandating.approve(scene.database, scene.adviser, mandate, scene.farm.public_id, NOW, TODAY),
        lambda: mandating.approve(scene.database, scene.farmer, mandate, foreign.public_id, NOW, TODAY),
        lambda: mandating.refuse(scene.database, other, mandate, NOW),
        lambda: mandating.withdraw(scene.database, scene.farmer, mandate, NOW),
        lambda: mandating.revoke(scene.database, scene.farmer, mandate, NOW, TODAY),
        lambda: mandating.approve(scene.database, scene.farmer, "nergens", scene.farm.public_id, NOW, TODAY),
    ):
        with pytest.raises(FarmUnknown):
            attempt()
    (found,) = mandating.of_farmer(scene.database, scene.farmer)
    assert found.status == "requested"


def test_what_was_decided_is_not_decided_again(scene: Scene) -> None:
    mandate = scene.asked()
    mandating.refuse(scene.database, scene.farmer, mandate, NOW)
    with pytest.raises(FarmUnknown):
        mandating.approve(scene.database, scene.farmer, mandate, scene.farm.public_id, NOW, TODAY)
    with pytest.raises(FarmUnknown):
        scene.look()


def test_an_adviser_ends_a_mandate_that_is_no_longer_needed(scene: Scene) -> None:
    mandate = scene.given()
    mandating.withdraw(scene.database, scene.adviser, mandate, NOW)
    with pytest.raises(NotAllowed, match="has ended the mandate"):
        scene.look()
    ((found),) = mandating.of_farmer(scene.database, scene.farmer)
    assert mandating.standing(found, TODAY) == "withdrawn"


def test_asking_tells_nothing_of_who_has_an_account(scene: Scene) -> None:
    scene.ask(farmer_email="onbekend@voorbeeld.nl")
    assert scene.mails == []
    scene.ask(farmer_email=" Boer@Voorbeeld.nl")
    assert [mail.to for mail in scene.mails] == ["boer@voorbeeld.nl"]
    assert [m.status for m in mandating.of_adviser(scene.database, scene.adviser)] == ["requested"] * 2
    # Whoever makes an account later finds what was asked.
    late = Actor(person(scene.database, "onbekend@voorbeeld.nl"))
    assert len(mandating.of_farmer(scene.database, late)) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"farmer_email": "niets"}, "/email"),
        ({"scope": ()}, "/scope"),
        ({"scope": ("view", "approve")}, "/scope"),
        ({"purpose": " "}, "/purpose"),
        ({"start": "morgen"}, "/start"),
        ({"end": ""}, "/end"),
        ({"end": "2026-11-24"}, "/end"),
        ({"start": "2027-11-01"}, "/end"),
        ({"end": "2036-01-01"}, "/end"),
        ({"organisation": "nergens"}, "/organisation"),
    ],
)
def test_a_wish_that_is_not_right_is_told_at_its_field(
    scene: Scene, change: dict[str, object], pointer: str
) -> None:
    with pytest.raises(InputProblems) as wrong:
        scene.ask(**change)
    assert [problem.pointer for problem in wrong.value.problems] == [pointer]
    assert mandating.of_adviser(scene.database, scene.adviser) == []


def test_only_a_manager_invites_and_only_the_invited_accepts(scene: Scene) -> None:
    firms.invite(scene.database, scene.adviser, scene.firm, "Collega@voorbeeld.nl", NOW)
    colleague = Actor(person(scene.database, "collega@voorbeeld.nl", "adviser"))
    stranger = Actor(person(scene.database, "vreemd@voorbeeld.nl", "adviser"))
    (place,) = firms.places(scene.database, colleague)
    assert not place.accepted
    with pytest.raises(FarmUnknown):
        firms.accept(scene.database, stranger, place.public_id, NOW)
    with pytest.raises(FarmUnknown):
        firms.invite(scene.database, colleague, scene.firm, "nog@voorbeeld.nl", NOW)
    with pytest.raises(FarmUnknown):
        firms.remove(scene.database, stranger, place.public_id, NOW)
    firms.accept(scene.database, colleague, place.public_id, NOW)
    with scene.database.transaction() as unit:
        assert organisations.ids_of(unit, colleague.user.id) == scene.adviser.organisations
    with pytest.raises(FarmUnknown):
        firms.invite(scene.database, colleague, scene.firm, "nog@voorbeeld.nl", NOW)


def test_a_mandate_that_starts_later_gives_nothing_yet(scene: Scene) -> None:
    scene.ask(start="2026-12-01")
    (found,) = mandating.of_farmer(scene.database, scene.farmer)
    mandating.approve(scene.database, scene.farmer, found.public_id, scene.farm.public_id, NOW, TODAY)
    with pytest.raises(NotAllowed, match="starts on 1 December 2026"):
        scene.look()
    assert scene.look(date(2026, 12, 1))
    assert rights.holds(mandating.of_farmer(scene.database, scene.farmer)[0], TODAY + timedelta(days=30))


def test_nobody_floods_a_farmer_with_requests(scene: Scene) -> None:
    for _ in range(mandating.ASKED_A_DAY):
        scene.ask()
    mandating.withdraw(
        scene.database, scene.adviser, mandating.of_adviser(scene.database, scene.adviser)[0].public_id, NOW
    )
    with pytest.raises(InputProblems) as wrong:
        scene.ask(farmer_email=" Boer@Voorbeeld.nl")
    assert [problem.pointer for problem in wrong.value.problems] == ["/email"]
    assert len(scene.mails) == mandating.ASKED_A_DAY
    # Another farmer is another question.
    scene.ask(farmer_email="ander@voorbeeld.nl")
