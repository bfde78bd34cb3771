import pytest

from calculator.statements.carrying.register import normal_code


@pytest.mark.parametrize(
    "typed",
    [
        "7F3A-91C2-0B44-E6D8",
        "7f3a 91c2 0b44 e6d8",
        " 7F3A91C20B44E6D8\n",
        "7F3A\u201391C2\u20130B44\u2013E6D8",
    ],
)
def test_a_check_code_may_be_typed_in_any_way(typed: str) -> None:
    assert normal_code(typed) == "7F3A-91C2-0B44-E6D8"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7F3A-91C2-0B44-E6D",
        "7F3A-91C2-0B44-E6D89",
        "7G3A-91C2-0B44-E6D8",
        "x" * 1000,
        "7F3A_91C2?0B44!E6D8",
    ],
)
def test_what_cannot_be_a_check_code_is_none(typed: str) -> None:
    assert normal_code(typed) is None
