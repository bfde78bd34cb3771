"""Remarks, origins and what a reward is measured by stand in rule files and tables in one language;
``codelists/remarks.csv`` has them in both.

Published files are never edited, so that their remarks are translated beside them. What holds no letters needs no
translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calculator.domain.amount_words import with_euro_sign
from calculator.domain.memory import Once
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Text

_REMARKS: Once[Mapping[str, Text]] = Once("remarks")

LIST = "remarks"


def told(written: str | None, rulebook: Rulebook | None) -> Text | None:
    """A remark in both languages; as it was written where no rulebook is at hand. None stays None."""
    if written is None:
        return None
    return with_euro_sign((_known(rulebook) if rulebook else {}).get(written, Text(written, written)))


def needs_words(written: str | None) -> bool:
    """Whether a remark must stand in the list."""
    return written is not None and any(character.isalpha() for character in written)


def by_wording(codes: Iterable[Code]) -> dict[str, Text]:
    """Both languages by either wording."""
    return {wording: code.name for code in codes for wording in (code.name.nl, code.name.en)}


def _known(rulebook: Rulebook) -> Mapping[str, Text]:
    return rulebook.memory.once(_REMARKS, lambda: by_wording(rulebook.codelists.get(LIST, {}).values()))
