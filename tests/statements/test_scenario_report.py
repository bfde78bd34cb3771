"""The report of a scenario in print: what stands in its tables can be read, however many columns there are."""

from datetime import date

import pytest

from calculator.domain.scheme import Text
from calculator.statements import scenario_report
from calculator.statements.checking import visible
from calculator.statements.outputs.tables import Column, Euro, Table
from calculator.statements.scenario_report import Report


@pytest.mark.parametrize("count", [4, 11])
def test_no_amount_is_broken_over_two_lines_however_many_columns_there_are(count: int) -> None:
    titles = tuple(Column(f"c{n}", Text(f"betaald {n}", f"paid {n}")) for n in range(count))
    rows = ((*(Euro(133_610_127 + n) for n in range(count)),),)
    table = Table("money", Text("Wat het kost", "What it costs"), titles, rows)
    made = scenario_report.report(
        Report("Proef", "20 bedrijven", "", (), (), (table,), {}, b"{}", date(2026, 7, 1), "nl")
    )
    words = " ".join(visible.pages_text(made)).split()
    assert [word for word in words if word.startswith("1.336")] == [
        f"1.336.101,{27 + n}" for n in range(count)
    ]
