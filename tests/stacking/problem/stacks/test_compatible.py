"""Every set of claims that may rest together, and none besides; what can never become one is not followed up."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule, Scheme
from calculator.stacking.awarding import award
from calculator.stacking.problem.stacks import compatible as counting
from calculator.stacking.problem.stacks.compatible import TooManyStacksError, compatible
from tests.builders import ask, de_minimis, farm, payment, relation, rulebook, scheme

Needs = list[list[list[int]]]


def every(out: list[list[bool]], forced: list[bool], needs: Needs) -> set[tuple[int, ...]]:
    """By looking at all sets one by one."""
    size = len(forced)
    sets = (held for count in range(size + 1) for held in combinations(range(size), count))
    return {
        held
        for held in sets
        if all(i in held for i in range(size) if forced[i])
        and not any(out[i][j] for i, j in combinations(held, 2))
        and all(set(group) & set(held) for i in held for group in needs[i])
    }


@pytest.mark.parametrize("seed", range(60))
def test_all_sets_that_may_rest_together_are_found_once_and_no_other(seed: int) -> None:
    dice, size = random.Random(seed), 7
    out = [[False] * size for _ in range(size)]
    for i, j in combinations(range(size), 2):
        out[i][j] = out[j][i] = dice.random() < 0.2
    forced = [dice.random() < 0.1 for _ in range(size)]
    needs: Needs = [
        [dice.sample(range(size), dice.randint(0, 2)) for _ in range(dice.choice((0, 0, 1, 2)))]
        for _ in range(size)
    ]
    found = list(compatible("P1", out, forced, needs))
    assert len(found) == len(set(found))
    assert set(found) == every(out, forced, needs)


@pytest.mark.parametrize("backwards", [False, True])
def test_of_a_chain_as_many_sets_are_looked_at_as_it_has_links(
    monkeypatch: pytest.MonkeyPatch, backwards: bool
) -> None:
    size = 40
    # A set counts with the pairs in it, a dead end as one: of all sets there are a million millions.
    monkeypatch.setattr(counting, "MOST_PAIRS", size**3 // 3 + 2 * size**2)
    order = range(size)[::-1] if backwards else range(size)
    place = {n: at for at, n in enumerate(order)}
    needs: Needs = [[[place[n - 1]]] if n else [] for n in order]
    none = [[False] * size for _ in range(size)]
    assert len(list(compatible("farm", none, [False] * size, needs))) == size + 1


def test_what_needs_that_which_all_others_exclude_is_looked_for_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "MOST_PAIRS", 10_000)
    size = 40
    out = [[False] * size for _ in range(size)]
    for i in range(1, size - 1):
        out[i][size - 1] = out[size - 1][i] = True
    needs: Needs = [[[size - 1]], *([] for _ in range(size - 1))]
    with pytest.raises(TooManyStacksError):
        list(compatible("farm", out, [False] * size, needs))


@pytest.mark.parametrize(("most", "fits"), [(32, True), (31, False)])
def test_every_set_counts_once_and_with_the_pairs_in_it(
    most: int, monkeypatch: pytest.MonkeyPatch, *, fits: bool
) -> None:
    """Eight sets of three: one of none, three of one, three of two, one of all."""
    monkeypatch.setattr(counting, "MOST_PAIRS", most)
    asked = compatible("P1", [[False] * 3] * 3, [False] * 3, [[], [], []])
    if fits:
        assert len(list(asked)) == 8
        return
    with pytest.raises(TooManyStacksError) as refused:
        list(asked)
    assert refused.value.place == "P1"


def _grants(count: int) -> list[Scheme]:
    return [
        scheme(
            f"province.x.g{n:02}",
            payment(
                "p", figures={"rate": 1_000 + 617 * n * n % 901}, grant=GrantRule("annual", (1 + n % 12, 1))
            ),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for n in range(count)
    ]


def test_thirty_yearly_grants_that_each_rest_on_the_one_before_have_an_award() -> None:
    made = _grants(30)
    rows = [relation(b.id, RelationType.REQUIRES, a.id) for a, b in pairwise(made)]
    rules = rulebook(*made, relations=rows, limits=[de_minimis(20_000)])
    found = award(ask(farm(), rules))
    amounts = [1_000 + 617 * n * n % 901 for n in range(30)]
    fits = max(count for count in range(31) if sum(amounts[:count]) <= 20_000)
    assert (found.total, found.certificate.status) == (sum(amounts[:fits]) * 100, "optimal")


def test_thirty_grants_that_all_exclude_each_other_have_thirty_one_sets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "MOST_PAIRS", 2 * 30 + 1)
    made = _grants(30)
    rows = [relation(a.id, RelationType.EXCLUSIVE, b.id) for a, b in combinations(made, 2)]
    found = award(ask(farm(), rulebook(*made, relations=rows, limits=[de_minimis()])))
    assert found.total == max(1_000 + 617 * n * n % 901 for n in range(30)) * 100
    assert found.certificate.status == "optimal"
