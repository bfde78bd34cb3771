"""What farms answer, as a code per farm and path: the same answers that their profiles give."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from calculator.domain.farm import FarmProfile
from calculator.eligibility.conditions.territory import left_out
from calculator.eligibility.reads import EARLIER, YEAR
from calculator.scenarios.encoding.reading import Ints, places, told, whole
from calculator.scenarios.population.profiles import FARM_FACTS, HERD, answers, programmes_of
from calculator.scenarios.population.profiles.slices import scaled
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.reading.aside import Earlier
from calculator.stacking.columns.reading.numbering import distinct, numbered
from calculator.stacking.columns.reading.vocabulary import Vocabulary

_NESTED = ("farm.municipality", "farm.province", "farm.water_board")


def facts(population: Population, words: Vocabulary) -> dict[str, Ints]:
    """All answers of all farms by path; ``words`` gains what is new in them."""
    farms, count = population.farms, len(population)
    shared, own = answers(population)
    found = {path: np.full(count, words.code(path, value), dtype=np.int64) for path, value in shared.items()}
    for path, column in FARM_FACTS:
        _over(found, path, _words(farms[column], path, words))
    for column in HERD:
        path = f"herd.{column}"
        cells, there = whole(farms, column)
        _over(found, path, told(cells, there, lambda n, path=path: words.code(path, Decimal(n))))  # type: ignore[misc]
    programmes = farms["programmes"]
    known = [words.code("supply.programmes", programmes_of(cell)) for cell in programmes.cat.categories]
    _over(found, "supply.programmes", _picked(programmes, known))
    _indicators(population, words, found)
    position = {key: n for n, key in enumerate(population.keys)} if own else {}
    for key, said in own.items():
        for path, value in said.items():
            found.setdefault(path, np.full(count, -1, dtype=np.int64))[position[key]] = words.code(
                path, value
            )
    _unsaid(found, words, count)
    years, there = whole(farms, "year")
    found[YEAR] = told(years, there, lambda n: words.code(YEAR, n))
    return {path: column for path, column in found.items() if (column >= 0).any()}


def _over(found: dict[str, Ints], path: str, column: Ints) -> None:
    """Lay a column over what all farms answer."""
    before = found.get(path)
    found[path] = column if before is None else np.where(column >= 0, column, before)


def _words(values: pd.Series, path: str, words: Vocabulary) -> Ints:
    return _picked(values, [words.code(path, word) for word in values.cat.categories])


def _picked(values: pd.Series, known: list[int]) -> Ints:
    found: Ints = np.array([*known, -1], dtype=np.int64)[values.cat.codes.to_numpy()]
    return found


def _indicators(population: Population, words: Vocabulary, found: dict[str, Ints]) -> None:
    """The values of the farming year as facts, and those of other years together."""
    table = population.indicators
    if table is None:
        return
    years, _ = whole(population.farms, "year")
    farm, value = places(table), table["value_micro"].to_numpy(np.int64)
    present = table["year"].to_numpy(np.int64) == years[farm]
    codes = table["indicator"].cat.codes.to_numpy()
    for place, name in enumerate(table["indicator"].cat.categories):
        path, rows = f"indicators.{name}", np.flatnonzero(present & (codes == place))
        column = np.full(len(population), -1, dtype=np.int64)
        every = np.ones(len(rows), dtype=np.bool_)
        column[farm[rows]] = told(value[rows], every, lambda n, path=path: words.code(path, scaled(n, -6)))  # type: ignore[misc]
        _over(found, path, column)
        before = np.flatnonzero(~present & (codes == place))
        if len(before):
            found[f"{EARLIER}{name}"] = _earlier(table, f"{EARLIER}{name}", before, words, len(population))


def _earlier(table: pd.DataFrame, path: str, rows: Ints, words: Vocabulary, count: int) -> Ints:
    """What an indicator was in other years, of the farms that say it in these rows."""
    of: dict[int, list[tuple[int, Decimal]]] = {}
    columns = (places(table), table["year"].to_numpy(np.int64), table["value_micro"].to_numpy(np.int64))
    for farm, year, value in zip(*(column[rows].tolist() for column in columns), strict=True):
        of.setdefault(farm, []).append((year, scaled(value, -6)))
    found = np.full(count, -1, dtype=np.int64)
    found[list(of)] = [words.code(path, Earlier(sorted(values))) for values in of.values()]
    return found


def _unsaid(found: dict[str, Ints], words: Vocabulary, count: int) -> None:
    """What the places that are given say of each that is not."""
    nobody = np.full(count, -1, dtype=np.int64)
    given = [found.get(path, nobody) for path in _NESTED]
    firsts, inverse = distinct(numbered([column + 1 for column in given]))
    for place, row in enumerate(np.stack(given, axis=1)[firsts].tolist()):
        said: Mapping[str, object] = {
            path: words.values(path)[code] for path, code in zip(_NESTED, row, strict=True) if code >= 0
        }
        for path, value in left_out(FarmProfile(0, "", (), facts=said)):
            column = found.setdefault(path, np.full(count, -1, dtype=np.int64))
            column[inverse == place] = words.code(path, value)
