"""The award that a page shows, in the language of its request.

It is worked out for each request and forgotten: ``docs/privacy.md`` promises that nothing of a farm stays in memory.
"""

from __future__ import annotations

from calculator.services.award import wishes
from calculator.services.award.options import Options
from calculator.web.language import language
from calculator.web.wiring import AwardResult, wired


def award(document: object, asked: Options, wish: wishes.Typed = wishes.NOTHING) -> AwardResult:
    """The award of a document; raises InputProblems and CannotComplete."""
    services = wired().services
    return services.compute(
        services.rulebook(),
        document,
        on=asked.on,
        years=asked.years,
        mode=asked.mode,
        language=language(),
        wish=wish,
    )
