"""What a place that the profile gives says of the places that it leaves out.

A municipality lies in one province and in one or more water boards. A farm of which only the municipality is known is
therefore not offered the money of a water board at the other end of the country. What nobody recorded excludes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook

_PLACES: Once[Places] = Once("places")


@dataclass(frozen=True, slots=True)
class Places:
    """The province of each municipality (empty where not recorded), its water boards, and the provinces of each of those.

    The provinces of the water boards are empty while the water boards of one municipality are not recorded: what such a
    municipality would add is not known.
    """

    province: Mapping[str, str]
    boards: Mapping[str, frozenset[str]]
    provinces: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Places:
        """From the codelist of municipalities, read once per rulebook."""
        return rulebook.memory.once(_PLACES, lambda: cls._read(rulebook))

    @classmethod
    def _read(cls, rulebook: Rulebook) -> Places:
        rows = rulebook.codelists.get("municipalities", {})
        province = {code: row.columns.get("province", "") for code, row in rows.items()}
        boards = {code: frozenset(row.columns.get("water_board", "").split()) for code, row in rows.items()}
        reach: dict[str, set[str]] = {}
        for code, own in boards.items():
            for board in own:
                reach.setdefault(board, set()).add(province[code])
        whole = all(boards.values()) and all(province.values())
        return cls(province, boards, {b: frozenset(p) for b, p in reach.items()} if whole else {})

    def listed(self, kind: str, rulebook: Rulebook) -> frozenset[str]:
        """All places of a kind that anybody recorded."""
        named: dict[str, Iterable[str]] = {
            "municipalities": self.province,
            "provinces": filter(None, self.province.values()),
            "water_boards": chain.from_iterable(self.boards.values()),
        }
        return frozenset((*rulebook.codelists.get(kind, ()), *named[kind]))

    def agree(self, municipality: str | None, province: str | None, board: str | None) -> bool:
        """Whether the places that are given (the others None) may hold one farm."""
        if municipality is not None:
            own, around = self.province.get(municipality), self.boards.get(municipality)
            if province is not None and own and own != province:
                return False
            if board is not None and around and board not in around:
                return False
        reach = self.provinces.get(board) if board is not None else None
        return province is None or not reach or province in reach
