"""The farm page without a browser: fill in, mend, compute, change, download."""

import html
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calculator.services.profile.farm_kinds import TYPES

SMALL = {
    "/year": "2026",
    "/on": "2026-05-15",
    "/farm/province": "zuid-holland",
    "/parcels/0/id": "P1",
    "/parcels/0/area_ha": "18,40",
    "/parcels/0/land_use": "permanent_grassland",
    "/parcels/0/eco_region": "2",
    "/parcels/0/measures/0/code": "langjarig-grasland",
    "/parcels/0/measures/0/area_ha": "18,40",
    "action": "compute",
}


def post(client: FlaskClient, change: dict[str, str] | None = None, page: str = "/bedrijf") -> TestResponse:
    return client.post(page, data={**SMALL, **(change or {})}, follow_redirects=True)


def hidden(answer: TestResponse, name: str) -> str:
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', answer.text)
    assert found
    return html.unescape(found[1])


def test_a_small_farm_gets_its_stack(client: FlaskClient) -> None:
    answer = post(client)
    assert answer.status_code == 200
    assert "Uw beste stapel" in answer.text
    assert "Basispremie" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(hidden(answer, "document"))["parcels"][0]["area_ha"] == "18.40"


def test_what_is_wrong_is_listed_from_the_top_of_the_form_down(client: FlaskClient) -> None:
    """However it was found: what no number can be read from is found before what the rules say of the rest."""
    rows = {
        f"/parcels/{n}/{key}": value for n in (1, 2) for key, value in (("id", f"Q{n}"), ("area_ha", "x"))
    }
    wrong = {
        **rows,
        "/year": "1066",
        "/on": "gisteren",
        "/undertaking/aid_received/0/amount_eur": "veel",
        "/parcels/0/land_use": "ijs",
        "/herd/dairy_cows": "veel",
        "/farm/province": "atlantis",
    }
    listed = re.findall(r'href="#f(-[^"]+)"', post(client, wrong).text)
    tops = [place.split("-")[1] for place in listed]
    order = ["farm", "parcels", "herd", "undertaking", "year", "on"]
    assert list(dict.fromkeys(tops)) == [top for top in order if top in tops]
    assert len(set(tops)) > 4
    parcels = [int(place.split("-")[2]) for place in listed if place.startswith("-parcels-")]
    assert parcels == sorted(parcels)
    assert set(parcels) == {0, 1, 2}


def test_an_activity_whose_value_lapses_says_why_in_both_languages(client: FlaskClient) -> None:
    land = {"/parcels/0/glmc9": "yes"}
    assert "Langjarig grasland, P1: de grond dient voor GLMC 9" in post(client, land).text
    assert "Long-term grassland, P1: the land serves GAEC 9" in post(client, land, "/en/farm").text


def test_the_same_farm_in_english_pays_the_same(client: FlaskClient) -> None:
    dutch, english = post(client), post(client, page="/en/farm")
    total = re.search(r"<strong>€\s?([\d.]+,\d\d)</strong>", dutch.text)
    assert total
    assert "Your best stack" in english.text
    assert total[1].replace(".", "").replace(",", ".") in english.text.replace(",", "")


def test_the_page_pays_what_the_api_pays(client: FlaskClient, example: dict[str, Any]) -> None:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "2", "action": "compute"}
    page = client.post("/en/farm", data=sent, follow_redirects=True)
    award = client.post("/api/v1/awards?on=2026-05-15&years=2", json=example).json
    assert page.status_code == 200
    assert f"€{float(award['total_eur']):,.2f}" in page.text
    for year in award["years"]:
        for line in year["lines"]:
            assert f"€{float(line['amount_eur']):,.2f}" in page.text


