"""What was paid, as people write it; and files that cannot be compared."""

import pytest

from calculator.services.errors import InputProblems
from calculator.services.statement.later import compare, followed_up
from calculator.services.statement.paid import paid_amounts
from calculator.statements.award.follow_up import Paid

HEAD = "scheme,payment,amount_eur"


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1234.56", 123_456),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("€\u00a01.234.567,8", 123_456_780),
        ("-€3,000.00", -300_000),
        ("1234", 123_400),
        ("0", 0),
        ("-5,00", -500),
        ("12,5", 1_250),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_either_way(written: str, cents: int) -> None:
    assert paid_amounts(f"scheme;payment;amount_eur\na;p;{written}".encode(), "x") == [Paid("a", "p", cents)]


@pytest.mark.parametrize(
    "written",
    [
        "1.234",
        "1,234",
        "1.2.3,4",
        "12.34,56",
        "1,23,456.00",
        "x",
        "1e99",
        "NaN",
        "1.005,123",
        "=1+1",
        "9" * 20,
    ],
)
def test_an_amount_that_could_be_another_is_refused(written: str) -> None:
    with pytest.raises(InputProblems) as wrong:
        paid_amounts(f'{HEAD}\na,p,"{written}"'.encode(), "x")
    assert wrong.value.problems[0].pointer == "/paid/0/amount_eur"


def test_an_empty_amount_is_unknown_and_left_out() -> None:
    assert paid_amounts(f"{HEAD}\na,p,\nb,p,1.00\n".encode(), "x") == [Paid("b", "p", 100)]
    assert paid_amounts(b'{"paid": [{"scheme": "a", "payment": "p", "amount_eur": null}]}', "x") == []


def test_json_and_csv_say_the_same() -> None:
    given = b'{"paid": [{"scheme": "a", "payment": "p", "amount_eur": "12.50"}]}'
    assert paid_amounts(given, "x") == paid_amounts(f"\ufeff{HEAD}\r\na,p,12.50\r\n".encode(), "x")


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"a,b\n1,2", b"[1]", b'{"paid": 3}', b"{", HEAD.encode()[:-3]]
)
def test_what_cannot_be_read_is_wrong_input(raw: bytes) -> None:
    with pytest.raises(InputProblems):
        paid_amounts(raw, "paid.csv")


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"x" * 100])
def test_a_file_that_is_no_statement_cannot_be_compared_or_followed_up(raw: bytes) -> None:
    with pytest.raises(InputProblems):
        compare(raw, raw, "nl")
    with pytest.raises(InputProblems):
        followed_up(raw, None, [], "nl")
