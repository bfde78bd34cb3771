"""Pages about the rules are made once for everybody; who looks, in which language and at what, is never mixed up."""

from flask import Flask
from markupsafe import Markup

from calculator.web.pages.catalogue import same_for_all
from calculator.web.pages.catalogue.same_for_all import Held, Made
from tests.web.visitors import Browser, database, with_password


def held(app: Flask) -> Held:
    found = app.extensions[same_for_all.EXTENSION]
    assert isinstance(found, Held)
    return found


def test_a_page_that_was_made_for_one_is_shown_to_the_next_with_a_frame_of_their_own(app: Flask) -> None:
    stranger, known = Browser(app), Browser(app)
    person = with_password(database(app), "eerste@voorbeeld.nl")
    known.sign_in(person.email)
    first, second = stranger.get("/regelingen").text, known.get("/regelingen").text
    assert "Uitloggen" not in first
    assert "Uitloggen" in second
    inside = lambda page: page.partition("<main")[2].partition("</main>")[0]  # noqa: E731
    assert inside(first) == inside(second)
    assert stranger.get("/regelingen").text == first


def test_another_language_day_or_question_is_another_page(app: Flask) -> None:
    client = app.test_client()
    pages = ("/regelingen", "/en/schemes", "/regelingen?on=2025-07-01", "/regelingen?q=eco")
    first = [client.get(path).text for path in pages]
    assert len(set(first)) == len(pages)
    assert [client.get(path).text for path in pages] == first


def test_what_is_wrong_in_an_address_is_told_each_time(app: Flask) -> None:
    client = app.test_client()
    assert [client.get("/regelingen?on=nooit").status_code for _ in range(2)] == [422, 422]
    assert [client.get("/regelingen/bestaat.niet").status_code for _ in range(2)] == [404, 404]


def test_no_more_is_held_than_was_said_and_what_was_asked_last_stays() -> None:
    memory, page = Held(most=100), Made(Markup("t"), Markup("x" * 40))
    for name in ("a", "b"):
        memory.put(name, page)
    assert memory.get("a")
    memory.put("c", page)
    assert [name for name in ("a", "b", "c") if memory.get(name)] == ["a", "c"]
