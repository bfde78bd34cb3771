import pytest

from calculator.domain.months import MONTHS
from calculator.services.errors import InputProblem
from calculator.web.forms.year_days import localised, read


@pytest.mark.parametrize(
    ("written", "machine"),
    [
        ("1 oktober", "10-01"),
        ("1 October", "10-01"),
        (" 1 OKT. ", "10-01"),
        ("October 1st", "10-01"),
        ("1-mrt", "03-01"),
        ("31-10", "10-31"),
        ("10-31", "10-31"),
        ("5/5", "05-05"),
        ("28 februari", "02-28"),
    ],
)
def test_a_day_of_the_year_is_read_in_either_language(written: str, machine: str) -> None:
    assert read(written, "/x") == machine


def test_what_could_be_two_days_is_refused_with_both_of_them() -> None:
    found = read("1-10", "/x")
    assert isinstance(found, InputProblem)
    assert found.message.nl == '"1-10" kan 1 oktober zijn of 10 januari.'
    assert found.message.en == '"1-10" could be 1 October or 10 January.'
    assert "in letters" in found.remedy.nl


@pytest.mark.parametrize(
    "written", ["x", "31 april", "0 mei", "1", "ma 1", "13-13", "1 oktober 2027", "¹ mei", "1 o"]
)
def test_what_is_no_day_of_the_year_is_refused_with_how_to_write_it(written: str) -> None:
    found = read(written, "/x")
    assert isinstance(found, InputProblem)
    assert "1 oktober" in found.remedy.nl
    assert "1 October" in found.remedy.en


@pytest.mark.parametrize("written", ["29 februari", "Feb 29", "29-2", "2/29"])
def test_a_day_that_only_some_years_have_gets_the_one_before_it_as_remedy(written: str) -> None:
    found = read(written, "/x")
    assert isinstance(found, InputProblem)
    assert "28 februari" in found.remedy.nl


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_the_form_shows_is_read_back_as_the_same_day(language: str) -> None:
    for month in range(1, len(MONTHS) + 1):
        machine = f"{month:02d}-09"
        assert read(localised(machine, language), "/x") == machine


def test_what_is_no_day_is_shown_as_it_was_written() -> None:
    assert localised("13-40", "nl") == "13-40"
