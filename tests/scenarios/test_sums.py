"""Words as categories go together also where a side has none: a farm that is paid nothing before a rule goes."""

import numpy as np
from pandas.api.types import union_categoricals

from calculator.scenarios.sums import words_of


def test_words_go_together_with_no_words() -> None:
    nothing, some = words_of(np.zeros(0, dtype=np.int64), ()), words_of(np.array([0, 0]), ("a",))
    assert list(union_categoricals([nothing.array, some.array])) == ["a", "a"]
