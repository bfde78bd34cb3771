"""What an issuer keeps of its statements, as far as a check by code asks: found by the code printed on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

#: Where a statement is in its life, as somebody outside may know it; a draft is nobody else's business.
Life = Literal["issued", "superseded", "withdrawn"]

_SIGNS = re.compile(r"[^0-9A-Fa-f]")


@dataclass(frozen=True, slots=True)
class Registered:
    """One issued statement: its bytes exactly as issued (seal included), and what became of it.

    ``changed_on`` is the day it was superseded or withdrawn, ``successor`` the check code of what took its place.
    """

    check_code: str
    number: str | None
    issued_on: date
    life: Life
    pdf: bytes
    changed_on: date | None = None
    successor: str | None = None


class StatementRegister(Protocol):
    """Where issued statements are looked up; the store has one, and tests have one in memory."""

    def find(self, check_code: str) -> Registered | None:
        """The statement with this code in its normal form (``7F3A-91C2-0B44-E6D8``); None where none was issued."""
        ...


def normal_code(typed: str) -> str | None:
    """A check code as it is printed, from however it was typed (case, spaces, dashes); None where it cannot be one."""
    if len(typed) > 60:
        return None
    signs = _SIGNS.sub("", typed).upper()
    if len(signs) != 16 or re.sub(r"[\s\-–—]", "", typed).upper() != signs:
        return None
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))
