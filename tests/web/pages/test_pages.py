import gc
import html
import re
import warnings
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.domain.scheme import Text
from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.pages import PAGES
from calculator.web.pages.frame import PUBLIC
from calculator.web.wiring import Services

PLAIN = [
    page
    for page in PAGES
    # The pages of a broker of identities are there only where one is configured.
    if "<" not in page.nl and "GET" in page.methods and page.roles == PUBLIC and "broker" not in page.name
]
ADDRESSES = [address for page in PLAIN for address in (page.nl, page.en)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_there_in_its_own_language(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    language = "en" if address.startswith("/en") else "nl"
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    assert f'lang="{language}"' in answer.text
    # A cookie comes with a form that changes something, and not before.
    assert ("Set-Cookie" in answer.headers) == ("csrf_token" in answer.text)


@pytest.mark.parametrize("address", [*ADDRESSES, "/nergens", "/api/v1/schemes", "/static/site.css"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_strict_transport_is_asked_for_only_over_tls(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_anything_inline_or_from_elsewhere(client: FlaskClient, address: str) -> None:
    text = client.get(address).text
    assert "style=" not in text
    assert "<style" not in text
    assert "<script" not in text
    assert " onclick" not in text
    assert 'src="http' not in text
    assert 'rel="stylesheet" href="http' not in text


def test_a_page_that_is_not_there_says_so_in_both_languages(client: FlaskClient) -> None:
    dutch, english = client.get("/nergens"), client.get("/en/nowhere")
    assert (dutch.status_code, english.status_code) == (404, 404)
    assert "Niet gevonden" in dutch.text
    assert "Not found" in english.text


def test_another_method_on_a_page_is_405_with_allow(client: FlaskClient) -> None:
    answer = client.delete("/bedrijf")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert client.get("/beloningsoverzicht").status_code == 405


ODD = "name=x&language_code=x&endpoint=x&_method=POST&_anchor=x&_scheme=javascript&_external=1&scheme_id=x"


@pytest.mark.parametrize("address", ["/", "/en/schemes", "/regelingen/national.rvo.eco-regeling"])
def test_words_after_the_address_choose_nothing_but_what_the_page_asks(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(f"{address}?{ODD}")
    assert answer.status_code == 200
    other = re.search(r'href="([^"]+)" lang="(?:nl|en)" hreflang', answer.text)
    assert other
    assert other[1].startswith("/")
    assert "scheme_id=x" in other[1]
    assert client.get(html.unescape(other[1])).status_code == 200


def test_the_switch_leads_to_the_same_scheme_in_the_other_language(client: FlaskClient) -> None:
    text = client.get("/regelingen/national.rvo.eco-regeling?on=2026-05-15").text
    assert "/en/schemes/national.rvo.eco-regeling?on=2026-05-15" in text


def test_search_finds_by_every_word_and_says_how_many(client: FlaskClient) -> None:
    text = client.get("/regelingen?q=eco-regeling rvo").text
    assert "national.rvo.eco-regeling" in text
    assert "/regelingen/national.anlb.midden-delfland?" not in text
    assert "Niets gevonden" in client.get("/regelingen?q=qqqq").text
    assert "<b>" not in client.get("/regelingen?q=<b>").text


def test_a_wrong_date_is_told_and_today_is_shown(client: FlaskClient) -> None:
    answer = client.get("/regelingen?on=gisteren")
    assert answer.status_code == 422
    assert "gisteren" in answer.text


def test_every_scheme_has_a_page_with_sources_in_both_languages(client: FlaskClient) -> None:
    for entry in client.get("/api/v1/schemes?on=2026-05-15").json:
        for base in ("/regelingen", "/en/schemes"):
            answer = client.get(f"{base}/{entry['id']}?on=2026-05-15")
            assert answer.status_code == 200, entry["id"]
            assert 'class="source"' in answer.text, entry["id"]


def test_a_scheme_outside_its_time_shows_when_it_was_in_force(client: FlaskClient, app: Flask) -> None:
    rulebook = app.extensions["stapelwijzer"].services.rulebook()
    ended = next(
        s
        for s in rulebook.schemes
        if s.validity.end
        and not any(o.id == s.id and o.validity.contains(s.validity.end) for o in rulebook.schemes)
        and rulebook.schemes_on(s.validity.end)
    )
    answer = client.get(f"/regelingen/{ended.id}?on={ended.validity.end}")
    assert answer.status_code == 404
    assert str(ended.validity.start) in answer.text
    assert client.get("/regelingen/no.such.scheme").status_code == 404


@dataclass(frozen=True)
class Verdict:
    ok: bool
    state: str = "genuine"
    text: Text = field(default_factory=lambda: Text("tot op de cent gelijk", "equal to the cent"))


def upload(content: bytes) -> dict[str, Any]:
    """What a browser sends; written out, because the test client leaves a large body in an open file."""
    head = b'--X\r\nContent-Disposition: form-data; name="statement"; filename="a.pdf"\r\n\r\n'
    return {"data": head + content + b"\r\n--X--\r\n", "content_type": "multipart/form-data; boundary=X"}


def test_an_uploaded_statement_gets_its_verdict(settings: Settings, services: Services) -> None:
    for verdict, word in (
        (Verdict(True), "Het overzicht klopt<"),
        (Verdict(False, "altered"), "klopt niet"),
        (Verdict(True, "genuine_rules_changed"), "sindsdien zijn regels veranderd"),
        (Verdict(True, "recomputed_in_part"), "deels nagerekend"),
        (Verdict(False, "rules_not_published"), "nooit zijn gepubliceerd"),
        (Verdict(False, "unknown"), "Hierover valt niets te zeggen"),
        (Verdict(False, "genuine"), "geldt niet meer"),
    ):
        app = create_app(settings, replace(services, verify=lambda _pdf, said=verdict: said))
        sent = upload(b"%PDF-1.7 x")
        answer = app.test_client().post("/controle", **sent)
        assert answer.status_code == 200
        assert word in answer.text
        assert "tot op de cent gelijk" in answer.text


def test_a_check_code_gets_the_verdict_of_the_statement_issued_under_it(client: FlaskClient) -> None:
    unknown = client.post("/controle", data={"code": "7f3a 91c2 0b44 e6d8"})
    assert unknown.status_code == 200
    assert "geen overzicht uitgegeven" in unknown.text
    assert "Dit is geen controlecode" in client.post("/controle", data={"code": "<b>x</b>"}).text
    assert "check code" in client.post("/en/check", data={"code": "x" * 3000}).text
    assert client.post("/controle", data={"code": " "}).status_code == 422


def test_an_upload_that_is_no_statement_is_refused_with_a_remedy(client: FlaskClient) -> None:
    assert client.post("/controle").status_code == 422
    answer = client.post("/controle", **upload(b"hallo"))
    assert answer.status_code == 422
    assert "geen PDF" in answer.text


def test_an_upload_beyond_the_bound_is_413(client: FlaskClient) -> None:
    sent = upload(b"%PDF-" + b"x" * 20_000_001)
    assert client.post("/controle", **sent).status_code == 413


class Endless:
    """A line over which a file of 300 MB comes in, counting what is taken from it."""

    def __init__(self) -> None:
        self.taken, self._head = 0, upload(b"%PDF-")["data"].removesuffix(b"\r\n--X--\r\n")

    def read(self, most: int = -1) -> bytes:
        size = min(1_000_000 if most < 0 else most, 300_000_000 - self.taken)
        self.taken += size
        head, self._head = self._head[:size], self._head[size:]
        return head + b"x" * (size - len(head))


@pytest.mark.parametrize("told", [{"CONTENT_LENGTH": "300000000"}, {"wsgi.input_terminated": True}])
def test_a_file_of_300_mb_is_refused_in_words_and_hardly_read(
    client: FlaskClient, told: dict[str, object]
) -> None:
    """With its length told beforehand, and without (in pieces, of which a server tells the end)."""
    line = Endless()
    sent = {"CONTENT_TYPE": "multipart/form-data; boundary=X", "wsgi.input": line, **told}
    with warnings.catch_warnings():
        # The library leaves the part it took in to the collector, in an open file that has no name.
        warnings.simplefilter("ignore", ResourceWarning)
        answer = client.post("/en/check", environ_overrides=sent)
        gc.collect()
    assert answer.status_code == 413
    assert "larger than a reward statement can be (20 MB)" in answer.text
    assert line.taken < 21_000_000


def test_a_statement_larger_than_a_page_may_send_is_still_read(
    settings: Settings, services: Services
) -> None:
    app = create_app(settings, replace(services, verify=lambda _pdf: Verdict(True)))
    sent = upload(b"%PDF-" + b"x" * 3_000_000)
    assert app.test_client().post("/controle", **sent).status_code == 200


def test_an_address_with_a_slash_too_many_leads_to_its_page(client: FlaskClient) -> None:
    for asked, meant in (
        ("/en/", "/en"),
        ("/regelingen/", "/regelingen"),
        ("/en/schemes//?q=a b", "/en/schemes?q=a+b"),
    ):
        answer = client.get(asked)
        assert (answer.status_code, answer.headers["Location"]) == (301, meant)


@pytest.mark.parametrize("asked", ["/bestaat-niet/", "/regelingen/bestaat-niet/", "/api/v1/", "/en/x/"])
def test_a_slash_too_many_leads_nowhere_where_there_is_no_page(client: FlaskClient, asked: str) -> None:
    answer = client.get(asked, follow_redirects=True)
    assert answer.status_code == 404
    assert client.post("/en/").status_code in (404, 405)
