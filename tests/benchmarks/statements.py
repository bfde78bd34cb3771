"""How long statements take to make and to check, warm, from an award that is there already; and what memory does."""

from __future__ import annotations

import gc
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import psutil
from weasyprint import HTML

from calculator.services.award import awards
from calculator.services.profile.parse import parse
from calculator.services.registry import rulebooks
from calculator.services.statement import statements
from calculator.services.statement import trust as statement_trust
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient
from calculator.statements.drawing import pdf
from calculator.statements.drawing.fonts import faces_for, loaded
from calculator.statements.issuing import Made, issue
from calculator.statements.seal.signing import sealed
from tests.statements.keys import key_file

ON = date(2026, 7, 1)
EXAMPLE = Path("tests/farms/vlietlanden.json")
_DAY = date(2026, 11, 25)
_MOST_MS, _MOST_RATIO, _MOST_LARGE_S = 400.0, 1.15, 5.0

Json = dict[str, object]


#: What this recipient gets of the example farm takes three pages: its packages, the land, and the proof.
COLLECTIVE = Recipient("Agrarisch Collectief Midden-Delfland", "collective")


def _ready(document: Json, years: int = 1, recipient: Recipient = FARM_ITSELF) -> Callable[[], Made]:
    """Makes the statement of a document again and again; the award is computed once, beforehand."""
    rulebook = rulebooks.current()
    files = rulebooks.rule_files(rulebook.digest)
    result = awards.compute(rulebook, document, on=ON, years=years)

    def make() -> Made:
        return issue(
            result.award,
            document,
            files,
            language="nl",
            issued_on=_DAY,
            recipient=recipient,
            seed=bytes(32),
            recompute=statement_trust.recompute,
        )

    return make


def _example() -> Json:
    document = parse(EXAMPLE.read_bytes())
    assert isinstance(document, dict)
    return document


def small() -> Json:
    """A farm of one parcel."""
    return {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {"name": "Proefhoeve", "province": "drenthe"},
        "undertaking": {"aid_received": []},
        "parcels": [{"id": "P1", "area_ha": "12.5", "land_use": "arable", "eco_region": 1}],
    }


def many_parcels(count: int) -> Json:
    """A farm of grassland in many parcels, each with a measure and a location."""
    parcels = []
    for number in range(count):
        area = str(Decimal(3) + Decimal(number % 70) / 10)
        west, south = 4.3 + (number % 20) * 0.004, 51.97 + (number // 20) * 0.003
        ring = [[west, south], [west + 0.003, south], [west + 0.003, south + 0.002], [west, south]]
        parcels.append(
            {
                "id": f"Q{number:03}",
                "area_ha": area,
                "land_use": "permanent_grassland",
                "eco_region": 2,
                "measures": [{"code": "langjarig-grasland", "area_ha": area}],
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {**small(), "parcels": parcels}


def _pages(raw: bytes) -> int:
    with pikepdf.open(io.BytesIO(raw)) as opened:
        return len(opened.pages)


def _plain(make: Callable[[], Made]) -> Callable[[], object]:
    """WeasyPrint by itself on the same page: the same fonts, the same standard, nothing attached."""
    seen: list[str] = []
    drawn = pdf._drawn

    def keep(page: str, described: object, attachments: object) -> bytes:
        seen.append(page)
        return drawn(page, described, attachments)

    pdf._drawn = keep
    try:
        make()
    finally:
        pdf._drawn = drawn
    faces = faces_for(seen[0])
    sheets = pdf._sheets(faces)
    return lambda: HTML(string=seen[0], url_fetcher=pdf._OnlyOurs()).write_pdf(
        stylesheets=sheets, font_config=loaded(faces), pdf_variant="pdf/a-3a", full_fonts=False
    )


def _in_turn(runs: Sequence[Callable[[], object]], times: int) -> list[list[float]]:
    """Seconds of each, taken in turn, so that a busy moment of the machine hits all alike."""
    for run in runs:
        run()
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(times):
        for place, run in enumerate(runs):
            start = time.perf_counter()
            run()
            found[place].append(time.perf_counter() - start)
    return found


def _counted() -> None:
    """Ten million additions: what this machine, at this moment, is worth."""
    number = 0
    while number < 10_000_000:
        number += 1


def made() -> dict[str, float]:
    """Three pages warm and sealed, against WeasyPrint on the same HTML; what is shown is recomputed meanwhile."""
    make = _ready(_example(), 3, COLLECTIVE)
    with tempfile.TemporaryDirectory() as folder:
        key = key_file(Path(folder))
        raw = make().pdf
        runs = (lambda: sealed(make().pdf, key, "nl"), make, _plain(make), lambda: sealed(raw, key, "nl"))
        ours, bare, plain, seal = _in_turn(runs, 15)
    (count,) = _in_turn((_counted,), 3)
    return {
        "pages": float(_pages(raw)),
        "sealed_median_ms": statistics.median(ours) * 1000,
        "sealed_best_ms": min(ours) * 1000,
        "unsealed_median_ms": statistics.median(bare) * 1000,
        "weasyprint_median_ms": statistics.median(plain) * 1000,
        "seal_alone_median_ms": statistics.median(seal) * 1000,
        "unsealed_to_weasyprint": statistics.median(bare) / statistics.median(plain),
        "sealed_to_weasyprint": statistics.median(ours) / statistics.median(plain),
        "sealed_bound_ms": _MOST_MS,
        "ratio_bound": _MOST_RATIO,
        "ten_million_additions_s": statistics.median(count),
    }


def large() -> dict[str, float]:
    """Four hundred parcels, one year."""
    make = _ready(many_parcels(400))
    raw = make().pdf
    times = []
    for _ in range(3):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return {"pages": float(_pages(raw)), "median_s": statistics.median(times), "bound_s": _MOST_LARGE_S}


def checked() -> dict[str, float]:
    """The check of a statement of ten pages: recomputed, drawn again and compared."""
    raw = _ready(_example(), 3)().pdf
    statements.verify(raw)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        statements.verify(raw)
        times.append(time.perf_counter() - start)
    return {"median_ms": statistics.median(times) * 1000}


def memory(count: int = 1000) -> dict[str, float]:
    """Resident memory after a first hundred statements and after all of them."""
    make, process = _ready(_example(), 3, COLLECTIVE), psutil.Process()
    seen = {}
    for number in range(1, count + 1):
        make()
        if number in (count // 10, count // 2, count):
            gc.collect()
            seen[number] = process.memory_info().rss / 1e6
    first, middle, last = seen.values()
    return {"tenth_mb": first, "half_mb": middle, "all_mb": last, "growth_mb": last - first}
