"""A scenario file is read whole, and everything that is wrong with it is told at once, with its line."""

from datetime import date

import pytest

from calculator.scenarios.reform import reading
from tests.scenarios.bench import GOLD_250, text


def problems(content: str, find: reading.Find = reading.nowhere) -> list[str]:
    found, wrong = reading.read("proef.yaml", content.encode(), find)
    assert (found is None) == bool(wrong)
    return [f"{p.file}:{p.line}: {p.message.en}" for p in wrong]


def test_a_key_that_is_given_twice_is_refused_with_its_line() -> None:
    assert problems(text(GOLD_250) + "on: 2026-01-01\n") == [
        "proef.yaml:7: `on` is given twice (also on line 3)"
    ]


def test_on_off_and_numbers_are_read_as_they_are_written() -> None:
    found, _ = reading.read(
        "proef.yaml", text("{change: limit, limit: x, figure: ceiling, value: 0.1}").encode()
    )
    assert found is not None
    assert str(found.changes[0].value) == "0.1"  # type: ignore[union-attr]
    assert found.on.isoformat() == "2025-07-01"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (text(GOLD_250, on=date(9999, 12, 31)), "`on` (9999-12-31) lies too far ahead"),
        (text(GOLD_250, years=9000), "9000 is not a number of years"),
        (
            text("{change: tariff, of: a.b.c, factor: 2, from: 9999-01-01}"),
            "`from` (9999-01-01) lies too far ahead",
        ),
    ],
)
def test_what_would_leave_the_calendar_is_refused(content: str, told: str) -> None:
    (said,) = problems(content)
    assert told in said


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert problems(
        text("{change: tarif, of: a}", "{change: tariff, of: 3 x}", "{of: a.b.c}", "{change: limit}")
    ) == [
        "proef.yaml:6: `tarif` is not a known kind of change",
        "proef.yaml:7: `3 x` is not `scheme#payment`, `scheme`, `@group`, `layer.payer.*` or `layer.*`",
        "proef.yaml:8: this change has no `change`",
        "proef.yaml:9: `limit` is missing in a change `limit`",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("{change: tariff, of: a.b.c}", "give one of `value`, `factor`, `low`"),
        ("{change: tariff, of: a.b.c, value: 1, factor: 2}", "`value` and `factor` do not go together"),
        ("{change: tariff, of: a.b.c, low: 1}", "`low` and `high` belong together"),
        ("{change: scheme, of: a.b.c, off: no}", "`off: no` changes nothing"),
        (
            "{change: tariff, of: a.b.c, value: 1, from: 2026-01-01, until: 2025-01-01}",
            "`until` (2025-01-01) is not after",
        ),
        ("{change: area, of: a.b.c}", "say where the scheme is open"),
        ("{change: dates, of: a.b.c}", "say which day changes"),
        ("{change: budget, scheme: a.b.c, eur: 1.234, allot: lottery}", "`1.234` is not an amount"),
        (
            "{change: budget, scheme: a.b.c, eur: 1, allot: lottery, opens: 05-01, closes: 04-01}",
            "the last day lies before",
        ),
    ],
)
def test_a_change_that_does_not_say_what_it_means_is_refused(change: str, told: str) -> None:
    (found,) = problems(text(change))
    assert told in found


def test_a_scenario_without_changes_is_refused() -> None:
    assert problems(text()) == ["proef.yaml:5: nothing changes"]


def test_a_scenario_stands_on_another() -> None:
    below = text(GOLD_250).replace("scenario: proef", "scenario: onder").encode()
    above = text(more="stands_on: onder\n")
    found, _ = reading.read("proef.yaml", above.encode(), {"onder": below}.get)
    assert found is not None
    assert [s.id for s in found.chain()] == ["onder", "proef"]


def test_a_scenario_that_stands_on_itself_or_on_nothing_is_refused() -> None:
    around = text(GOLD_250, more="stands_on: proef\n")
    assert (
        "in the end stands on itself (proef > proef)" in problems(around, {"proef": around.encode()}.get)[0]
    )
    assert "there is no scenario `weg`" in problems(text(GOLD_250, more="stands_on: weg\n"))[0]
