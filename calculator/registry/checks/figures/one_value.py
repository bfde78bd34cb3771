"""Only what is paid may be a range: what is tested or counted with is one number.

A range has a low, an expected and a high reading of an amount. A threshold between 60 and 80 has no such readings: its low end
would pay most. So it is refused here, and never read at one of its ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.figures import Found, every
from calculator.registry.files.problem import RuleProblem

_TESTED = frozenset(
    {
        "threshold",
        "threshold_max",
        "entry",
        "points",
        "value",
        "ramp_from",
        "ramp_to",
        "n",
        "m",
        "first",
        "max_quantity",
        "min_quantity",
        "min_amount",
        "max_points",
        "max_items",
        "extra_share",
        "free",
        "free_share",
        "residual",
    }
)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Ranges of figures that are no amount."""
    for found in every(draft):
        key = next((k for k in ("low", "lows") if k in found.row), None)
        if key is None or not _is_tested(found):
            continue
        yield RuleProblem(
            found.file,
            found.row.at(key),
            Text(
                nl=f"`{found.name}` is een bereik, en daarmee kan niet worden getoetst",
                en=f"`{found.name}` is a range, and nothing can be tested against a range",
            ),
            Text(
                nl="geef één waarde; staat die niet vast, kies er dan één met status assumed en zeg met `origin` welke",
                en="give one value; where it is not settled, choose one with status assumed and say with `origin` which",
            ),
        )


def _is_tested(found: Found) -> bool:
    """Whether conditions, the formula or a limit compare with the figure, instead of paying it."""
    if "limit" in found.owner or found.name in _TESTED:
        return True
    rows = (c for top in found.owner.rows("conditions") for c in top.walk())
    return any(c.maybe_text("figure") == found.name for c in rows)
