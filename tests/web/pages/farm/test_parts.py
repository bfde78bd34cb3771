"""The profile as a task list: each part saves itself, in the draft of the browser and in a kept farm."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from calculator.web.forms.document import from_document, to_document
from calculator.web.forms.sections import PARTS
from calculator.web.forms.shape import PROFILE, Group
from tests.web.pages.account.test_farms import result
from tests.web.pages.farm.test_filling import SMALL, hidden
from tests.web.visitors import Browser, database, signed_in

AUTO = {"action": "auto", "written": "nl"}


def begun(client: FlaskClient, change: dict[str, str] | None = None) -> str:
    """The address of a draft with one parcel, or with what is changed of it."""
    answer = client.post("/bedrijf", data={**SMALL, "action": "show", **(change or {})})
    return str(answer.location)


def many(count: int) -> dict[str, str]:
    return {
        f"/parcels/{i}/{key}": value
        for i in range(count)
        for key, value in {
            "id": f"P{i}",
            "area_ha": "2,5",
            "land_use": "arable",
            "measures/0/code": "",
        }.items()
    }


def test_every_key_of_the_form_stands_in_exactly_one_part() -> None:
    keys = [key for part in PARTS for key in part.keys]
    assert sorted(keys) == sorted([*PROFILE.fields, "indicators", "declared"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_part_opens_with_what_was_filled_in(client: FlaskClient, language: str) -> None:
    at = begun(client)
    at = at if language == "nl" else at.replace("/bedrijf", "/en/farm")
    tasks = client.get(f"{at}/{'delen' if language == 'nl' else 'parts'}").text
    links = re.findall(rf'href="({re.escape(at)}/(?:deel|part)/\w+)"', tasks)
    assert len(links) == len(PARTS)
    for link in links:
        assert client.get(link).status_code == 200, link
    parcel = client.get(f"{at}/{'perceel' if language == 'nl' else 'parcel'}/1")
    assert 'value="18,40"' in parcel.text


def test_only_a_page_that_saves_itself_may_run_our_script(client: FlaskClient) -> None:
    at = begun(client)
    policy = client.get(f"{at}/deel/herd").headers["Content-Security-Policy"]
    assert policy.endswith("; script-src 'self'; connect-src 'self'")
    assert "unsafe" not in policy
    assert "script-src" not in client.get(f"{at}/delen").headers["Content-Security-Policy"]


def test_a_part_saves_itself_and_leaves_the_others_alone(client: FlaskClient) -> None:
    at = begun(client)
    told = client.post(f"{at}/deel/herd", data={**AUTO, "/herd/milk_kg_year": "690.000"})
    assert "Uw invoer staat hier klaar." in told.text
    assert "<html" not in told.text
    assert 'value="690.000"' in client.get(f"{at}/deel/herd").text
    assert 'value="690000"' in client.get(f"{at.replace('/bedrijf', '/en/farm')}/part/herd").text
    assert 'value="18,40"' in client.get(f"{at}/perceel/1").text


def test_what_is_wrong_in_a_part_is_told_there_and_in_the_list(client: FlaskClient) -> None:
    at = begun(client)
    wrong = client.post(f"{at}/perceel/1", data={"action": "save", "written": "nl", "/parcels/0/id": "P1",
                        "/parcels/0/area_ha": "1.234", "/parcels/0/land_use": "arable"})  # fmt: skip
    assert wrong.status_code == 422
    assert 'id="f-parcels-0-area_ha-fout"' in wrong.text
    asked = {"action": "compute"}
    assert client.post(f"{at}/delen", data=asked).status_code == 303
    table = client.get(f"{at}/deel/parcels").text.partition('role="alert"')[2].partition("</section>")[0]
    assert f'href="{at}/perceel/1#f-parcels-0-area_ha"' in table, (
        "the table itself has no field to mend it in"
    )
    assert table.count("1.234") == 1
    assert "één ding klopt niet" in client.get(f"{at}/delen").text


def test_the_list_says_what_unknown_answers_could_bring(client: FlaskClient) -> None:
    at = begun(client, {"/parcels/0/eco_region": ""})
    listed = client.get(f"{at}/delen?cost=1").text
    assert "Onbekend: Perceel P1, eco-regio" in re.sub(r"\s+", " ", listed)


def test_many_parcels_are_changed_at_once(client: FlaskClient) -> None:
    at = begun(client, many(5))
    changed = client.post(
        f"{at}/deel/parcels",
        data={"action": "bulk", "pick": ["1", "3"], "/bulk/soil": "clay", "/bulk/measure": "rustgewas",
              "/bulk/crop_year": "2024", "/bulk/earlier_crop": "233"},
        follow_redirects=True,
    )  # fmt: skip
    assert "2 percelen zijn veranderd" in changed.text
    for number, expected in ((1, 0), (2, 1), (3, 0), (4, 1)):
        page = client.get(f"{at}/perceel/{number}").text
        assert page.count('<option value="clay" selected>') == expected
        assert page.count('<option value="rustgewas" selected>') == expected
        assert page.count('value="233" list="gewassen"') == expected
    bundle = client.post(f"{at}/deel/parcels", data={"action": "bulk", "pick": "0", "/bulk/like": "1"})
    assert bundle.status_code == 303
    assert '<option value="rustgewas" selected>' in client.get(f"{at}/perceel/1").text
    dropped = client.post(
        f"{at}/deel/parcels", data={"action": "drop", "pick": ["0", "4"]}, follow_redirects=True
    )
    assert dropped.text.count('name="pick"') == 3


def test_a_kept_farm_is_saved_by_itself_and_the_second_saver_is_told(app: Flask) -> None:
    farmer = signed_in(app, "deel@voorbeeld.nl")
    farm = farmer.post("/bewaren", result(farmer.client)).location
    first, second = opened(farmer, farm), opened(farmer, farm)
    told = farmer.post(f"{first}/deel/herd", {**AUTO, "/herd/dairy_cows": "70"})
    assert "Bewaard in uw bedrijf (versie 2)." in told.text
    again = farmer.post(f"{first}/deel/herd", {**AUTO, "/herd/dairy_cows": "71"})
    assert "Bewaard in uw bedrijf (versie 3)." in again.text
    bulk = {"action": "bulk", "pick": "0", "/bulk/soil": "clay", "written": "nl"}
    assert "kept=no" not in str(farmer.post(f"{first}/deel/parcels", bulk).location)
    assert "(versie 4)" in farmer.get(farm).text, "a change of many parcels is saved too"
    late = farmer.post(f"{second}/deel/finance", {**AUTO, "/finance/no_loans": "1"})
    assert "Dit bedrijf is intussen ergens anders bewaard." in late.text
    shown = farmer.post(
        f"{second}/deel/finance", {"action": "save", "written": "nl", "/finance/no_loans": "1"}
    )
    assert shown.status_code == 409
    assert "De twee versies verschillen in" in shown.text
    assert "kept=no" in str(farmer.post(f"{second}/deel/parcels", bulk).location)
    assert 'value="71"' in farmer.get(f"{first}/deel/herd").text


def test_a_map_of_the_parcels_of_a_kept_farm_is_kept_with_it(app: Flask) -> None:
    farmer = signed_in(app, "kaart@voorbeeld.nl")
    farm = farmer.post("/bewaren", result(farmer.client)).location
    at = opened(farmer, farm)
    corners = "155000 463000\n155200 463000\n155200 463200\n155000 463200"
    drawn = farmer.post(
        f"{at}/kaart", {"parcel": "1", "corners": corners, "measured": "1"}, follow_redirects=True
    )
    assert "De grens van perceel P1 is bewaard." in drawn.text
    assert "(versie 2)" in farmer.get(farm).text
    assert "/parcels/0/geometry" in farmer.get(f"{farm}/wijzigen").text


def opened(farmer: Browser, farm: str) -> str:
    """A draft of its own about the farm."""
    page = farmer.get(f"{farm}/wijzigen").text
    sent = dict(re.findall(r'type="hidden" name="(kept|revision)" value="([^"]*)"', page))
    answer = farmer.post(f"{farm}/wijzigen", {**SMALL, **sent, "action": "show"})
    return str(answer.location)


def test_five_hundred_parcels_take_no_more_queries_than_five(app: Flask) -> None:
    def queries(count: int) -> tuple[int, TestResponse]:
        with app.test_client() as client:
            at = begun(client, many(count))
            seen: list[str] = []
            listener = lambda *given: seen.append(str(given[2]))  # noqa: E731  SQLAlchemy looks at its signature
            event.listen(database(app).engine, "before_cursor_execute", listener)
            answer = client.get(f"{at}/deel/parcels")
            event.remove(database(app).engine, "before_cursor_execute", listener)
            return len(seen), answer

    few, many_queries = queries(5), queries(500)
    assert many_queries[1].text.count('name="pick"') == 500
    assert many_queries[0] == few[0]


UNDERTAKING = {
    "/undertaking/members": "Hoeve, Zonneweide",
    "/undertaking/activities_separated": "yes",
    "/undertaking/links/0/parent": "Hoeve",
    "/undertaking/links/0/child": "Zonneweide",
    "/undertaking/links/0/voting_pct": "60",
    "/undertaking/events/0/kind": "merger",
    "/undertaking/events/0/date": "2025-03-01",
    "/undertaking/events/0/parties": "Hoeve, De Akker",
    "/undertaking/events/0/into": "Hoeve",
    "/undertaking/events/1/kind": "split",
    "/undertaking/events/1/date": "2025-09-01",
    "/undertaking/events/1/enterprise": "Zonneweide",
    "/undertaking/events/1/into/0/enterprise": "Zonneweide",
    "/undertaking/events/1/into/0/activities": "melkvee, akkerbouw",
    "/undertaking/events/1/into/1/enterprise": "Zorgboerderij",
    "/undertaking/events/1/into/1/book_value_eur": "40.000",
    "written": "nl",
}


def test_who_is_one_undertaking_and_what_became_of_it_is_said_in_fields(client: FlaskClient) -> None:
    at = begun(client)
    assert client.post(f"{at}/deel/aid", data={**UNDERTAKING, "action": "save"}).location == f"{at}/delen"
    shown = client.get(f"{at}/deel/aid").text
    for name, value in UNDERTAKING.items():
        if name.startswith("/") and "separated" not in name:
            field = rf'name="{name}"[^>]* value="{re.escape(value)}"'
            assert re.search(field, shown.replace("40000", "40.000")), name
    again = client.post(f"{at}/deel/aid", data={**UNDERTAKING, "action": "add:/undertaking/events:split"})
    assert "Splitsing 3" in client.get(again.location).text
    again = client.post(f"{at}/deel/aid", data={**UNDERTAKING, "action": "add:/undertaking/events:start"})
    assert "Welk bedrijf begon" in client.get(again.location).text
    wrong = {**UNDERTAKING, "/undertaking/events/1/into/1/enterprise": "Zonneweide", "action": "save"}
    assert "Een opvolger staat er dubbel." in client.post(f"{at}/deel/aid", data=wrong).text


def test_the_undertaking_of_a_profile_comes_back_out_of_its_fields_as_it_was() -> None:
    shape = Group({"undertaking": PROFILE.fields["undertaking"]})
    held = {
        "members": ["A", "B"],
        "links": [{"parent": "A", "child": "B", "control": True}],
        "events": [
            {"kind": "merger", "date": "2025-01-01", "parties": ["A", "C"], "into": "A"},
            {
                "kind": "split",
                "date": "2025-02-01",
                "enterprise": "B",
                "into": [{"enterprise": "B"}, {"enterprise": "D"}],
            },
            {"kind": "start", "date": "2025-03-01", "enterprise": "C"},
        ],
    }
    tree = from_document({"undertaking": held}, shape, "nl")
    document, problems = to_document(tree, None, shape)
    assert problems == []
    held["links"][0]["control"] = "yes"  # type: ignore[index]
    assert document["undertaking"] == held


def test_a_bundle_of_measures_is_saved_put_on_other_parcels_and_forgotten(client: FlaskClient) -> None:
    at = begun(client, many(3))
    bulk = {"pick": ["0"], "written": "nl", "action": "bulk", "/bulk/measure": "ruige-mest"}
    client.post(f"{at}/deel/parcels", data=bulk)
    none = client.post(
        f"{at}/deel/parcels", data={"pick": ["1"], "action": "bundle", "/bulk/bundle": "Achterste kamp"}
    )
    assert "Er is geen bundel bewaard" in client.get(none.location).text
    client.post(
        f"{at}/deel/parcels", data={"pick": ["0"], "action": "bundle", "/bulk/bundle": "Achterste kamp"}
    )
    table = client.get(f"{at}/deel/parcels").text
    assert '<option value="b0">Achterste kamp</option>' in table
    client.post(f"{at}/deel/parcels", data={"pick": ["2"], "action": "bulk", "/bulk/like": "b0"})
    assert '<option value="ruige-mest" selected>' in client.get(f"{at}/perceel/3").text
    client.post(f"{at}/deel/parcels", data={"action": "unbundle:0"})
    assert "Achterste kamp" not in client.get(f"{at}/deel/parcels").text
    assert '<option value="ruige-mest" selected>' in client.get(f"{at}/perceel/3").text


def test_a_row_that_was_just_added_stays_also_after_the_award_was_computed(client: FlaskClient) -> None:
    at = begun(client)
    client.post(f"{at}/delen", data={"action": "compute"})
    for part, rows, name in (
        ("finance", "/finance/loans", "lender"),
        ("aid", "/undertaking/links", "parent"),
    ):
        client.post(f"{at}/deel/{part}", data={"action": f"add:{rows}", "written": "nl"})
        assert f'name="{rows}/0/{name}"' in client.get(f"{at}/deel/{part}").text


def test_all_parcels_are_changed_without_ticking_each_and_none_is_told(client: FlaskClient) -> None:
    address = begun(client, many(3))
    table = f"{address}/deel/parcels"
    nothing = client.post(table, data={"action": "bulk", "/bulk/soil": "peat"}, follow_redirects=True)
    assert "Er is niets veranderd." in nothing.text
    sent = {"action": "bulk", "/bulk/soil": "peat", "every": "1"}
    everything = client.post(table, data=sent, follow_redirects=True)
    assert "3 percelen zijn veranderd." in everything.text


def test_who_takes_part_in_no_programme_can_say_so_and_is_not_asked_again(client: FlaskClient) -> None:
    address = begun(
        client, {"/supply/dairy": "a-ware", "/herd/milk_kg_year": "600000", "/farm/type": "dairy"}
    )
    part = f"{address}/deel/herd"
    fields = {"/supply/dairy": "a-ware", "/herd/milk_kg_year": "600000", "/supply/programmes": ["", "-"]}
    client.post(part, data={**fields, "action": "save"})
    assert re.search(r'id="prog-geen"[^>]* checked', client.get(part).text)
    document = json.loads(hidden(client.get(f"{address}/uitkomst"), "document"))
    assert document["supply"]["programmes"] == []
    again = client.post(
        "/bedrijf", data={"document": json.dumps(document), "action": "edit"}, follow_redirects=True
    )
    assert re.search(r'id="prog-geen"[^>]* checked', again.text), "a profile that says none keeps saying it"
