"""The bench as a member of the project group uses it: a scenario by forms alone, worked out, looked at, shared."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from calculator.scenarios import ready as scenario_ready
from calculator.services.account.rights import Role
from calculator.services.background import population_uploads
from calculator.services.background import scenarios as scenario_background
from calculator.services.scenario.running import work as scenario_work
from calculator.services.statement.life import Desk
from calculator.store.scenarios.scenario_runs import KeptRun
from tests.web.pages.scenarios.bench import address, desk
from tests.web.pages.scenarios.test_populations import read_here
from tests.web.visitors import Browser, api_token, signed_in


def here(at: Desk, kept: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
    scenario_work.perform(
        at, kept, worker, go_on=go_on, draw=lambda _, language: b"%PDF " + language.encode()
    )
    return True


def test_a_scenario_is_made_by_forms_worked_out_and_shown(app: Flask, member: Browser) -> None:
    made = member.post("/scenarios", {"name": "Goud én meer", "on": "2025-07-01", "years": "1"})
    assert made.status_code == 303
    where = made.location
    assert "Er verandert nog niets" in member.get(where).text
    step = member.get(f"{where}/wijziging?kind=tariff")
    assert 'value="national.rvo.eco-regeling"' in step.text
    scheme = f"{where}/wijziging?kind=tariff&of=national.rvo.eco-regeling"
    which = address(member.get(scheme).text, r'value="([^"]*eco-premie\|rate\|goud)"')
    sent = {"kind": "tariff", "of": "national.rvo.eco-regeling", "/which": which}
    assert "is geen getal" in member.post(f"{where}/wijziging", {**sent, "/value": "veel"}).text
    assert member.post(f"{where}/wijziging", {**sent, "/value": "250"}).status_code == 303
    assert member.post(f"{where}/wijziging", {**sent, "/value": "260"}).status_code == 422
    page = member.get(where).text
    assert "180" in page
    assert "250" in page
    assert b"value: '250'" in member.get(f"{where}.yaml").data
    kept = {"action": "synthetic", "name": "Proef", "farms": "40", "seed": "2", "kind": "typical"}
    assert member.post("/scenarios/bedrijven", kept).status_code == 303
    farms = address(member.get(f"{where}/doorrekenen").text, r'<option value="([\w-]{22})"')
    asked = member.post(f"{where}/doorrekenen", {"population": farms, "seed": "1"})
    assert "Wacht op zijn beurt" in member.get(asked.location).text
    assert scenario_background.work(desk(app), "w", do=here)
    shown(member, asked.location)


def shown(member: Browser, run: str) -> None:
    text = member.get(run).text
    assert "<svg" in text
    assert "Wie betaalt wat" in text
    english = member.get(run.replace("/scenarios/berekening", "/en/scenarios/run")).text
    assert "Who pays what" in english
    assert "Voortgang" in member.get(f"{run}/jaren").text
    assert member.get(f"{run}.pdf").data == b"%PDF nl"
    for form in ("csv", "parquet"):
        names = zipfile.ZipFile(io.BytesIO(member.get(f"{run}/{form}").data)).namelist()
        assert f"costs.{form}" in names
    assert member.get(f"{run}/xlsx").data[:2] == b"PK"
    assert member.get(f"{run}/exe").status_code == 404
    beside = member.get(f"/scenarios/vergelijken?run={run.rpartition('/')[2]}").text
    assert "Nu" in beside
    # Amounts are added up over the years of a run, so each says how many.
    assert "1 juli 2025, 1 jaar" in beside
    assert "op andere dagen" not in beside
    assert re.search(r"<th scope=\"row\">Bedrijven</th><td[^>]*>40 \(Proef\)</td>", beside)
    lost = re.search(r"Bedrijven die erop achteruitgaan</th><td[^>]*>([^<]*)<", beside)
    assert lost is not None
    assert lost[1] == "0"
    again = "&".join(f"run={run.rpartition('/')[2]}" for _ in range(5))
    assert "staat er niet bij" not in member.get(f"/scenarios/vergelijken?{again}").text, "one is one"


def test_one_that_is_ready_is_taken_over_changed_shared_and_put_away(app: Flask, member: Browser) -> None:
    other = signed_in(app, "lid@voorbeeld.nl", Role.PROJECT_GROUP)
    where = member.post("/scenarios", {"ready": "eco-goud-250"}).location
    assert other.get(where).status_code == 404
    assert member.post(where, {"action": "share", "email": "lid@voorbeeld.nl"}).status_code == 303
    assert other.post(where, {"action": "comment", "said": "Mooi & <b>goed</b>"}).status_code == 303
    assert "Mooi &amp; &lt;b&gt;goed" in member.get(where).text
    assert other.post(where, {"action": "archive"}).status_code == 403
    head = {"action": "head", "name_nl": "Anders", "on": "2025-07-01", "years": "2", "cost": "100"}
    assert member.post(where, head).status_code == 303
    assert "cost_eur: '100'" in member.get(f"{where}.yaml").text
    assert member.post(where, {"action": "remove:1"}).status_code == 303
    assert member.post(f"{where}/doorrekenen", {"population": "x"}).status_code == 422
    assert member.post(where, {"action": "archive"}).status_code == 303
    assert "Opgeborgen (1)" in member.get("/scenarios").text


def test_one_that_is_ready_is_taken_over_as_often_as_one_likes_each_under_a_name_of_its_own(
    app: Flask,
) -> None:
    member = signed_in(app, f"vaker{datetime.now(UTC).timestamp()}@voorbeeld.nl", Role.PROJECT_GROUP)
    made = [member.post("/scenarios", {"ready": "beste-provincie"}) for _ in range(3)]
    assert [answer.status_code for answer in made] == [303] * 3
    files = [member.get(f"{answer.location}.yaml").text for answer in made]
    assert [address(text, r"scenario: (\S+)") for text in files] == [
        "beste-provincie-eigen", "beste-provincie-eigen-2", "beste-provincie-eigen-3",
    ]  # fmt: skip
    assert "(eigen)" in files[0]
    assert "(own 3)" in files[2]


def test_a_name_that_is_taken_is_refused_with_one_that_is_free(app: Flask) -> None:
    member = signed_in(app, f"naam{datetime.now(UTC).timestamp()}@voorbeeld.nl", Role.PROJECT_GROUP)
    sent = {"name": "Goud", "on": "2025-07-01"}
    assert member.post("/scenarios", sent).status_code == 303
    assert member.post("/scenarios", {**sent, "name": "Goud 2"}).status_code == 303
    again = member.post("/scenarios", sent)
    assert again.status_code == 422
    assert "zoals `goud-3`: bij Naam, of in een bestand achter `scenario:`" in again.text


def test_what_is_wrong_with_a_file_and_what_to_do_are_parted_by_a_sign(member: Browser) -> None:
    text = (scenario_ready.content("eco-goud-250") or b"").decode()
    answer = member.post("/scenarios", {"text": re.sub(r"on: .*", "on: x", text, count=1)})
    assert answer.status_code == 422
    assert re.search(r"is niet een datum als 2026-01-31; \w", answer.text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("on:"))
    assert f"Regel {line}: `x`" in answer.text
    # What was pasted stays, and stands open to be mended.
    assert re.search(
        r'<details class="more" open>(?:(?!</details>).)*scenario: eco-goud-250', answer.text, re.DOTALL
    )
    assert "Het scenario heeft geen naam. Geef het een naam." in member.post("/scenarios", {"name": " "}).text


def test_all_that_is_wrong_with_a_new_scenario_is_told_at_once(member: Browser) -> None:
    answer = member.post("/scenarios", {"name": " ", "on": "gisteren", "years": "99"})
    assert answer.status_code == 422
    said = ("heeft geen naam", "is geen datum", "is geen aantal jaren")
    assert [text in answer.text for text in said] == [True] * 3


@pytest.mark.parametrize(
    ("kind", "of", "sent"),
    [
        ("limit", "de-minimis-landbouw", {"/off": "yes"}),
        ("budget", "national.rvo.eco-regeling", {"/eur": "1.000.000", "/allot": "lottery"}),
        ("area", "national.rvo.eco-regeling", {"/provinces": ["drenthe"]}),
        ("dates", "national.anlb.*", {"/endless": "yes"}),
        ("scheme", "national.rvo.eco-regeling", {}),
        ("term", "national.anlb.*", {"/years": "12"}),
        ("indexation", "national.anlb.*", {"/percent": "2,5"}),
        ("basis_end", "cap_eco_scheme_art31", {"/last_day": "2031-12-31"}),
        ("best", "province.*", {}),
        ("relation", "-", {"/a": "national.rvo.eco-regeling", "/b": "province.drenthe.bloemrijke-akkers", "/type": "highest"}),
        ("new_scheme", "", {"/name": "Nieuw", "/payer": "drenthe", "/per": "measure", "/measure": "grasland-met-kruiden",
                            "/rate": "120", "/service": "bodemkwaliteit", "/basis": "unknown", "/provinces": ["drenthe"]}),
    ],
)  # fmt: skip
def test_every_kind_of_change_is_made_without_code(
    member: Browser, kind: str, of: str, sent: dict[str, object]
) -> None:
    made = member.post("/scenarios", {"name": f"Soort {kind}", "on": "2025-07-01"})
    assert member.get(f"{made.location}/wijziging?kind={kind}&of={of}").status_code == 200
    answer = member.post(f"{made.location}/wijziging", {"kind": kind, "of": of, **sent})
    assert answer.status_code == 303, re.findall(r"<li>(.*?)</li>", answer.text)[-3:]
    if kind == "new_scheme":
        packed = member.get(f"{made.location}/regels.zip").data
        assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == [
            "schemes/province/drenthe/nieuw/2025-01-01.yaml"
        ]


def test_a_program_does_the_same_with_a_token(app: Flask, member: Browser) -> None:
    email = "programma@voorbeeld.nl"
    signed_in(app, email, Role.PROJECT_GROUP)
    bearer = {"Authorization": f"Bearer {api_token(app, email, 'scenarios:read', 'scenarios:write')}"}
    client, api = app.test_client(), "/api/v1"

    def ask(method: str, path: str, **sent: object) -> dict[str, Any]:
        answer = client.open(
            f"{api}{path}", method=method, headers=bearer, **({"json": sent} if sent else {})
        )
        assert answer.status_code < 300, answer.text
        return answer.json

    text = (scenario_ready.content("eco-goud-250") or b"").decode().replace("eco-goud-250", "van-programma")
    made = ask("POST", "/scenarios", text=text)
    farms = ask("POST", "/populations", farms=24, seed=5)
    run = ask("POST", f"/scenarios/{made['id']}/runs", population=farms["id"])
    assert (run["state"], run["done"]) == ("waiting", 0)
    while scenario_background.work(desk(app), "w", do=here):
        continue
    done = ask("GET", f"/scenarios/runs/{run['id']}")
    told = ask("GET", f"/scenarios/runs/{run['id']}/answers")
    assert (done["state"], told["receipt"]["key"], told["farms"]) == ("done", done["receipt"], 24)
    assert ask("GET", f"/scenarios/{made['id']}")["text"] == text
    assert [r["id"] for r in ask("GET", f"/scenarios/{made['id']}/runs")] == [run["id"]]
    reading = {"Authorization": f"Bearer {api_token(app, email, 'scenarios:read')}"}
    assert client.post(f"{api}/scenarios", headers=reading, json={"text": text}).status_code == 403
    wrong = client.post(f"{api}/scenarios", headers=bearer, json={"text": text, "x": 1})
    assert [p["pointer"] for p in wrong.get_json(force=True)["problems"]] == ["/x"]


def test_a_program_sends_tables_sees_them_read_runs_on_them_and_takes_every_file(app: Flask) -> None:
    email = f"tabellen{datetime.now(UTC).timestamp()}@voorbeeld.nl"
    signed_in(app, email, Role.PROJECT_GROUP)
    bearer = {"Authorization": f"Bearer {api_token(app, email, 'scenarios:read', 'scenarios:write')}"}
    client, api = app.test_client(), "/api/v1"
    farms = b"farm_key,year,province,farm_type\nA,2025,drenthe,dairy\nB,2025,nergens,dairy\n"
    parcels = b"farm_key,parcel_id,area_m2,land_use\nA,P1,50000,permanent_grassland\nB,P1,1,arable\n"

    def send(**more: str) -> str:
        tables = [(io.BytesIO(farms), "farms.csv"), (io.BytesIO(parcels), "parcels.csv")]
        answer = client.post(f"{api}/populations/tables", headers=bearer, data={"tables": tables, **more})
        assert (answer.status_code, answer.json["state"]) == (202, "waiting")
        assert answer.headers["Location"] == f"{api}/populations/{answer.json['id']}"
        return str(answer.json["id"])

    def get(path: str) -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"{api}{path}", headers=bearer).json
        return found

    refused, stopped, used = send(name="Fout"), send(), send(leave_out="true", name="Echt")
    assert client.delete(f"{api}/populations/{stopped}", headers=bearer).status_code == 204
    while population_uploads.work(desk(app), "w", do=read_here):
        continue
    assert client.get(f"{api}/populations/{stopped}", headers=bearer).status_code == 404
    wrong = get(f"/populations/{refused}")
    assert (wrong["state"], wrong["of"], len(wrong["problems"])) == ("refused", 1, 1)
    assert "nergens" in wrong["problems"][0]["message"]
    read = get(f"/populations/{used}")
    assert (read["state"], read["kind"], read["name"], read["farms"]) == ("ready", "uploaded", "Echt", 1)
    assert {refused, used} <= {found["id"] for found in client.get(f"{api}/populations", headers=bearer).json}
    text = (scenario_ready.content("eco-goud-250") or b"").decode().replace("eco-goud-250", "op-tabellen")
    made = client.post(f"{api}/scenarios", headers=bearer, json={"text": text}).json["id"]
    run = client.post(f"{api}/scenarios/{made}/runs", headers=bearer, json={"population": used}).json["id"]
    while scenario_background.work(desk(app), "w", do=here):
        continue
    state = get(f"/scenarios/runs/{run}")
    assert (state["state"], state["total"]) == ("done", 2), "not how many farms a change touches"
    starts = {"xlsx": b"PK", "csv": b"PK", "parquet": b"PK", "json": b"{", "pdf": b"%PDF"}
    for form, start in starts.items():
        file = client.get(f"{api}/scenarios/runs/{run}/answers.{form}", headers=bearer)
        assert (file.status_code, file.data.startswith(start)) == (200, True), form
    assert client.get(f"{api}/scenarios/runs/{run}/answers.exe", headers=bearer).status_code == 404
    assert client.get(f"{api}/scenarios/{made}/drafts.zip", headers=bearer).status_code == 422
    for gone in (refused, used):
        assert client.delete(f"{api}/populations/{gone}", headers=bearer).status_code == 204
    assert get(f"/scenarios/runs/{run}")["state"] == "done", "its runs stay"
