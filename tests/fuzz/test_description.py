"""The whole API asked what its description allows and what it forbids: every answer is one that the description has."""

import math
import os
import signal
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.conftest import HANGS, Known

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
#: Cases in all; each operation gets its share, and one that takes a whole farm half of that: it is the slowest to make.
SHORT, LONG = 120, 5_000
WHOLE_FARM = "#/components/schemas/FarmProfile"


#: The long run comes in parts, each with every eighth operation, so that one part can be repeated.
PARTS = 8


def ask(known: Known, cases: int, part: slice = slice(None)) -> int:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", known.app)
    operations = [found.ok() for found in schema.get_all_operations()][part]
    weights = [
        0.5 if WHOLE_FARM in str(operation.definition.raw.get("requestBody")) else 1.0
        for operation in operations
    ]
    asked = 0
    for operation, weight in zip(operations, weights, strict=True):
        # A tenth more: an operation that takes nothing cannot be asked wrongly.
        share = math.ceil(1.1 * weight * cases / (sum(weights) * len(MODES)))
        for mode in MODES:
            try:
                strategy = operation.as_strategy(generation_mode=mode)
            except Unsatisfiable:
                continue
            asked += each(known, strategy, share)
    return asked


def each(known: Known, strategy: Any, cases: int) -> int:
    """So many cases of one operation; gives how many were sent."""
    sent = [0]

    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=os.environ.get("FUZZ_SEED") is None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, choose=st.randoms(use_true_random=False))
    def one(case: Any, choose: Any) -> None:
        for place in (case.path_parameters, case.query):
            for name in place or {}:
                # Half of the time about something that exists: behind a wrong id there is little to find.
                if name in known.ids and choose.random() < 0.5:
                    place[name] = choose.choice(known.ids[name])
        on_bench = case.path.startswith(("/api/v1/scenarios", "/api/v1/populations"))
        bearer = known.bench if on_bench else known.bearer
        headers = bearer if choose.random() < 0.9 else {}
        signal.alarm(HANGS)
        answer = case.call(headers=headers)
        signal.alarm(0)
        sent[0] += 1
        case.validate_response(answer, checks=CHECKS)

    try:
        one()
    except Unsatisfiable:
        return sent[0]
    return sent[0]


def test_every_answer_is_one_that_the_description_has(known: Known) -> None:
    assert ask(known, SHORT) >= SHORT


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_every_answer_is_one_that_the_description_has_for_long(known: Known, part: int) -> None:
    assert ask(known, LONG // PARTS + 50, slice(part, None, PARTS)) >= LONG // PARTS
