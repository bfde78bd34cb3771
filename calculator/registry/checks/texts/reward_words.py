"""Notes: what a reward is measured by, over what and for how long, where ``codelists/remarks.csv`` lacks the other language."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.quantity import Unit
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.words import remarks

_KEYS = ("indicator", "quantity", "term")
_REMEDY = Text(
    nl="zet een regel in codelists/remarks.csv: een eigen code, de tekst in het Nederlands, en in het Engels",
    en="put a line into codelists/remarks.csv: a code of its own, the text in Dutch, and in English",
)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Texts of rewards that readers of one language see in the other; units need no words."""
    listed = draft.codelists.get(remarks.LIST)
    known = remarks.by_wording(listed.codes.values()) if listed else {}
    for file in draft.standing_schemes():
        for payment in file.row.rows("payments"):
            reward = payment.row("reward")
            for key in _KEYS if reward is not None else ():
                written = reward.text(key) if reward is not None else ""
                if remarks.needs_words(written) and written not in known and written not in tuple(Unit):
                    yield RuleProblem(
                        file.file,
                        payment.at("reward"),
                        Text(
                            nl=f'`{key}`: "{written}" staat er in één taal',
                            en=f'`{key}`: "{written}" stands there in one language',
                        ),
                        _REMEDY,
                    )
