import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.registry import rulebooks


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rules of this checkout."""
    return rulebooks.current()
