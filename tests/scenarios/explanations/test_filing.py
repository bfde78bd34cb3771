"""Tables that are written part after part are whole, exact, and there only when all is written."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from calculator.scenarios.explanations.cells import Numbers, Rows, Words, euros
from calculator.scenarios.explanations.filing import Files


def rows(*cents: int) -> Rows:
    every = np.array(cents, dtype=np.int64)
    return {
        "name": Words(np.arange(len(cents)) % 3 - 1, ["=1+1", "b, c"]),
        "amount_eur": euros(every, every != 7),
        "quantity": Numbers(every, 6),
    }


def test_amounts_are_exact_and_have_a_point_and_a_formula_is_a_text(tmp_path: Path) -> None:
    with Files(tmp_path, "csv") as files:
        files.add({"t": rows(-5, 7, 2**63 - 1)})
        files.add({"t": rows()})
        files.add({"t": rows(1_000_000)})
    assert files.rows == {"t": 4}
    assert (tmp_path / "t.csv").read_text("utf-8") == (
        "name,amount_eur,quantity\n"
        ",-0.05,-0.000005\n"
        "'=1+1,,0.000007\n"
        '"b, c",92233720368547758.07,9223372036854.775807\n'
        ",10000.00,1\n"
    )


def test_parquet_keeps_every_digit_and_what_is_not_known_is_empty(tmp_path: Path) -> None:
    with Files(tmp_path, "parquet") as files:
        files.add({"t": rows(-5, 7, 2**63 - 1)})
        files.add({"t": rows(1_000_000)})
    found = pq.read_table(tmp_path / "t.parquet").to_pydict()
    assert found["name"] == [None, "=1+1", "b, c", None]
    assert found["amount_eur"] == [
        Decimal("-0.05"),
        None,
        Decimal("92233720368547758.07"),
        Decimal("10000.00"),
    ]
    assert found["quantity"][2] == Decimal("9223372036854.775807")


def test_a_table_without_rows_is_there_with_its_heading(tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        with Files(tmp_path, form) as files:
            files.add({"t": rows()})
    assert (tmp_path / "t.csv").read_text("utf-8") == "name,amount_eur,quantity\n"
    assert pq.read_table(tmp_path / "t.parquet").column_names == ["name", "amount_eur", "quantity"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_broken_off_leaves_the_tables_that_were_there(form: str, tmp_path: Path) -> None:
    (tmp_path / f"t.{form}").write_text("before", encoding="utf-8")

    def broken_off() -> None:
        with Files(tmp_path, form) as files:
            files.add({"t": rows(1)})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert [(item.name, item.read_text("utf-8")) for item in tmp_path.iterdir()] == [(f"t.{form}", "before")]