@pytest.mark.parametrize(("measure", "asked"), [("langjarig-grasland", True), ("", False)])
def test_costs_are_asked_for_only_where_there_is_a_measure(
    client: FlaskClient, measure: str, *, asked: bool
) -> None:
    change = {
        "/parcels/0/measures/0/code": measure,
        "/parcels/0/measures/0/area_ha": "18,40" if measure else "",
    }
    assert ("vul bij elke maatregel de kosten in" in post(client, change).text) is asked


def test_a_parcel_of_which_nothing_was_said_is_none_and_one_with_a_name_of_its_own_is_asked_for(
    client: FlaskClient,
) -> None:
    bare = {"/farm/province": "utrecht", "/parcels/0/id": "P1", "/parcels/0/area_ha": "", "/parcels/0/land_use": "",
            "/parcels/0/measures/0/code": "", "/on": "2026-07-01", "/years": "1", "/year": "2026"}  # fmt: skip
    landless = client.post("/bedrijf", data=bare, follow_redirects=True).text
    assert "Uw beste stapel" in landless
    assert "U vulde nog geen land in" in landless
    assert "Bewijs dat dit het beste is" not in landless, "of nothing, nothing is best"
    named = client.post("/bedrijf", data={**bare, "/parcels/0/id": "Kamp"}, follow_redirects=True).text
    assert "“Oppervlakte” ontbreekt." in named


def test_an_ambiguous_number_is_refused_with_everything_else_that_is_wrong(client: FlaskClient) -> None:
    change = {
        "/parcels/0/area_ha": "1.234",
        "/parcels/0/measures/0/code": "bestaat-niet",
        "/herd/dairy_cows": "veel",
    }
    answer = post(client, change)
    assert answer.status_code == 422
    assert "kan 1234 zijn of 1,234" in answer.text
    for pointer in ("parcels-0-area_ha", "parcels-0-measures-0-code", "herd-dairy_cows"):
        assert f'href="#f-{pointer}"' in answer.text
        assert f'id="f-{pointer}"' in answer.text
        assert f'id="f-{pointer}-fout"' in answer.text
    assert 'value="1.234"' in answer.text


def test_a_wrong_option_points_at_its_field(client: FlaskClient) -> None:
    answer = post(client, {"/on": "1850-01-01", "/years": "99"})
    assert answer.status_code == 422
    assert 'href="#f-on"' in answer.text
    assert 'href="#f-years"' in answer.text


@pytest.mark.parametrize(
    ("action", "row"),
    [
        ("add:/parcels", "/parcels/1/area_ha"),
        ("add:/parcels/0/measures", "/parcels/0/measures/1/code"),
        ("add:/elements", "/elements/0/kind"),
        ("add:/finance/loans", "/finance/loans/0/lender"),
        ("add:/finance/leases", "/finance/leases/0/lessor"),
        ("add:/undertaking/aid_received", "/undertaking/aid_received/0/amount_eur"),
        ("add:/contracts", "/contracts/0/scheme"),
    ],
)
def test_a_row_is_added_without_losing_what_was_filled_in(client: FlaskClient, action: str, row: str) -> None:
    answer = post(client, {"action": action})
    assert answer.status_code == 200
    assert f'name="{row}"' in answer.text
    assert 'value="18,40"' in answer.text
    assert "autofocus" in answer.text


def test_a_row_is_removed(client: FlaskClient) -> None:
    answer = post(client, {"action": "remove:/parcels/0/measures/0"})
    assert 'name="/parcels/0/measures/0/code"' not in answer.text


def test_the_result_leads_back_to_the_same_fields(client: FlaskClient) -> None:
    result = post(client)
    sent = {name: hidden(result, name) for name in ("document", "on", "years")}
    form = client.post("/bedrijf", data={**sent, "action": "edit"}, follow_redirects=True)
    assert form.status_code == 200
    assert 'value="18,40"' in form.text
    assert 'value="2026-05-15"' in form.text


