"""Unknown is never zero: what a ceiling over years counts is open while aid received is unknown, with what it could pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.explained.open_farm import rows
from calculator.stacking.columns.explained.readings import Readings
from calculator.stacking.columns.explained.refusals import Refusing
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.granted import Granted, in_year
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.limits.unknown_aid import of_received


class _Known(Protocol):
    @property
    def refusing(self) -> Refusing: ...

    @property
    def readings(self) -> Readings: ...


def held_back(known: _Known, case: Case, held: Sequence[Granted]) -> Iterator[Ints]:
    """Rows of payments that wait until aid received is known: for the farm, and on its land."""
    first = case.years.start
    for one in held:
        # Half a micro-cent is never half a cent: what was rounded down before is rounded as the amount itself.
        cents = ((one.high or one).exact + MICRO // 2) // MICRO
        for year in one.years if len(one.farm) else ():
            number = known.refusing.questions.of(_question(in_year(one.claim, year)))
            yield rows(one.farm, FARM, number, 1 << (year - first), cents)
    land, types = case.land, known.readings.columns.types
    unknown = np.flatnonzero(case.farms.aid_unknown[land.farm])
    for number in np.unique(land.offer[unknown]).tolist():
        offer = types.offer(number)
        waits = [(y, t) for y, t in offer.beside if known.readings.held(offer, y, t)]
        here = unknown[land.offer[unknown] == number] if waits else unknown[:0]
        for year, template in waits:
            question = known.refusing.questions.of(_question(template.in_year(year, at="P")))
            each = template.terms.rate.high * template.factor / SCALE
            cents = whole((Fraction(1, 2), each), land.quantity[here])
            found = rows(land.farm[here], FARM, question, 1 << (year - first), cents)
            found[:, 1] = case.farms.piece_place[land.piece[here]]
            yield found


def _question(claim: Claim) -> OpenQuestion:
    text, path = of_received(claim)
    return OpenQuestion(claim.scheme, claim.payment, "", claim.year, (text,), (path,), None)
