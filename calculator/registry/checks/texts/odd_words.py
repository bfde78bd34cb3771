"""Notes: words that are allowed and surely mistaken: terms that disagree, a group that nothing names, a source read after it was
recorded, a local scheme that is open everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, SchemeFile
from calculator.registry.files.problem import RuleProblem

_YEARS = re.compile(r"(-?\d+(?:[.,]\d+)?) jaar")
#: No payment for land is promised for longer.
_MOST_YEARS = 100
_LOCAL = ("province", "municipality", "water_board")
_Finding = tuple[int, Text, Text]


def check(draft: Draft) -> Iterator[RuleProblem]:
    """What a second look is worth."""
    named = _named(draft)
    for file in draft.standing_schemes():
        for line, said, remedy in (*_terms(file), *_groups(file, named), *_everywhere(file)):
            yield RuleProblem(file.file, line, said, remedy)
    for each in draft.standing():
        recorded = each.row.day("recorded_on")
        for name, source in each.row.named("sources").items():
            if source.day("seen") > recorded:
                yield RuleProblem(
                    each.file,
                    source.at("seen"),
                    Text(
                        nl=f"bron `{name}` is gelezen na de dag waarop dit is vastgelegd ({recorded})",
                        en=f"source `{name}` was read after the day on which this was recorded ({recorded})",
                    ),
                    Text(nl="kijk het jaar na", en="look at the year"),
                )


def _named(draft: Draft) -> frozenset[str]:
    """The groups that some relation or limit names."""
    sides = [side for row in draft.relations for side in (row.relation.a, row.relation.b)]
    selectors = [s for file in draft.limits for s in file.limit.payments]
    return frozenset(s[1:] for s in (*sides, *selectors) if s.startswith("@"))


def _terms(file: SchemeFile) -> Iterator[_Finding]:
    for payment in file.row.rows("payments"):
        reward = payment.row("reward")
        found = _YEARS.fullmatch(reward.text("term").strip()) if reward is not None else None
        if reward is None or found is None:
            continue
        said, term = found[1], payment.maybe_whole("term_years")
        likely = said.isdecimal() and 1 <= int(said) <= _MOST_YEARS
        if not likely or (term is not None and int(said) != term):
            yield (
                reward.at("term"),
                Text(
                    nl=f"de beloning is voor {said} jaar, en `term_years` is {term or 1}",
                    en=f"the reward is for {said} years, and `term_years` is {term or 1}",
                ),
                Text(nl="kijk in de bron welke termijn het is", en="look in the source which term it is"),
            )


def _groups(file: SchemeFile, named: frozenset[str]) -> Iterator[_Finding]:
    for payment in file.row.rows("payments"):
        for place, group in enumerate(payment.texts("groups")):
            near = get_close_matches(group, named, n=1, cutoff=0.85) if group not in named else []
            # A group within one that is named is a finer one.
            if near and not group.startswith(f"{near[0]}-"):
                yield (
                    payment.at("groups", place),
                    Text(
                        nl=f"geen relatie of grens noemt de groep `{group}`",
                        en=f"no relation or limit names the group `{group}`",
                    ),
                    Text(nl=f"bedoelt u `{near[0]}`?", en=f"did you mean `{near[0]}`?"),
                )


def _everywhere(file: SchemeFile) -> Iterator[_Finding]:
    if file.scheme.layer in _LOCAL and not any(file.scheme.territory.values()):
        yield (
            file.row.line,
            Text(
                nl=f"een regeling van de laag `{file.scheme.layer}` zonder `territory` is overal open",
                en=f"a scheme of the layer `{file.scheme.layer}` without `territory` is open everywhere",
            ),
            Text(
                nl="noem de plaatsen waar zij open is: territory: {municipalities: [...]}",
                en="name the places where it is open: territory: {municipalities: [...]}",
            ),
        )