def test_what_the_page_does_not_show_still_counts(client: FlaskClient, example: dict[str, Any]) -> None:
    example["declared"] = {"eigen_antwoord": True}
    example["indicator_history"] = {"co2eq_g_kg_melk": {"2024": "1020"}}
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1"}
    form = client.post("/bedrijf", data={**sent, "action": "edit"}, follow_redirects=True)
    assert "wel meerekent: eerdere indicatoren." in form.text
    fields = {**sent_by_browser(form.text), "action": "compute"}
    answer = client.post("/bedrijf", data=fields, follow_redirects=True)
    assert answer.status_code == 200
    document = json.loads(hidden(answer, "document"))
    assert document["contracts"] == example["contracts"]
    assert document["declared"] == example["declared"]
    assert document["parcels"][0]["crop_code"] == "265"
    assert set(document["supply"]["programmes"]) == set(example["supply"]["programmes"])
    assert "A01c" in answer.text


def test_contracts_widths_and_earlier_crops_are_filled_in_on_the_page(client: FlaskClient) -> None:
    change = {
        "/parcels/0/crop_code": "265",
        "/parcels/0/crop_history/2024": "266",
        "/parcels/0/natura2000": "no",
        "/parcels/0/measures/0/width_m": "4",
        "/elements/0/id": "E1",
        "/elements/0/kind": "sloot",
        "/elements/0/length_m": "1.200,5",
        "/elements/0/width_m": "3",
        "/contracts/0/scheme": "national.anlb.midden-delfland",
        "/contracts/0/from": "2023-01-01",
        "/contracts/0/until": "2028-12-31",
        "/contracts/0/lines/0/package": "A01c",
        "/contracts/0/lines/0/unit": "P1",
        "/contracts/0/lines/0/quantity": "6",
        "/contracts/0/lines/0/rate_eur": "623,72",
        "/finance/loans/0/lender": "rabobank",
        "/finance/loans/0/balance_eur": "750.000,50",
    }
    document = json.loads(hidden(post(client, change), "document"))
    parcel = document["parcels"][0]
    assert (parcel["crop_code"], parcel["crop_history"], parcel["natura2000"]) == (
        "265",
        {"2024": "266"},
        False,
    )
    assert parcel["measures"][0]["width_m"] == "4"
    assert (document["elements"][0]["length_m"], document["elements"][0]["width_m"]) == ("1200.5", "3")
    assert document["contracts"][0]["lines"][0] == {
        "package": "A01c",
        "unit": "P1",
        "quantity": "6",
        "rate_eur": "623.72",
    }
    assert document["finance"]["loans"][0]["balance_eur"] == "750000.50"


#: A contract that goes on by a year at a time unless notice is given.
GOES_ON = {
    "/contracts/0/scheme": "national.anlb.midden-delfland",
    "/contracts/0/from": "2023-01-01",
    "/contracts/0/until": "2028-12-31",
    "/contracts/0/lines/0/package": "A01c",
    "/contracts/0/lines/0/unit": "P1",
    "/contracts/0/lines/0/quantity": "6",
    "/contracts/0/lines/0/extends_years": "1",
    "/contracts/0/lines/0/notice_by": "1 oktober",
    "/contracts/0/lines/0/notice_given": "no",
}


def test_how_a_contract_goes_on_is_filled_in_on_the_page_and_shown_again(client: FlaskClient) -> None:
    result = post(client, GOES_ON)
    line = json.loads(hidden(result, "document"))["contracts"][0]["lines"][0]
    assert (line["extends_years"], line["notice_by"], line["notice_given"]) == (1, "10-01", False)
    sent = {name: hidden(result, name) for name in ("document", "on", "years")}
    for page, said in (("/bedrijf", "1 oktober"), ("/en/farm", "1 October")):
        form = client.post(page, data={**sent, "action": "edit"}, follow_redirects=True)
        fields = sent_by_browser(form.text)
        assert fields["/contracts/0/lines/0/notice_by"] == [said]
        assert fields["/contracts/0/lines/0/extends_years"] == ["1"]
        assert re.search(r'<details class="more further" open>\s*<summary>(Verlenging|Extension)', form.text)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "/bedrijf",
            "(P1) loopt tot en met 31 december 2028 en verlengt zichzelf met 1 jaar, tenzij u opzegt.",
        ),
        ("/en/farm", "(P1) runs up to and including 31 December 2028 and extends itself by 1 year"),
    ],
)
def test_the_result_says_by_when_notice_is_given(client: FlaskClient, page: str, said: str) -> None:
    assert said in html.unescape(post(client, GOES_ON, page).text)


