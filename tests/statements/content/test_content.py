from decimal import Decimal

import pytest

from calculator.domain.money import cents_of
from calculator.statements.award.reading import UnreadableAwardError
from calculator.statements.award.voice import Voice
from calculator.statements.content.blocks import Bars, Bullets, Facts, Figures, Prose, Section, Table
from calculator.statements.content.content import SECTIONS, content
from tests.statements import builders, told


def made(
    award: dict[str, object], profile: dict[str, object] | None = None, language: str = "nl"
) -> dict[str, Section]:
    given = profile or builders.profile()
    statement = content(award, given, builders.rule_files(), language=language, issue=builders.ISSUE)
    return {section.id: section for section in statement.sections}


def tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_section_reads_as_its_golden_text(language: str) -> None:
    written = {path.stem: path.read_text("utf-8") for path in (told.GOLDEN / language).glob("*.txt")}
    assert told.sections(language) == written
    assert len(written) == len(SECTIONS)


def test_a_dutch_statement_has_no_english_left_and_the_other_way_round() -> None:
    dutch, english = "".join(told.sections("nl").values()), "".join(told.sections("en").values())
    assert not {"the", "and", "with", "unknown"} & set(dutch.replace("On the way", "").split())
    assert not {"het", "niet", "wordt"} & set(english.replace("Grond voor Grond", "").split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_never_calls_itself_a_decision_nor_guarantees_anything(language: str) -> None:
    words = "".join(told.sections(language).values()).lower()
    assert not any(
        word in words for word in ("beschikking", "garant", "guarant", "u ontvangt", "you will receive")
    )


def test_an_activity_that_earns_points_only_says_what_takes_its_value() -> None:
    award = builders.award("nl")
    award["activities"] = [{**use, "because": "de grond dient voor GLMC 9"} for use in award["activities"]]
    assert "alleen punten" in repr(made(builders.award("nl"))["land"])
    told_why = repr(made(award)["land"])
    assert "de grond dient voor GLMC 9" in told_why
    assert "alleen punten" not in told_why


@pytest.mark.parametrize("years", [1, 3, 4, 5, 6, 30])
def test_the_schedule_shows_every_year_of_the_term_once_and_its_total(years: int) -> None:
    term = tuple(range(2026, 2026 + years))
    award = builders.award("nl", term)
    found = tables(made(award)["schedule"])
    titles = [column.title for table in found for column in table.columns[1:]]
    assert [year for title in titles for year in years_in(title)] == list(term)
    totals = [row for table in found for group in table.groups for row in group.rows if row.total]
    whole = totals[-1].cells[-1].text
    assert machine(whole) == Decimal(award["total_eur"])


def years_in(title: str) -> list[int]:
    ends = [int(part) for part in title.removesuffix(", per jaar").split("–") if part.isdigit()]
    return list(range(ends[0], ends[-1] + 1)) if ends else []


def emptied(years: tuple[int, ...], empty: set[int]) -> dict[str, object]:
    award = builders.award("nl", years)
    for year in award["years"]:
        if year["year"] in empty:
            year["lines"] = []
    return builders.with_totals(award)


def half_known(years: tuple[int, ...], half: set[int]) -> dict[str, object]:
    """What pays in the first year has no amount in these, where the rest still pays."""
    award = builders.award("nl", years)
    gone = award["years"][0]["lines"][0]
    ref = {key: gone[key] for key in ("scheme", "payment")}
    for year in award["years"]:
        if year["year"] in half:
            year["lines"] = [line for line in year["lines"] if {k: line[k] for k in ref} != ref]
            award["open"].append({**builders.award("nl", years)["open"][0], **ref, "years": [year["year"]]})
    return builders.with_totals(award)


@pytest.mark.parametrize("years", [3, 30])
def test_a_year_of_which_a_part_is_known_is_marked_on_the_first_page_and_in_the_schedule(years: int) -> None:
    """However many equal years share a column: the marked ones never stand under one title with the others."""
    last = 2026 + years - 1
    found = made(half_known(tuple(range(2026, last + 1)), {last - 1, last}))
    for section in (found["short"], found["schedule"]):
        titles = [column.title for table in tables(section) for column in table.columns]
        marked = [title.rstrip("*").removesuffix(", per jaar") for title in titles if title.endswith("*")]
        assert [year for title in marked for year in years_in(title)] == [last - 1, last]
        notes = [block.text for block in section.blocks if isinstance(block, Prose)]
        assert any(note.startswith(f"* Van {last - 1}–{last} is maar een deel bekend") for note in notes)


def test_nothing_is_marked_where_every_year_is_known() -> None:
    assert "*" not in repr(made(builders.award("nl"))["short"]) + repr(made(builders.award("nl"))["schedule"])


def test_years_without_a_payment_share_one_column_and_are_not_shown_as_zero() -> None:
    found = made(emptied(tuple(range(2026, 2056)), set(range(2028, 2056))))
    (schedule,) = tables(found["schedule"])
    assert [column.title for column in schedule.columns[1:]] == ["2026", "2027", "2028–2055", "Hele termijn"]
    assert {row.cells[3].text for row in schedule.groups[0].rows} == {"–"}
    (picture,) = [block for block in found["schedule"].blocks if isinstance(block, Bars)]
    assert [bar.label for bar in picture.bars] == ["2026", "2027", "2028–2055"]
    said = [item for block in found["short"].blocks if isinstance(block, Bullets) for item in block.items]
    assert any("Voor 2028–2055 is geen betaling berekend" in item for item in said)


def test_many_equal_years_share_one_column_that_says_per_year() -> None:
    award = builders.award("nl", tuple(range(2026, 2056)))
    (schedule,) = tables(made(award)["schedule"])
    assert [column.title for column in schedule.columns[1:]] == [
        "2026",
        "2027–2055, per jaar",
        "Hele termijn",
    ]
    later = sum(Decimal(line["amount_eur"]) for line in award["years"][7]["lines"])
    (total,) = [row for row in schedule.groups[0].rows if row.total]
    assert machine(total.cells[2].text) == later


def test_the_average_leaves_out_years_of_which_only_a_part_is_known_and_says_so() -> None:
    award = half_known((2026, 2027, 2028), {2028})
    known = [year["lines"] for year in award["years"][:2]]
    mean = sum(Decimal(line["amount_eur"]) for lines in known for line in lines) / 2
    (figures,) = [block for block in made(award)["short"].blocks if isinstance(block, Figures)]
    said = f"2 van de 3 jaar zijn geheel bekend, gemiddeld {Voice('nl').money(cents_of(mean))} per jaar"
    assert figures.items[0].note == said


def test_points_are_rounded_so_that_a_goal_that_is_missed_never_seems_to_be_reached() -> None:
    award = builders.award("nl")
    goals = award["classes"][0]["points"]
    goals["klimaat"] = {**goals["klimaat"], "scored": "29.9999", "needed": "30"}
    (table,) = tables(made(award)["classes"])
    rows = [[cell.text for cell in row.cells] for group in table.groups for row in group.rows]
    assert ["Klimaat", "29,99", "30", "0,01 te weinig"] in rows


def test_the_average_on_the_first_page_is_of_the_years_that_are_paid() -> None:
    found = made(emptied((2026, 2027, 2028, 2029), {2028, 2029}))
    (figures,) = [block for block in found["short"].blocks if isinstance(block, Figures)]
    assert figures.items[0].note.startswith("2 van de 4 jaar hebben een betaling")


def test_a_name_keeps_its_hyphens_and_capitals_and_an_id_becomes_words() -> None:
    profile = builders.profile()
    for written, read in (("Súdwest-Fryslân", "Súdwest-Fryslân"), ("midden-delfland", "Midden-Delfland")):
        profile["farm"]["municipality"] = written
        lists = {"rules/codelists/municipalities.csv": b"code,nl\nmidden-delfland,Midden-Delfland\n"}
        rules = {**builders.rule_files(), **lists}
        found = content(builders.award(), profile, rules, language="nl", issue=builders.ISSUE)
        (facts,) = [block for block in found.sections[0].blocks if isinstance(block, Facts)]
        assert dict(facts.rows)["Plaats"].startswith(read)


def test_parcels_that_are_alike_share_their_text_and_each_keeps_its_size() -> None:
    parcel = {"area_ha": "2.5", "land_use": "arable", "measures": [{"code": "rustgewas", "area_ha": "2.5"}]}
    parts = [{**parcel, "id": f"Q{number}"} for number in range(400)]
    parts[7] = {**parts[7], "measures": [{"code": "rustgewas", "area_ha": "1"}]}
    award = builders.award("nl", (2026,))
    award["years"][0]["lines"] = []
    award["activities"] = []
    profile = {**builders.profile(), "parcels": parts, "elements": []}
    (table,) = tables(made(builders.with_totals(award), profile)["land"])
    titles = [group.title.partition(" · ")[0] for group in table.groups]
    assert titles == ["300 percelen", "99 percelen", "Q7"]
    assert "Q399 (2,50\u00a0ha)" in table.groups[1].detail
    assert "(1,00\u00a0ha)" in table.groups[2].detail


@pytest.mark.parametrize(
    ("unpaid", "said"),
    [((), "gederfde inkomsten"), ((2028,), "ook van 2028, waarvan geen betaling bekend is")],
)
def test_what_is_left_says_of_which_years_only_the_costs_are_in_it(
    unpaid: tuple[int, ...], said: str
) -> None:
    award = {**builders.award("nl"), "net_eur": "1000.00"}
    for year in award["years"]:
        if year["year"] in unpaid:
            year |= {"lines": [], "total_eur": "0.00"}
    (figures,) = [
        block for block in made(builders.with_totals(award))["short"].blocks if isinstance(block, Figures)
    ]
    (net,) = [figure for figure in figures.items if figure.label == "Netto, na kosten"]
    assert net.note.endswith(said)


def test_a_year_of_which_a_part_is_known_is_told_beside_what_is_left_and_in_the_schedule() -> None:
    award = {**builders.award("nl"), "net_eur": "1000.00"}
    last = award["years"][-1]
    ended = last["lines"][0]["scheme"]
    last["continuation"] = [line for line in last["lines"] if line["scheme"] == ended]
    last["lines"] = [line for line in last["lines"] if line["scheme"] != ended]
    found = made(builders.with_totals(award))
    (figures,) = [block for block in found["short"].blocks if isinstance(block, Figures)]
    (net,) = [figure for figure in figures.items if figure.label == "Netto, na kosten"]
    assert net.note.endswith("; van 2028 is maar een deel van de betalingen bekend")
    assert any("Van 2028 is maar een deel bekend" in str(block) for block in found["schedule"].blocks)


def test_a_statement_of_a_plan_says_on_its_first_page_what_is_only_considered() -> None:
    award = {**builders.award(), **builders.plans()}
    award["receipt"] |= {"mode": "advise", "effort": "200", "lock": ["rustperiode-1-apr-15-jun@P1"]}
    found = made(award)
    said = " ".join(block.text for block in found["short"].blocks if isinstance(block, Prose))
    assert "Bufferstrook met kruiden langs grasland (P3, 0,45\u00a0ha)" in said
    assert "Zonder die maatregelen komt er €\u00a090.515,82 uit" in said
    (facts,) = [block for block in found["plans"].blocks if isinstance(block, Facts)]
    assert facts.rows[0][1] == (
        "hoogstens €\u00a0200,00 per jaar aan inspanning; in elk geval Rustperiode 1 april tot 15 juni (P1)"
    )
    assert not any(
        "van een plan" in b.text for b in made(builders.award())["short"].blocks if isinstance(b, Prose)
    )


def test_a_tier_that_brings_nothing_by_itself_is_not_said_to_bring_zero_euros() -> None:
    tier = {
        "scheme": "province.x.a", "payment": "p", "indicator": "indicators.x", "now": "1", "next_at": "2", "brings_eur": "0.00",
    }  # fmt: skip
    (table,) = tables(made({**builders.award("nl"), "tiers": [tier]})["plans"])
    assert table.groups[0].rows[0].cells[-1].text == "op zichzelf niets"


def test_a_percentage_stands_against_its_sign_wherever_it_is_told() -> None:
    codes = "rules/codelists/indicators.csv"
    rows = b"code,nl,en,unit\neiwit_eigen_land_pct,Eiwit van eigen land,Protein from own land,%\n"
    award = {**builders.award("en"), **builders.plans("en")}
    rules = {**builders.rule_files(), codes: rows}
    made = content(award, builders.profile(), rules, language="en", issue=builders.ISSUE)
    said = repr({section.id: section for section in made.sections}["plans"])
    assert "'64%'" in said
    assert "'80%'" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Verordening (EU) 2024/3118 tot wijziging van"), ("en", "Regulation (EU) 2024/3118 amending")],
)
def test_law_among_the_sources_is_called_in_the_language_of_the_statement(language: str, said: str) -> None:
    award = builders.award(language)
    title = "Verordening (EU) 2024/3118 tot wijziging van 1408/2013"
    award["limits"][0]["source"] = {"title": title, "seen": "2026-11-20"}
    assert said in repr(made(award, language=language)["sources"])


