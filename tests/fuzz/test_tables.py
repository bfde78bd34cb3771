"""Tables of parcels and files of a population changed at random: what is wrong is always told, and reading never breaks."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.scenarios.population.files.reading import read_population
from calculator.services.errors import InputProblems
from calculator.web.forms.parcel_table import Row, read
from tests.fuzz.spoiling import spoilt
from tests.samples import cases
from tests.scenarios.population.tables import right, written

PARCELS = (
    b"kenmerk;oppervlakte;gewascode;gebruik\nP1;19,25;266;\nQ 7;3,5000;233;Bouwland\n",
    b"category,gewas,gewascode,jaar,perceel,GEOMETRIE_Area\nGrasland,Blijvend,265,2024,P1,184000.4\n",
)


def parcels_or_problems(content: bytes) -> None:
    found, problems = [], ()
    try:
        found = read(content)
    except InputProblems as wrong:
        problems = wrong.problems
    assert found or problems
    assert all(isinstance(row, Row) for row in found)
    assert all(p.message.nl and p.message.en and p.remedy.nl and p.remedy.en for p in problems)


@settings(
    max_examples=cases(75, 200), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.sampled_from(PARCELS).flatmap(spoilt))
def test_a_table_of_parcels_with_a_mistake_is_read_or_told(content: bytes) -> None:
    parcels_or_problems(content)


@settings(
    max_examples=cases(75, 200), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.binary(max_size=400))
def test_bytes_of_anybody_are_parcels_or_told(content: bytes) -> None:
    parcels_or_problems(content)


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("population"), right())


@settings(
    max_examples=cases(10, 30), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_population_with_a_mistake_in_a_file_is_read_or_told(population: Path, data: st.DataObject) -> None:
    files = sorted(path.name for path in population.iterdir())
    name = data.draw(st.sampled_from(files))
    folder = population.parent / "spoilt"
    shutil.copytree(population, folder, dirs_exist_ok=True)
    (folder / name).write_bytes(data.draw(spoilt((population / name).read_bytes())))
    found, problems = read_population(folder, None)
    assert found is not None or problems
    for problem in problems:
        assert problem.text("nl")
        assert problem.text("en")
