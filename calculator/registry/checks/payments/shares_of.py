"""A share is of ground that is part of what it is a share in: of grassland nothing is arable land.

What counts is looked for on the whole farm, so that such a share would compare two numbers that have nothing in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.scheme import Text
from calculator.eligibility.conditions.shares import GRASSLAND
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

#: By what a share is in: the land that its measures are not for, the land uses that are part of it, crops that are not.
_ELSEWHERE: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "arable_ha": ("grassland", ("arable",), ()),
    "grassland_ha": ("arable", GRASSLAND, ("annual_crop", "specialised_perennial")),
    "permanent_grassland_ha": ("arable", ("permanent_grassland",), ("annual_crop", "specialised_perennial")),
}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Measures, land uses and crops of a share that lie on other land than it is a share in."""
    for file in draft.schemes:
        for holder in (file.row, *file.row.rows("payments")):
            for condition in (c for top in holder.rows("conditions") for c in top.walk()):
                of, whole = condition.row("of"), condition.maybe_text("in")
                if of is None or whole is None or whole not in _ELSEWHERE:
                    continue
                for code, line in _strange(draft, of, whole):
                    yield RuleProblem(
                        file.file,
                        line,
                        Text(
                            nl=f"`{code}` ligt nooit op `{whole}`, waarin dit een aandeel is",
                            en=f"`{code}` never lies on `{whole}`, in which this is a share",
                        ),
                        Text(
                            nl="noem wat op die grond ligt, of schrijf `in: parcel_ha`",
                            en="name what lies on that land, or write `in: parcel_ha`",
                        ),
                    )


def _strange(draft: Draft, of: Row, whole: str) -> Iterator[tuple[str, int]]:
    land, uses, classes = _ELSEWHERE[whole]
    for key, column, wrong in (("measures", "land", (land,)), ("crops", "class", classes)):
        listed = draft.codelists.get(key)
        for place, code in enumerate(of.texts(key)):
            record = listed.records.get(code) if listed is not None else None
            if record is not None and record.cells.get(column) in wrong:
                yield code, of.at(key, place)
    for place, use in enumerate(of.texts("land_use")):
        if use not in uses:
            yield use, of.at("land_use", place)
