"""A sound folder becomes a rulebook with every value in its place, whatever the order of its files."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator import registry
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, GrantRule, Level, PaymentKind, Presence, Text
from calculator.domain.source import Confidence, Status
from tests.registry.builders import (
    CASE_TEXT,
    ECO,
    LIMIT,
    RELATION_HEADER,
    RELATION_ROW,
    RELATIONS,
    SCHEME,
    SCHEME_TEXT,
    documents,
    edited,
    rule_folder,
)


def rulebook(changes: dict[str, str | None] | None = None) -> Rulebook:
    found, problems = registry.from_documents(documents(changes))
    assert problems == ()
    assert found is not None
    return found


def test_a_scheme_holds_what_its_file_says() -> None:
    scheme = next(s for s in rulebook().schemes if s.id == "province.utrecht.botanisch")
    assert scheme.name == Text("Botanisch grasland", "Botanical grassland")
    assert (scheme.layer, scheme.payer, scheme.legal_basis) == ("province", "utrecht", "aber_34")
    assert scheme.payer_is_public
    assert scheme.state_resources
    assert not scheme.budget_depends
    assert scheme.validity == Period(date(2024, 1, 1), date(2027, 1, 1))
    assert scheme.recorded_on == date(2026, 1, 15)
    assert scheme.territory == {"provinces": ("utrecht",)}
    assert scheme.path == SCHEME
    assert scheme.sources["S1"].article == "3"
    assert scheme.conditions[0].absent is Presence.PRESUME


def test_a_payment_holds_what_its_file_says() -> None:
    scheme = next(s for s in rulebook().schemes if s.id == "province.utrecht.botanisch")
    payment = scheme.payment("strook")
    assert payment is not None
    assert (payment.kind, payment.level, payment.unit) == (PaymentKind.FLAT, Level.UNIT, Unit.HECTARE)
    assert payment.measures == ("kruidenrijk-grasland",)
    assert payment.groups == ("botanisch",)
    assert payment.conditions[0].arguments == {"value": Decimal("0.5")}
    first, second = payment.figures["rate"].figures
    assert first.values == {"": Decimal("1200.50")}
    assert first.unit == "EUR/ha"
    assert (first.status, first.confidence) == (Status.DEFINITIVE, Confidence.HIGH)
    assert (second.status, second.origin) == (Status.ASSUMED, "2024")


def test_a_class_premium_rests_on_the_activities_of_its_own_scheme() -> None:
    scheme = next(s for s in rulebook().schemes if s.id == "national.rvo.eco")
    premium = scheme.payment("klasse")
    assert premium is not None
    assert premium.activities == "national.rvo.eco"
    assert premium.organic_class == "goud"
    assert premium.grant == GrantRule("annual", (12, 15))
    assert premium.figures["entry"].figures[0].values == {"1.klimaat": Decimal("1.5"), "1.bodem": Decimal(2)}


def test_parties_ranges_and_tiers_are_read() -> None:
    text = edited(SCHEME_TEXT, "kind: flat", "kind: tiered\n    indicator: indicators.eiwit_eigen_land_pct")
    text = edited(
        text,
        "    groups:",
        "    tiers: [{at_least: 6, figure: hoog}]\n    parties: {lender: bank}\n    groups:",
    )
    text = edited(text, "      rate:", "      hoog:")
    text = edited(text, "value: 1200.50", "low: 10, high: 20")
    scheme = next(s for s in rulebook({SCHEME: text}).schemes if s.id == "province.utrecht.botanisch")
    payment = scheme.payments[0]
    assert payment.parties == {"lender": "bank"}
    assert payment.tiers[0].at_least == Decimal(6)
    assert payment.figures["hoog"].figures[0].low == {"": Decimal(10)}
    assert payment.figures["hoog"].figures[0].high == {"": Decimal(20)}


def test_words_that_yaml_would_turn_into_something_else_stay_text() -> None:
    text = edited(
        SCHEME_TEXT,
        "kind: declared, path: declared.active",
        "kind: fact_is, path: farm.organic, one_of: [no, 265, 0x1F, on, 1e3]",
    )
    condition = next(
        s for s in rulebook({SCHEME: text}).schemes if s.id == "province.utrecht.botanisch"
    ).conditions[0]
    assert condition.arguments["one_of"] == ("no", "265", "0x1F", "on", "1e3")


def test_a_nested_condition_takes_text_absence_and_sources_from_around() -> None:
    inner_ones = (
        "{kind: declared, path: declared.a}, {kind: fact_at_least, path: herd.milk_kg_year, value: 3}"
    )
    nested = f"kind: any_of, conditions: [{inner_ones}]"
    text = edited(SCHEME_TEXT, "kind: declared, path: declared.active", nested)
    outer = next(
        s for s in rulebook({SCHEME: text}).schemes if s.id == "province.utrecht.botanisch"
    ).conditions[0]
    inner = outer.arguments["conditions"]
    assert isinstance(inner, tuple)
    assert all(isinstance(c, Condition) for c in inner)
    assert {(c.text, c.absent, c.sources) for c in inner} == {(outer.text, outer.absent, outer.sources)}
    assert inner[1].arguments == {"path": "herd.milk_kg_year", "value": Decimal(3)}


def test_limits_relations_and_codelists_are_read() -> None:
    found = rulebook()
    limit, relation = found.limits[0], found.relations[0]
    assert (limit.kind, limit.window, limit.window_years) == (LimitKind.DE_MINIMIS, "rolling", 3)
    assert limit.all_or_nothing
    assert limit.path == LIMIT
    assert (relation.type, relation.quantity, relation.level) == (
        RelationType.ZERO,
        Quantity.VALUE,
        Level.UNIT,
    )
    assert relation.source.article == "27(9)"
    code = found.code("measures", "rustgewas")
    assert code is not None
    assert code.columns["unit"] == "ha"
    assert found.legal_bases["aber_34"].ends_on == date(2029, 12, 31)
    assert found.legal_bases["unknown"].public


def test_a_folder_and_its_files_in_memory_give_the_same_rulebook(tmp_path: Path) -> None:
    loaded, problems = registry.load(rule_folder(tmp_path), cache_dir=tmp_path / "cache")
    assert problems == ()
    assert loaded == rulebook()


def test_the_digest_is_over_rules_and_codelists_and_nothing_else(tmp_path: Path) -> None:
    beside = {
        "checks.csv": f"path,figure,checked_on,outcome,note\n{SCHEME},strook.rate,2026-05-01,unchanged,\n",
        "conflicts.csv": "path,figure,says,source_title,source_url,article,seen,reason_nl,reason_en\n",
        "published.csv": "path,sha256,recorded_on\n",
        "schema/scheme.schema.json": "{}",
        "schemes/province/utrecht/botanisch/cases/een.yaml": CASE_TEXT,
        "README.md": "x",
    }
    plain, _ = registry.load(rule_folder(tmp_path / "a"), cache_dir=tmp_path / "cache")
    more, problems = registry.load(rule_folder(tmp_path / "b", beside), cache_dir=tmp_path / "cache")
    assert problems == ()
    assert plain is not None
    assert more is not None
    assert plain.digest == more.digest
    assert set(more.files) == set(documents())
    assert {s.digest for s in more.schemes} == {more.files[SCHEME], more.files[ECO]}


@pytest.mark.parametrize("path", sorted(documents()))
def test_every_rule_file_counts_in_the_digest(path: str) -> None:
    changed, problems = registry.from_documents({**documents(), path: documents()[path] + b"\n"})
    assert problems == ()
    assert changed is not None
    assert changed.digest != rulebook().digest


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_files_never_matters(seed: int) -> None:
    files = list(documents().items())
    random.Random(seed).shuffle(files)
    shuffled, problems = registry.from_documents(dict(files))
    assert problems == ()
    assert shuffled == rulebook()


def test_a_file_that_is_no_rule_is_refused_among_documents() -> None:
    found, problems = registry.from_documents(
        {**documents(), "../../etc/passwd": b"x", "schemes/x.yml": b"x"}
    )
    assert found is None
    assert {p.file for p in problems} == {"../../etc/passwd", "schemes/x.yml"}


CORRECTION = "schemes/province/utrecht/botanisch/2024-01-01.1.yaml"
CORRECTED = edited(
    edited(SCHEME_TEXT, "recorded_on: 2026-01-15", "recorded_on: 2026-03-01\ncorrects: 2024-01-01.yaml"),
    "until: 2025-01-01, value: 1200.50",
    "until: 2025-01-01, value: 1300",
)


def test_a_correction_replaces_the_file_it_corrects(tmp_path: Path) -> None:
    found = rulebook({CORRECTION: CORRECTED})
    schemes = [s for s in found.schemes if s.id == "province.utrecht.botanisch"]
    assert [s.path for s in schemes] == [CORRECTION]
    assert schemes[0].payments[0].figures["rate"].figures[0].values == {"": Decimal(1300)}
    assert SCHEME in found.files


def test_one_can_ask_what_the_registry_said_on_an_earlier_day(tmp_path: Path) -> None:
    root = rule_folder(tmp_path, {CORRECTION: CORRECTED})
    for day, path in ((date(2026, 2, 28), SCHEME), (date(2026, 3, 1), CORRECTION)):
        found, problems = registry.load(root, cache_dir=tmp_path / "cache", as_known_on=day)
        assert problems == ()
        assert found is not None
        assert [s.path for s in found.schemes if s.layer == "province"] == [path]
    earlier, _ = registry.load(root, cache_dir=tmp_path / "cache", as_known_on=date(2026, 2, 28))
    assert earlier is not None
    assert earlier.digest == rulebook().digest


def test_what_refers_to_a_rule_that_was_not_yet_recorded_is_no_orphan(tmp_path: Path) -> None:
    root = rule_folder(
        tmp_path, {SCHEME: edited(SCHEME_TEXT, "recorded_on: 2026-01-15", "recorded_on: 2026-03-01")}
    )
    found, problems = registry.load(root, cache_dir=tmp_path / "cache", as_known_on=date(2026, 2, 1))
    assert problems == ()
    assert found is not None
    assert SCHEME not in found.files
    assert [s.id for s in found.schemes] == ["national.rvo.eco"]
    nothing, problems = registry.load(root, cache_dir=tmp_path / "cache", as_known_on=date(2020, 1, 1))
    assert problems == ()
    assert nothing is not None
    assert nothing.schemes == ()


def test_a_relation_row_may_say_when_it_was_recorded_and_which_row_it_corrects(tmp_path: Path) -> None:
    header = RELATION_HEADER.replace("note\n", "note,recorded_on,corrects\n")
    first = RELATION_ROW.replace(",high,\n", ",high,,2026-01-15,\n")
    second = first.replace("eco-utrecht", "eco-utrecht-2").replace(
        "2026-01-15,\n", "2026-03-01,eco-utrecht\n"
    )
    root = rule_folder(tmp_path, {RELATIONS: header + first + second})
    for day, expected in ((date(2026, 2, 1), "eco-utrecht"), (date(2026, 3, 1), "eco-utrecht-2")):
        found, problems = registry.load(root, cache_dir=tmp_path / "cache", as_known_on=day)
        assert problems == ()
        assert found is not None
        assert [r.id for r in found.relations] == [expected]


def test_a_correction_recorded_before_what_it_corrects_is_refused() -> None:
    text = edited(CORRECTED, "recorded_on: 2026-03-01", "recorded_on: 2026-01-01")
    _, problems = registry.from_documents(documents({CORRECTION: text}))
    assert [(p.file, p.line) for p in problems] == [(CORRECTION, 10)]


def test_a_declared_number_that_two_schemes_ask_for_is_a_note(tmp_path: Path) -> None:
    own = edited(SCHEME_TEXT, "quantity: area", "quantity: declared.kosten_eur")
    path = SCHEME.replace("botanisch", "anders")
    other = edited(own, "scheme: province.utrecht.botanisch", "scheme: province.utrecht.anders")
    report = registry.check(rule_folder(tmp_path, {SCHEME: own, path: other}))
    told = [(n.file, n.message.nl) for n in report.notes if "telt dan voor beide" in n.message.nl]
    told += [(p.file, p.message.nl) for p in report.problems if "telt dan voor beide" in p.message.nl]
    assert len(told) == 1, (report.problems, report.notes)


def test_a_source_read_after_the_file_was_recorded_is_a_note(tmp_path: Path) -> None:
    report = registry.check(
        rule_folder(tmp_path, {SCHEME: edited(SCHEME_TEXT, "seen: 2026-01-10", "seen: 2062-01-10")})
    )
    assert report.rulebook is not None
    assert "bron `S1` is gelezen op 2062-01-10, na `recorded_on` (2026-01-15)" in {
        note.message.nl for note in report.notes if note.file == SCHEME
    }


def test_gaps_and_unused_sources_are_notes_and_not_problems(tmp_path: Path) -> None:
    gap = edited(SCHEME_TEXT, "until: 2025-01-01", "until: 2024-07-01")
    spare = '  S2: {title: "x", url: "https://x.org", seen: 2026-01-10}\n'
    text = edited(gap, "conditions:\n  - {kind: declared", f"{spare}conditions:\n  - {{kind: declared")
    report = registry.check(rule_folder(tmp_path, {SCHEME: text}))
    assert report.rulebook is not None
    assert [n.message.nl for n in report.notes if n.file == SCHEME] == [
        "bij deze regeling staat geen voorbeeld",
        "bron `S2` wordt nergens genoemd",
        "`rate` van `strook`: van 2024-07-01 tot 2025-01-01 geldt er niets",
    ]
