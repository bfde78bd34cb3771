"""The forms of the bench take what people type, keep it where something is wrong, and say what in words of the form."""

import html
import re
from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from calculator.services.errors import InputProblems
from calculator.web.pages.scenarios import begin_form
from tests.web.pages.scenarios.bench import address
from tests.web.visitors import Browser

HEAD = {"action": "head", "name_nl": "Hoofd", "name_en": "Head", "on": "2025-07-01", "years": "1"}


@pytest.fixture
def scenario(member: Browser) -> str:
    """The address of a new scenario without changes."""
    name = f"Vorm {datetime.now(UTC).timestamp()}"
    made = member.post("/scenarios", {"name": name, "on": "01-07-2025"})
    assert made.status_code == 303, "a day may be written as a Dutch person does"
    return str(made.location)


def told(text: str) -> str:
    """What is wrong, as it reads."""
    found = re.search(r'role="alert".*?</section>', text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def test_amounts_and_days_of_a_scenario_are_read_as_people_write_them(member: Browser, scenario: str) -> None:
    sent = {**HEAD, "on": "1-7-2025", "cost": "1.250,50", "threshold": "200"}
    assert member.post(scenario, sent).status_code == 303
    kept = member.get(f"{scenario}.yaml").text
    assert "cost_eur: '1250.50'" in kept
    assert "'on': '2025-07-01'" in kept


def test_what_was_typed_stands_open_to_be_mended_and_the_title_says_that_something_is_wrong(
    member: Browser, scenario: str
) -> None:
    sent = {**HEAD, "about_nl": "Waarom dit scenario", "years": "drie", "cost": "-3", "on": "31-02-2025"}
    answer = member.post(scenario, sent)
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    said = told(answer.text)
    for words in ('"drie" is geen aantal jaren', '"-3" is minder dan nul', '"31-02-2025" is geen datum'):
        assert words in said
    opened = re.search(r"<details[^>]* open>.*?</details>", answer.text, re.DOTALL)
    assert opened
    for typed in ("Waarom dit scenario", 'value="drie"', 'value="-3"'):
        assert typed in opened[0]


def test_a_scenario_keeps_a_name(member: Browser, scenario: str) -> None:
    answer = member.post(scenario, {**HEAD, "name_nl": " ", "name_en": ""})
    assert answer.status_code == 422
    assert "Het scenario heeft geen naam." in told(answer.text)


def test_what_a_scenario_stands_on_is_chosen_by_name(member: Browser, scenario: str) -> None:
    page = member.get(scenario).text
    choice = page[page.index('name="stands_on"') :]
    choice = choice[: choice.index("</select>")]
    assert '<option value="eco-goud-250">Eco-regeling goud voor' in choice
    own = address(member.get(f"{scenario}.yaml").text, r"scenario: '?([\w-]+)")
    assert f'value="{own}"' not in choice, "not on itself"
    assert member.post(scenario, {**HEAD, "stands_on": "eco-goud-250"}).status_code == 303
    assert '<option value="eco-goud-250" selected>' in member.get(scenario).text


def test_a_comment_that_is_too_long_is_not_lost(member: Browser, scenario: str) -> None:
    answer = member.post(scenario, {"action": "comment", "said": "ja " * 900})
    assert answer.status_code == 422
    assert "ja ja ja" in answer.text[answer.text.index('id="said"') :]


ECO = "national.rvo.eco-regeling"


@pytest.mark.parametrize(
    ("kind", "of", "sent", "words"),
    [
        ("tariff", ECO, {}, "Er staat niet wat het wordt."),
        ("tariff", ECO, {"/value": "250", "/percent": "110"}, "Er staan een getal en een percentage."),
        ("cap", "national.anlb.zeeland", {}, "Er staat niet wat het wordt."),
        ("limit", "de-minimis-algemeen", {}, "Er is geen getal gekozen."),
        ("relation", "-", {"/a": ECO, "/b": "national.anlb.zeeland"}, "Er is niet gekozen wat er samen gebeurt."),
        ("dates", ECO, {}, "Er verandert nog geen dag."),
        ("dates", ECO, {"/valid_until": "2030-01-01", "/endless": "yes"}, "Er staan een laatste dag en geen einde."),
        ("dates", ECO, {"/valid_from": "31-02-2025"}, '"31-02-2025" is geen datum.'),
        ("area", ECO, {}, "Er is niet gekozen waar de regeling open is."),
        ("area", ECO, {"/everywhere": "yes", "/provinces": ["drenthe"]}, "Er staan gebieden, en overal."),
    ],
)  # fmt: skip
def test_what_a_change_lacks_is_said_in_words_of_the_form(
    member: Browser, scenario: str, kind: str, of: str, sent: dict[str, object], words: str
) -> None:
    page = member.get(f"{scenario}/wijziging?kind={kind}&of={of}").text
    which = re.search(r'name="/which".*?<option value="([^"]+)"', page, re.DOTALL)
    chosen = {"/which": which[1]} if which and kind != "limit" else {}
    answer = member.post(f"{scenario}/wijziging", {"kind": kind, "of": of, **chosen, **sent})
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    assert words in told(answer.text)
    assert "`" not in told(answer.text)


def test_a_day_of_a_change_may_be_written_as_a_dutch_person_does(member: Browser, scenario: str) -> None:
    sent = {"kind": "dates", "of": ECO, "/valid_until": "1-1-2030"}
    assert member.post(f"{scenario}/wijziging", sent).status_code == 303
    assert "valid_until: '2030-01-01'" in member.get(f"{scenario}.yaml").text


def test_units_and_days_in_what_can_be_chosen_are_words(member: Browser, scenario: str) -> None:
    figures = member.get(f"{scenario}/wijziging?kind=tariff&of={ECO}").text
    assert "points/ha" not in figures
    assert "punten per ha" in figures
    bases = member.get(f"{scenario}/wijziging?kind=basis_end").text
    assert "tot en met 31\u00a0december\u00a02027" in bases or "tot en met 31 december 2027" in bases
    assert "2027-12-31" not in bases


def _swept(member: Browser, scenario: str, values: str, change: str = "2") -> str:
    page = member.get(f"{scenario}/doorrekenen").text
    farms = address(page, r'<option value="([\w-]{22})"')
    sent = {"population": farms, "seed": "1", "sweep_change": change, "sweep_values": values}
    answer = member.post(f"{scenario}/doorrekenen", sent)
    return answer.text if answer.status_code == 422 else ""


def test_a_number_runs_through_values_as_people_write_them_and_only_a_change_with_one_is_offered(
    member: Browser, scenario: str
) -> None:
    tariff = {"kind": "tariff", "of": ECO, "/which": f"{ECO}#eco-premie|rate|goud", "/value": "250"}
    for sent in ({"kind": "scheme", "of": "national.anlb.zeeland"}, tariff):
        assert member.post(f"{scenario}/wijziging", sent).status_code == 303
    farms = {"action": "synthetic", "name": "Reeks", "farms": "20", "seed": "4", "kind": "typical"}
    assert member.post("/scenarios/bedrijven", farms).status_code == 303
    page = member.get(f"{scenario}/doorrekenen").text
    offered = page[page.index('name="sweep_change"') :]
    offered = offered[: offered.index("</select>")]
    assert re.findall(r'option value="(\d*)"', offered) == ["", "2"]
    assert _swept(member, scenario, "180,50; 200; 250") == ""
    wrong = _swept(member, scenario, "180; veel")
    assert '"veel" is geen getal.' in told(wrong)
    assert 'value="180; veel"' in wrong
    assert re.search(r'<details class="more" open>(?:(?!</details>).)*sweep_values', wrong, re.DOTALL)
    assert "Er staan waarden zonder wijziging." in told(_swept(member, scenario, "180; 200", change=""))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "values", ["180,200,250", "180,200", "180 200", "180; 1,200", "180\u00a0200", "180,20,25"]
)
def test_what_may_be_several_values_is_refused_with_the_sign_to_put_between(
    values: str, language: str
) -> None:
    with pytest.raises(InputProblems) as wrong:
        begin_form.read(MultiDict([("sweep_change", "1"), ("sweep_values", values)]), language)
    (problem,) = wrong.value.problems
    assert "puntkomma's" in problem.remedy.nl
    assert "semicolons" in problem.remedy.en


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ("180; 200,50;250", "1=180,200.50,250"),
        ("180, 200, 250", "1=180,200,250"),
        ("€ 180; € 200", "1=180,200"),
        (" 1000 ", "1=1000"),
    ],
)
def test_values_with_a_sign_between_them_are_read_one_by_one(values: str, asked: str) -> None:
    form = MultiDict([("sweep_change", "1"), ("sweep_values", values)])
    assert begin_form.read(form, "nl").sweep == (asked,)


