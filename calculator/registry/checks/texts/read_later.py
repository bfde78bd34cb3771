"""Notes: a source that was read after the file says it was recorded, which is often a year that was mistyped.

It keeps nobody from serving: a scenario writes today's sources down under the day that it looks at.
"""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Sources of a later day than the file's own."""
    for owner in draft.files():
        recorded = owner.row.day("recorded_on")
        for name, source in owner.row.named("sources").items():
            seen = source.maybe_day("seen")
            if seen is not None and seen > recorded:
                yield RuleProblem(
                    owner.file,
                    owner.row.at("sources", name),
                    Text(
                        nl=f"bron `{name}` is gelezen op {seen}, na `recorded_on` ({recorded})",
                        en=f"source `{name}` was read on {seen}, after `recorded_on` ({recorded})",
                    ),
                    Text(
                        nl="zet de dag waarop de bron is gelezen, of die waarop u dit vastlegt",
                        en="put the day on which the source was read, or that on which you record this",
                    ),
                )
