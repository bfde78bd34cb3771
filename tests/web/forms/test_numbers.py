import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.services.errors import InputProblem
from calculator.web.forms.numbers import day, localised, number


@pytest.mark.parametrize(
    ("written", "machine"),
    [
        ("1234", "1234"),
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("€ 5.580,00", "5580.00"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("12,5", "12.5"),
        ("1,2340", "1.2340"),
        ("-3,5", "-3.5"),
        (" 7 ", "7"),
        ("1\u00a0234", "1234"),
    ],
)
def test_dutch_and_machine_form_are_both_read(written: str, machine: str) -> None:
    assert number(written, "/x") == machine


@pytest.mark.parametrize("written", ["1.234", "1,234", "12.345", "999,000", "-1.234"])
def test_what_could_be_two_numbers_is_refused_with_both_ways_to_write_it(written: str) -> None:
    found = number(written, "/x")
    assert isinstance(found, InputProblem)
    assert found.pointer == "/x"
    whole = written.replace(".", "").replace(",", "")
    assert whole in found.remedy.nl
    assert whole in found.remedy.en


@pytest.mark.parametrize(
    "written", ["", "x", "1e3", "1.2.3", "1,2,3", "1.23,4,5", "12.34.567", "--1", "½", "١٢"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    assert isinstance(number(written, "/x"), InputProblem)


@given(st.decimals(min_value=0, max_value=10**9, places=4), st.sampled_from(["nl", "en"]))
def test_what_the_form_shows_is_read_back_as_the_same_number(value: object, language: str) -> None:
    shown = localised(str(value), language)
    read = number(shown, "/x")
    assert isinstance(read, str)
    assert float(read) == float(str(value))


@given(st.integers(0, 9999), st.integers(1, 3))
def test_three_decimals_are_shown_unambiguously(thousandths: int, places: int) -> None:
    machine = f"{thousandths}.{'125'[:places]}"
    for language in ("nl", "en"):
        read = number(localised(machine, language), "/x")
        assert isinstance(read, str)
        assert float(read) == float(machine)


@pytest.mark.parametrize(
    ("written", "machine"),
    [("2026-05-15", "2026-05-15"), ("15-5-2026", "2026-05-15"), ("01/06/2024", "2024-06-01")],
)
def test_dates_are_read_in_both_orders(written: str, machine: str) -> None:
    assert day(written, "/x") == machine


@pytest.mark.parametrize("written", ["30-2-2026", "2026-13-01", "gisteren", "1-1-26"])
def test_what_is_no_date_is_refused(written: str) -> None:
    assert isinstance(day(written, "/x"), InputProblem)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(written: str) -> None:
    for read in (number(written, "/x"), day(written, "/x")):
        assert isinstance(read, str | InputProblem)
