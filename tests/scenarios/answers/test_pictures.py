"""Pictures hold the numbers of the sheets, and withhold what they withhold."""

from decimal import Decimal

from calculator.scenarios.answers import pictures, sheets
from calculator.scenarios.answers.curves import curve
from calculator.scenarios.answers.shapes import NARROW, WIDE, Room, named
from tests.scenarios.bench import GOLD_250, run, scenario
from tests.scenarios.farms import grassland


def drawn(*, synthetic: bool, room: Room = WIDE) -> dict[str, pictures.Picture]:
    done = run(grassland(24, synthetic=synthetic), scenario(GOLD_250))
    return {p.key: p for p in pictures.pictures(sheets.sheets(done), "nl", room)}


def test_on_a_phone_the_same_is_said_and_nothing_sticks_out() -> None:
    wide, narrow = drawn(synthetic=True), drawn(synthetic=True, room=NARROW)
    assert {key: p.said for key, p in narrow.items()} == {key: p.said for key, p in wide.items()}
    for picture in narrow.values():
        assert picture.width == NARROW.width
        assert all(0 <= box.x <= box.x + box.width <= picture.width for box in picture.boxes)
        assert all(0 <= label.x <= picture.width for label in picture.labels)
        assert max(box.y + box.height for box in picture.boxes) <= picture.height


def test_a_curve_on_a_phone_writes_no_amount_over_another() -> None:
    points = [(Decimal(n), n * 100_000) for n in range(9)]
    assert len(curve(points, "x", "nl", NARROW).labels) == 6
    assert len(curve(points, "x", "nl").labels) == 18


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
