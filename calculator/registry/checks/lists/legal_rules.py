"""The list of legal rules says of each how it works here, and names limits, relations and schemes that exist."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.lists.codelists import Codelist


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Legal rules that lean on nothing, or on something that does not exist."""
    codelist = draft.codelists.get("legal_rules")
    if codelist is not None:
        yield from _leans_on(codelist, _known(draft))


def _known(draft: Draft) -> frozenset[str]:
    limits = {file.limit.id for file in draft.limits}
    relations = {row.relation.id for row in draft.relations}
    return frozenset(limits | relations | {file.scheme.id for file in draft.schemes} | draft.unreadable_ids())


def _leans_on(codelist: Codelist, known: frozenset[str]) -> Iterator[RuleProblem]:
    for code, record in codelist.records.items():
        named = record.cells["rules"].split()
        for written in named:
            if written not in known:
                yield RuleProblem(
                    codelist.file,
                    record.line,
                    Text(
                        nl=f"kolom `rules` van `{code}`: er is geen grens, combinatieregel of regeling `{written}`",
                        en=f"column `rules` of `{code}`: there is no limit, relation or scheme `{written}`",
                    ),
                    nearest(written, known),
                )
        if not named:
            yield RuleProblem(
                codelist.file,
                record.line,
                Text(nl=f"`{code}` noemt niet waar hij werkt", en=f"`{code}` does not name where it works"),
                Text(
                    nl="noem in `rules` de grens, de combinatieregel of de regeling waarbij hij hoort",
                    en="name in `rules` the limit, relation or scheme where it belongs",
                ),
            )