def test_a_change_by_percentage_takes_per_cents_and_a_run_of_it_factors(
    member: Browser, scenario: str
) -> None:
    tariff = {"kind": "tariff", "of": ECO, "/which": f"{ECO}#eco-premie|rate|goud"}
    for more in ({"/percent": "110"}, {"/percent": "102,5", "/from": "2026-01-01"}):
        member.post(f"{scenario}/wijziging", {**tariff, **more})
    farms = {"action": "synthetic", "name": "Procent", "farms": "20", "seed": "4", "kind": "typical"}
    member.post("/scenarios/bedrijven", farms)
    assert "(110 %)</option>" in member.get(f"{scenario}/doorrekenen").text
    form = MultiDict([("sweep_change", "1"), ("sweep_values", "110; 102,5 %")])
    assert begin_form.read(form, "nl", {"1"}).sweep == ("1=1.1,1.025",)
    assert begin_form.read(form, "nl").sweep == ("1=110,102.5",)
    wrong = _swept(member, scenario, "110; " + "; ".join(str(n) for n in range(200)), change="1")
    assert "Waarden: Een of twee reeksen" in told(wrong)


def test_the_number_that_a_change_sets_reads_as_people_write_it(member: Browser, scenario: str) -> None:
    tariff = {"kind": "tariff", "of": ECO, "/which": f"{ECO}#eco-premie|rate|goud", "/value": "250,50"}
    assert member.post(f"{scenario}/wijziging", tariff).status_code == 303
    farms = {"action": "synthetic", "name": "Komma", "farms": "20", "seed": "4", "kind": "typical"}
    member.post("/scenarios/bedrijven", farms)
    page = member.get(f"{scenario}/doorrekenen").text
    assert re.search(r"\(250,50?\)</option>", page)


