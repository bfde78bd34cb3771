"""The register of issued statements, as a check by code asks it; what is not issued yet is nobody else's business."""

from __future__ import annotations

from calculator.domain.dutch_day import dutch_day
from calculator.domain.statement_life import Life
from calculator.statements.carrying.register import Life as RegisteredLife
from calculator.statements.carrying.register import Registered
from calculator.store import Database
from calculator.store.records import statements

_LIVES: dict[Life, RegisteredLife] = {
    Life.ISSUED: "issued",
    Life.SUPERSEDED: "superseded",
    Life.WITHDRAWN: "withdrawn",
}


class StoredRegister:
    """A ``StatementRegister`` over the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, check_code: str) -> Registered | None:
        """The statement with this code in its normal form, with its bytes exactly as issued; None where none was."""
        with self._database.transaction() as unit:
            kept = statements.by_check_code(unit, check_code)
            if kept is None or kept.issued_on is None or kept.life not in _LIVES:
                return None
            successor = statements.find(unit, kept.superseded_by) if kept.superseded_by else None
            return Registered(
                check_code=check_code,
                number=kept.number,
                issued_on=kept.issued_on,
                life=_LIVES[kept.life],
                pdf=statements.pdf(unit, kept.id) or b"",
                changed_on=dutch_day(kept.changed_at) if kept.changed_at else None,
                successor=successor.check_code if successor else None,
            )
