"""Tables of parcels changed at random: what is wrong is always told, and reading never breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.services.errors import InputProblems
from calculator.web.forms.parcel_table import Row, read
from tests.fuzz.spoiling import spoilt

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


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PARCELS).flatmap(spoilt))
def test_a_table_of_parcels_with_a_mistake_is_read_or_told(content: bytes) -> None:
    parcels_or_problems(content)


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_bytes_of_anybody_are_parcels_or_told(content: bytes) -> None:
    parcels_or_problems(content)
