"""Farms that are sent for scenarios: read beside the server, refused with every row, stopped, and taken up after a kill."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from calculator.services.account.rights import Actor
from calculator.services.background import population_uploads, taking
from calculator.services.errors import InputProblems
from calculator.services.scenario.bench import ScenarioUnknown
from calculator.services.scenario.farms import kept_populations, upload_reading, uploads
from calculator.services.scenario.running import farms as scenario_farms
from calculator.services.statement.life import Desk
from calculator.store.scenarios.population_uploads import KeptUpload, UploadState
from tests.scenarios.population.brp_maps import map_of, square
from tests.store.bench import later, member

FARMS = b"farm_key,year,province,farm_type\nA,2025,drenthe,dairy\nB,2025,drenthe,dairy\n"
PARCELS = b"farm_key,parcel_id,area_m2,land_use\nA,P1,50000,permanent_grassland\nB,P1,10000,arable\n"
TABLES = {"farms.csv": FARMS, "parcels.csv": PARCELS}


@pytest.fixture
def who(at: Desk) -> Actor:
    return member(at.database)


def send(
    at: Desk, who: Actor, files: dict[str, bytes], *, leave_out: bool = False, key: str = ""
) -> KeptUpload:
    return uploads.send(at, who, name="Echt", files=files, leave_out=leave_out, key=key)


def here(at: Desk, kept: KeptUpload, worker: str, go_on: Callable[[], bool]) -> bool:
    upload_reading.perform(at, kept, worker, lambda _: go_on())
    return True


def dies(_at: Desk, _kept: KeptUpload, _worker: str, _go_on: Callable[[], bool]) -> bool:
    return False


def test_farms_without_a_mistake_become_a_population_and_the_files_go(at: Desk, who: Actor) -> None:
    kept = send(at, who, TABLES)
    assert (kept.state, kept.busy) == (UploadState.WAITING, True)
    assert population_uploads.work(at, "w", do=here)
    assert uploads.listed(at, who) == []
    made = kept_populations.listed(at, who)
    assert [(p.name, p.farms, p.kind) for p in made] == [("Echt", 2, "uploaded")]
    farms = scenario_farms.population(at, made[0])
    assert (farms.keys, farms.digest, farms.synthetic) == (["A", "B"], made[0].digest, False)
    assert not population_uploads.work(at, "w", do=here), "nothing is read twice"


def test_a_broken_row_refuses_all_or_leaves_its_farm_out_as_asked(at: Desk, who: Actor) -> None:
    broken = {**TABLES, "farms.csv": FARMS.replace(b"B,2025,drenthe", b"B,2025,nergens")}
    send(at, who, broken)
    population_uploads.work(at, "w", do=here)
    [refused] = uploads.listed(at, who)
    assert (refused.state, refused.of) == (UploadState.REFUSED, 1)
    assert "nergens" in uploads.problems(refused)[0].message.nl
    send(at, who, broken, leave_out=True)
    population_uploads.work(at, "w", do=here)
    [made] = kept_populations.listed(at, who)
    assert (made.farms, made.recipe) == (1, {"left_out": 1, "without_farm": 0})
    uploads.let_go(at, who, refused.public_id)
    assert uploads.listed(at, who) == []


def test_a_map_of_the_brp_beside_a_table_of_farms_gives_the_parcels(
    at: Desk, who: Actor, tmp_path: Path
) -> None:
    rows = [(farm, "265", "Grasland", square(100)) for farm in ("A", "A", "B", None)]
    drawn = map_of(tmp_path / "percelen.gpkg", *rows, key="bedrijf").read_bytes()
    send(at, who, {"farms.csv": FARMS, "percelen.gpkg": drawn}, key="bedrijf")
    population_uploads.work(at, "w", do=here)
    assert [uploads.problems(kept) for kept in uploads.listed(at, who)] == []
    [made] = kept_populations.listed(at, who)
    assert (made.farms, made.recipe) == (2, {"left_out": 0, "without_farm": 1})
    send(at, who, {"percelen.gpkg": drawn})
    population_uploads.work(at, "w", do=here)
    [refused] = uploads.listed(at, who)
    assert "farms.csv" in uploads.problems(refused)[0].remedy.en


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "No table"),
        ({"notes.txt": b"x"}, "No table"),
        ({"all.zip": b"PK\x03\x04broken"}, "cannot be unpacked"),
        ({"farms.csv": FARMS, "parcels.csv": b"nothing of the kind"}, "farm_key"),
    ],
)
def test_what_cannot_be_farms_is_told(at: Desk, who: Actor, files: dict[str, bytes], said: str) -> None:
    try:
        send(at, who, files)
    except InputProblems as wrong:
        problems = wrong.problems
    else:
        population_uploads.work(at, "w", do=here)
        problems = uploads.problems(uploads.listed(at, who)[0])
    assert any(said in f"{p.pointer} {p.message.en} {p.remedy.en}" for p in problems), problems


def test_a_zip_in_a_zip_that_grows_without_end_is_refused(
    at: Desk, who: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calculator.services.scenario.farms.sent_tables.MOST_UNPACKED", 50_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("farms.csv", b"\0" * 60_000)
    send(at, who, {"all.zip": packed.getvalue()})
    population_uploads.work(at, "w", do=here)
    assert "too large" in uploads.problems(uploads.listed(at, who)[0])[0].message.en


def test_stopping_throws_away_what_was_sent_and_nobody_else_may(at: Desk, who: Actor) -> None:
    kept = send(at, who, TABLES)
    with pytest.raises(ScenarioUnknown):
        uploads.let_go(at, member(at.database, "ander@voorbeeld.nl"), kept.public_id)

    def stopped_meanwhile(desk: Desk, one: KeptUpload, worker: str, _go_on: Callable[[], bool]) -> bool:
        def hear(step: int) -> bool:
            if step == uploads.STEPS:
                uploads.let_go(at, who, one.public_id)
            return True

        upload_reading.perform(desk, one, worker, hear)
        return True

    assert population_uploads.work(at, "w", do=stopped_meanwhile)
    assert uploads.listed(at, who) == []
    assert kept_populations.listed(at, who) == [], "what was stopped is not kept after all"


def test_what_dies_is_taken_up_again_and_given_up_at_last(at: Desk, who: Actor) -> None:
    send(at, who, TABLES)
    for times in range(taking.MOST_TRIES):
        assert population_uploads.work(later(at, 60 * times), f"w{times}", do=dies)
    assert uploads.listed(at, who)[0].busy
    assert population_uploads.work(later(at, 600), "w", do=dies)
    assert "broken off" in uploads.problems(uploads.listed(at, who)[0])[0].message.en


def test_a_process_of_its_own_reads_them_too(at: Desk, who: Actor) -> None:
    send(at, who, TABLES)
    assert population_uploads.work(at, "w")
    assert [p.farms for p in kept_populations.listed(at, who)] == [2]
