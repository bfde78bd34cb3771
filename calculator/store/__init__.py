"""Everything that is kept, and the only SQL: tables, their migrations, and rows turned into values.

``Database.transaction()`` gives a ``Unit``; the functions of ``farms``, ``users``, ``credentials``, ``mandates``,
``organisations`` and ``audit`` work inside one, so that a change and what the log says of it happen together.
"""

from calculator.store import (
    account_models,
    audit_models,
    batch_models,
    draft_models,
    import_models,
    mandate_models,
    result_models,
    scenario_models,
    sharing_models,
    statement_models,
    upload_models,
    worker_models,
)
from calculator.store.database import Database, StoreUnavailable, Unit
from calculator.store.examples import Example, Examples
from calculator.store.rulebooks import RulebooksSeen

#: Importing a module of tables is what makes the migrations know them.
TABLES = (
    account_models,
    audit_models,
    batch_models,
    draft_models,
    import_models,
    mandate_models,
    result_models,
    scenario_models,
    sharing_models,
    statement_models,
    upload_models,
    worker_models,
)

__all__ = ["TABLES", "Database", "Example", "Examples", "RulebooksSeen", "StoreUnavailable", "Unit"]
