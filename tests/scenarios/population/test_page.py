from pathlib import Path

from tests.scenarios.population.page import PAGE, written


def test_the_page_on_populations_says_what_the_schema_and_the_margins_say() -> None:
    page = Path(__file__).parents[3] / PAGE
    text = page.read_text(encoding="utf-8")
    assert text == written(text), "run `python -m tests.scenarios.population.page`"