def test_a_limit_is_named_once_with_a_row_per_year_that_differs() -> None:
    award = builders.award()
    first = award["limits"][0]
    years = [{**first, "year": year, "used_eur": used, "grants": []} for year, used in
             ((2026, "47000.00"), (2027, "29000.00"), (2028, "29000.00"))]  # fmt: skip
    (table,) = tables(made({**award, "limits": years})["limits"])
    (group,) = table.groups
    assert [row.cells[0].text for row in group.rows] == ["2026", "2027–2028"]


def machine(money: str) -> Decimal:
    return Decimal(money.replace("€", "").replace("\u00a0", "").replace(".", "").replace(",", "."))


def test_amounts_per_parcel_add_up_to_the_total() -> None:
    award = builders.award()
    (table,) = tables(made(award)["land"])
    paid = sum(
        (machine(row.cells[-1].text) for group in table.groups for row in group.rows if row.cells[-1].text),
        Decimal(0),
    )
    assert paid == Decimal(award["total_eur"])


def test_every_certainty_adds_up_to_the_total_on_the_first_page() -> None:
    award = builders.award()
    certainty = tables(made(award)["short"])[1]
    assert sum(machine(row.cells[2].text) for row in certainty.groups[0].rows) == Decimal(award["total_eur"])


def test_the_picture_says_in_words_what_it_shows_and_its_slices_stand_on_each_other() -> None:
    (picture,) = [block for block in made(builders.award())["schedule"].blocks if isinstance(block, Bars)]
    assert "2027: €\u00a030.171,94" in picture.said
    for bar in picture.bars:
        for lower, upper in zip(bar.slices, bar.slices[1:], strict=False):
            assert upper.y + upper.height == pytest.approx(lower.y, abs=0.02)


