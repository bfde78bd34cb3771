"""When a new contract on land begins, ends and goes on: farms on which one contract over years decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.lasting import Extension, Notice
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.problem import Problem, Runs, Step
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import LegalBasis, Rulebook
from calculator.domain.scheme import GrantRule, Scheme, Text
from calculator.domain.source import Series
from calculator.services.award import as_json
from calculator.stacking.advising import variants
from calculator.stacking.awarding import award
from calculator.stacking.certified import over_years
from calculator.stacking.columns.ordinary import Asked, claims_of
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.proof.certificate import ProofError, upper_bound
from calculator.stacking.solving.optimum.over_years import solved_over_years
from tests.builders import (
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    measure,
    parcel,
    payment,
    relation,
    rulebook,
    scheme,
)


def pays(name: str, *rates: int, term: int | None = None, **changes: object) -> Scheme:
    """Euros per hectare, year by year from 2026."""
    figures = tuple(
        figure(rate, period=Period(date(2026 + n, 1, 1), date(2027 + n, 1, 1)))
        for n, rate in enumerate(rates)
    )
    more = {key: changes.pop(key) for key in ("grant", "extension", "notice") if key in changes}
    made = payment("p", measures=[f"m{name}"], figures={"rate": 1}, term_years=term, **more)
    return scheme(f"province.x.{name}", replace(made, figures={"rate": Series(figures)}), **changes)


def rules(*schemes: Scheme, **more: object) -> Rulebook:
    """All of them exclude each other."""
    names = [s.id for s in schemes]
    rows = [relation(a, RelationType.EXCLUSIVE, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    return rulebook(*schemes, relations=rows, **more)  # type: ignore[arg-type]


def chosen(found: Award) -> list[str]:
    """What is paid per year, by the last letter of its scheme."""
    return ["".join(sorted({x.claim.scheme[-1] for x in y.lines})) or "-" for y in found.years]


def settled(book: Rulebook, years: int, *contracts: Contract) -> Award:
    names = sorted({m for s in book.schemes for p in s.payments for m in p.measures})
    found = award(ask(farm(parcel("P1", 1, *names), contracts=contracts), book, years=years))
    assert found.certificate.status == "optimal"
    return found


def test_a_contract_is_entered_for_one_term_and_another_payment_follows_it() -> None:
    found = settled(
        rules(pays("a", 3000, 3000, 3000, 1000, 1000, 1000, term=3), pays("b", *[1000] * 3, *[3000] * 3)), 6
    )
    assert (found.total, chosen(found)) == (18_000_00, [*"aaabbb"])
    missed = {n.scheme[-1]: (n.years, n.difference) for n in found.not_chosen}
    assert missed == {"b": ((2026, 2027, 2028), -6_000_00), "a": ((2029, 2030, 2031), -6_000_00)}


def test_a_contract_begins_when_its_tariff_has_risen_and_goes_on_past_the_horizon() -> None:
    book = rules(pays("a", 1, 1, 50, 50, term=6), pays("b", 20, 20, 20, 20))
    found = settled(book, 4)
    assert chosen(found) == [*"bbaa"]
    line = as_json.to_json(found, book)["years"][3]["lines"][0]  # type: ignore[index]
    assert line["contract"] == {"from": 2028, "until": 2033}
    # It is said though no term ends within the horizon.
    assert any(c.en.startswith("A new commitment on land begins in the year") for c in found.assumptions)


def test_of_two_years_a_contract_may_begin_in_the_second() -> None:
    assert chosen(settled(rules(pays("a", 1, 50, term=6), pays("b", 20, 20)), 2)) == [*"ba"]


def test_a_term_that_has_begun_is_served() -> None:
    """Three years of a contract that pays only in the first, or nothing of it."""
    assert chosen(settled(rules(pays("a", 50, 1, 1, 1, term=3), pays("b", 20, 20, 20, 20)), 4)) == [*"bbbb"]
    assert chosen(settled(rules(pays("a", 90, 1, 1, 1, term=3), pays("b", 20, 20, 20, 20)), 4)) == [*"aaab"]


def test_contracts_follow_each_other_on_the_same_ground() -> None:
    book = rules(pays("a", 9, 9, 1, 1, 1, term=2), pays("b", 1, 1, 9, 9, 9, term=3), pays("c", *[5] * 5))
    assert chosen(settled(book, 5)) == [*"aabbb"]


def test_a_term_is_renewed_where_nothing_pays_more() -> None:
    book = rules(pays("a", 9, 9, 9, 9, 2, term=2), pays("b", 5, 5, 5, 5, 6))
    found = settled(book, 5)
    assert chosen(found) == [*"aaaab"]
    terms = [
        x["contract"] for y in as_json.to_json(found, book)["years"] for x in y["lines"] if "contract" in x
    ]  # type: ignore[attr-defined]
    assert terms == [{"from": 2026, "until": 2027}] * 2 + [{"from": 2028, "until": 2029}] * 2


def test_a_scheme_that_is_closed_cannot_be_entered_and_a_contract_in_it_still_binds_its_ground() -> None:
    """It is open in the first two years; of its term of three no figure is known in the last."""
    closed = pays("a", 50, 60, term=3, validity=Period(date(2026, 1, 1), date(2028, 1, 1)))
    other = pays("b", 30, 30, 30, 30, term=2)
    # b in 2026 and 2027 (60) and again (60), or a from 2026 (110), which binds 2028, and b from 2029 (30): 140.
    found = settled(rules(closed, other), 4)
    assert (found.total, chosen(found)) == (140_00, [*"aa-b"])


@pytest.mark.parametrize(("base", "paid"), [((10, 10), ["b", "b", "-"]), ((10, 10, 10), ["bt"] * 3)])
def test_a_supplement_over_years_begins_only_where_its_base_lasts(
    base: tuple[int, ...], paid: list[str]
) -> None:
    """It can be claimed in all of its three years, and asks its base in each."""
    needs = relation("province.x.t", RelationType.REQUIRES, "province.x.b")
    book = rulebook(pays("b", *base), pays("t", 5, 5, 5, term=3), relations=[needs])
    land = farm(parcel("P1", 1, "mb", "mt"))
    assert chosen(award(ask(land, book, years=3))) == paid


def test_ground_under_a_contract_is_free_for_another_when_that_ends() -> None:
    held = Contract(
        "province.x.b", date(2022, 1, 1), date(2027, 12, 31), (ContractLine("p", "P1", Decimal(1)),)
    )
    found = settled(rules(pays("a", *[40] * 4, term=6), pays("b", *[10] * 4)), 4, held)
    assert chosen(found) == [*"bbaa"]


def contracts(found: Award, book: Rulebook) -> list[object]:
    """The years of the contract that each year's lines say."""
    said = as_json.to_json(found, book)["years"]
    return [x["contract"] for y in said for x in y["lines"] if "contract" in x]  # type: ignore[attr-defined]


