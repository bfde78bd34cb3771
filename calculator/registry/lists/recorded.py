"""On which days the registry learned something: only on these does the answer to "what did you say then" change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from calculator.registry.files.problem import Findings
from calculator.registry.files.shapes import parse_day
from calculator.registry.lists import relations

_RECORDED = re.compile(r"^recorded_on:\s*[\"']?([0-9-]{10})", re.MULTILINE)


def days(files: Mapping[str, bytes]) -> tuple[date, ...]:
    """The days in order, from the rule files (path to bytes) of a folder that passed its checks."""
    return tuple(sorted({day for path, data in files.items() for day in _days(path, data)}))


def _days(path: str, data: bytes) -> Iterator[date]:
    text = data.decode("utf-8-sig")
    if path.endswith(".yaml"):
        yield from (day for match in _RECORDED.finditer(text) if (day := parse_day(match[1])))
    elif path.startswith("relations/") and "recorded_on" in text.partition("\n")[0]:
        rows = relations.read(data, Findings(path))
        yield from (row.recorded_on for row in rows if row.recorded_on)
