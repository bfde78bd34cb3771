"""A draft scheme by form: every way to pay becomes a rule that the registry takes, and reads in plain words."""

from datetime import date

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.reform.drafting import Wanted
from calculator.scenarios.reform.telling import told
from calculator.services.errors import InputProblems
from calculator.services.registry import rulebooks
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.by_form import drafts as scenario_drafts
from calculator.services.scenario.by_form import editing as scenario_editing
from calculator.services.scenario.by_form import forms as scenario_forms
from calculator.services.scenario.by_form.kinds import BY_CODE
from calculator.services.scenario.rules import SetUp

ON = date(2025, 7, 1)
ASKED = {
    "name": "Nieuw", "payer": "drenthe", "rate": "120", "service": "bodemkwaliteit", "basis": "unknown",
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.current()


def made(rules: Rulebook, **how: object) -> SetUp:
    change = scenario_forms.change(BY_CODE["new_scheme"], "", {**ASKED, **how}, rules, ON)
    text = scenario_editing.with_change(scenario_editing.new(name="x", on=str(ON), years="6"), change)
    return scenario_rules.set_up(scenario_rules.read("x.yaml", text.encode()), rules)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (
            {"per": "measure", "measure": "grasland-met-kruiden", "provinces": ["drenthe"], "crop": "233", "years": "6"},
            {"tarief": "€\u00a0120 per ha", "looptijd": "6 jaar", "voorwaarden": "op het perceel staat Tarwe, winter-"},
        ),
        (
            {"per": "ha", "first": "40", "cap": "5000", "farm_types": ["dairy", "mixed"]},
            {"over de eerste": "40 ha", "maximum": "€\u00a05.000", "voorwaarden": "het bedrijfstype is melkvee of gemengd"},
        ),
        (
            {"per": "milk", "rate": "1.50", "indicator": "co2eq_g_kg_melk", "reach": "1000", "reach_2": "900", "rate_2": "2"},
            {
                "bedrag bij hoogstens 1.000": "€\u00a01,50 per 100 kg melk",
                "bedrag bij hoogstens 900": "€\u00a02 per 100 kg melk",
                "treden": "Broeikasgas per kg melk tot en met 900; tot en met 1.000",
            },
        ),
        (
            {"per": "cow", "above": "100", "rate_2": "60", "organic": "yes"},
            {
                "treden": "vanaf 100; vanaf 0",
                "bedrag vanaf 100": "€\u00a012.000",
                "bedrag per eenheid boven 100": "€\u00a060 per stuk",
            },
        ),
        (
            {"per": "farm", "once": "yes", "measure": "grasland-met-kruiden"},
            {"wanneer": "eenmalig", "voorwaarden": "het bedrijf voert uit: Grasland met kruiden"},
        ),
        ({"per": "ha", "fixed": "250", "crop": "233"}, {"vast bedrag": "€\u00a0250"}),
    ],
)  # fmt: skip
def test_every_way_to_pay_is_a_rule_that_the_registry_takes(
    rules: Rulebook, how: dict[str, object], says: dict[str, str]
) -> None:
    found = made(rules, **how)
    (path,) = scenario_rules.drafts(found)
    assert path == "schemes/province/drenthe/nieuw/2025-01-01.yaml"
    read = {row.what.nl.rpartition(", ")[2]: row.new.nl for row in told(rules, found.after, found.scenario)}
    assert says.items() <= read.items()
    assert read["betaler"] == rules.codelists["payers"]["drenthe"].name.nl
    assert all(row.new.en for row in told(rules, found.after, found.scenario))


@pytest.mark.parametrize(
    ("how", "fields"),
    [
        ({"per": "measure"}, {"/measure"}),
        ({"per": "measure", "measure": "grasland-met-kruiden", "cap": "5", "first": "3"}, {"/cap", "/first"}),
        ({"per": "ha", "first": "4", "fixed": "3"}, {"/fixed"}),
        ({"per": "ha", "above": "4"}, {"/rate_2"}),
        ({"per": "ha", "indicator": "co2eq_g_kg_melk", "reach_2": "3"}, {"/reach", "/rate_2"}),
        ({"per": "ha", "years": "2.5"}, {"/years"}),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(
    rules: Rulebook, how: dict[str, object], fields: set[str]
) -> None:
    with pytest.raises(InputProblems) as wrong:
        made(rules, **how)
    assert {p.pointer for p in wrong.value.problems} == fields


def test_all_that_can_be_wanted_is_asked(rules: Rulebook) -> None:
    asked = {f.name for f in scenario_drafts.fields(rules)}
    assert asked | {"layer"} == set(Wanted.__dataclass_fields__)


def test_a_budget_of_a_new_scheme_is_listed_by_the_name_of_that_scheme(rules: Rulebook) -> None:
    change = scenario_forms.change(BY_CODE["new_scheme"], "", {**ASKED, "per": "farm"}, rules, ON)
    text = scenario_editing.with_change(scenario_editing.new(name="x", on=str(ON), years="1"), change)
    budget = {"change": "budget", "scheme": change["rule"]["scheme"], "eur": "1000", "allot": "lottery"}
    listed = scenario_editing.listed(scenario_editing.with_change(text, budget), rules)
    assert [line.subject.nl for line in listed] == ["Nieuw", "Nieuw"]
