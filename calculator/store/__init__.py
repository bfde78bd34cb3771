"""Everything that is kept, and the only SQL: tables, their migrations, and rows turned into values.

Each room has its tables (``*_models``) beside the functions that turn their rows into values. ``Database.transaction()``
gives a ``Unit``; those functions work inside one, so that a change and what the log says of it happen together.
"""

from calculator.store.accounts import account_models, mandate_models
from calculator.store.background import batch_models, worker_models
from calculator.store.database import Database, StoreUnavailable, Unit
from calculator.store.farms import draft_models, import_models, result_models, sharing_models
from calculator.store.farms.examples import Example, Examples
from calculator.store.records import audit_models, statement_models
from calculator.store.rulebooks import RulebooksSeen
from calculator.store.scenarios import scenario_models, upload_models

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
