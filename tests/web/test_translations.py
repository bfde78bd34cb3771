"""Every word of the pages exists in English, and what is compiled is what is written."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "calculator" / "translations" / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def used() -> set[object]:
    found: set[object] = set()
    pages = [
        ("jinja2", path) for path in [*ROOT.glob("templates/*.html"), *ROOT.glob("templates/parts/*.html")]
    ]
    modules = [("python", path) for path in (ROOT / "calculator" / "web").rglob("*.py")]
    for method, path in [*pages, *modules]:
        for _, message, _, _ in extract_from_file(method, path):
            found.add(message[0] if isinstance(message, tuple) else message)
    return found


def written(catalog: Catalog) -> dict[object, object]:
    entries = [message for message in catalog if message.id]
    return {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in entries}


def test_nothing_is_missing_and_nothing_is_left_over(english: Catalog) -> None:
    assert used() == set(written(english))


def test_every_message_is_translated_with_the_same_places(english: Catalog) -> None:
    for message in english:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        assert all(strings) or not message.id, message.id
        assert not message.fuzzy or not message.id, message.id
        assert list(message.check(english)) == []


def test_the_compiled_file_is_that_of_the_written_one(english: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english)
    assert compiled.getvalue() == (FOLDER / "messages.mo").read_bytes(), "pybabel compile"


def test_no_page_holds_words_that_are_not_marked_for_translation() -> None:
    pages = [*ROOT.glob("templates/*.html"), *ROOT.glob("templates/parts/*.html")]
    kept = {"Stapelwijzer", "Nederlands", "English"}
    for page in pages:
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", page.read_text("utf-8"), flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", "", bare)
        assert set(re.findall(r"[^\W\d_]{2,}", bare)) <= kept, page.name
