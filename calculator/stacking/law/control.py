"""Which enterprises are one undertaking: those that control each other (Regulation (EU) 1408/2013, article 2(2)).

Control goes through other enterprises too, so the votes that one undertaking has in another by several of its enterprises
add up. What merges takes its shares along: from that day on its links are those of the enterprise that it became.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.undertaking import ControlLink, Undertaking
from calculator.stacking.law.succession import heirs, later_name

_MAJORITY = Decimal(50)


def single_undertaking(undertaking: Undertaking, day: date = date.max) -> frozenset[str]:
    """The members and all that control joins to them, in either direction; above half of the votes is control.

    What a member went on as by the day is of the undertaking too, though nobody wrote it among the members. Links through
    a natural person are not in the article's list: they never merge, but ``needs_review`` names them.
    """
    enterprises = [link for link in links_on(undertaking, day) if not link.natural_person]
    members = [later_name(name, undertaking, day) for name in undertaking.members]
    groups = _groups(enterprises, members)
    went_on = heirs(undertaking, day)
    found = {*undertaking.members}
    while more := _next_to(found, groups, went_on) - found:
        found |= more
    return frozenset(found)


def linked(undertaking: Undertaking, names: Iterable[str], day: date) -> frozenset[str]:
    """The names and all that links of any sort lead to from them, a minority of the votes and a person's too."""
    sides = [{link.parent, link.child} for link in (*undertaking.links, *links_on(undertaking, day))]
    found = {*names}
    while more := _next_to(found, sides, ()) - found:
        found |= more
    return frozenset(found)


def needs_review(undertaking: Undertaking) -> tuple[str, ...]:
    """Natural persons who control members: whether that makes one undertaking is not settled by the text."""
    persons = {link.parent for link in undertaking.links if link.natural_person and _majority(link)}
    return tuple(sorted(persons))


def unsaid(undertaking: Undertaking) -> tuple[ControlLink, ...]:
    """Links of which neither the votes nor another ground is filled in: they join nothing."""
    return tuple(x for x in undertaking.links if x.voting_pct is None and not x.control)


def links_on(undertaking: Undertaking, day: date) -> Iterator[ControlLink]:
    """The links, by the names that enterprises have on the day after the mergers until then."""
    for link in dict.fromkeys(undertaking.links):
        parent, child = (later_name(name, undertaking, day) for name in (link.parent, link.child))
        yield replace(link, parent=parent, child=child)


def _majority(link: ControlLink) -> bool:
    return link.control or (link.voting_pct is not None and link.voting_pct > _MAJORITY)


def _next_to(found: set[str], groups: Iterable[set[str]], went_on: Iterable[tuple[str, str]]) -> set[str]:
    there = {after for before, after in went_on if before in found}
    return there.union(*(group for group in groups if group & found))


def _groups(links: list[ControlLink], members: Iterable[str]) -> list[set[str]]:
    """The enterprises that control joins: of the members it is said already that they are one."""
    groups = [{*members}] + [{link.parent, link.child} for link in links if link.control]
    groups += [{name} for link in links for name in (link.parent, link.child)]
    groups = _united(groups)
    while joined := [{*group, child} for group in groups for child in _controlled(group, links)]:
        groups = _united([*groups, *joined])
    return groups


def _united(groups: list[set[str]]) -> list[set[str]]:
    """The groups, those that share a name as one."""
    apart: list[set[str]] = []
    for group in groups:
        touching = [other for other in apart if other & group]
        apart = [other for other in apart if not other & group]
        apart.append(group.union(*touching))
    return apart


def _controlled(group: set[str], links: list[ControlLink]) -> list[str]:
    """Enterprises outside the group in which it has a majority of the votes, all that it has in them together."""
    votes: dict[str, Decimal] = {}
    for link in links:
        if link.parent in group and link.child not in group and link.voting_pct is not None:
            votes[link.child] = votes.get(link.child, Decimal(0)) + link.voting_pct
    return [child for child, share in votes.items() if share > _MAJORITY]