def test_a_contract_is_extended_for_as_long_as_nothing_pays_more() -> None:
    """A second term of three years would last into the years in which the other pays more."""
    book = rules(pays("a", 9, 9, 9, 9, 1, 1, term=3, extension=Extension(1)), pays("b", *[5] * 4, 9, 9))
    found = settled(book, 6)
    assert (found.total, chosen(found)) == (54_00, [*"aaaabb"])
    term, more = {"from": 2026, "until": 2028}, {"from": 2026, "until": 2029, "extended_from": 2029}
    assert contracts(found, book) == [term, term, term, more]


@pytest.mark.parametrize(
    ("rule", "paid"),
    [
        (None, "aaaabbbb"),
        (Extension(1), "aaaaaabb"),
        (Extension(1, times=1), "aaaaabbb"),
        (Extension(1, until=date(2031, 1, 1)), "aaaaabbb"),
        (Extension(2), "aaaaaabb"),
        (Extension(2, until=date(2031, 12, 31)), "aaaabbbb"),
        (Extension(4), "aaaabbbb"),
    ],
)
def test_an_extension_lasts_as_its_rule_says(rule: Extension | None, paid: str) -> None:
    """After a term of four years nine euros may be had for two more; all of a second term pays less than the other does."""
    rates = {"a": [9] * 6 + [1, 1], "b": [1, 1, 5, 5, 5, 5, 9, 9]}
    book = rules(pays("a", *rates["a"], term=4, extension=rule), pays("b", *rates["b"]))
    assert "".join(chosen(settled(book, 8))) == paid


