"""A formula of the engine in the words and marks of who reads it."""

from __future__ import annotations

import pytest

from calculator.statements.award.formulas import spoken
from calculator.statements.award.voice import Voice


def named(path: str) -> str:
    return {"indicators.co2eq_g_kg_melk": "Broeikasgas per kg melk"}[path]


@pytest.mark.parametrize(
    ("written", "dutch", "english"),
    [
        ("6900 100kg_milk x EUR 5", "6.900 × 100 kg melk × € 5,00", "6,900 × 100 kg of milk × €5.00"),
        ("47.75 ha x EUR 160-250", "47,75 ha × € 160,00–€ 250,00", "47.75 ha × €160.00–€250.00"),
        ("0.2 % x EUR 1350000", "0,2 % × € 1.350.000,00", "0.2 % × €1,350,000.00"),
        ("zilver: 34.35 ha x EUR 90", "zilver: 34,35 ha × € 90,00", "silver: 34.35 ha × €90.00"),
        ("4200 punten x EUR 0.0144", "4.200 punten × € 0,0144", "4,200 points × €0.0144"),
        ("1850 m x EUR 1 (2024: 2050.5, 2025: 12)", "1.850 m × € 1,00 (2024: 2.050,5, 2025: 12)",
         "1,850 m × €1.00 (2024: 2,050.5, 2025: 12)"),
        ("6 ha x EUR 450 (contract.year: 1-2)", "6 ha × € 450,00 (jaar van het contract: 1-2)",
         "6 ha × €450.00 (year of the contract: 1-2)"),
        ("min(32; 40) ha x EUR 53.03", "32 ha (tot ten hoogste 40) × € 53,03",
         "32 ha (up to 40) × €53.03"),
        ("min(67.21; 40) ha x EUR 50", "de eerste 40 ha (van 67,21) × € 50,00",
         "the first 40 ha (of 67.21) × €50.00"),
        ("min(6 tree x EUR 1000; EUR 4000)", "6 bomen × € 1.000,00, hoogstens € 4.000,00",
         "6 trees × €1,000.00, at most €4,000.00"),
        ("min(min(67.21; 40) ha x EUR 50; EUR 1500)", "de eerste 40 ha (van 67,21) × € 50,00, hoogstens € 1.500,00",
         "the first 40 ha (of 67.21) × €50.00, at most €1,500.00"),
        ("2/5 x (min(30 % x EUR (1200 + 300); EUR 400)) (EUR 160 < EUR 200)",
         ("2/5 van (30 % × (€ 1.200,00 + € 300,00), hoogstens € 400,00) "
          "(€ 160,00, minder dan het minimum van € 200,00)"),
         "2/5 of (30 % × (€1,200.00 + €300.00), at most €400.00) (€160.00, less than the minimum of €200.00)"),
        ("7 ha x EUR 90 (12 - 5 ha)", "7 ha × € 90,00 (12 ha, waarvan de eerste 5 ha niet meetelt)",
         "7 ha × €90.00 (12 ha, of which the first 5 ha does not count)"),
        ("40 % x EUR (1200 + 300.5), max EUR 250", "40 % × (€ 1.200,00 + € 300,50), elk hoogstens € 250,00",
         "40 % × (€1,200.00 + €300.50), each at most €250.00"),
        ("8000 100kg_milk x EUR 1.5 (indicators.co2eq_g_kg_melk: 1900.5)",
         "8.000 × 100 kg melk × € 1,50 (Broeikasgas per kg melk: 1.900,5)",
         "8,000 × 100 kg of milk × €1.50 (Broeikasgas per kg melk: 1,900.5)"),
        ("6/18.4 x (18.4 ha x EUR 10)", "6/18,4 van (18,4 ha × € 10,00)",
         "6/18.4 of (18.4 ha × €10.00)"),
    ],
)  # fmt: skip
def test_a_formula_stands_in_the_language_of_who_reads_it(written: str, dutch: str, english: str) -> None:
    said = {code: spoken(written, Voice(code), named).replace("\u00a0", " ") for code in ("nl", "en")}
    assert said == {"nl": dutch, "en": english}
