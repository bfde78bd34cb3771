"""Parcels read from a table: what would change is shown first, and what was filled in is kept."""

import html
import io
import json
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calculator.geography import process, reader
from calculator.services.background import parcel_imports
from calculator.store.background import workers
from calculator.web.forms import parcel_map
from calculator.web.forms.parcel_diff import diff
from calculator.web.forms.parcel_table import read
from calculator.web.identity import moment
from calculator.web.pages.farm import parcel_import
from tests.geography.maps import square, written
from tests.web.forms.test_parcel_table import BRP, OWN, tree
from tests.web.pages.farm.test_parts import begun
from tests.web.visitors import database


def send(client: FlaskClient, at: str, content: bytes) -> TestResponse:
    return client.post(f"{at}/percelen-inlezen", data={"file": (io.BytesIO(content), "percelen.csv")})


def test_a_table_goes_all_the_way_into_the_profile(client: FlaskClient) -> None:
    at = begun(client)
    shown = send(client, at, OWN.encode())
    assert shown.status_code == 200
    assert "2 percelen gelezen." in shown.text
    assert "18,40 ha → 19,25 ha" in re.sub(r"\s+", " ", shown.text)
    picked = re.findall(r'name="pick" value="([^"]*)"[^>]* checked', shown.text)
    assert picked == ["changed:P1", "new:Q 7"]
    sent = {"pick": picked, "action": "apply"}
    table = client.post(f"{at}/percelen-inlezen", data=sent, follow_redirects=True)
    assert "2 percelen zijn veranderd" in table.text
    parcel = client.get(f"{at}/perceel/1").text
    assert '<option value="langjarig-grasland" selected>' in parcel
    assert parcel.count('value="19,25"') == 2
    again = send(client, at, OWN.encode())
    assert "Er verandert niets" in again.text


def test_what_a_file_leaves_open_is_listed_with_the_page_where_it_is_filled_in(client: FlaskClient) -> None:
    at = begun(client)
    send(client, at, b"kenmerk;oppervlakte;gewascode\nKamp;3,5;233\n")
    sent = {"pick": ["new:Kamp"], "action": "apply"}
    table = client.post(f"{at}/percelen-inlezen", data=sent, follow_redirects=True).text
    told = table.partition('role="alert"')[2].partition("</section>")[0]
    assert f'href="{at}/perceel/2#f-parcels-1-land_use"' in told
    assert "Perceel Kamp, gebruik" in told
    assert "Vul “Gebruik” in" in told


def test_no_page_shows_the_pointer_of_a_problem_where_words_say_it(client: FlaskClient) -> None:
    at = begun(client)
    told = send(client, at, b"kenmerk;oppervlakte\nP1;3\nP2;1.000\n").text
    assert '<span class="place">regel 3</span>' in told
    assert "/file" not in send(client, at, b"").text
    assert '<span class="place">/' not in client.post("/schatting", data={"/land/arable": "veel"}).text


def test_a_wrong_file_is_told_on_the_page_and_changes_nothing(client: FlaskClient) -> None:
    at = begun(client)
    told = send(client, at, b"PK\x03\x04rest")
    assert told.status_code == 422
    assert "Dit zip-bestand is niet uit te pakken." in told.text
    assert "Maak het opnieuw met een gewoon zip-programma." in told.text
    assert client.post(f"{at}/percelen-inlezen").status_code == 422
    assert 'value="18,40"' in client.get(f"{at}/perceel/1").text


MAP = {"kenmerk": ["P1", "Kamp"], "category": ["Grasland", "Bouwland"], "gewascode": ["265", "233"]}


