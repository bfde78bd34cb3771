from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from calculator.store import Database, Examples
from calculator.store.accounts import users
from calculator.store.farms import farms
from tests.store.people import NOW, farm, person


@pytest.fixture
def kept(migrated: Database) -> Database:
    return migrated


def test_a_farm_is_found_by_an_id_that_cannot_be_guessed(kept: Database) -> None:
    owner = person(kept)
    made = farm(kept, owner)
    assert len(made.public_id) >= 22
    with kept.transaction() as unit:
        assert farms.find(unit, made.public_id) == made
        assert farms.document(unit, made.id) == {"year": 2026, "farm": {"name": "Weide"}}
        for other in ("", str(made.id), "\0", "x" * 22, "é"):
            assert farms.find(unit, other) is None


def test_an_example_is_nobodys_farm_and_a_farm_is_nobodys_example(kept: Database) -> None:
    made = farm(kept, person(kept))
    examples = Examples(kept)
    examples.load({"Weide": {"year": 2025}}, NOW)
    (example,) = examples.all()
    assert example.document == {"year": 2025}
    assert examples.get(made.public_id) is None
    with kept.transaction() as unit:
        assert farms.find(unit, example.public_id) is None


def test_a_profile_with_numbers_of_json_is_kept_to_the_last_decimal(kept: Database) -> None:
    made = farm(kept, person(kept), document={"year": 2026, "parcels": [{"area_ha": Decimal("18.40")}]})
    corner = [Decimal("5.3872138"), Decimal("52.155172012345678901")]
    with kept.transaction() as unit:
        assert farms.document(unit, made.id)["parcels"] == [{"area_ha": "18.40"}]
        assert farms.save(
            unit, made.id, 1, "Weide", {"parcels": [{"geometry": {"coordinates": [corner]}}]}, NOW
        )
        kept_as = farms.document(unit, made.id)["parcels"]
    assert kept_as == [{"geometry": {"coordinates": [["5.3872138", "52.155172012345678901"]]}}]


def test_the_second_of_two_savers_changes_nothing(kept: Database) -> None:
    made = farm(kept, person(kept))
    with kept.transaction() as unit:
        assert farms.save(unit, made.id, 1, "Eerste", {"year": 2027}, NOW)
    with kept.transaction() as unit:
        assert not farms.save(unit, made.id, 1, "Tweede", {"year": 2028}, NOW)
        assert farms.document(unit, made.id) == {"year": 2027}
        found = farms.find(unit, made.public_id)
        assert found is not None
        assert (found.name, found.revision) == ("Eerste", 2)


def test_of_many_savers_at_once_exactly_one_succeeds(kept: Database) -> None:
    made = farm(kept, person(kept))

    def attempt(number: int) -> bool:
        with kept.transaction() as unit:
            return farms.save(unit, made.id, 1, str(number), {"year": number}, NOW)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(attempt, range(8)))
    assert done.count(True) == 1
    with kept.transaction() as unit:
        assert farms.document(unit, made.id) == {"year": done.index(True)}


def test_farms_of_one_owner_may_have_the_same_name_and_are_listed_by_name(kept: Database) -> None:
    owner, other = person(kept), person(kept, "ander@voorbeeld.nl")
    for name in ("Zuid", "Noord", "Noord"):
        farm(kept, owner, name)
    farm(kept, other, "Elders")
    with kept.transaction() as unit:
        assert [f.name for f in farms.owned(unit, owner.id)] == ["Noord", "Noord", "Zuid"]
        assert farms.count(unit, owner.id) == 3


def test_a_farm_is_removed_only_at_the_revision_that_was_seen(kept: Database) -> None:
    made = farm(kept, person(kept))
    with kept.transaction() as unit:
        assert not farms.remove(unit, made.id, 2)
        assert farms.remove(unit, made.id, 1)
        assert farms.find(unit, made.public_id) is None


def test_farms_go_with_their_owner(kept: Database) -> None:
    owner, other = person(kept), person(kept, "ander@voorbeeld.nl")
    farm(kept, owner)
    stays = farm(kept, other)
    with kept.transaction() as unit:
        users.remove(unit, owner.id)
    with kept.transaction() as unit:
        assert farms.owned(unit, owner.id) == []
        assert farms.owned(unit, other.id) == [stays]
