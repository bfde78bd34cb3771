"""The table of a sweep says what its values are."""

from dataclasses import replace

import pytest

from calculator.scenarios import ready
from calculator.services.registry import rulebooks
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.running import extras, sweeps
from tests.scenarios.bench import run
from tests.scenarios.farms import grassland


@pytest.mark.parametrize(
    ("becomes", "asked", "title"),
    [
        ("value: 250", "1=200", ("eerste waarde", "first value")),
        ("factor: 1.1", "1=1.1", ("eerste waarde (maal nu)", "first value (times now)")),
    ],
)
def test_values_of_a_change_that_multiplies_are_titled_as_times_now(
    becomes: str, asked: str, title: tuple[str, str]
) -> None:
    text = (ready.content("eco-goud-250") or b"").decode()
    assert "value: 250" in text
    scenario = scenario_rules.read("x", text.replace("value: 250", becomes).encode())
    made = scenario_rules.set_up(scenario, rulebooks.current())
    farms = grassland(3)
    sheet = extras.sweep(
        made,
        sweeps.axes(made, [asked]),
        lambda one: run(farms, one.scenario),
        lambda one: replace(made, scenario=one),
    )
    assert (sheet.columns[0].title.nl, sheet.columns[0].title.en) == title
