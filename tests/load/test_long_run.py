"""People at work for long leave nothing behind in the server (`make soak`)."""

import pytest

from tests.benchmarks import load, long_run


@pytest.mark.soak
def test_twenty_minutes_of_work_leave_no_more_memory_threads_or_files() -> None:
    found = long_run.grown()
    assert found["failed"] == 0
    assert {
        name: found[f"more_{name}"] for name, most in long_run.ALLOWED.items() if found[f"more_{name}"] > most
    } == {}


@pytest.mark.soak
def test_ten_times_the_people_are_answered_or_told_to_come_back_and_afterwards_all_is_well() -> None:
    found = load.measured(60.0, 60.0, 60.0)
    assert found["calm_failed"] == found["flood_failed"] == found["after_failed"] == 0
    assert found["calm_turned_away"] == found["after_turned_away"] == 0
    assert found["flood_turned_away"] > 0
    assert found["flood_answered"] > 0
