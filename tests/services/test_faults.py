"""A fault of ours is told by a number that the log knows too, never by the words of an exception."""

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest

from calculator import logs
from calculator.services import faults
from calculator.services.statement import drawing, workers

SECRET = "Geheimeweide 3"


@pytest.fixture
def log() -> Iterator[StringIO]:
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before = (root.handlers[:], root.level, ours.level)
    heard = StringIO()
    logs.configure(heard)
    yield heard
    root.handlers[:], root.level, ours.level = before


def number(said: str) -> str:
    found = re.search(r"foutnummer ([0-9a-f]{8})", said)
    assert found, said
    return found[1]


def test_whoever_asked_and_the_log_hold_one_number_and_no_word_of_the_exception(
    log: StringIO,
) -> None:
    try:
        raise LookupError(SECRET)
    except LookupError as fault:
        told = faults.noted("a thing could not be done", fault)
    line = log.getvalue()
    assert json.loads(line)["number"] == number(told.nl)
    assert number(told.nl) in told.en
    assert SECRET not in line + told.nl + told.en


def test_a_farm_whose_calculation_or_file_breaks_is_told_without_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, log: StringIO
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise LookupError(SECRET)

    monkeypatch.setattr(workers.awards, "compute", breaks)
    monkeypatch.setattr(drawing, "draw", breaks)
    question = workers.Question({}, workers.date(2026, 1, 1), 1, "optimise", "nl")
    drawn = drawing.tried(drawing.Drawing({}, {}, "nl", question.on, None))
    for answer in (workers.compute(question), drawn):
        assert isinstance(answer, drawing.Failed)
        assert SECRET not in answer.reason.nl + answer.reason.en
        assert number(answer.reason.nl)
    assert SECRET not in log.getvalue()