def test_ground_under_a_running_contract_may_be_kept_under_it_a_year_longer() -> None:
    """It has served seven years, of which one was an extension: one more is allowed, a second is not."""
    held = Contract(
        "province.x.b", date(2020, 1, 1), date(2026, 12, 31), (ContractLine("p", "P1", Decimal(1)),)
    )
    other = pays("a", 1, 1, 1, 50, 50)
    twice = rules(pays("b", *[9] * 5, term=6, extension=Extension(1, times=2)), other)
    found = settled(twice, 5, held)
    assert chosen(found) == [*"bbaaa"]
    assert contracts(found, twice) == [{"from": 2020, "until": 2027, "extended_from": 2027}]
    assert chosen(settled(rules(pays("b", *[9] * 5, term=6), other), 5, held)) == [*"baaaa"]


def test_an_extension_granted_at_once_weighs_for_its_own_years() -> None:
    """EUR 100 a year for two years weighs EUR 191.35; in the window of three years a year more fits, a term does not."""
    aid = {"legal_basis": "de_minimis_agri_1408_2013", "grant": GrantRule("multi_year", (7, 1))}
    book = rulebook(
        pays("a", *[100] * 3, term=2, extension=Extension(1), **aid), limits=[de_minimis(Decimal("288.44"))]
    )
    found = award(ask(farm(parcel("P1", 1, "ma")), book, years=3))
    assert chosen(found) == [*"aaa"]
    assert contracts(found, book)[2] == {"from": 2026, "until": 2028, "extended_from": 2028}
    assert max(u.used for u in found.limits) == 191_35 + 97_09


SILENT = {"extension": Extension(1, silent=True), "notice": Notice(months=6)}


def notices(found: Award, book: Rulebook, language: str = "nl") -> list[dict[str, object]]:
    return as_json.to_json(found, book, language=language).get("notices", [])  # type: ignore[return-value]


def test_a_contract_that_goes_on_by_itself_is_ended_in_time_for_what_pays_more() -> None:
    book = rules(pays("a", 9, 9, 9, 9, 1, 1, term=3, **SILENT), pays("b", *[5] * 4, 9, 9))
    first, second = notices(settled(book, 6), book)
    assert (first["ends_on"], first["notice_by"], first["then"]) == ("2028-12-31", "2028-06-30", "extended")
    assert (second["ends_on"], second["notice_by"], second["then"]) == ("2029-12-31", "2029-06-30", "other")
    assert second["instead"] == ["province.x.b#p"]
    assert second["text"] == (
        "p (P1) loopt tot en met 31 december 2029 en verlengt zichzelf met 1 jaar, tenzij u opzegt. "
        "Zeg uiterlijk op 30 juni 2029 op: daarna brengt p meer op."
    )
    assert "Give notice by 30 June 2029" in str(notices(settled(book, 6), book, "en")[1]["text"])


