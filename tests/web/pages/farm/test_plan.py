"""What a farmer sets for a plan on the result page, and the matrix of what may be stacked per parcel."""

import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages.farm.test_filling import hidden


def advised(
    client: FlaskClient, example: dict[str, Any], change: dict[str, str] | None = None
) -> TestResponse:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1", "action": "compute"}
    result = client.post("/bedrijf", data=sent, follow_redirects=True)
    draft = result.request.path.replace("/uitkomst", "")
    return client.post(draft, data={"action": "mode:advise", **(change or {})}, follow_redirects=True)


def total(answer: TestResponse) -> str:
    found = re.search(r'class="answer__total">.*?<strong>([^<]*)<', answer.text, re.DOTALL)
    assert found
    return found[1]


CANDIDATE = "bufferstrook-met-kruiden-langs-grasland@P3"


def test_a_measure_is_locked_and_ruled_out_and_the_statement_follows(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    free = advised(client, example)
    assert f'name="/choice/{CANDIDATE}"' in free.text
    locked = advised(client, example, {f"/choice/{CANDIDATE}": "lock"})
    without = advised(client, example, {f"/choice/{CANDIDATE}": "forbid"})
    assert hidden(locked, "lock") == hidden(without, "forbid") == CANDIDATE
    assert "u sloot het uit" in without.text
    sent = {name: hidden(locked, name) for name in ("document", "on", "years", "mode", "lock")}
    award = json.loads(client.post("/meenemen", data={**sent, "form": "json"}).data)
    assert award["receipt"]["lock"] == [CANDIDATE]
    assert {v["name"] for v in award["variants"]} >= {"now", "best", "own"}


def test_an_effort_is_read_as_the_page_writes_it_and_too_little_is_explained(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    most = advised(client, example, {"/effort": "1.500"})
    assert hidden(most, "effort") == "1500"
    tight = advised(client, example, {"/effort": "1", f"/choice/{CANDIDATE}": "lock"})
    assert "Zo kan het plan niet" in tight.text
    assert total(tight) == total(advised(client, example))
    assert 'name="effort"' not in tight.text, "what could not be kept is not in the statement either"


def test_nonsense_in_what_is_set_is_told_and_changes_nothing(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    told = advised(client, example, {"/effort": "veel", "/choice/bestaat-niet@P1": "lock"})
    assert told.status_code == 200
    assert "is geen bedrag" in told.text


def test_each_parcel_shows_what_may_be_stacked_and_why_not(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    text = advised(client, example).text
    section = text[text.index('id="stapelen"') :]
    section = section[: section.index("</section>")]
    places = re.findall(r'<h3 class="utrecht-heading-3">([^<]*)</h3>', section)
    assert "P2" in places
    for symbol in re.findall(r'class="cell cell--(\w+)"', section):
        assert symbol in ("may", "partly", "may_not", "unknown")
    assert "cell--may_not" in section
    assert re.search(r"Sluit elkaar uit.*?class=\"source\"", section, re.DOTALL)


def considered(client: FlaskClient, farm: dict[str, Any], sent: dict[str, Any]) -> TestResponse:
    """The result of a farm without candidates, and what comes of weighing measures beside it."""
    plain = json.loads(json.dumps(farm))
    for place in (*plain["parcels"], *plain["elements"]):
        place["measures"] = [m for m in place.get("measures", []) if m.get("status") != "candidate"]
    shown = client.post(
        "/bedrijf",
        data={"document": json.dumps(plain), "on": "2026-05-15", "years": "1", "action": "compute"},
        follow_redirects=True,
    )
    assert "Wat zou u nog kunnen doen?" in shown.text
    draft = shown.request.path.replace("/uitkomst", "")
    return client.post(draft, data={"action": "consider", **sent}, follow_redirects=True)


def test_a_farm_without_candidates_gets_plans_side_by_side_for_what_was_ticked(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    answer = considered(
        client, example, {"consider": "grasland-met-kruiden", "/consider/grasland-met-kruiden/cost": "120"}
    )
    assert answer.status_code == 200
    for title in ("zoals nu", "licht", "beste"):
        assert re.search(rf'<th scope="row">{title}', answer.text), title
    assert "Wat één meer oplevert" in answer.text
    assert re.search(r"€ [\d.,]+ per ha per jaar", answer.text.replace("\xa0", " "))
    choice = re.search(r'name="/choice/(grasland-met-kruiden@\w+)"', answer.text)
    assert choice
    draft = answer.request.path.replace("/uitkomst", "")
    forbidden = client.post(
        draft, data={"action": "mode:advise", f"/choice/{choice[1]}": "forbid"}, follow_redirects=True
    )
    assert "eigen keuze" in forbidden.text
    assert "u sloot het uit" in forbidden.text


def test_what_is_wrong_with_a_measure_to_weigh_is_told_and_nothing_is_added(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    for sent, told in (
        ({}, "Er is geen maatregel aangevinkt."),
        (
            {"consider": "grasland-met-kruiden", "/consider/grasland-met-kruiden/much": "900"},
            "Geen perceel heeft plaats",
        ),
        (
            {"consider": "grasland-met-kruiden", "/consider/grasland-met-kruiden/cost": "veel"},
            "is geen getal",
        ),
    ):
        answer = considered(client, example, sent)
        assert answer.status_code == 422
        assert told in answer.text
        assert '<th scope="row">licht' not in answer.text


def put(answer: TestResponse) -> dict[str, tuple[str, dict[str, Any]]]:
    """The measures of the farm that was computed, each with its place."""
    document = json.loads(hidden(answer, "document"))
    places = (*document["parcels"], *document.get("elements", []))
    return {m["code"]: (place["id"], m) for place in places for m in place.get("measures", [])}


def test_a_farm_weighs_measures_per_metre_and_per_piece_on_the_elements_it_has(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    example["farm"] = {"name": "Proef", "province": "utrecht", "collective": "utrecht-oost"}
    example["elements"] = [
        {"id": "K1", "kind": "knotbomen", "count": "12", "measures": []},
        {"id": "E1", "kind": "elzensingel", "count": "3", "measures": []},
        {"id": "S1", "kind": "sloot", "length_m": "300", "measures": []},
        {"id": "W1", "kind": "houtwal", "length_m": "90", "width_m": "5", "measures": []},
    ]
    sent = {
        "consider": ["baggeren-baggerpomp", "knotbomen-beheer", "houtwal-jaarlijks-beheer"],
        "/consider/baggeren-baggerpomp/cost": "0,50",
        "/consider/knotbomen-beheer/much": "10",
    }
    answer = considered(client, example, sent)
    assert answer.status_code == 200
    for absent in ("poel-schonen-klein", "elzensingel-75-jaarlijks"):
        assert f'value="{absent}"' not in answer.text, "there is no pond, and no length of alder is known"
    found = put(answer)
    assert found["baggeren-baggerpomp"] == (
        "S1",
        {
            "code": "baggeren-baggerpomp",
            "cost_eur_per_unit_year": "0.50",
            "length_m": "300",
            "status": "candidate",
        },
    )
    assert (found["knotbomen-beheer"][0], found["knotbomen-beheer"][1]["count"]) == ("K1", "10")
    assert found["houtwal-jaarlijks-beheer"][1]["width_m"] == "5"
    assert re.search(r'name="/choice/knotbomen-beheer@K1"', answer.text)


STRIP = "slootkantrand-rust-1-apr-1-jul"


def test_a_strip_along_a_parcel_is_as_large_as_it_is_long_and_wide(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    sent = {
        "consider": STRIP,
        f"/consider/{STRIP}/much": "500",
        f"/consider/{STRIP}/width": "4",
        f"/consider/{STRIP}/cost": "0,10",
    }
    place, strip = put(considered(client, example, sent))[STRIP]
    assert place.startswith("P")
    assert (strip["area_ha"], strip["width_m"], strip["cost_eur_per_unit_year"]) == ("0.2", "4", "250")


def test_how_much_of_a_strip_or_an_element_is_asked_in_its_own_unit(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    strip = {"consider": STRIP, f"/consider/{STRIP}/width": "4"}
    for sent, told in (
        ({"consider": STRIP, f"/consider/{STRIP}/much": "500"}, "hoe lang en hoe breed"),
        ({**strip, f"/consider/{STRIP}/much": "1.000"}, "kan 1000 zijn of 1,000"),
        ({**strip, f"/consider/{STRIP}/much": "-1"}, "minder dan niets"),
        ({**strip, f"/consider/{STRIP}/much": "900000"}, "Geen perceel heeft plaats"),
    ):
        answer = considered(client, example, sent)
        assert (answer.status_code, told in answer.text) == (422, True), told
    example["farm"] = {"name": "Proef", "province": "utrecht", "collective": "utrecht-oost"}
    example["elements"] = [{"id": "K1", "kind": "knotbomen", "count": "12", "measures": []}]
    trees = considered(
        client, example, {"consider": "knotbomen-beheer", "/consider/knotbomen-beheer/much": "13"}
    )
    assert "het grootste, K1, heeft 12 stuks" in trees.text


def test_what_is_paid_per_100_kg_of_milk_stands_with_its_tariff_or_that_nobody_published_it(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    def offered(document: dict[str, Any], on: str) -> str:
        sent = {"document": json.dumps(document), "on": on, "years": "1", "action": "compute"}
        text = client.post("/bedrijf", data=sent, follow_redirects=True).text
        return text.partition('id="zondergrond"')[2].partition("</details>")[0]

    now = offered(example, "2026-05-15")
    assert re.search(r"VLOG-toeslag.*?bedrag niet gepubliceerd.*?6\.900 × 100 kg melk", now, re.DOTALL)
    assert "het bedrijf levert VLOG-melk" in now
    assert "Voorwaarde niet vervuld: het bedrijf levert VLOG-melk. Het profiel noemt dit niet." in now
    assert "Het wacht op:" not in now
    assert "Hoeveel u ervan heeft is onbekend." in now, "rare breeds: nobody said how many"
    in_2021 = offered(example, "2021-05-15")
    assert re.search(r"VLOG-toeslag.*?€\u00a01 per 100 kg", in_2021, re.DOTALL)
    example["herd"] = {"dairy_cows": 0, "milk_kg_year": "0"}
    assert "100 kg melk." not in offered(example, "2026-05-15")


def test_hundreds_of_kilos_of_milk_are_not_read_as_a_part_of_their_number(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    sent = {"document": json.dumps(example), "on": "2026-05-15", "years": "1", "action": "compute"}
    text = client.post("/bedrijf", data=sent, follow_redirects=True).text
    assert "6.900 × 100 kg melk × €\u00a05,00" in text
    assert "100kg_milk x" not in text
    assert "× € 1.350.000,00".replace("€ ", "€\u00a0") in text, "the interest, in the marks of the language"


def test_costs_that_nobody_filled_in_are_not_told_as_nothing_while_measures_are_chosen(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    assert any("cost_eur_per_unit_year" not in m for p in example["parcels"] for m in p["measures"])
    answer = advised(client, example)
    assert "Na ingevulde kosten" in answer.text
    assert "wat ontbreekt is niet afgetrokken" in answer.text
    assert ">Na kosten<" not in answer.text


def test_a_measure_that_cannot_be_weighed_yet_says_what_is_missing_and_what_it_could_pay(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    example["parcels"][2]["measures"][1] = {
        "code": "kruidenrijk-grasland-rust-1-apr-1-jul", "area_ha": "1", "status": "candidate", "cost_eur_per_unit_year": "50",
    }  # fmt: skip
    told = advised(client, example)
    dutch = re.search(r"nog niet te wegen.*?</td>", told.text, re.DOTALL)
    assert dutch
    assert "Mag dit samen met Gras/klaver (Eco-regeling)? Dat is niet gepubliceerd" in dutch[0]
    assert "rust 1 april tot 1 juni kan dan hoogstens €\xa0400,07 betalen, 2026." in dutch[0]
    english = client.get(told.request.path.replace("/bedrijf/", "/en/farm/").replace("/uitkomst", "/result"))
    assert re.search(
        r"cannot be weighed yet.*?could then pay at most €400\.07, 2026\.", english.text, re.DOTALL
    )
