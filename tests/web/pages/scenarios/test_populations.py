"""The farms of the bench: sent as tables, made up, and one of those opened; real farms never are."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from markupsafe import escape

from calculator.domain.sentences import presumed
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.account.rights import Role
from calculator.services.background import population_uploads
from calculator.services.scenario.explained import opened
from calculator.services.scenario.farms import upload_reading
from calculator.services.statement.life import Desk
from calculator.store.accounts import users
from calculator.store.scenarios import populations
from calculator.store.scenarios.population_uploads import KeptUpload
from calculator.store.scenarios.populations import Kind
from calculator.web import formats
from tests.web.pages.scenarios.bench import address, desk
from tests.web.visitors import Browser, signed_in


def read_here(at: Desk, kept: KeptUpload, worker: str, go_on: Callable[[], bool]) -> bool:
    upload_reading.perform(at, kept, worker, lambda _: True)
    return True


def test_tables_that_are_sent_are_read_beside_checked_and_count_as_real(app: Flask, member: Browser) -> None:
    farms = b"farm_key,year,province,farm_type\nA,2025,drenthe,dairy\nB,2025,nergens,dairy\n"
    parcels = b"farm_key,parcel_id,area_m2,land_use\nA,P1,50000,permanent_grassland\nB,P1,1,arable\n"
    about = b'{"format": "stapelwijzer-population/1", "synthetic": true}'

    def send(**more: str) -> str:
        files = [
            (io.BytesIO(farms), "farms.csv"),
            (io.BytesIO(parcels), "parcels.csv"),
            (io.BytesIO(about), "population.json"),
        ]
        sent = {"action": "upload", "name": "Echt", "tables": files, **more}
        answer = member.post("/scenarios/bedrijven", sent, content_type="multipart/form-data")
        assert answer.status_code == 303
        return member.get("/scenarios/bedrijven").text

    assert "wacht op zijn beurt" in send()
    while population_uploads.work(desk(app), "w", do=read_here):
        continue
    refused = member.get("/scenarios/bedrijven").text
    assert "nergens" in refused
    stop = address(refused, r'value="(stop:[^"]+)"')
    assert member.post("/scenarios/bedrijven", {"action": stop}).status_code == 303
    send(leave_out="1")
    while population_uploads.work(desk(app), "w", do=read_here):
        continue
    read = member.get("/scenarios/bedrijven").text
    assert re.search(r"Echt <span class=\"quiet\">ingestuurd, 1, [^<]*; 1 met kapotte rijen weggelaten", read)
    assert "nergens" not in read


def test_a_file_that_cannot_be_unpacked_is_refused_in_words_alone(app: Flask, member: Browser) -> None:
    sent = {"action": "upload", "name": "Kapot", "tables": (io.BytesIO(b"PK\x03\x04kapot"), "kapot.zip")}
    assert member.post("/scenarios/bedrijven", sent, content_type="multipart/form-data").status_code == 303
    while population_uploads.work(desk(app), "w", do=read_here):
        continue
    refused = member.get("/scenarios/bedrijven").text
    assert "<li>kapot.zip kan niet worden uitgepakt." in refused
    assert "/tables" not in refused


def made_up(member: Browser, farms: int, kind: str = "typical") -> str:
    name = f"Open {farms} {kind} {datetime.now(UTC).timestamp()}"
    sent = {"action": "synthetic", "name": name, "farms": str(farms), "seed": "3", "kind": kind}
    assert member.post("/scenarios/bedrijven", sent).status_code == 303
    text = member.get("/scenarios/bedrijven").text
    return address(text, rf'href="([^"]+/bedrijf)" aria-label="Open een bedrijf van {re.escape(name)}"')


def test_a_made_up_farm_is_opened_on_the_bench_with_all_that_its_award_says(
    app: Flask, member: Browser
) -> None:
    where = made_up(member, 12, "hard")
    asked = member.get(where)
    assert asked.status_code == 200
    assert "Bewijs dat dit het beste is" not in asked.text
    page = member.get(f"{where}?farm=F000003&on=2026-07-01&years=3").text
    rules = desk(app).rulebook()
    whole = opened.opened(
        synthesise(12, 3, "hard"), rules, "F000003", on=date(2026, 7, 1), years=3, language="nl"
    )
    assert whole["receipt"]["input"] in page
    with app.app_context():
        assert formats.money(whole["total_eur"]) in page
    for part in ("caveats", "assumptions", "not_modelled"):
        said = [str(escape(item["text"] if isinstance(item, dict) else item)) for item in whole[part]]
        if part == "assumptions":
            said = [presumed(text) for text in said]
        assert [text in page for text in said] == [True] * len(said), part
    assert "Aangenomen: " not in page
    assert all(str(escape(limit["name"])) in page for limit in whole["limits"] if not limit["binding"])
    english = where.replace("/scenarios/bedrijven/", "/en/scenarios/farms/").replace("/bedrijf", "/farm")
    assert "Who pays what" in member.get(f"{english}?farm=F000003&on=2026-07-01").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("farm=F999999", "Geen bedrijf heeft de sleutel “F999999”"),
        ("farm=", "zoals F000001, F000002"),
        ("farm=F000001&on=gisteren", "is geen datum"),
        ("farm=F000001&on=1-1-1900", "Op 1 januari 1900 geldt geen enkele regel"),
        ("farm=F000001&years=veel", "is geen aantal jaren"),
    ],
)
def test_what_cannot_be_opened_is_refused_at_its_field(member: Browser, asked: str, said: str) -> None:
    answer = member.get(f"{made_up(member, 4)}?{asked}")
    assert answer.status_code == 422
    assert said in answer.text
    field = address(answer.text, r'class="utrecht-link utrecht-link--html-a" href="#([^"]+)"')
    assert f'id="{field}"' in answer.text
    assert f'id="{field}-fout"' in answer.text
    assert 'class="place"' not in answer.text


def test_of_too_many_farms_none_is_opened_on_a_page_and_the_command_is_told(member: Browser) -> None:
    answer = member.get(f"{made_up(member, 20_001)}?farm=F000001")
    assert answer.status_code == 422
    assert "population synth --farms 20001 --seed 3 --kind typical" in answer.text


def test_a_real_farm_is_not_opened_on_the_bench(app: Flask) -> None:
    at, email = desk(app), f"echt{datetime.now(UTC).timestamp()}@voorbeeld.nl"
    owner = signed_in(app, email, Role.PROJECT_GROUP)
    with at.database.transaction() as unit:
        person = users.by_email(unit, email)
        assert person is not None
        kept = populations.add(
            unit, person.id, name="Echte", kind=Kind.UPLOADED, recipe={}, farms=2, now=at.now()
        )
    assert "Open een bedrijf van Echte" not in owner.get("/scenarios/bedrijven").text
    answer = owner.get(f"/scenarios/bedrijven/{kept.public_id}/bedrijf?farm=A")
    assert answer.status_code == 422
    assert "hun rijen gaan er nooit uit" in answer.text