@pytest.mark.parametrize("last", [date(2027, 12, 31), date(2028, 12, 31)])
def test_where_the_legal_basis_ends_first_nobody_knows_what_comes_after_a_contract(last: date) -> None:
    book = rules(pays("a", *[9] * 6, term=3, legal_basis="aber_33", **SILENT))
    basis = LegalBasis("aber_33", Text("ABER", "ABER"), True, last, "1")
    book = replace(book, legal_bases={**book.legal_bases, "aber_33": basis})
    (said,) = notices(settled(book, 6), book)
    assert (said["ends_on"], said["then"], said["basis_until"]) == ("2028-12-31", "unknown", last.isoformat())
    assert (
        f"bekend tot en met 31 december {last.year}: of er daarna nog wordt betaald, is niet bekend. Zeg"
        in str(said["text"])
    )


def test_a_contract_that_ends_under_rules_that_go_on_simply_ends() -> None:
    book = rules(pays("a", 9, 9, 9, term=3, validity=Period(date(2026, 1, 1), date(2027, 1, 1)), **SILENT))
    (said,) = notices(settled(book, 6), book)
    assert (said["ends_on"], said["then"], said["basis_until"]) == ("2028-12-31", "ends", None)


def test_a_contract_past_its_last_day_of_notice_runs_for_its_extension_too() -> None:
    """On 1 July notice for the end of the year is a day late; of the contract with a shorter notice it is not."""

    def held(**changes: object) -> Contract:
        line = ContractLine("p", "P1", Decimal(1), Decimal(7), extends_years=1, **changes)  # type: ignore[arg-type]
        return Contract("province.x.b", date(2021, 1, 1), date(2026, 12, 31), (line,))

    book = rules(pays("a", *[40] * 3), pays("b", *[10] * 3))
    late = settled(book, 3, held(notice_rule=Notice(months=6)))
    assert (late.total, chosen(late)) == (7_00 * 2 + 40_00, [*"bba"])
    assert any(
        "(P1)" in t.nl and "30 juni 2026" in t.nl and "31 december 2027" in t.nl for t in late.assumptions
    )
    (said,) = notices(late, book)
    assert "Het eindigde eerst op 31 december 2026: aangenomen" in str(said["text"])
    assert (said["ends_on"], said["notice_by"], said["instead"]) == (
        "2027-12-31",
        "2027-06-30",
        ["province.x.a#p"],
    )
    for changes in (
        {"notice_rule": Notice(by=(10, 1))},
        {"notice_rule": Notice(months=6), "notice_given": True},
    ):
        assert chosen(settled(book, 3, held(**changes))) == [*"baa"]


@pytest.mark.parametrize(
    ("on", "paid"),
    [
        ("2026-12-31", "bb"),
        ("2027-01-01", "ba"),
        ("2027-06-30", "ba"),
        ("2027-07-01", "bb"),
        ("2029-01-01", "ba"),
    ],
)
def test_a_contract_that_nobody_ended_still_runs_in_the_new_year(on: str, paid: str) -> None:
    """Its last day stands in the profile as 31 December 2026, of which the last day of notice was 30 June."""
    line = ContractLine("p", "P1", Decimal(1), Decimal(7), notice_rule=Notice(months=6), extends_years=1)
    held = Contract("province.x.b", date(2021, 1, 1), date(2026, 12, 31), (line,))
    book = rules(pays("a", *[40] * 6), pays("b", *[10] * 6))
    land = parcel("P1", 1, "ma", "mb")
    assert "".join(chosen(award(ask(farm(land, contracts=(held,)), book, on, years=2)))) == paid
    ended = replace(held, lines=(replace(line, notice_given=True),))
    after = chosen(award(ask(farm(land, contracts=(ended,)), book, on, years=2)))
    assert "".join(after) == ("ba" if on == "2026-12-31" else "aa")


