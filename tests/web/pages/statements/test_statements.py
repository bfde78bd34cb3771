"""The pages of statements: issued by a farmer, approved after an adviser, followed up, compared, and many at once."""

import io
import re
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from calculator.services.account.rights import Role
from calculator.services.background import batch_work
from calculator.services.statement import desks
from calculator.services.statement.drawing import Drawing, Drawn, Failed
from calculator.statements.checking import visible
from calculator.store.accounts import users
from calculator.store.farms import farms
from tests.store import people
from tests.web import visitors
from tests.web.visitors import Browser


@pytest.fixture
def farmer(app: Flask, request: pytest.FixtureRequest) -> tuple[Browser, str]:
    """A signed-in farmer with one farm, by its id."""
    email = f"{abs(hash(request.node.name))}@voorbeeld.nl"
    browser = visitors.signed_in(app, email)
    store = visitors.database(app)
    with store.transaction() as unit:
        user = users.by_email(unit, email)
        assert user is not None
        return browser, farms.add(
            unit, user.id, "Weide", request.getfixturevalue("example"), people.NOW
        ).public_id


def test_a_farmer_issues_takes_along_follows_up_and_withdraws(farmer: tuple[Browser, str]) -> None:
    browser, farm = farmer
    path = f"/mijn/bedrijven/{farm}/overzichten"
    assert "nog geen overzicht" in browser.get(path).text
    asked = {"action": "ask", "on": "2026-11-24", "years": "2", "key": "page"}
    assert browser.post(path, asked).status_code == 303
    done = browser.post(path, asked)
    assert done.status_code == 303
    assert "Het overzicht is uitgegeven; het staat hieronder." in browser.get(str(done.location)).text
    page = browser.get(path).text
    assert page.count("Download (PDF)") == 1
    found = re.search(r"/mijn/overzichten/([\w-]+)\.pdf", page)
    assert found
    assert browser.get(found[0]).data.startswith(b"%PDF-")
    _follow_up(browser, found[1])
    assert browser.post(path, {"action": f"withdraw:{found[1]}", "reason": " "}).status_code == 422
    gone = browser.post(path, {"action": f"withdraw:{found[1]}", "reason": "verkocht"})
    assert gone.status_code == 303
    assert "Het overzicht is ingetrokken" in browser.get(str(gone.location)).text
    assert "verkocht" in browser.get(path).text
    assert "withdrawn" in browser.get(f"/en/my/farms/{farm}/statements").text


def test_a_statement_is_in_the_language_of_its_reader_and_not_of_the_page(
    farmer: tuple[Browser, str],
) -> None:
    browser, farm = farmer
    path = f"/en/my/farms/{farm}/statements"
    reader = {"/purpose": "bank", "/recipient": "Rabobank", "/language": "nl"}
    assert (
        browser.post(path, {"action": "ask", "on": "2026-11-24", "years": "1", **reader}).status_code == 303
    )
    found = re.search(r"/en/my/statements/[\w-]+\.pdf", browser.get(path).text)
    assert found
    assert "bank of financier" in " ".join(visible.pages_text(browser.get(found[0]).data))
    assert '<option value="en" selected>' in browser.get(path).text


