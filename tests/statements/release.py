"""``python -m tests.statements.release`` makes the statements that every later engine must still verify.

They lie in ``released/{engine version}/``. While a version is not released they are made anew when the engine or the
layout changes; of a released version they are never touched again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from calculator.services.award import awards
from calculator.services.profile.parse import parse
from calculator.services.registry import rulebooks
from calculator.services.statement import statements
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient

FOLDER = Path(__file__).parent / "released"
EXAMPLE = Path(__file__).parents[1] / "farms" / "vlietlanden.json"
DAY = date(2026, 11, 25)
ON = date(2026, 7, 1)

#: File to language, years, recipient.
MADE = {
    "farmer-nl.pdf": ("nl", 3, FARM_ITSELF),
    "landlord-en.pdf": ("en", 10, Recipient("a.s.r. real estate", "landlord")),
}


def made(name: str) -> bytes:
    """The statement of this name, by the engine of now."""
    language, years, recipient = MADE[name]
    document = parse(EXAMPLE.read_bytes())
    rulebook = rulebooks.load()
    result = awards.compute(rulebook, document, on=ON, years=years, language=language)
    return statements.make(
        result,
        document,
        language=language,
        issued_on=DAY,
        number="2026-000001",
        recipient=recipient,
        seed=bytes(32),
    ).pdf


def main() -> None:
    folder = FOLDER / awards.ENGINE.rpartition(" ")[2]
    folder.mkdir(parents=True, exist_ok=True)
    for name in MADE:
        (folder / name).write_bytes(made(name))


if __name__ == "__main__":
    main()
