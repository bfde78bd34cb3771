"""``stapelwijzer batches``: makes the statements that people asked for in batches, on the database of the service."""

from __future__ import annotations

import argparse
import os
from typing import Any

from calculator.commands.output import DONE


def add(commands: argparse._SubParsersAction[Any], spoken: argparse.ArgumentParser) -> None:
    """Add the command."""
    batches = commands.add_parser(
        "batches", parents=[spoken], help="make the statements that were asked for in batches (DATABASE_URL)"
    )
    batches.add_argument("--once", action="store_true", help="end when no batch is waiting")
    batches.set_defaults(run=_batches)


def _batches(asked: argparse.Namespace) -> int:
    from calculator.services.background import worker as statement_background
    from calculator.settings import Settings

    statement_background.main(Settings.from_environment(os.environ).database_url, once=asked.once)
    return DONE