def _follow_up(browser: Browser, statement: str) -> None:
    path = f"/mijn/overzichten/{statement}/betaald"
    page = browser.get(path).text
    assert "nog niet bekend" in page
    names = re.findall(r'name="(/paid/[^"]+)"', page)
    expected = re.search(r"Basispremie.*?<td class=\"amount\">€\s*([\d.,]+)<", page, re.DOTALL)
    assert expected
    name = next(name for name in names if "basisinkomenssteun" in name)
    paid = browser.post(path, {"year": "2026", name: expected[1]})
    assert "zoals verwacht, tot op de cent" in paid.text
    wrong = browser.post(path, {"year": "2026", name: "1.234"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert browser.get(f"{path}?year=1999").status_code == 422


def test_a_farmer_issues_for_a_bank_and_takes_the_proof_along(farmer: tuple[Browser, str]) -> None:
    browser, farm = farmer
    path = f"/mijn/bedrijven/{farm}/overzichten"
    asked = {"action": "ask", "on": "2026-11-24", "years": "1", "/purpose": "bank"}
    wrong = browser.post(path, asked)
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert '<option value="bank" selected>' in wrong.text
    assert browser.post(path, asked | {"/recipient": "Rabobank"}).status_code == 303
    page = browser.get(path).text
    assert "Rabobank, bank of financier" in page
    found = re.search(r"/mijn/overzichten/([\w-]+)/bewijs\.json", page)
    assert found
    assert browser.get(found[0]).json["form"] == "stapelwijzer-openings-1"
    assert "Rabobank, bank or lender" in browser.get(f"/en/my/farms/{farm}/statements").text


def test_all_that_is_wrong_with_what_is_asked_is_told_at_once(farmer: tuple[Browser, str]) -> None:
    browser, farm = farmer
    wrong = {"on": "gisteren", "years": "99", "/purpose": "bank", "/recipient": " "}
    said = ("is geen datum", "is geen aantal jaren", "De ontvanger heeft geen naam")
    for path, more in (
        (f"/mijn/bedrijven/{farm}/overzichten", {"action": "ask"}),
        ("/mijn/reeksen", {"/farms": farm}),
    ):
        answer = browser.post(path, {**wrong, **more})
        assert answer.status_code == 422
        assert [text in answer.text for text in said] == [True] * 3, path


@pytest.mark.parametrize("fields", [{}, {"action": "nothing"}, {"action": "approve:x"}])
def test_an_action_that_does_not_exist_changes_nothing(
    farmer: tuple[Browser, str], fields: dict[str, str]
) -> None:
    browser, farm = farmer
    assert browser.post(f"/mijn/bedrijven/{farm}/overzichten", fields).status_code in (400, 404)


def test_a_stranger_sees_no_statement_and_no_batch(app: Flask, farmer: tuple[Browser, str]) -> None:
    other = visitors.signed_in(app, "vreemde@voorbeeld.nl", Role.ADVISER)
    for path in (
        f"/mijn/bedrijven/{farmer[1]}/overzichten",
        "/mijn/overzichten/x.pdf",
        "/mijn/reeksen/x",
        "/mijn/reeksen/x.zip",
    ):
        assert other.get(path).status_code == 404


def test_a_batch_is_asked_for_followed_and_taken_along(app: Flask, farmer: tuple[Browser, str]) -> None:
    browser, farm = farmer
    assert browser.post("/mijn/reeksen", {"on": "2026-11-24"}).status_code == 422
    asked = {"/farms": farm, "on": "2026-11-24", "years": "1"}
    assert browser.post("/mijn/reeksen", asked | {"/purpose": "bank"}).status_code == 422
    begun = browser.post("/mijn/reeksen", asked)
    assert begun.status_code == 303
    path = begun.headers["Location"]
    assert "wacht op zijn beurt" in browser.get(path).text

    class OneAfterTheOther:
        def each(self, function: Any, tasks: Any) -> Any:
            for task in tasks:
                yield Drawn(b"%PDF-x", "AAAA-BBBB-CCCC-DDDD") if isinstance(task, Drawing) else function(task)

    while batch_work.work(desks.live(visitors.database(app)), OneAfterTheOther(), "w"):
        continue
    assert "1 van 1 klaar" in browser.get(path).text
    archive = zipfile.ZipFile(io.BytesIO(browser.get(f"{path}.zip").data))
    assert archive.namelist() == ["0001-weide.pdf", "overzicht.xlsx"]
    assert "1 of 1 done" in browser.get(path.replace("/mijn/reeksen", "/en/my/batches")).text


def test_files_that_cannot_be_compared_are_told(client: FlaskClient) -> None:
    for contents in ((b"", b""), (b"%PDF-1.7", b"x")):
        files = {name: (io.BytesIO(raw), "a.pdf") for name, raw in zip(("old", "new"), contents, strict=True)}
        answer = client.post("/vergelijken", data=files, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "Dit klopt nog niet" in answer.text


def test_two_statements_are_compared_on_the_page(client: FlaskClient, example: dict[str, Any]) -> None:
    from calculator.services.award import awards
    from calculator.services.registry import rulebooks
    from calculator.services.statement.drawing import draw

    made = []
    for area in ("9.75", "10.00"):
        example["parcels"][1]["area_ha"] = area
        award = awards.compute(rulebooks.current(), example, on=people.TODAY, years=1).award
        file: Drawn | Failed = draw(Drawing(award, example, "nl", people.TODAY, None))
        assert isinstance(file, Drawn)
        made.append(file.pdf)
    files = {name: (io.BytesIO(raw), "a.pdf") for name, raw in zip(("old", "new"), made, strict=True)}
    # The client keeps a large upload in a file of its own and leaves it open.
    asked = EnvironBuilder("/en/compare", method="POST", data=files).get_request()
    answer = client.open(asked)
    asked.environ["wsgi.input"].close()
    assert answer.status_code == 200
    assert "Through other data" in answer.text
    assert "Parcel P2, area" in answer.text