def test_parcels_under_the_same_contract_are_told_of_its_notice_once(client: FlaskClient) -> None:
    more = {f"/parcels/1/{key}": value for key, value in (("id", "P2"), ("area_ha", "3"))}
    more |= {key.replace("lines/0", "lines/1"): value for key, value in GOES_ON.items() if "lines" in key}
    more |= {"/parcels/1/land_use": "permanent_grassland", "/contracts/0/lines/1/unit": "P2"}
    more |= {f"/contracts/0/lines/{n}/quantity": "3" for n in (0, 1)}
    text = html.unescape(post(client, {**GOES_ON, **more}).text)
    assert "(P1, P2) loopt tot en met 31 december 2028 en verlengt zichzelf" in text
    assert text.count("loopt tot en met 31 december 2028") == 1


@pytest.mark.parametrize(
    ("page", "said"),
    [("/bedrijf", "Voor 2028–2029 is niet bekend wat"), ("/en/farm", "For 2028–2029 it is not known what")],
)
def test_a_year_after_the_legal_basis_is_not_said_to_pay_nothing(
    client: FlaskClient, page: str, said: str
) -> None:
    text = html.unescape(post(client, {"/years": "4"}, page).text)
    (foot,) = re.findall(r"<tfoot><tr>(.*?)</tr>", text)
    cells = re.findall(r'<td class="amount">([^<]*)</td>', foot)
    assert (cells[2], cells[3]) == ("–", "–")
    assert not any(re.search(r"(?<!\d)0[.,]00", cell) for cell in cells)
    assert said in text


def test_a_package_in_another_case_has_its_name_and_stays_as_it_was_written(client: FlaskClient) -> None:
    result = post(client, GOES_ON)
    sent = {name: hidden(result, name) for name in ("document", "on", "years")}
    form = client.post("/bedrijf", data={**sent, "action": "edit"}, follow_redirects=True).text
    choices = form[form.index('name="/contracts/0/lines/0/package"') :].partition("</select>")[0]
    assert '<option value="A01c" selected>A01c Weidevogelgrasland' in choices
    assert choices.count("A01c") == 2


@pytest.mark.parametrize(
    ("page", "said", "never"),
    [
        (
            "/bedrijf",
            "Verordening (EU) 1408/2013, artikel 3(2) en 3(8), zoals vervangen door",
            "article 3(2)",
        ),
        ("/en/farm", "Regulation (EU) 1408/2013, article 3(2) and 3(8), as replaced by", "artikel 3(2)"),
        ("/grenzen", "Verordening (EU) 1408/2013, artikel 3(2) en 3(8)", "article 3(2)"),
        ("/en/limits", "Regulation (EU) 1408/2013, article 3(2) and 3(8)", "artikel 3(2)"),
    ],
)
def test_law_is_cited_in_the_language_of_the_reader(
    client: FlaskClient, example: dict[str, Any], page: str, said: str, never: str
) -> None:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1", "action": "edit"}
    if page.endswith(("bedrijf", "farm")):
        form = client.post(page, data=sent, follow_redirects=True)
        answer = client.post(
            page, data={**sent_by_browser(form.text), "action": "compute"}, follow_redirects=True
        )
    else:
        answer = client.get(page)
    text = html.unescape(answer.text)
    assert said in text
    assert never not in text


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("notice_by", "1-10", '"1-10" kan 1 oktober zijn of 10 januari. Schrijf de maand in letters'),
        ("notice_months", "3", "Geef “Opzegtermijn in maanden” of “Opzeggen uiterlijk op”"),
        ("notice_months", "61", "61 is meer dan de grens van 60"),
        ("extends_years", "een", "is geen getal"),
    ],
)
def test_a_wrong_term_of_notice_is_told_at_its_place_with_how_to_mend_it(
    client: FlaskClient, field: str, written: str, said: str
) -> None:
    answer = post(client, {**GOES_ON, f"/contracts/0/lines/0/{field}": written})
    assert answer.status_code == 422
    at = "notice_by" if "Geef" in said else field
    found = re.search(rf'id="f-contracts-0-lines-0-{at}-fout">([^<]*)<', answer.text)
    assert found
    assert said in html.unescape(found[1])
    assert f'value="{written}"' in answer.text


