"""The database of a command: the one that ``DATABASE_URL`` names, closed when the command is done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from calculator.domain.scheme import Text
from calculator.services.errors import CannotComplete
from calculator.settings import Settings

if TYPE_CHECKING:
    from calculator.store import Database


@contextmanager
def opened() -> Iterator[Database]:
    """Raises CannotComplete where the database does not answer or cannot be written."""
    from calculator.store import Database, StoreUnavailable

    database = Database(Settings.from_environment(os.environ).database_url)
    try:
        yield database
    except StoreUnavailable as away:
        raise CannotComplete(
            Text(
                f"De database antwoordt niet of kan niet worden beschreven ({away}). Er is niets veranderd. "
                "Controleer DATABASE_URL, de rechten en de ruimte op de schijf.",
                f"The database does not answer or cannot be written ({away}). Nothing was changed. "
                "Check DATABASE_URL, the rights and the space on the disk.",
            )
        ) from away
    finally:
        database.close()
