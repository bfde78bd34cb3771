"""What differs from one installation to the next. It comes from the environment and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: The largest request body that is read, in bytes.
MOST_BODY_BYTES = 2_000_000

#: The largest statement that is checked, in bytes; a statement of 25 parcels and 10 years is well below it.
MOST_STATEMENT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """``database_url`` is a SQLAlchemy address: ``sqlite:///...`` or ``postgresql+psycopg://...``."""

    database_url: str
    most_body_bytes: int = MOST_BODY_BYTES
    most_statement_bytes: int = MOST_STATEMENT_BYTES

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """``DATABASE_URL``; without it an SQLite file in ``var/`` below the working directory."""
        return cls(database_url=environ.get("DATABASE_URL") or f"sqlite:///{default_database()}")


def default_database() -> Path:
    """Where the embedded database lies."""
    return Path.cwd() / "var" / "stapelwijzer.sqlite3"
