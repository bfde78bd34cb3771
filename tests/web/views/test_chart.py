from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calculator.web.views.chart import HEAD, HEIGHT, draw

amounts = st.decimals(min_value=0, max_value=1_000_000, places=2)


@given(st.lists(st.lists(amounts, max_size=8), min_size=1, max_size=10))
def test_slabs_stand_on_each_other_inside_the_plot(years: list[list[Decimal]]) -> None:
    chart = draw(
        [(2026 + i, [(f"p{j}", a, j) for j, a in enumerate(slabs)]) for i, slabs in enumerate(years)]
    )
    for column in chart.columns:
        assert column.x >= 0
        assert column.x + column.width <= 100
        assert column.total == sum((slab.amount for slab in column.slabs), Decimal(0))
        bottoms = [slab.y + slab.height for slab in column.slabs]
        tops = [slab.y for slab in column.slabs]
        assert all(bottom <= HEAD + HEIGHT + 2 for bottom in bottoms)
        assert all(top >= 0 for top in tops)
        assert tops == sorted(tops, reverse=True)


@given(amounts)
def test_the_axis_reaches_just_above_the_highest_column_in_few_steps(amount: Decimal) -> None:
    chart = draw([(2026, [("p", amount, 0)])])
    marks = [mark for mark, _ in chart.ticks]
    assert marks[0] == 0
    assert marks[-1] >= amount
    assert 2 <= len(marks) <= 6
