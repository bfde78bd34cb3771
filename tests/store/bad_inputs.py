"""Inputs that are wrong, as data: what is sent, by whom, and what whoever sends it is told.

Each file in ``corpus`` holds a list. ``send`` has a method and a path, and one of ``set`` and ``drop`` (changes to a good
profile), ``json``, ``text`` (a body as it stands), ``form`` or ``file``; ``as`` is farmer, token, reader (a token that may
only read) or nobody. ``{farm}``, ``{draft}``, ``{issued}`` and ``{batch}`` stand for ids. ``told`` are the words of the answer in
English: for a program every pointer with its message, for a person the messages on the page.
"""

import copy
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import yaml
from werkzeug.test import TestResponse

from calculator.domain.statement_life import Life
from tests.store.writes import PROFILE, Office
from tests.web.visitors import Browser, api_token

FOLDER = Path(__file__).resolve().parent / "corpus"
Case = dict[str, Any]


def read(name: str) -> list[Case]:
    found: list[Case] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return found


class Sender:
    """Sends the cases to one application; the ids are made at the first case that asks for them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        reader = api_token(office.app, office.farmer.email, "farms:read")
        self.bearers = {"token": office.bearer, "reader": {"Authorization": f"Bearer {reader}"}}
        made = office.farm()
        self.ids = {
            "farm": made.public_id,
            "draft": office.statement(Life.DRAFT),
            "issued": office.statement(Life.ISSUED),
            "batch": office.batch(),
            "foreign": "AAAAAAAAAAAAAAAAAAAAAA",
        }
        self.nobody = Browser(office.app)
        # The sign-in page would send somebody who is signed in away.
        self.tokens = {
            "nobody": self.nobody.token_of_page(self.nobody.get("/inloggen").text),
            "farmer": Browser.token_of_page(office.browsers[office.farmer.id].get("/mijn/account").text),
            "adviser": Browser.token_of_page(office.browsers[office.adviser.id].get("/mijn/account").text),
        }

    def send(self, case: Case) -> TestResponse:
        sent = self.filled(case["send"])
        who = sent.get("as", "nobody")
        headers = {"Accept-Language": "en", **self.bearers.get(who, {}), **sent.get("headers", {})}
        people = {"farmer": self.office.farmer, "adviser": self.office.adviser}
        client = self.office.browsers[people[who].id].client if who in people else self.nobody.client
        if who in self.bearers or sent["path"].startswith("/api/"):
            client = client if who in people else self.office.app.test_client()
        body = self.body(sent)
        if "csrf" in sent or ("data" in body and isinstance(body["data"], dict)):
            body["data"] = {"csrf_token": sent.get("csrf", self.tokens.get(who, "")), **body.get("data", {})}
        return client.open(sent["path"], method=sent.get("method", "POST"), headers=headers, **body)

    def body(self, sent: Case) -> dict[str, Any]:
        if "set" in sent or "drop" in sent:
            return {"json": changed(sent)}
        if "profile" in sent:
            document = changed(sent["profile"])
            return {"data": {"document": json.dumps(document), **sent.get("form", {})}}
        if "json" in sent:
            return {"json": sent["json"]}
        if "text" in sent:
            return {
                "data": sent["text"].encode("utf-8", "surrogatepass"),
                "content_type": sent.get("type", "application/json"),
            }
        if "file" in sent:
            name, content = sent["file"]
            return {
                "data": {"statement": (io.BytesIO(content.encode("latin-1")), name), **sent.get("form", {})}
            }
        return {"data": dict(sent["form"])} if "form" in sent else {}

    def filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda found: self.ids.get(found[1], found[0]), value)
        if isinstance(value, dict):
            return {key: self.filled(inner) for key, inner in value.items()}
        return [self.filled(inner) for inner in value] if isinstance(value, list) else value


def changed(sent: Case) -> Any:
    """A good profile with something put in, or taken out, at a place such as ``parcels.0.area_ha``."""
    document = copy.deepcopy(PROFILE)
    for path, value in sent.get("set", {}).items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = document
        for step in way:
            place = place[step] if isinstance(place, list) else place.setdefault(step, {})
        if isinstance(place, list) and last == len(place):
            place.append(value)
        else:
            place[last] = value
    for path in sent.get("drop", []):
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place = document
        for step in way:
            place = place[step]
        del place[last]
    return document


def told(answer: TestResponse) -> list[Any]:
    """What the answer says: problems with their places, or the words of a page that tell what is wrong."""
    if answer.content_type == "application/problem+json":
        said = answer.get_json(force=True)
        problems = [[p["pointer"], p["message"]] for p in said["problems"]]
        return problems or [["", said["title"]]]
    page = html.unescape(answer.text)
    found = re.findall(
        r'class="[^"]*(?:problem|error|alert)[^"]*"[^>]*>(.*?)</(?:p|li|div|ul|section)>', page, re.DOTALL
    )
    words = [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in found]
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return [word for word in words if word] or ([" ".join(heading[1].split())] if heading else [page[:80]])
