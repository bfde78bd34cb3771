"""Where a scheme is open, told in provinces: what its water boards, municipalities and collectives lie in.

The dimensions of a territory hold together (a province *and* a collective), the codes of one dimension side by side.
Whoever searches a place also gets the schemes of places whose province is not recorded: nothing is left out for want of
a fact. Whoever counts provinces does not: nothing is claimed for want of a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme

#: Kinds of place that one can ask for, by the codelist that names them.
KINDS = ("provinces", "municipalities", "water_boards")


@dataclass(frozen=True, slots=True)
class Atlas:
    """In which provinces each place lies, by kind and code, and in which water boards each municipality; empty where
    nobody recorded it.
    """

    provinces: tuple[str, ...]
    inside: Mapping[str, Mapping[str, frozenset[str]]]
    boards: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Atlas:
        """From the codelists; a water board lies where its own row says, else where its municipalities lie."""
        lists = rulebook.codelists
        municipalities = lists.get("municipalities", {})
        boards: dict[str, set[str]] = {
            code: set(row.columns.get("provinces", "").split())
            for code, row in lists.get("water_boards", {}).items()
        }
        own = {code for code, provinces in boards.items() if provinces}
        for row in municipalities.values():
            for board in row.columns["water_board"].split():
                if board in boards and board not in own:
                    boards[board].update(row.columns["province"].split())
        return cls(
            tuple(lists.get("provinces", {})),
            {
                "provinces": {code: frozenset({code}) for code in lists.get("provinces", {})},
                "municipalities": {
                    code: frozenset(row.columns["province"].split()) for code, row in municipalities.items()
                },
                "water_boards": {code: frozenset(provinces) for code, provinces in boards.items()},
                "collectives": {
                    code: frozenset(row.columns["provinces"].split())
                    for code, row in lists.get("collectives", {}).items()
                },
            },
            {code: frozenset(row.columns["water_board"].split()) for code, row in municipalities.items()},
        )

    def provinces_of(self, scheme: Scheme) -> frozenset[str]:
        """The provinces in which the scheme is known to be open; none where nobody recorded where its places lie."""
        found = frozenset(self.provinces)
        for kind, codes in scheme.territory.items():
            if codes and kind in self.inside:
                found &= frozenset().union(*(self.inside[kind].get(code, frozenset()) for code in codes))
        return found

    def everywhere(self, scheme: Scheme) -> bool:
        """Whether the scheme is open in the whole country."""
        return not any(codes for kind, codes in scheme.territory.items() if kind in self.inside)

    def reaches(self, scheme: Scheme, kind: str, code: str) -> bool:
        """Whether the scheme may be open somewhere in the place (a code of ``provinces``, ``municipalities`` ...)."""
        around = self.inside.get(kind, {}).get(code, frozenset())
        for own, codes in scheme.territory.items():
            if not codes or own not in self.inside:
                continue
            if own == kind:
                if code not in codes:
                    return False
            elif {own, kind} == {"water_boards", "municipalities"}:
                if not any(self._share(*((code, c) if own == "water_boards" else (c, code))) for c in codes):
                    return False
            elif not self._may_meet(own, codes, around):
                return False
        return True

    def _share(self, municipality: str, board: str) -> bool:
        """Whether they may share ground; where nobody recorded the water boards of the municipality, provinces decide."""
        recorded = self.boards.get(municipality)
        if recorded:
            return board in recorded
        around = self.inside["municipalities"].get(municipality, frozenset())
        return self._may_meet("water_boards", (board,), around)

    def _may_meet(self, kind: str, codes: tuple[str, ...], around: frozenset[str]) -> bool:
        """Whether one of the places may lie in one of the provinces; unknown places may."""
        lying = [self.inside[kind].get(code, frozenset()) for code in codes]
        return not around or any(not provinces or provinces & around for provinces in lying)

    def together(self, one: Scheme, other: Scheme) -> bool:
        """Whether both may be open on one farm; a place of which nobody recorded the province may lie anywhere."""
        for kind, codes in one.territory.items():
            theirs = other.territory.get(kind, ())
            if kind in self.inside and codes and theirs and not set(codes) & set(theirs):
                return False
        return bool(self._perhaps(one) & self._perhaps(other))

    def _perhaps(self, scheme: Scheme) -> frozenset[str]:
        """The provinces in which the scheme may be open."""
        found = every = frozenset(self.provinces)
        for kind, codes in scheme.territory.items():
            if codes and kind in self.inside:
                found &= frozenset().union(*(self.inside[kind].get(code) or every for code in codes))
        return found
