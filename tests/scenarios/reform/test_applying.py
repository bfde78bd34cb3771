"""Changes applied to the shipped rules: what they do, what they leave as it was, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.domain.source import Status
from calculator.scenarios.reform import applying, checking, reading, telling, writing
from tests.scenarios.bench import GOLD_250, ON, rules, scenario, shipped, text, wrong

ECO = "national.rvo.eco-regeling"
BASIC = "national.rvo.basisinkomenssteun"


def scheme(rulebook: Rulebook, name: str, day: date = ON) -> Scheme:
    return next(s for s in rulebook.schemes_on(day) if s.id == name)


def payment(rulebook: Rulebook, ref: str, day: date = ON) -> Payment:
    found = scheme(rulebook, ref.partition("#")[0], day).payment(ref.partition("#")[2])
    assert found is not None
    return found


def test_the_tariff_of_gold_changes_and_the_threshold_does_not() -> None:
    after = rules(scenario(GOLD_250))
    premium, before = (payment(book, f"{ECO}#eco-premie") for book in (after, shipped()))
    rate, was = premium.figures["rate"].on(ON), before.figures["rate"].on(ON)
    assert rate is not None
    assert was is not None
    assert rate.values == {**was.values, "goud": Decimal(250)}
    assert premium.figures["threshold"] == before.figures["threshold"]


def test_what_a_scenario_sets_is_assumed_and_names_the_scenario() -> None:
    after = rules(scenario(GOLD_250))
    figure = payment(after, f"{ECO}#eco-premie").figures["rate"].on(ON)
    assert figure is not None
    assert (figure.status, figure.sources) == (Status.ASSUMED, ("scenario",))
    assert scheme(after, ECO).sources["scenario"].title == "Scenario proef: Proef"


def test_the_rulebook_itself_stays_as_it_is_and_the_changed_one_has_a_digest_of_its_own() -> None:
    before, digest = shipped().schemes, shipped().digest
    after, again, other = (rules(scenario(c)) for c in (GOLD_250, GOLD_250, GOLD_250.replace("250", "260")))
    assert shipped().schemes is before
    assert len({digest, after.digest, other.digest}) == 3
    assert after.digest == again.digest


def test_the_windows_for_applying_stay_where_rules_change() -> None:
    before = shipped()
    assert before.windows
    assert rules(scenario(GOLD_250)).windows == before.windows


def test_a_change_holds_only_in_its_period() -> None:
    after = rules(scenario(GOLD_250.replace("250}", "250, from: 2025-01-01, until: 2026-01-01}")))
    values = {
        y: payment(after, f"{ECO}#eco-premie", date(y, 7, 1)).figures["rate"].on(date(y, 7, 1))
        for y in (2024, 2025, 2026)
    }
    assert [f and f.values["goud"] for f in values.values()] != [Decimal(250)] * 3
    assert values[2025] is not None
    assert values[2025].values["goud"] == 250
    for year in (2024, 2026):
        day = date(year, 7, 1)
        assert values[year] == payment(shipped(), f"{ECO}#eco-premie", day).figures["rate"].on(day)


def test_a_tariff_grows_year_by_year() -> None:
    after = rules(scenario(f"{{change: indexation, of: {BASIC}, percent: 10, from: 2025-01-01}}"))
    first, third = (
        payment(after, f"{BASIC}#basis", date(y, 7, 1)).figures["rate"].on(date(y, 7, 1))
        for y in (2025, 2027)
    )
    assert first is not None
    assert third is not None
    assert third.values[""] == (first.values[""] * Decimal("1.21")).quantize(Decimal("0.0001"))


def test_a_limit_is_lifted_and_comes_back_after_the_period() -> None:
    after = rules(scenario("{change: limit, limit: de-minimis-landbouw, off: yes, until: 2027-01-01}"))
    held = {
        y: any(x.id == "de-minimis-landbouw" for x in after.limits_on(date(y, 7, 1)))
        for y in (2024, 2025, 2026, 2027)
    }
    assert held == {2024: True, 2025: False, 2026: False, 2027: True}


def test_a_relation_changes_goes_and_is_added() -> None:
    added = f"{{change: relation, relation: nieuw, a: {BASIC}, b: {ECO}, type: exclusive}}"
    after = rules(
        scenario(
            "{change: relation, relation: default-eco-eco, type: additive}",
            "{change: relation, relation: default-eco-anlb, off: yes}",
            added,
        )
    )
    found = {r.id: r for r in after.relations_on(ON)}
    assert found["default-eco-eco"].type == "additive"
    assert "default-eco-anlb" not in found
    assert found["nieuw"].source.id == "scenario"


def test_a_scheme_that_goes_keeps_its_name_for_contracts_that_run() -> None:
    after = rules(scenario(f"{{change: scheme, of: {ECO}, off: yes}}"))
    assert all(s.id != ECO for y in range(2025, 2030) for s in after.schemes_on(date(y, 7, 1)))
    assert any(s.id == ECO for s in after.schemes)


def test_area_basis_dates_and_terms_change() -> None:
    after = rules(
        scenario(
            "{change: area, of: province.overijssel.weidegang, everywhere: yes}",
            "{change: basis, of: water_board.*, bases: [unknown], to: aber_art34_aecc}",
            "{change: dates, of: province.overijssel.weidegang, endless: yes}",
            "{change: term, of: national.anlb.westergo, years: 20}",
        )
    )
    grazing = scheme(after, "province.overijssel.weidegang")
    assert (grazing.territory, grazing.validity.end) == ({}, None)
    boards = [s for s in after.schemes_on(ON) if s.layer == "water_board"]
    assert all((p.legal_basis or s.legal_basis) != "unknown" for s in boards for p in s.payments)
    assert {p.term_years for p in scheme(after, "national.anlb.westergo").payments} == {20}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("{change: tariff, of: national.rvo.eco-regelin, value: 1}", "no rule is called `national.rvo.eco-regelin`"),
        ("{change: tariff, of: national.rvo.eco-regeling#premie, value: 1}", "no rule is called"),
        ("{change: tariff, of: national.rvo.eco-regeling#eco-premie, figure: rat, value: 1}", "there is no figure `rat` there"),
        ("{change: tariff, of: national.rvo.eco-regeling#eco-premie, key: platina, value: 1}", "`rate` has no key `platina`"),
        ("{change: limit, limit: de-minimis, off: yes}", "there is no limit `de-minimis`"),
        ("{change: relation, relation: default-eco, type: additive}", "there is no relation `default-eco`"),
        ("{change: basis, of: water_board.*, to: aber_34}", "there is no legal basis `aber_34`"),
        ("{change: area, of: province.utrecht.agroforestry, provinces: [holland]}", "`holland` is not in codelists"),
        ("{change: budget, scheme: a.b.c, eur: 1, allot: lottery}", "there is no scheme `a.b.c`"),
        ("{change: condition, of: province.overijssel.weidegang, words: niets}", 'there is no condition "niets" there'),
    ],
)  # fmt: skip
def test_a_change_to_a_rule_that_does_not_exist_is_told_with_its_line(change: str, told: str) -> None:
    (found,) = wrong(change)
    assert found.startswith("6: ")
    assert told in found


def test_two_lines_that_set_one_thing_differently_are_a_conflict() -> None:
    (found,) = wrong(GOLD_250, GOLD_250.replace("250", "260"))
    assert found.startswith("7: ")
    assert "is also set on line 6" in found
    assert wrong(GOLD_250, GOLD_250.replace("goud", "brons")) == []


def test_a_scheme_that_goes_is_not_changed_as_well() -> None:
    assert wrong(GOLD_250, f"{{change: scheme, of: {ECO}, off: yes}}") == [f"6: {ECO} goes already by line 7"]


def test_a_limit_is_not_lifted_and_set_at_once() -> None:
    lifted = "{change: limit, limit: de-minimis-landbouw, off: yes}"
    (found,) = wrong(lifted, "{change: limit, limit: de-minimis-landbouw, value: 80000}")
    assert "is also set on line 6" in found


def test_a_scenario_on_another_goes_before_it() -> None:
    below = text(GOLD_250).replace("scenario: proef", "scenario: onder").encode()
    above = text(GOLD_250.replace("250", "300"), more="stands_on: onder\n").encode()
    found, _ = reading.read("proef.yaml", above, {"onder": below}.get)
    assert found is not None
    rate = payment(rules(found), f"{ECO}#eco-premie").figures["rate"].on(ON)
    assert rate is not None
    assert rate.values["goud"] == 300


def test_a_scenario_written_against_other_rules_says_so() -> None:
    pinned = scenario(GOLD_250, more="rulebook: sha256:0000\n")
    after, problems = applying.apply(shipped(), pinned)
    assert after is None
    assert "was written against rules sha256:0000" in problems[0].message.en


def test_where_a_scheme_is_open_is_told_by_name() -> None:
    places = (
        "provinces: [fryslan], water_boards: [wetterskip-fryslan], collectives: [elan-zuidoost-friesland]"
    )
    one = scenario(f"{{change: area, of: {ECO}, {places}}}")
    told = [t for t in telling.told(shipped(), rules(one), one) if t.what.en == "territory"]
    assert {t.old.en for t in told} == {"everywhere"}
    assert {t.new.nl for t in told} == {"Fryslân, Wetterskip Fryslân, ELAN Zuidoost-Friesland"}


def test_what_contradicts_the_rules_is_refused_by_the_checks_of_the_registry() -> None:
    pair = f"a: {ECO}#rustgewas, b: {ECO}#stikstofbindend-gewas"
    one = scenario(f"{{change: relation, relation: nieuw, {pair}, type: exclusive, quantity: all}}")
    found = checking.check(shipped(), rules(one), one)
    assert any("contradicts" in p.message.en for p in found)
    # Both rules are named as the scenario or the rules name them, not by the table in which they were compared.
    assert any(p.message.en.startswith("nieuw: `exclusive` contradicts `") for p in found)
    assert not any(".csv" in p.message.nl + p.message.en for p in found)
    slip = scenario(f"{{change: tariff, of: {BASIC}, value: 22000}}")
    (told,) = checking.check(shipped(), rules(slip), slip)
    assert "is not plausible" in told.message.en
    # Who writes a scenario is sent to its own amount, not into the program.
    assert ".py" not in told.text("nl") + told.text("en")
    sound = scenario(GOLD_250)
    assert checking.check(shipped(), rules(sound), sound) == ()


def test_what_the_checks_refuse_stands_on_the_line_of_its_change() -> None:
    steep = f"{{change: threshold, of: {ECO}#eco-premie, figure: threshold, key: brons, value: 150}}"
    one = scenario(GOLD_250, steep)
    found = checking.check(shipped(), rules(one), one)
    assert any("`brons` asks more value (150) than `zilver` (100)" in p.message.en for p in found)
    assert {p.line for p in found} == {one.changes[1].line}
    assert one.changes[0].line < one.changes[1].line


COWS = (
    "{change: new_scheme, rule: {scheme: province.utrecht.koe, name: {nl: Koe, en: Cow}, layer: province, payer: utrecht, "
    "payer_is_public: yes, state_resources: yes, legal_basis: notified_scheme, valid_from: 2025-01-01, recorded_on: 2025-07-01, "
    "territory: {}, sources: {B: {title: Besluit, url: 'https://example.org/b', article: '2', seen: 2025-07-01}}, payments: ["
    "{id: gras, name: {nl: Gras, en: Grass}, kind: flat, level: farm, unit: ha, quantity: grassland_ha, "
    "cap_per: herd.dairy_cows, cost_components: [result_bonus], "
    "reward: {service: habitat, indicator: kensoorten, quantity: hectares, term: per jaar}, sources: [B], figures: {"
    "rate: [{from: 2025-01-01, value: 60, unit: EUR/ha, status: assumed, origin: 'ORIGIN', confidence: low, sources: [B]}], "
    "cap: [{from: 2025-01-01, value: 10, unit: EUR, status: definitive, confidence: high, sources: [B]}]}}]}}"
)


def test_what_is_wrong_with_a_new_scheme_stands_on_its_own_line_with_what_its_writer_can_do() -> None:
    budget = "{change: budget, scheme: province.utrecht.koe, eur: 1000, allot: pro_rata}"
    one = scenario(COWS.replace("ORIGIN", "een gok"), budget)
    (found,) = checking.check(shipped(), rules(one), one)
    assert found.line == one.changes[0].line
    assert found.remedy.nl.startswith("schrijf `scenario: geen gepubliceerd getal`")


def test_what_is_wrong_with_a_new_scheme_that_fills_lines_stands_on_the_line_at_fault() -> None:
    lines = (
        COWS.replace("ORIGIN", "een gok")
        .replace("rate: [", "\n      rate: [")
        .replace("cap: [", "\n      cap: [")
    )
    one = scenario("{change: limit, limit: de-minimis-landbouw, off: yes}", lines)
    (found,) = checking.check(shipped(), rules(one), one)
    assert found.line == one.changes[1].line + 1
    dearer = "{change: cap, of: province.utrecht.koe, factor: 2}"
    changed = scenario("{change: limit, limit: de-minimis-landbouw, off: yes}", lines, dearer)
    (found,) = checking.check(shipped(), rules(changed), changed)
    assert found.line == changed.changes[2].line, (
        "what a later change made of it is nobody's line of the scheme"
    )


def test_a_cap_for_each_cow_is_told_as_that() -> None:
    one = scenario(COWS.replace("ORIGIN", "scenario: geen gepubliceerd getal"))
    assert checking.check(shipped(), rules(one), one) == ()
    told = {t.what.en: (t.what.nl, t.new.nl) for t in telling.told(shipped(), rules(one), one)}
    assert told["Grass, maximum per dairy cow"] == ("Gras, maximum per melkkoe", "€\u00a010")


def test_every_scheme_can_be_written_and_reads_back_the_same() -> None:
    from dataclasses import replace

    from calculator.registry import draft

    for one in shipped().schemes:
        found, problems = draft.read({one.path: writing.scheme_file(one)})
        assert problems == []
        assert replace(found.schemes[0].scheme, digest=one.digest, corrects=one.corrects) == one


def test_old_and_new_are_told_side_by_side() -> None:
    one = scenario(GOLD_250, "{change: limit, limit: de-minimis-landbouw, off: yes}")
    told = telling.told(shipped(), rules(one), one)
    assert [(t.what.en, t.old.en, t.new.en) for t in told] == [
        ("Eco-scheme premium, rate", "gold: €180 per ha", "gold: €250 per ha"),
        ("limit", "holds", "does not hold"),
    ]