def test_a_running_contract_goes_on_by_itself_as_often_as_its_rule_allows() -> None:
    line = ContractLine("p", "P1", Decimal(1))
    held = Contract("province.x.b", date(2021, 1, 1), date(2026, 12, 31), (line,))
    other = pays("a", *[40] * 4)
    for times, paid in ((1, "bbaa"), (None, "bbaa")):
        rule = {"extension": Extension(1, times=times, silent=True), "notice": Notice(months=6)}
        found = settled(rules(pays("b", *[10] * 4, term=6, **rule), other), 4, held)
        assert "".join(chosen(found)) == paid
    served = replace(held, start=date(2020, 1, 1))
    rule = {"extension": Extension(1, times=1, silent=True), "notice": Notice(months=6)}
    assert chosen(settled(rules(pays("b", *[10] * 4, term=6, **rule), other), 4, served)) == [*"baaa"]


def test_a_grant_at_once_waits_until_the_window_has_room() -> None:
    aid = {"legal_basis": "de_minimis_agri_1408_2013", "grant": GrantRule("multi_year", (7, 1))}
    book = rulebook(pays("a", *[100] * 5, term=2, **aid), limits=[de_minimis(250)])
    filled = farm(parcel("P1", 1, "ma"), aid=[("2025-03-01", 250)])
    found = award(ask(filled, book, years=5))
    # The window of three years holds the aid of 2025 until 2028; a term of two years weighs EUR 191.35 when it begins.
    assert chosen(found) == [*"--aaa"]
    assert max(u.used for u in found.limits) <= 250_00


@pytest.mark.parametrize("years", [6, 30])
def test_many_courses_are_proven_without_listing_them(years: int) -> None:
    rates = [(7 * n) % 11 + 1 for n in range(years)]
    cap = limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": Decimal("0.4")}, payments=("province.x.a",))
    book = rules(
        pays("a", *rates, term=2), pays("b", *reversed(rates), term=3), pays("c", *[6] * years), limits=[cap]
    )
    found = settled(book, years)
    assert found.certificate.proof == "dual"


def problem(years: int = 6) -> Problem:
    rates = [(7 * n) % 11 + 1 for n in range(years)]
    book = rules(pays("a", *rates, term=2), pays("b", *reversed(rates), term=2))
    question = ask(farm(parcel("P1", 1, "ma", "mb")), book, years=years)
    claims, _ = claims_of(Asked(book, question.on, range(2026, 2026 + years)), question.profile)
    task, read = over_years(Task(question.profile, book, claims, question.on))
    return build(replace(task, claims=read.claims)).problem


def test_the_certificate_bounds_plans_that_nobody_listed() -> None:
    """With only its poorest plan listed a block is still bounded by its best."""
    made = problem()
    (block,) = made.blocks
    best = upper_bound(made, solved_over_years(made).solution.proof)
    poor = min(block.groups, key=lambda g: sum(max(o.gain for o in c.options) for c in g.cells))
    short = replace(made, blocks=(replace(block, groups=(poor,)),))
    assert upper_bound(short, solved_over_years(made).solution.proof) == best
    assert solved_over_years(short).added


@pytest.mark.parametrize(
    "layers",
    [
        (),
        ((Step((0,), ()),), (Step((0,), (3,)),)),
        ((Step((0,), ()),), (Step((0,), ()),)),
        ((Step((0,), ()),), (Step((0,), (-1,)),)),
    ],
)
def test_a_chart_that_leads_nowhere_is_refused(layers: Sequence[Sequence[Step]]) -> None:
    made = problem()
    (block,) = made.blocks
    assert block.runs is not None
    forged = replace(block, runs=Runs(block.runs.cells, tuple(map(tuple, layers))))
    with pytest.raises(ProofError):
        upper_bound(replace(made, blocks=(forged,)), solved_over_years(made).solution.proof)


def test_what_is_advised_is_what_is_paid() -> None:
    book = rules(pays("a", 3000, 3000, 3000, 1000, 1000, 1000, term=3), pays("b", *[1000] * 3, *[3000] * 3))
    wish = [measure(m, 1, candidate=True, cost_eur=Decimal(10)) for m in ("ma", "mb")]
    land = parcel("P1", 1, *wish)
    found = variants.award(replace(ask(farm(land), book, years=6), mode="advise"))
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)
    assert found.total == 18_000_00
