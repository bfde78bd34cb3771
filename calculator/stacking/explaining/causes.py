"""Why a claim is not paid, as the award says it."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.domain.quickly import made_quickly
from calculator.domain.relation import RelationType
from calculator.domain.source import Source


@made_quickly
@dataclass(frozen=True, slots=True)
class Cause:
    """Why a claim is not taken, to what it lost, the text that says so, and the sort of relation where it is one.

    Of a ``requires`` what it names is not what it lost to, but what it rests on and what is not there. A limit that is a
    payment, mostly itself, is the most that this pays for. ``under_contract`` says that what it lost to runs already.
    """

    because: str
    lost_to: str | None = None
    source: Source | None = None
    article: str | None = None
    relation: RelationType | None = None
    under_contract: bool = False