def test_a_map_goes_all_the_way_into_the_profile_and_again_changes_nothing(client: FlaskClient) -> None:
    at = begun(client)
    content = written("GPKG", [square(), square(100, east=300)], MAP)
    shown = re.sub(r"\s+", " ", send(client, at, content).text)
    assert "2 percelen gelezen." in shown
    assert "18,40 ha → 4 ha" in shown
    assert "Ligging: op de kaart" in shown
    client.post(f"{at}/percelen-inlezen", data={"pick": ["changed:P1", "new:Kamp"], "action": "apply"})
    parcel = client.get(f"{at}/perceel/2").text
    assert 'value="1,0000"' in parcel
    outline = json.loads(html.unescape(re.findall(r'name="/parcels/1/geometry" value="([^"]*)"', parcel)[0]))
    assert outline["type"] == "Polygon"
    assert "Er verandert niets" in send(client, at, content).text
    # The part is sent with its outline, and saved by itself.
    data = {"/parcels/1/geometry": json.dumps(outline), "/parcels/1/id": "Kamp", "/parcels/1/area_ha": "1.0000",
            "/parcels/1/land_use": "arable", "/parcels/1/crop_code": "233", "action": "auto", "written": "nl"}  # fmt: skip
    assert "staat hier klaar" in client.post(f"{at}/perceel/2", data=data).text
    assert "Kamp" in client.get(f"{at}/uitkomst").text
    assert "Er verandert niets" in send(client, at, content).text


def test_a_map_without_names_finds_the_parcels_by_where_they_lie(client: FlaskClient) -> None:
    at = begun(client)
    send(client, at, written("GPKG", [square()], {"kenmerk": ["P1"]}))
    client.post(f"{at}/percelen-inlezen", data={"pick": ["changed:P1"], "action": "apply"})
    again = send(client, at, written("GeoJSON", [square(100, east=900), square(190)], system="EPSG:4326"))
    assert re.findall(r'name="pick" value="([^"]*)"', again.text) == ["new:P2", "changed:P1"]


def test_of_overlapping_parcels_one_is_left_unticked_and_it_says_why(client: FlaskClient) -> None:
    at = begun(client)
    shown = send(client, at, written("GPKG", [square(), square(east=150)], {"kenmerk": ["A", "B"]}))
    assert "A en B overlappen 1,0000 ha" in shown.text
    assert re.findall(r'name="pick" value="([^"]*)"[^>]* checked', shown.text) == ["new:A"]


@pytest.mark.parametrize(("metres", "much"), [(0.05, None), (0.25, "25 cm"), (2.0, "2 m")])
def test_outlines_that_had_to_be_simplified_say_by_how_much(metres: float, much: str | None) -> None:
    answer = process.answered(written("GPKG", [square()]), parcel_map.question({}), reader.answered)
    said = parcel_map.found({**answer, "thinned_m": metres}, {}).notices
    if much is None:
        assert said == ()
    else:
        assert f"liggen hoogstens {much} naast die" in said[0].message.nl
        assert f"lie at most {much} beside those" in said[0].message.en


def test_a_formula_in_an_attribute_of_a_map_is_refused_as_in_a_table(client: FlaskClient) -> None:
    at = begun(client)
    told = send(client, at, written("GPKG", [square()], {"kenmerk": ['=HYPERLINK("x")']}))
    assert told.status_code == 422
    assert "Vlak 1 bevat een formule" in told.text


def test_an_upload_of_200_mb_is_refused_unread_with_what_to_do(client: FlaskClient) -> None:
    at = begun(client)
    answer = client.post(
        f"{at}/percelen-inlezen",
        input_stream=io.BytesIO(b"--x"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "200000000"},
    )
    assert answer.status_code == 413
    assert "Het bestand is groter dan 20 MB." in answer.text
    assert "Bewaar alleen uw eigen percelen" in answer.text


@pytest.fixture
def worker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], bool]]:
    """Somebody works beside the server, and every map is a large one; calling it reads the next."""
    kept = database(app)
    monkeypatch.setattr(parcel_import, "_SMALL", 0)
    with kept.transaction() as unit:
        workers.seen(unit, "w", moment())
    yield lambda: parcel_imports.work(kept, "w", moment)
    with kept.transaction() as unit:
        workers.gone(unit, "w")


def large(client: FlaskClient, content: bytes | None = None) -> tuple[str, str]:
    """The address of a form with a parcel, and that of the large map that was sent for it."""
    at = begun(client)
    sent = send(client, at, content or written("GPKG", [square(), square(100, east=300)], MAP))
    assert sent.status_code == 303
    return at, str(sent.location)


