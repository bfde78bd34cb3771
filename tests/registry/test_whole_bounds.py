"""What is counted in whole numbers is held against whole numbers; metres of what lies in hectares are noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from calculator import registry
from tests.registry import strange

HALF = "{kind: fact_at_least, path: place.kensoorten, value: 4.5}"


def found(tmp_path: Path, conditions: str = "[]", more: str = "") -> tuple[list[str], list[str]]:
    """What is wrong with a payment that asks so much, and what is noted of it: message and remedy."""
    text = f"""
    - id: soorten
      kind: {"tiered" if "tiers" in more else "flat"}
      level: unit
      unit: ha
      quantity: area
      measures: [botanisch-hooiland]
      {more or "figures: {rate: 40 EUR/ha}"}
      conditions: {conditions}
    """
    report = registry.check(strange.folder(tmp_path, {"soorten": text}))
    return tuple(  # type: ignore[return-value]
        [f"{p.message.en}; {p.remedy.en}" for p in of if p.file.startswith("schemes")]
        for of in (report.problems, report.notes)
    )


@pytest.mark.parametrize(
    "condition",
    [
        HALF,
        "{kind: fact_below, path: place.kensoorten, value: 4.5}",
        "{kind: fact_at_least, path: place.kensoorten, figure: soorten}",
        "{kind: share_at_least, of: {measures: [botanisch-hooiland], where: ["
        + HALF
        + "]}, in: same_land, value: 0.5}",
    ],
)
def test_a_part_of_what_is_counted_is_refused_with_the_numbers_it_may_mean(
    tmp_path: Path, condition: str
) -> None:
    figures = "figures: {rate: 40 EUR/ha, soorten: 4.5 number}" if "figure" in condition else ""
    problems, _ = found(tmp_path, f"[{condition}]", figures)
    assert problems == ["`place.kensoorten` is a whole number, and 4.5 is not; write 4 or 5"]


def test_so_is_a_tier_between_two_numbers(tmp_path: Path) -> None:
    tiers = "tiers: [{at_least: 4.5, figure: a}, {at_least: 6, figure: b}]"
    figures = "figures: {a: 40 EUR/ha, b: 60 EUR/ha}"
    problems, _ = found(tmp_path, more=f"indicator: place.kensoorten\n      {tiers}\n      {figures}")
    assert problems == ["`place.kensoorten` is a whole number, and 4.5 is not; write 4 or 5"]


@pytest.mark.parametrize(
    "condition",
    [
        "{kind: mean_at_least, path: place.kensoorten, of: {measures: [botanisch-hooiland]}, per: ha, value: 4.5}",
        "{kind: fact_at_least, path: place.helling_pct, value: 4.5}",
        "{kind: fact_at_least, path: place.kensoorten, value: 4.0}",
    ],
)
def test_a_mean_and_what_is_measured_need_not_be_whole(tmp_path: Path, condition: str) -> None:
    problems, _ = found(tmp_path, f"[{condition}]")
    assert problems == []


@pytest.mark.parametrize(
    ("code", "unit", "noted"),
    [
        ("botanisch-hooiland", "m", True),
        ("botanisch-hooiland", "ha", False),
        ("knip-en-scheerheg-jaarlijks", "m", False),
    ],
)
def test_a_total_in_metres_of_what_lies_in_hectares_is_noted(
    tmp_path: Path, code: str, unit: str, *, noted: bool
) -> None:
    condition = f"{{kind: total_at_least, of: {{measures: [{code}]}}, unit: {unit}, value: 300}}"
    problems, notes = found(tmp_path, f"[{condition}]")
    assert problems == []
    assert [n.split(";")[0] for n in notes if "width" in n] == (
        [f"`{code}` is in ha: in metres only that counts of which the profile gives the width"]
        if noted
        else []
    )
