"""Scenario files changed at random: what is wrong is always told, and reading never breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.scenarios import ready
from calculator.scenarios.reform.reading import read
from tests.fuzz.spoiling import spoilt
from tests.samples import cases

FILES = [content for name in ready.names() if (content := ready.content(name)) is not None]


def test_there_are_scenarios_to_spoil() -> None:
    assert len(FILES) >= 5


@settings(max_examples=cases(75, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(FILES).flatmap(spoilt))
def test_a_scenario_file_that_is_wrong_is_told_and_breaks_nothing(data: bytes) -> None:
    scenario, problems = read("x.yaml", data)
    assert (scenario is None) == bool(problems)
    for problem in problems:
        assert problem.text("nl")
        assert problem.text("en")


@settings(max_examples=cases(40, 100), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_bytes_of_anybody_are_told_to_be_no_scenario(data: bytes) -> None:
    scenario, problems = read("x.yaml", data)
    assert scenario is None
    assert problems
