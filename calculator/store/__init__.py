"""Everything that is kept, and the only SQL: tables, their migrations, and rows turned into values."""

from calculator.store.database import Database, StoreUnavailable
from calculator.store.farms import DemoFarm, Farms
from calculator.store.rulebooks import RulebooksSeen

__all__ = ["Database", "DemoFarm", "Farms", "RulebooksSeen", "StoreUnavailable"]