def test_a_large_map_is_read_beside_while_the_page_says_how_far_it_is(
    client: FlaskClient, worker: Callable[[], bool]
) -> None:
    at, file = large(client)
    page = client.get(file)
    assert "Uw bestand is ontvangen en wacht op zijn beurt." in page.text
    assert f'hx-get="{file}" hx-trigger="every 1s"' in page.text
    assert '<progress class="progress" max="5" value="0" aria-label="Voortgang">' in page.text
    assert f'href="{file}">Ververs</a>' in page.text, "without script a link asks again"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    english = file.replace("/bedrijf", "/en/farm").replace("percelen-inlezen", "read-parcels")
    assert "Your file has been received" in client.get(english).text
    scripted = {"HX-Request": "true"}
    assert "HX-Refresh" not in client.get(file, headers=scripted).headers
    assert worker()
    assert client.get(file, headers=scripted).headers["HX-Refresh"] == "true"
    for _ in range(2):
        shown = re.sub(r"\s+", " ", client.get(file).text)
        assert "2 percelen gelezen." in shown, "read again, the page is the same"
    assert "18,40 ha → 4 ha" in shown
    client.post(f"{at}/percelen-inlezen", data={"pick": ["changed:P1", "new:Kamp"], "action": "apply"})
    assert 'value="1,0000"' in client.get(f"{at}/perceel/2").text
    assert client.get(file).location == f"{at}/percelen-inlezen", "it was taken over"


def test_reading_a_map_can_be_stopped_and_changes_nothing(
    client: FlaskClient, worker: Callable[[], bool]
) -> None:
    at, file = large(client)
    assert client.post(file, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    stopped = client.post(file, follow_redirects=True)
    assert "Het inlezen is gestopt; er is niets veranderd." in stopped.text
    assert "Kaart of tabel met percelen" in stopped.text, "another file can be chosen at once"
    assert not worker()
    assert 'value="18,40"' in client.get(f"{at}/perceel/1").text


def test_what_is_wrong_with_a_large_map_is_told_on_its_page(
    client: FlaskClient, worker: Callable[[], bool]
) -> None:
    _, file = large(client, b"PK\x03\x04rest")
    worker()
    told = client.get(file)
    assert told.status_code == 422
    assert "Dit zip-bestand is niet uit te pakken." in told.text


def test_a_map_that_keeps_breaking_off_says_what_to_do(
    client: FlaskClient, app: Flask, worker: Callable[[], bool]
) -> None:
    _, file = large(client)

    def dies(_sent: bytes, _hear: object) -> dict[str, object]:
        raise RuntimeError("a line of a fault")

    parcel_imports.work(database(app), "w", moment, read=dies)
    told = client.get(file)
    assert told.status_code == 422
    assert "Het inlezen is steeds afgebroken; er is niets veranderd." in told.text
    assert "bewaar dan alleen uw eigen percelen als GeoPackage" in told.text


def test_a_map_that_nobody_beside_will_read_any_more_is_read_by_who_asks(
    client: FlaskClient, app: Flask, worker: Callable[[], bool]
) -> None:
    _, file = large(client)
    with database(app).transaction() as unit:
        workers.gone(unit, "w")
    assert "2 percelen gelezen." in client.get(file).text
    with app.test_client() as other:
        assert other.get(file).status_code == 404


def test_a_table_of_an_earlier_year_says_nothing_of_which_parcels_there_are_now() -> None:
    assert [change.kind for change in diff(tree(), read(BRP.encode()))] == ["changed"]


def test_land_of_the_quick_estimate_does_not_stay_beside_the_parcels_that_it_is(client: FlaskClient) -> None:
    estimate = {"/land/permanent_grassland": "22,75", "/measure/langjarig-grasland": "10"}
    address = client.post("/schatting", data=estimate).location.removesuffix("/uitkomst")
    shown = client.post(f"{address}/percelen-inlezen", data={"file": (io.BytesIO(OWN.encode()), "p.csv")})
    assert "Uit uw snelle schatting" in shown.text
    ticked = re.findall(r'name="pick" value="([^"]+)"[^>]* checked', shown.text)
    assert [html.unescape(key) for key in ticked] == ["new:P1", "new:Q 7", "gone:Blijvend grasland"]
    client.post(f"{address}/percelen-inlezen", data={"action": "apply", "pick": ticked})
    table = client.get(f"{address}/deel/parcels").text
    assert "Blijvend grasland</a>" not in table
    assert "Dit is een snelle schatting" not in client.get(f"{address}/uitkomst").text
