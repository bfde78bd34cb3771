"""Where something that is not right yet is mended: the page of each field."""

from __future__ import annotations

import copy

from calculator.services.profile import fact_names
from calculator.web.addresses import field_id, page_url
from calculator.web.forms import labels, sections
from calculator.web.forms.shape import Group
from calculator.web.language import language
from calculator.web.pages.farm import form
from calculator.web.pages.farm.form import Filled
from calculator.web.views import todo
from calculator.web.wiring import wired


def address(filled: Filled, pointer: str) -> str:
    """The page on which a field is filled in, opened at the field."""
    steps = pointer.split("/")
    part = sections.part_of(pointer) or sections.PARTS[0]
    if part.name == "parcels" and len(steps) > 2:
        page = page_url("farm_parcel", draft_id=filled.draft, number=str(int(steps[2]) + 1))
    else:
        page = page_url("farm_part", draft_id=filled.draft, part=part.name)
    return f"{page}#{field_id(pointer)}"


def amiss(filled: Filled, shape: Group) -> list[tuple[str, str, str]]:
    """The first few things that are not right yet: where, what is wrong, and the page on which it is mended."""
    seen = copy.deepcopy(filled)
    form.read(seen, shape)
    rulebook, said = wired().services.rulebook(), language()
    return [
        (
            fact_names.name(problem.pointer, said, rulebook, seen.tree),
            f"{problem.message[said]} {problem.remedy[said]}",
            address(seen, problem.pointer),
        )
        for problem in labels.spoken(seen.problems[: todo.MOST])
    ]