def test_a_day_that_cannot_be_read_is_told_with_both_ways_to_write_it(member: Browser, scenario: str) -> None:
    answers = (
        member.post(scenario, {**HEAD, "on": "31-02-2025"}),
        member.post("/scenarios", {"name": "Dag", "on": "31-02-2025"}),
    )
    for answer in answers:
        assert answer.status_code == 422
        assert "dag-maand-jaar, zoals 15-05-2026, of jaar-maand-dag, zoals 2026-05-15" in told(answer.text)


def test_a_number_that_cannot_be_is_told_with_its_field(member: Browser, scenario: str) -> None:
    sent = {"action": "synthetic", "name": "", "farms": "geen", "seed": "-1", "kind": "typical"}
    said = told(member.post("/scenarios/bedrijven", sent).text)
    assert 'Hoeveel: "geen" kan niet.' in said
    assert 'Startgetal: "-1" kan niet.' in said
    member.post("/scenarios/bedrijven", {**sent, "farms": "20", "seed": "6"})
    farms = address(member.get(f"{scenario}/doorrekenen").text, r'<option value="([\w-]{22})"')
    wrong = member.post(f"{scenario}/doorrekenen", {"population": farms, "roadmap": "x"}).text
    assert 'Routekaart: "x" kan niet.' in told(wrong)
