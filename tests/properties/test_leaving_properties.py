"""What relations take from payments that lie apart, one after the other, and caps after them: against every way to lay claims."""

from __future__ import annotations

import pytest

from calculator.stacking.awarding import award
from calculator.stacking.certified import NoLawfulAwardError
from tests.properties.leaving import Case, best, drawn, parted, question


def check(case: Case) -> None:
    most = best(case)
    if most is None:
        with pytest.raises(NoLawfulAwardError):
            award(question(case))
        return
    found = award(question(case))
    assert abs(found.total - 100 * most) <= len(found.years[0].lines) + 2, (case, found.total, most)
    assert found.certificate.status == "optimal", case


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_relations_leave_what_they_leave_and_caps_count_that(start: int) -> None:
    for seed in range(start, start + 20):
        check(drawn(seed))


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_what_is_lost_anywhere_on_the_farm_is_gone_where_a_row_of_a_parcel_comes_after_it(start: int) -> None:
    for seed in range(start, start + 20):
        check(parted(seed))


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 100))
def test_thousands_of_farms_on_which_relations_and_caps_leave_what_they_leave(start: int) -> None:
    for seed in range(start, start + 100):
        check(drawn(seed))
        check(parted(seed))
