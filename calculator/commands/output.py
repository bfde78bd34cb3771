"""How a command ends and prints: exit codes, JSON, lines, and the day it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime

from calculator.domain.dutch_day import dutch_day

DONE, OUR_FAULT, WRONG_INPUT, CANNOT_COMPLETE, NOT_VERIFIED = range(5)


def today() -> date:
    """The day it is in the Netherlands."""
    return dutch_day(datetime.now(UTC))


def print_json(value: object) -> int:
    """The value as JSON on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return DONE


def print_lines(lines: Iterable[str]) -> int:
    """The lines on standard output."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return DONE
