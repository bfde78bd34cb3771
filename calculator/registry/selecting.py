"""Selectors (``scheme#payment``, ``scheme``, ``@group``) and what they select, over all versions and times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.period import Period
from calculator.registry.draft import Draft


@dataclass(frozen=True, slots=True)
class Selectable:
    """Everything that a selector can name, each with the periods in which it exists."""

    periods: Mapping[str, tuple[Period, ...]]
    unreadable: frozenset[str]

    @classmethod
    def of(cls, draft: Draft) -> Selectable:
        """Schemes, payments and groups of the versions that stand."""
        found: dict[str, list[Period]] = defaultdict(list)
        for file in draft.standing_schemes():
            found[file.scheme.id].append(file.scheme.validity)
            for payment in file.scheme.payments:
                found[f"{file.scheme.id}#{payment.id}"].append(file.scheme.validity)
                for group in payment.groups:
                    found[f"@{group}"].append(file.scheme.validity)
        return cls({name: tuple(periods) for name, periods in found.items()}, draft.unreadable_ids())

    def known(self, selector: str) -> bool:
        """Whether it names something; with an unreadable file that might hold it, it is not called an orphan."""
        return selector in self.periods or self.in_part(selector)

    def in_part(self, selector: str) -> bool:
        """Whether an unreadable file might hold it at other times than are known."""
        if selector.startswith("@"):
            return bool(self.unreadable)
        return selector.partition("#")[0] in self.unreadable

    def alike(self, selector: str) -> list[str]:
        """What can be named in the same way, for the remedy: payments of the scheme where the scheme is known."""
        scheme = selector.partition("#")[0]
        own = [name for name in self.periods if name.startswith(f"{scheme}#")]
        if "#" in selector and own:
            return own
        return [
            name
            for name in self.periods
            if name.startswith("@") == selector.startswith("@") and "#" not in name
        ]
