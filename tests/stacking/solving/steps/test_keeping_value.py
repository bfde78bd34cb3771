"""Value on whole parcels that nothing takes is told, whichever of equal answers was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.farm import Parcel
from calculator.stacking.certified import optimum, over_years
from calculator.stacking.columns.ordinary import Asked, claims_of
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.built import Built
from calculator.stacking.solving.steps.keeping_value import with_value_kept
from calculator.stacking.solving.steps.settlement import Share
from tests.builders import ask, farm, measure, parcel
from tests.stacking.problem.joining.test_whole_parcels import REST, herbs, rules


def lost(built: Built, share: Share) -> Share:
    """The share with the value of its activities lost."""
    if share.block >= len(built.meanings):
        return replace(share, group=0) if "whole parcel" in built.problem.blocks[share.block].id else share
    drafted = built.meanings[share.block].draft.groups[share.group][share.cell]
    alike = [at for at, other in enumerate(drafted) if other.picks == drafted[share.option].picks]
    return replace(share, option=min(alike, key=lambda at: sum(drafted[at].model.value)))


#: Its value is worth more than its package, of a tenth of a hectare.
KEPT = parcel("P3", 3, measure("kruiden", 3), measure("kruiden-beheer", "0.1"))


@pytest.mark.parametrize(
    ("land", "rates", "changes"),
    [
        ([herbs(3), REST], (40, 40), True),
        # The other begins at once, and takes the value of its own parcel alone.
        ([herbs(3), KEPT, REST], (200, 40), True),
        ([KEPT, herbs("1.5"), REST], (400, 40), True),
        ([herbs(3)], (900, 900), False),
    ],
    ids=["waits", "waits beside another", "waits beside a part", "takes all there is"],
)
def test_where_no_package_lies_on_a_parcel_its_activities_keep_their_value(
    land: list[Parcel], rates: tuple[int, ...], changes: bool
) -> None:
    question = ask(farm(*land), rules(*rates), "2025-07-01", years=2)
    claims, _ = claims_of(Asked(question.rulebook, question.on, range(2025, 2027)), question.profile)
    found, _ = optimum(*over_years(Task(question.profile, question.rulebook, claims, question.on)))
    given = tuple(lost(found.built, share) for share in found.shares)
    assert (given != found.shares) is changes
    assert with_value_kept(found.built, given) == found.shares
    assert with_value_kept(found.built, found.shares) == found.shares
