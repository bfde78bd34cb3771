"""Pictures hold the numbers of the sheets, and withhold what they withhold."""

from calculator.scenarios.answers import pictures, sheets
from calculator.scenarios.answers.shapes import named
from tests.scenarios.bench import GOLD_250, run, scenario
from tests.scenarios.farms import grassland


def drawn(*, synthetic: bool) -> dict[str, pictures.Picture]:
    done = run(grassland(24, synthetic=synthetic), scenario(GOLD_250))
    return {p.key: p for p in pictures.pictures(sheets.sheets(done), "nl")}


def test_a_map_and_bars_say_what_the_sheets_say() -> None:
    found = drawn(synthetic=True)
    assert set(found) == {"histogram", "payers", "map", "provinces", "outcomes"}
    assert len([b for b in found["map"].boxes if b.fill >= 6]) == 12
    assert "Drenthe: €" in found["map"].said
    assert "Rijksdienst voor Ondernemend Nederland" in found["payers"].said


def test_a_province_with_few_real_farms_is_drawn_as_withheld() -> None:
    found = drawn(synthetic=False)
    assert {b.fill for b in found["map"].boxes} == {-1}
    assert "Drenthe: weggelaten." in found["map"].said
    assert "provinces" not in found


def test_a_long_name_stands_in_two_lines_and_loses_only_what_is_longer_still() -> None:
    one = [label.text for label in named("Provincie Overijssel", 180, 20, 28)]
    two = [
        label.text for label in named("Agrarisch collectief (ANLb; geld van provincie en EU)", 180, 20, 28)
    ]
    long = [label.text for label in named("voorwaarde: " + "heel " * 20 + "lang", 180, 20, 28)]
    assert one == ["Provincie Overijssel"]
    assert " ".join(two) == "Agrarisch collectief (ANLb; geld van provincie en EU)"
    assert len(long) == 2
    assert long[1].endswith("…")
