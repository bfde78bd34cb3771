"""A changed rule as a row is what reading its file would give."""

from datetime import date

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.registry.files import nodes
from calculator.registry.files.problem import Findings
from calculator.registry.files.row import Row
from calculator.registry.vocabulary import LIMIT, SCHEME
from calculator.scenarios.reform import rows, writing
from calculator.services.registry import rulebooks
from calculator.services.scenario import rules as scenario_rules

ON = date(2026, 1, 1)


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.current()


def plain(value: object) -> object:
    """Rows as dictionaries, without their lines: what stands nowhere has line 1."""
    if isinstance(value, Row):
        return {key: plain(held) for key, held in value.values.items()}
    if isinstance(value, tuple):
        return tuple(plain(held) for held in value)
    return {key: plain(held) for key, held in value.items()} if isinstance(value, dict) else value


def test_every_shipped_rule_is_the_row_of_its_file(rules: Rulebook) -> None:
    found = Findings("x")
    for scheme in rules.schemes:
        data = writing.scheme_data(scheme, writing.written_on(scheme.sources, ON))
        read = rows.scheme_row(scheme, ON, found)
        assert read is not None
        assert plain(read[0]) == plain(SCHEME.read(nodes.of(data), found))
    for limit in rules.limits:
        data = writing.limit_data(limit, writing.written_on(limit.sources, ON))
        assert plain(rows.limit_row(limit, ON, found)) == plain(LIMIT.read(nodes.of(data), found))
    assert not found.problems


@pytest.mark.parametrize("name", ["anlb-twintig-jaar", "waterschappen-naar-landbouwvrijstelling"])
def test_what_is_taken_from_the_rule_before_is_what_reading_all_of_it_gives(
    rules: Rulebook, name: str
) -> None:
    made = scenario_rules.set_up(scenario_rules.read(*scenario_rules.named(name)), rules)
    changed = [s for s in made.after.schemes if all(s is not own for own in rules.schemes)]
    found, written = Findings("x"), rows.Written()
    for scheme in changed:
        start = rows.nearest(scheme, [s for s in rules.schemes if s.id == scheme.id])
        assert start is not None
        like = written.of(start, ON)
        assert like is not None
        kept = [*map(id, like[1].walk())], plain(like[1])
        whole, taken = (rows.scheme_row(scheme, ON, found, start) for start in (None, like))
        assert whole is not None
        assert taken is not None
        assert plain(taken[0]) == plain(whole[0])
        assert {id(r) for r in taken[0].walk()} - {*kept[0], *map(id, taken[1])} <= {
            id(r) for r in (taken[0], *taken[0].rows("payments"))
        }, "whatever is not of the rule before is looked at"
        assert kept == ([*map(id, like[1].walk())], plain(like[1])), "that stays as it was"
    assert changed
    assert not found.problems