def test_a_measure_is_found_under_who_pays_for_it(client: FlaskClient) -> None:
    text = client.get("/en/farm").text
    eco = text[text.index('<optgroup label="Eco-scheme">') :]
    assert "Long-term grassland" in eco[: eco.index("</optgroup>")]
    assert '<optgroup label="ANLb: grassland and meadow birds">' in text


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        ("-60.00", "Toch kiezen kost €\u00a060,00."),
        ("60.00", "Toch kiezen brengt €\u00a060,00 meer op."),
        ("0.00", "Toch kiezen maakt geen verschil."),
        (None, "Toch kiezen kan niet."),
    ],
)
def test_what_choosing_otherwise_does_is_said_without_a_sign(
    app: Flask, difference: str | None, said: str
) -> None:
    with app.test_request_context("/bedrijf"):
        outcome: Any = app.jinja_env.get_template("parts/outcome.html").make_module()
        assert str(outcome.chosen_after_all(difference)).strip() == said


def test_a_result_says_who_pays_what_and_then_what_to_do_and_leads_to_the_field(client: FlaskClient) -> None:
    change = {
        "/farm/collective": "midden-delfland",
        "/farm/municipality": "Midden-Delfland",
        "/parcels/0/eco_region": "",
    }
    text = post(client, change).text
    assert text.index("Wie betaalt wat") < text.index("Wat u nu kunt doen")
    link = re.search(r'href="(/bedrijf/[\w-]+/perceel/1)#f-parcels-0-eco_region">([^<]*)<', text)
    assert link
    assert link[2] == "Perceel P1, eco-regio"
    field = client.get(link[1]).text
    assert 'id="f-parcels-0-eco_region"' in field
    assert "Regio 1: Veenkoloniën" in field, "a region is known by the areas that it is made of"


def test_crops_of_earlier_years_that_are_missing_are_asked_for_by_name_where_they_are_filled_in(
    client: FlaskClient,
) -> None:
    change = {
        "/parcels/0/land_use": "arable",
        "/parcels/0/eco_region": "2",
        "/parcels/0/measures/0/code": "rustgewas",
        "/parcels/0/measures/0/area_ha": "1",
    }
    text = post(client, change).text
    link = re.search(r'href="(/bedrijf/[\w-]+/perceel/1)#(f-parcels-0-crop_history)">([^<]*)<', text)
    assert link
    assert link[3] == "Perceel P1, gewassen van eerdere jaren"
    assert f'id="{link[2]}"' in client.get(link[1]).text


