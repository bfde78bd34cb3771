"""``python -m tests.statements.pictures`` draws the pictures of statements in ``docs/pictures``, to be looked at.

With names (``statement-nl follow-up``) it draws only those.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PIL import Image

from calculator.services.award import awards
from calculator.services.profile.parse import parse
from calculator.services.registry import rulebooks
from calculator.services.statement import later as statement_later
from calculator.services.statement import statements
from calculator.statements.award.follow_up import Paid
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient
from tests.benchmarks.statements import many_parcels
from tests.statements.release import DAY, EXAMPLE, ON

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
_DOTS = 60
_ACROSS = 3

Json = Mapping[str, object]


def statement(
    document: Json, language: str, years: int, recipient: Recipient = FARM_ITSELF, mode: str = "managed"
) -> bytes:
    result = awards.compute(rulebooks.current(), document, on=ON, years=years, mode=mode, language=language)
    return statements.make(
        result,
        document,
        language=language,
        issued_on=DAY,
        number="2026-000001",
        recipient=recipient,
        seed=bytes(32),
    ).pdf


def sheet(pdf: bytes, pages: Sequence[int]) -> Image.Image:
    """The pages named, side by side, as a reader sees them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "statement.pdf"
        file.write_bytes(pdf)
        images = []
        for page in pages:
            where = ["-f", str(page), "-l", str(page), str(file), str(Path(folder) / f"p{page}")]
            subprocess.run(["pdftoppm", "-r", str(_DOTS), "-png", "-singlefile", *where], check=True)
            images.append(Image.open(Path(folder) / f"p{page}.png").convert("RGB"))
    wide, high = images[0].size
    rows = -(-len(images) // _ACROSS)
    made = Image.new("RGB", ((wide + 6) * min(_ACROSS, len(images)), (high + 6) * rows), "#9aa79e")
    for place, image in enumerate(images):
        made.paste(image, ((place % _ACROSS) * (wide + 6) + 3, (place // _ACROSS) * (high + 6) + 3))
    return made


def _farm() -> Json:
    farm = parse(EXAMPLE.read_bytes())
    assert isinstance(farm, dict)
    return farm


def _follow_up() -> bytes:
    paid = (
        Paid("bank.rabobank.rentekorting", "korting", 270_000),
        Paid("dairy.frieslandcampina.planetproof", "toeslag", 3_000_000),
    )
    return statement_later.follow_up_statement(statement(_farm(), "nl", 6), 2026, paid, DAY, ours=True)


def _bare() -> Json:
    return {**json.loads(json.dumps(many_parcels(1))), "parcels": []}


#: Picture to how it is drawn and the pages to look at.
MADE: Mapping[str, tuple[Callable[[], bytes], Sequence[int]]] = {
    "statement-nl": (lambda: statement(_farm(), "nl", 6), range(1, 7)),
    "statement-en": (lambda: statement(_farm(), "en", 6), range(1, 7)),
    "statement-landlord": (
        lambda: statement(_farm(), "nl", 6, Recipient("a.s.r. real estate", "landlord")),
        (1, 2, 3),
    ),
    "statement-plan": (lambda: statement(_farm(), "en", 3, mode="advise"), (1, 4, 5)),
    "statement-30-years": (lambda: statement(_farm(), "nl", 30), (1, 2, 3)),
    "statement-400-parcels": (lambda: statement(many_parcels(400), "nl", 1), (1, 3, 4)),
    "statement-0-parcels": (lambda: statement(_bare(), "en", 1), (1, 2, 3)),
    "follow-up": (_follow_up, (1, 2)),
}


def main(asked: Sequence[str] = ()) -> None:
    for name in asked or MADE:
        draw, pages = MADE[name]
        drawn = sheet(draw(), list(pages)).quantize(32)
        drawn.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