def test_more_payers_than_fills_share_the_last_fill() -> None:
    award = builders.award()
    for year in award["years"]:
        year["lines"] += [
            {
                **builders.line("interest", "farm", "1", "farm", f"{10 + n}.00"),
                "payer": f"bank{n}",
                "payer_name": f"Bank {n}",
            }
            for n in range(12)
        ]
    found = made(builders.with_totals(award))
    (picture,) = [block for block in found["schedule"].blocks if isinstance(block, Bars)]
    assert [fill for fill, _ in picture.legend] == [0, 1, 2, 3, 4, 5]
    assert picture.legend[-1][1] == "12 andere betalers"
    rows = [row.cells[0].text for row in tables(found["short"])[0].groups[0].rows]
    assert rows[-2].endswith("andere betalers")


def test_a_farm_that_gets_nothing_is_told_so_without_a_table_of_zeros() -> None:
    award = builders.award("nl", (2026,))
    award["years"][0]["lines"] = []
    found = made(builders.with_totals(award))
    said = [block.text for block in found["short"].blocks if isinstance(block, Prose)]
    assert any("geen enkele betaling" in text for text in said)
    assert not any(isinstance(block, Figures) for block in found["short"].blocks)
    assert not any(isinstance(block, Bars) for block in found["schedule"].blocks)


