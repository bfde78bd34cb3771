"""The map of the parcels: it works without script and without tiles, and an outline can be written down."""

import re

import pytest
from flask.testing import FlaskClient

from calculator.services.errors import InputProblems
from calculator.web.forms import corners
from tests.web.pages.farm.test_parts import begun

#: A square of 200 metres near Amersfoort.
RD = "155000 463000\n155200 463000\n155200,0 463200\n155000 463200"


def drawn(client: FlaskClient, at: str, **sent: str) -> str:
    answer = client.post(
        f"{at}/kaart", data={"parcel": "1", "corners": RD, "measured": "1", **sent}, follow_redirects=True
    )
    return re.sub(r"\s+", " ", answer.text)


def test_an_outline_that_is_written_down_is_measured_in_rd_new_and_shown_everywhere(
    client: FlaskClient,
) -> None:
    at = begun(client)
    assert "Er is nog geen perceel met een grens." in client.get(f"{at}/kaart").text
    page = drawn(client, at)
    assert "De grens van perceel P1 is bewaard." in page
    assert 'class="parcel-shape" d="M' in page
    assert "4,0000 ha" in page
    again = client.get(f"{at}/kaart?parcel=1").text
    degrees = re.search(r'<textarea[^>]*id="f-corners"[^>]*>([^<]*)<', again)
    assert degrees
    assert len(degrees[1].split("\n")) == 4
    assert 'value="4,0000"' in client.get(f"{at}/perceel/1").text


def test_the_area_stays_where_it_is_not_wanted_from_the_map(client: FlaskClient) -> None:
    at = begun(client)
    client.post(f"{at}/kaart", data={"parcel": "1", "corners": RD})
    parcel = client.get(f"{at}/perceel/1").text
    assert 'value="18,40"' in parcel
    assert "/parcels/0/geometry" in parcel


def test_an_outline_of_half_a_province_is_refused_and_the_known_size_stays(client: FlaskClient) -> None:
    at = begun(client)
    page = drawn(client, at, corners="52.15 5.39\n52.15 6.27\n51.60 6.27\n51.60 5.39")
    assert "ha. Haal de hoeken weg, kom dichterbij met + en zet ze opnieuw" in page
    assert re.search(r"Deze grens omvat 3\d\d\.\d{3} ha", page)
    assert 'value="18,40"' in client.get(f"{at}/perceel/1").text


def test_a_new_parcel_that_is_drawn_opens_on_its_own_page(client: FlaskClient) -> None:
    at = begun(client)
    sent = {"parcel": "new", "name": "Achterland", "corners": RD, "measured": "1"}
    answer = client.post(f"{at}/kaart", data=sent)
    assert answer.location == f"{at}/perceel/2"
    assert 'value="Achterland"' in client.get(answer.location).text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Een perceel heeft 3 tot 500 hoeken; hier staan er 0."),
        ("155000 463000\n155100 463000", "hier staan er 2"),
        ("155000 463000\n155100 463000\nhier", "Regel 3 is geen plaats in Nederland"),
        ("155000,463000\n155100,463000\n1,2", "Regel 1 is geen plaats in Nederland"),
        ("48.85 2.35\n48.9 2.35\n48.9 2.4", "Regel 1 is geen plaats in Nederland"),
        ("155000 463000\n52.1 5.4\n155000 463100", "Sommige hoeken zijn in graden"),
    ],
)
def test_corners_that_cannot_be_are_told_at_their_line(client: FlaskClient, written: str, said: str) -> None:
    with pytest.raises(InputProblems) as wrong:
        corners.read(written)
    assert said in wrong.value.problems[0].message.nl


def test_an_outline_that_crosses_itself_is_refused_and_what_was_written_stays(client: FlaskClient) -> None:
    at = begun(client)
    crossed = "155000 463000\n155200 463200\n155200 463000\n155000 463200"
    page = drawn(client, at, corners=crossed)
    assert "de omtrek kruist zichzelf bij 155100, 463100 (RD)" in page
    assert "155200 463200" in page
    assert "/parcels/0/geometry" not in client.get(f"{at}/perceel/1").text


def test_only_the_map_may_show_pictures_of_the_one_other_host(client: FlaskClient) -> None:
    at = begun(client)
    policy = client.get(f"{at}/kaart").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://service.pdok.nl;" in policy
    assert "pdok.nl" not in client.get(f"{at}/deel/parcels").headers["Content-Security-Policy"]
    english = client.get(at.replace("/bedrijf", "/en/farm") + "/map")
    assert "Map of your parcels" in english.text
