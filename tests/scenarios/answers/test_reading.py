"""Tables of answers read as people read them: sizes from small to large, a note only where it is true."""

from __future__ import annotations

import pandas as pd
import pytest

from calculator.domain.scheme import Text
from calculator.scenarios.answers.naming import in_order
from calculator.scenarios.answers.sheet import WITHHELD, Column, Sheet


def test_groups_by_size_go_from_small_to_large_and_all_others_stay_as_they_stand() -> None:
    cells = pd.DataFrame(
        [
            ("province", "zeeland", "same"),
            ("province", "drenthe", "same"),
            ("size_class", "10_to_30_ha", "same"),
            ("size_class", "?", "same"),
            ("size_class", "under_5_ha", "same"),
            ("size_class", "over_100_ha", "wins"),
            ("size_class", "5_to_10_ha", "wins"),
        ],
        columns=["dimension", "group", "node"],
    )
    assert [str(row["group"]) for row in in_order(cells)] == [
        *("zeeland", "drenthe"),
        *("under_5_ha", "10_to_30_ha", "?"),
        *("5_to_10_ha", "over_100_ha"),
    ]


@pytest.mark.parametrize(("farms", "note"), [(12, None), (None, WITHHELD)])
def test_that_cells_are_withheld_is_told_only_of_a_table_that_has_such_cells(
    farms: int | None, note: Text | None
) -> None:
    sheet = Sheet(
        "incomes", Text("Inkomen", "Income"), (Column("farms", Text("b", "f")),), ((farms,),), WITHHELD
    )
    assert sheet.worded().note == note
