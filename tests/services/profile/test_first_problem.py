"""A line says the first thing that is wrong and how many more there are."""

from __future__ import annotations

from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile.first_problem import first_problem
from calculator.services.registry import rulebooks
from tests.builders import text


def test_of_several_things_that_are_wrong_the_first_is_told_and_how_many_more() -> None:
    wrong = InputProblems(
        tuple(InputProblem(at, text("Fout."), text("Herstel het.")) for at in ("/parcels/0/area_ha", "/odd"))
    )
    assert (
        first_problem(wrong, rulebooks.current()).nl
        == "Perceel 1, oppervlakte: Fout. Herstel het. (en nog 1)"
    )
    assert first_problem(InputProblems(wrong.problems[1:]), rulebooks.current()).en.startswith("/odd: ")
