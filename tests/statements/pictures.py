"""``python -m tests.statements.pictures`` draws the pictures of statements in ``docs/pictures``, to be looked at."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from calculator.services import awards, rulebooks, statement_later, statements
from calculator.services.profile_parse import parse
from calculator.statements.follow_up import Paid
from calculator.statements.purposes import FARM_ITSELF, Recipient
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


def main() -> None:
    farm = parse(EXAMPLE.read_bytes())
    assert isinstance(farm, dict)
    bare = {**json.loads(json.dumps(many_parcels(1))), "parcels": []}
    six = {language: statement(farm, language, 6) for language in ("nl", "en")}
    paid = (
        Paid("bank.rabobank.rentekorting", "korting", 270_000),
        Paid("dairy.frieslandcampina.planetproof", "toeslag", 3_000_000),
    )
    made = {
        "statement-nl": (six["nl"], range(1, 7)),
        "statement-en": (six["en"], range(1, 7)),
        "statement-landlord": (
            statement(farm, "nl", 6, Recipient("a.s.r. real estate", "landlord")),
            (1, 2, 3),
        ),
        "statement-plan": (statement(farm, "en", 3, mode="advise"), (1, 4, 5)),
        "statement-30-years": (statement(farm, "nl", 30), (1, 2, 3)),
        "statement-400-parcels": (statement(many_parcels(400), "nl", 1), (1, 3, 4)),
        "statement-0-parcels": (statement(bare, "en", 1), (1, 2, 3)),
        "follow-up": (statement_later.follow_up_statement(six["nl"], 2026, paid, DAY, ours=True), (1, 2)),
    }
    for name, (pdf, pages) in made.items():
        drawn = sheet(pdf, list(pages)).quantize(32)
        drawn.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