def test_an_award_with_only_the_keys_of_the_contract_is_enough() -> None:
    bare = {
        "total_eur": "10.00",
        "years": [
            {"year": 2026, "lines": [{"scheme": "province.utrecht.weide", "payer": "utrecht", "payment": "per-ha",
                                      "unit": "P1", "amount_eur": "10.00"}]}
        ],
    }  # fmt: skip
    found = content(bare, {}, {}, language="nl", issue=builders.ISSUE)
    text = "".join(told.section_text(section) for section in found.sections)
    assert found.subject == "Bedrijf zonder naam"
    assert "Per ha (Weide · Utrecht)" in text


@pytest.mark.parametrize("amount", ["0.00", "0.01", "10000000.00", "-250.00"])
def test_any_amount_is_printed_to_the_cent(amount: str) -> None:
    award = builders.award("en", (2026,))
    award["years"][0]["lines"] = [builders.line("rent", "farm", "1", "farm", amount)]
    (figures,) = [
        b for b in made(builders.with_totals(award), language="en")["short"].blocks if isinstance(b, Figures)
    ]
    sign = "-" if amount.startswith("-") else ""
    assert figures.items[0].value == f"{sign}€{abs(Decimal(amount)):,.2f}"


def test_a_later_year_on_an_assumed_rate_stands_apart_from_the_contracted_one() -> None:
    (table,) = tables(made(builders.award())["land"])
    first = [(row.cells[1].text, row.cells[4].detail) for row in table.groups[0].rows]
    assert first[:2] == [("2026", "verwacht"), ("2027–2028", "aangenomen")]


