"""A workbook of an award: the same figures as the statement, as numbers and dates, and no text that could be run."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from calculator.statements.award.voice import Language, Voice
from calculator.statements.content.paper import Paper, paper_of
from calculator.statements.outputs import sheets
from calculator.statements.outputs.cells import source_cells
from calculator.statements.outputs.tables import harmless
from calculator.statements.outputs.titles import YES
from calculator.statements.outputs.workbook import workbook
from tests.statements import builders

HOSTILE = '=HYPERLINK("http://example.org","x")'


def paper(language: Language = "nl", **farm: object) -> Paper:
    award, profile = builders.award(language=language), builders.profile(**farm)
    return paper_of(award, profile, builders.rule_files(), language, builders.ISSUE)


def opened(given: Paper, language: Language = "nl") -> openpyxl.Workbook:
    raw = workbook(sheets.tables(given), title="x", language=language, made_on=date(2026, 11, 24))
    return openpyxl.load_workbook(io.BytesIO(raw))


def days(row: Iterable[object]) -> list[object]:
    return [cell.date() if isinstance(cell, datetime) else cell for cell in row]


def test_the_lines_add_up_to_the_total_of_the_statement() -> None:
    given = paper()
    book = opened(given)
    rows = list(book["Regels"].iter_rows(min_row=2, values_only=True))
    amount, outside = 8, 11
    inside = sum(Decimal(str(row[amount])) for row in rows if row[outside] == "nee")
    assert inside * 100 == given.total
    schedule = list(book["Jaren"].iter_rows(values_only=True))
    assert Decimal(str(schedule[-1][-1])) * 100 == given.total
    parcels = list(book["Percelen"].iter_rows(values_only=True))
    assert Decimal(str(parcels[-1][-1])) * 100 == given.total


def test_the_schedule_has_every_year_of_the_term() -> None:
    head = [cell.value for cell in opened(paper())["Jaren"][1]]
    assert head == ["betaler", "2026 (€)", "2027 (€)", "2028 (€)", "hele termijn"]


def test_the_overview_says_of_which_years_only_a_part_is_known() -> None:
    def told(given: Paper) -> object:
        rows = opened(given)["Overzicht"].iter_rows(values_only=True)
        return {row[0]: row[1] for row in rows}.get("Jaren waarvan maar een deel bekend is")

    award = builders.award("nl")
    assert told(paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)) is None
    line = award["years"][0]["lines"][0]
    award["open"].append(
        {**award["open"][0], "scheme": line["scheme"], "payment": line["payment"], "years": [2028]}
    )
    award["years"][2]["lines"] = [x for x in award["years"][2]["lines"] if x["payment"] != line["payment"]]
    given = paper_of(
        builders.with_totals(award), builders.profile(), builders.rule_files(), "nl", builders.ISSUE
    )
    assert told(given) == "2028"


def test_amounts_are_numbers_and_days_are_dates() -> None:
    sheet = opened(paper())["Regels"]
    row = next(sheet.iter_rows(min_row=2))
    head = [cell.value for cell in sheet[1]]
    by_name = dict(zip(head, row, strict=True))
    assert isinstance(by_name["bedrag (€)"].value, int | float)
    assert by_name["bedrag (€)"].number_format == "#,##0.00"
    assert by_name["datum van toekenning"].value.date() == date(2026, 5, 15)
    assert by_name["datum van toekenning"].is_date


@pytest.mark.parametrize("name", [HOSTILE, "+1+1", "-2", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_a_text_is_never_a_formula_or_a_link(name: str) -> None:
    book = opened(paper(name=name))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in cells)
    assert any(cell.value == f"'{name}" for cell in cells)


@pytest.mark.parametrize(
    "name", ["عنوان مزرعة", "农场 🌾", "Æ\u0000\u0008\ud800x", "<b>x</b>&amp;", "n" * 40_000]
)
def test_any_name_gives_a_workbook_that_opens(name: str) -> None:
    book = opened(paper(name=name))
    shown = book["Overzicht"]["B2"].value
    assert len(shown) <= 32_767
    assert "\0" not in shown


def test_a_dash_alone_is_no_formula() -> None:
    assert harmless("-") == "-"
    assert harmless("-1") == "'-1"


def test_what_is_unknown_is_empty_and_not_zero() -> None:
    award = builders.award()
    award["net_eur"] = None
    given = paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    rows = {row[0].value: row[1].value for row in opened(given)["Overzicht"].iter_rows(min_row=2)}
    assert rows["Netto, na kosten (€)"] == "onbekend"


def test_sheets_speak_the_language_of_the_reader() -> None:
    assert opened(paper("en"), "en").sheetnames[:5] == ["Overview", "Years", "Lines", "Parcels", "Contracts"]


def test_what_is_not_chosen_says_why_and_what_choosing_it_would_change() -> None:
    award = builders.award()
    lost = award["not_chosen"][0]
    award["not_chosen"] = [
        {**lost, "difference_eur": "-60.00", "worked_out": True},
        {**lost, "difference_eur": None, "worked_out": True},
        {**lost, "difference_eur": None, "worked_out": False},
    ]
    given = paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    head, *rows = opened(given)["Niet gekozen"].iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["kan dat"], row["toch kiezen scheelt (€)"]) for row in told] == [
        ("ja", -60), ("nee", None), (None, None)
    ]  # fmt: skip
    assert all(str(row["reden"]).endswith(".") for row in told)


def test_what_is_short_of_the_next_class_and_tier_stands_beside_what_it_brings() -> None:
    award = {**builders.award(), **builders.plans()}
    further = {
        "class": "goud",
        "value_per_ha": "94.83",
        "points": {"water": {"name": "water", "short": "3.90"}},
        "brings_eur": "3091.50",
    }
    award["classes"] = [{**award["classes"][0], "year": 2026, "value_per_ha": "105.17", "to_next": further}]
    given = paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    head, *rows = opened(given)["Volgende stap"].iter_rows(values_only=True)
    keys = (
        "soort", "volgende", "nog nodig", "premie dat jaar hoger (€)", "brengt over de termijn (€)",
        "netto, na kosten (€)",
    )  # fmt: skip
    told = [tuple(dict(zip(head, row, strict=True))[key] for key in keys) for row in rows]
    assert told == [
        ("klasse", "goud", 94.83, 3091.5, None, None),
        ("klasse", "goud", 3.9, 3091.5, None, None),
        ("trede", None, 16, None, 6210, None),
        ("maatregel", None, 0.45, None, 2000, 1500.5),
    ]


def test_plans_stand_side_by_side_in_the_workbook_too() -> None:
    award = {**builders.award(), **builders.plans()}
    given = paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    _, now, best = opened(given)["Plannen"].iter_rows(values_only=True)
    assert now[:6] == ("zoals nu", "nee", 90515.82, 0, 90515.82, 0)
    assert best[:6] == ("beste", "ja", 92515.82, 499.5, 92016.32, 166.5)
    assert best[6] == "Bufferstrook met kruiden langs grasland (P3)"


@pytest.mark.parametrize(
    ("language", "sheet", "goes_on", "unknown"),
    [
        (
            "nl",
            "Contracten",
            "Klasse goud (Eco-regeling)",
            "niet bekend: de grondslag eindigt op 31 december 2026",
        ),
        ("en", "Contracts", "Gold class (Eco-scheme)", "not known: the legal basis ends on 31 December 2026"),
    ],
)
def test_contracts_over_years_have_a_sheet_with_their_days_of_notice(
    language: Language, sheet: str, goes_on: str, unknown: str
) -> None:
    runs, *others = builders.terms(language)["notices"]
    ended = {**others[-1], "then": "unknown", "basis_until": "2026-12-31"}
    award = {**builders.award(language), "notices": [runs, *others[:-1], ended]}
    given = paper_of(award, builders.profile(), builders.rule_files(), language, builders.ISSUE)
    head, *rows = opened(given, language)[sheet].iter_rows(values_only=True)
    first, last = (dict(zip(head, row, strict=True)) for row in (rows[0], rows[-1]))
    assert days(first.values())[2:9] == [
        "P1",
        given.names.of("payers", "midden-delfland"),
        None,
        YES[language],
        None,
        date(2027, 12, 31),
        date(2027, 9, 30),
    ]
    assert days(first.values())[9:11] == [1, goes_on]
    by, years, then, basis = days(last.values())[8:12]
    assert (by, years, then.replace("\u00a0", " "), basis) == (None, 6, unknown, date(2026, 12, 31))


def test_a_contract_of_which_nobody_says_how_it_ends_has_its_first_and_last_day_its_payer_and_a_year_of_it() -> (
    None
):
    anlb = builders.SCHEMES["anlb"]
    runs = {"scheme": anlb[0], "from": "2023-01-01", "until": "2028-12-31"}
    lines = [
        {"package": anlb[1].upper(), "unit": "P2", "notice": "drie maanden"},
        {"package": "x", "unit": ""},
    ]
    over = {**runs, "from": "2015-01-01", "until": "2020-12-31"}
    profile = builders.profile() | {"contracts": [{**runs, "lines": lines}, {**over, "lines": lines}]}
    given = paper_of(builders.award(), profile, builders.rule_files(), "nl", builders.ISSUE)
    first, whole = (days(row) for row in opened(given)["Contracten"].iter_rows(min_row=2, values_only=True))
    paid = [line for line in given.lines if line.ref == anlb[:2] and line.unit == "P2"]
    assert (first[2], first[3], first[4]) == ("P2", given.payer(paid[0]), paid[0].amount / 100)
    assert first[5:8] == ["ja", date(2023, 1, 1), date(2028, 12, 31)]
    assert (first[8], first[12]) == (None, "drie maanden")
    assert whole[2] == "hele bedrijf"
    assert whole[4] is None, "nothing is paid of it, which is not zero"


def test_a_year_in_which_nothing_is_known_to_be_paid_is_empty_and_not_zero() -> None:
    award = builders.award()
    award["years"][-1]["lines"] = []
    given = paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    payer, *_, total = opened(given)["Jaren"].iter_rows(min_row=2, values_only=True)
    assert (payer[3], total[3]) == (None, None)


def test_the_same_award_gives_the_same_bytes() -> None:
    made = {
        workbook(sheets.tables(paper()), title="x", language="nl", made_on=date(2026, 11, 24))
        for _ in range(2)
    }
    assert len(made) == 1


def test_what_is_open_has_what_it_could_add_and_whether_its_basis_has_ended() -> None:
    """A class premium pays in place of the lower class: only the difference is more."""
    award = builders.award("nl")
    line = next(x for x in award["years"][0]["lines"] if x["scheme"] == award["classes"][0]["scheme"])
    paid = sum(
        Decimal(x["amount_eur"]) for x in award["years"][0]["lines"] if x["payment"] == line["payment"]
    )
    premium = {**award["open"][0], "scheme": line["scheme"], "payment": line["payment"], "unit": "farm"}
    award["open"] = [
        {**premium, "year": 2026, "could_pay_up_to_eur": str(paid + 100)},
        {**premium, "year": 2028, "could_pay_up_to_eur": "500.00", "continuation": True},
    ]
    given = paper_of(award, builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    head, *rows = opened(given)["Open"].iter_rows(values_only=True)
    assert [dict(zip(head, row, strict=True))["hoogstens erbij (€)"] for row in rows] == [100, 0]
    assert [row[-1] for row in rows] == ["nee", "ja"]


@pytest.mark.parametrize(
    ("language", "soil", "window"),
    [
        ("nl", "veen", "3 jaar tot en met de toekenning"),
        ("en", "peat", "3 years up to and including the grant"),
    ],
)
def test_soils_and_windows_are_words(language: Language, soil: str, window: str) -> None:
    book = opened(paper(language), language)
    cells = {
        str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c is not None
    }
    assert {soil, window} <= cells
    assert "rolling 3" not in cells


def test_law_is_cited_in_the_language_of_the_reader() -> None:
    written = "Verordening (EU) 2024/3118 tot wijziging van 1408/2013", "artikel 3(2) en 3(7)", "https://x"
    assert source_cells(Voice("nl"), *written) == written
    said = "Regulation (EU) 2024/3118 amending 1408/2013", "article 3(2) and 3(7)", "https://x"
    assert source_cells(Voice("en"), *written) == said