def sent_by_browser(text: str) -> dict[str, Any]:
    """The fields of a form as they stand: inputs, ticked boxes and chosen options."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name:
            found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, inner in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = [chosen[1] if chosen else ""]
    return found


def test_an_example_farm_fills_the_form(client: FlaskClient, app: Any) -> None:
    from calculator.store import Examples

    for farm in Examples(app.extensions["stapelwijzer"].database).all():
        answer = client.get(f"/bedrijf?example={farm.public_id}")
        assert answer.status_code == 200
        assert farm.name in html.unescape(answer.text)
    assert client.get("/bedrijf?example=raden").status_code == 404


def test_what_is_written_is_never_markup(client: FlaskClient) -> None:
    for change in ({"/farm/name": "<script>x</script>"}, {"/parcels/0/area_ha": "<script>x</script>"}):
        assert "<script" not in post(client, change).text


@pytest.mark.parametrize("document", ["", "{", "[]", "null", '{"parcels": 3}', '{"year": NaN}'])
def test_a_document_that_is_not_ours_is_refused(client: FlaskClient, document: str) -> None:
    for action in ("compute", "edit"):
        sent = {"document": document, "action": action}
        answer = client.post("/bedrijf", data=sent, follow_redirects=True)
        assert answer.status_code in (200, 422)
    assert client.post("/beloningsoverzicht", data={"document": document}).status_code == 422
    assert post(client, {"base": document}).status_code in (200, 422)


# WeasyPrint leaves its colour profile open until it is collected.
@pytest.mark.filterwarnings("ignore:unclosed file.*icc:ResourceWarning")
def test_the_statement_comes_as_a_pdf_that_verifies(client: FlaskClient, example: dict[str, Any]) -> None:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1"}
    answer = client.post("/en/statement", data=sent)
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "reward-statement-voorbeeldboerderij-de-vlietlanden.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "sent",
    [
        {"/farm/name": "\0\1", "action": "compute"},
        {"action": "add:/parcels/٣/measures"},
        {"action": "remove:/parcels/²"},
        {"action": "add:"},
        {"action": "nonsense"},
        {"/parcels/²/id": "P1"},
        {"/parcels/0/area_ha": "9" * 400},
        {"document": '{"farm": {"name": "\\ud800"}}'},
        {"/on": "\0", "/years": "²"},
    ],
)
def test_no_field_of_a_stranger_breaks_the_page(client: FlaskClient, sent: dict[str, str]) -> None:
    assert client.post("/bedrijf", data=sent, follow_redirects=True).status_code in (200, 422)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
def test_no_body_of_a_stranger_breaks_a_page(client: FlaskClient, kind: str) -> None:
    for page in ("/bedrijf", "/beloningsoverzicht", "/controle"):
        answer = client.post(page, data=b"\xff\xfe%00&&==", content_type=kind, follow_redirects=True)
        assert answer.status_code == 422


def test_the_result_shows_plans_side_by_side_and_keeps_asking_for_advice(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1", "action": "compute"}
    as_managed = client.post("/bedrijf", data=sent, follow_redirects=True)
    assert "Kies ook uit de maatregelen die ik overweeg" in as_managed.text
    address = as_managed.request.path.removesuffix("/uitkomst")
    advised = client.post(address, data={"action": "mode:advise"}, follow_redirects=True)
    by_document = client.post("/bedrijf", data={**sent, "mode": "advise"}, follow_redirects=True)
    assert "Uw beste plan" in by_document.text
    assert advised.status_code == 200
    assert "Uw beste plan" in advised.text
    assert "Inspanning per jaar" in advised.text
    assert advised.text.count('name="mode" value="advise"') >= 3
    statement = client.post("/beloningsoverzicht", data={**sent, "mode": "advise"})
    assert statement.data.startswith(b"%PDF")


def test_what_is_left_per_payer_stands_where_every_cost_is_known(client: FlaskClient) -> None:
    costs = {"/parcels/0/measures/0/cost_eur_per_unit_year": "10"}
    bare = client.post("/bedrijf", data=SMALL, follow_redirects=True).text
    assert "Na kosten, per betaler" not in bare
    known = client.post("/bedrijf", data={**SMALL, **costs}, follow_redirects=True).text
    assert "Na kosten, per betaler" in known


def test_after_a_calculation_without_land_the_form_still_has_a_parcel_to_fill_in(client: FlaskClient) -> None:
    empty = {"/year": "2026", "/parcels/0/id": "P1", "/on": "2026-05-15", "/years": "1", "action": "compute"}
    result = client.post("/bedrijf", data=empty)
    form = client.get(result.location.removesuffix("/uitkomst")).text
    assert 'name="/parcels/0/area_ha"' in form


def test_what_hangs_on_where_the_farm_lies_is_open_and_is_not_added_up_over_provinces_while_that_is_unknown(
    client: FlaskClient,
) -> None:
    land = {"/parcels/0/id": "P1", "/parcels/0/area_ha": "45", "/parcels/0/land_use": "permanent_grassland"}
    herd = {
        "/herd/milk_kg_year": "600000",
        "/herd/grazing_hours_year": "3000",
        "/farm/type": "dairy",
        "/undertaking/no_aid": "1",
    }
    sent = {"/year": "2026", **land, **herd, "/on": "2026-11-28", "/years": "1", "action": "compute"}
    unknown = client.post("/bedrijf", data=sent, follow_redirects=True)
    assert "niet te zeggen of ze bij u gelden; ze tellen niet mee in het totaal" in unknown.text
    assert "op één plaats samen hoogstens €\xa011.250,00 te krijgen" in unknown.text
    assert "Het bedrijf ligt in de provincie Overijssel" in unknown.text
    known = client.post("/bedrijf", data={**sent, "/farm/province": "overijssel"}, follow_redirects=True)
    assert "Het bedrijf ligt in de provincie" not in known.text
    assert "Weidegangsubsidie Overijssel" in known.text


def test_every_type_of_farm_is_named_in_the_language_of_the_page(client: FlaskClient) -> None:
    told: dict[str, list[str]] = {}
    for address in ("/bedrijf", "/en/farm"):
        page = client.get(address, follow_redirects=True).text
        listed = re.search(r'<select[^>]*name="/farm/type".*?</select>', page, re.DOTALL)
        assert listed is not None
        told[address] = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)', listed[0])
    dutch, english = (dict(options) for options in told.values())
    assert set(dutch) == set(english) == set(TYPES)
    assert (dutch["pigs"], english["pigs"]) == ("Varkens", "Pigs")
    assert [code for code in dutch if dutch[code] == english[code]] == ["fruit"]


def test_a_farm_of_many_parcels_shows_each_on_a_line_and_sends_all_that_is_filled_in(
    client: FlaskClient,
) -> None:
    many = {
        f"/parcels/{n}/{key}": value
        for n in range(25)
        for key, value in {
            "id": f"P{n + 1}",
            "area_ha": f"{n + 1},50",
            "land_use": "permanent_grassland",
            "crop_history/2024": "265",
            "measures/0/code": "langjarig-grasland",
            "measures/0/area_ha": "1,50",
            "measures/0/cost_eur_per_unit_year": "12,30",
        }.items()
    }
    page = post(client, many | {"action": "open:/parcels/7"}).text
    assert 'id="f-parcels-7-area_ha"' in page
    assert 'id="f-parcels-8-area_ha"' not in page
    assert "<p>9,50 ha, Blijvend grasland: Langjarig grasland 1,50 ha</p>" in page
    assert len(page) < 25 * 10_000, "one that is open is some twenty thousand"
    sent = dict(re.findall(r'name="(/parcels/[^"]*)" value="([^"]*)"', page))
    chosen = {"/parcels/7/land_use", "/parcels/7/measures/0/code"}
    assert {name: value for name, value in many.items() if name not in chosen}.items() <= sent.items()
    wrong = post(client, many | {"/parcels/19/area_ha": "veel"}).text
    assert 'id="f-parcels-19-area_ha"' in wrong, "one with something wrong is open"