def test_a_payment_that_lacks_its_base_is_not_said_to_exclude_it() -> None:
    award = builders.award("en")
    losses = award["not_chosen"]
    assert isinstance(losses, list)
    award["not_chosen"] = [{**losses[0], "relation": "requires"}]
    text = told.section_text(made(award, language="en")["decisions"])
    assert "Only possible beside " in text
    assert "May not be combined" not in text


def test_an_unknown_share_of_landscape_elements_is_not_zero() -> None:
    award = {**builders.award(), "landscape_share": {"value": None, "definition": "x"}}
    (facts,) = [block for block in made(award)["indicators"].blocks if isinstance(block, Facts)]
    assert ("Groenblauwe dooradering", "niet te berekenen met de opgegeven elementen") in facts.rows


def test_a_malformed_award_is_refused_by_its_place() -> None:
    award = builders.award()
    del award["years"][0]["lines"][0]["amount_eur"]
    with pytest.raises(UnreadableAwardError, match="years/2026"):
        made(award)


def test_the_largest_that_is_open_is_told_over_the_term_as_in_its_table() -> None:
    award = builders.award()
    first = award["open"][0]
    award["open"] = [{**first, "year": year} for year in (2026, 2027)]
    shown = made(award)
    (table,) = tables(shown["open"])
    amount = table.groups[0].rows[0].cells[-1].text
    notes = [item for block in shown["short"].blocks if isinstance(block, Bullets) for item in block.items]
    assert machine(amount) == 3600
    assert any(f"De grootste kan tot {amount} opleveren" in str(note) for note in notes)


PLACE_FACTS = (
    b"code,nl,en,kind,unit,direction,on,low,high,classes,classes_nl,classes_en\n"
    b"waterpeil_cm,Waterpeil,Water level,number,cm,lower,parcel,0,150,,,\n"
    b"beschermd,Beschermd gebied,Protected area,yes_no,,,both,,,,,\n"
    b"zone,Zone,Zone,class,,,both,,,kern rand,Kern|De rand,Core|The edge\n"
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Waterpeil: 35,5 cm · Beschermd gebied: nee · Zone: De rand"),
        ("en", "Water level: 35.5 cm · Protected area: no · Zone: The edge"),
    ],
)
def test_a_parcel_says_what_was_measured_of_it(language: str, said: str) -> None:
    profile = builders.profile()
    profile["parcels"][0]["facts"] = {"waterpeil_cm": "35.5", "beschermd": "nee", "zone": "rand"}
    files = {**builders.rule_files(), "codelists/place_facts.csv": PLACE_FACTS}
    statement = content(builders.award(language), profile, files, language=language, issue=builders.ISSUE)
    (land,) = [section for section in statement.sections if section.id == "land"]
    assert said in repr(land)
