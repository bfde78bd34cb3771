"""A changed rule as a row is what reading its file would give."""

from datetime import date

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.registry import nodes
from calculator.registry.problem import Findings
from calculator.registry.row import Row
from calculator.registry.vocabulary import LIMIT, SCHEME
from calculator.scenarios.reform import rows, writing
from calculator.services.registry import rulebooks

ON = date(2026, 1, 1)


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.load(None)


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
        assert plain(rows.scheme_row(scheme, ON, found)) == plain(SCHEME.read(nodes.of(data), found))
    for limit in rules.limits:
        data = writing.limit_data(limit, writing.written_on(limit.sources, ON))
        assert plain(rows.limit_row(limit, ON, found)) == plain(LIMIT.read(nodes.of(data), found))
    assert not found.problems
