"""Every remark and origin is there in Dutch and in English (``codelists/remarks.csv``), so that each page is whole."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files import tables
from calculator.registry.files.problem import RuleProblem
from calculator.registry.words import remarks

REMEDY = Text(
    nl="zet een regel in codelists/remarks.csv: een eigen code, de opmerking in het Nederlands, en in het Engels",
    en="put a line into codelists/remarks.csv: a code of its own, the remark in Dutch, and in English",
)

_KEYS = frozenset({"note", "origin"})


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Remarks that stand in one language only."""
    listed = draft.codelists.get(remarks.LIST)
    known = remarks.by_wording(listed.codes.values()) if listed else {}
    fine: set[str] = set()
    for file in draft.files():
        for row in draft.records(file):
            for key in row.values.keys() & _KEYS:
                written = row.values[key]
                if not isinstance(written, str) or written in fine:
                    continue
                if written in known or not remarks.needs_words(written):
                    fine.add(written)
                else:
                    yield RuleProblem(file.file, row.at(key), _said(key, written), REMEDY)
    for relation in draft.relations:
        note = relation.relation.note
        if note is not None and remarks.needs_words(note) and note not in known:
            cell = tables.cell_name(relation.record, "note")
            yield RuleProblem(relation.file, relation.line, _said("note", note, cell), REMEDY)


def _said(key: str, written: str, cell: str = "") -> Text:
    nl, en = (f"cel {cell}, kolom `{key}`", f"cell {cell}, column `{key}`") if cell else (f"`{key}`",) * 2
    return Text(
        nl=f'{nl}: "{written}" staat er in één taal', en=f'{en}: "{written}" stands there in one language'
    )
