"""What a check is, whatever it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

#: Looks at a whole draft and yields every problem it finds; it changes nothing, and never stops at the first.
Check = Callable[[Draft], Iterator[RuleProblem]]
