from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from calculator.web.forms.document import from_document, to_document, translated
from calculator.web.forms.shape import PROFILE
from calculator.web.forms.tree import add_row, compact, read, remove_row
from calculator.web.serve import demo_farms


def fields(tree: object, pointer: str = "") -> dict[str, list[str]]:
    """What a browser would send for the tree."""
    if isinstance(tree, dict):
        return {k: v for key, inner in tree.items() for k, v in fields(inner, f"{pointer}/{key}").items()}
    if isinstance(tree, list) and all(isinstance(item, str) for item in tree):
        return {pointer: tree}
    if isinstance(tree, list):
        return {k: v for i, inner in enumerate(tree) for k, v in fields(inner, f"{pointer}/{i}").items()}
    return {pointer: [str(tree)]}


def normal(value: object) -> object:
    """Numbers by what they are worth, so that ``18.40`` and ``18,40`` agree."""
    if isinstance(value, dict):
        return {key: normal(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    try:
        return float(str(value))
    except ValueError:
        return str(value)


def test_a_profile_goes_through_the_form_and_back_without_loss() -> None:
    for language in ("nl", "en"):
        for document in demo_farms().values():
            shown = from_document(document, PROFILE, language)
            sent = compact(read(fields(shown), PROFILE), PROFILE)
            again, problems = to_document(sent, document, PROFILE)
            assert problems == []
            assert normal(again) == normal(document)


def test_rows_are_added_with_a_free_id_and_removed() -> None:
    tree: dict[str, Any] = {"parcels": [{"id": "P1"}, {"id": "P3"}]}
    assert add_row(tree, "/parcels", PROFILE) == "/parcels/2"
    assert tree["parcels"][2]["id"] == "P2"
    assert add_row(tree, "/parcels/0/measures", PROFILE) == "/parcels/0/measures/0"
    remove_row(tree, "/parcels/1", PROFILE)
    assert [row["id"] for row in tree["parcels"]] == ["P1", "P2"]
    assert add_row(tree, "/finance/loans", PROFILE) == "/finance/loans/0"


def test_a_row_is_added_only_where_there_is_a_list() -> None:
    tree: dict[str, Any] = {}
    for pointer in (
        "",
        "/",
        "/x",
        "/farm",
        "/farm/name",
        "/parcels/7/measures",
        "/parcels/x",
        "/parcels/²",
        "/parcels/²/measures",
    ):
        assert add_row(tree, pointer, PROFILE) is None
        remove_row(tree, f"{pointer}/0", PROFILE)


def test_empty_rows_are_left_out_so_that_places_agree_with_the_document() -> None:
    sent = {
        "/parcels/0/id": ["P1"],
        "/parcels/0/measures/0/code": [""],
        "/parcels/0/measures/3/code": ["gras-klaver"],
        "/parcels/0/measures/3/area_ha": ["1,5"],
    }
    tree = compact(read(sent, PROFILE), PROFILE)
    document, problems = to_document(tree, None, PROFILE)
    assert problems == []
    assert document["parcels"] == [{"id": "P1", "measures": [{"code": "gras-klaver", "area_ha": "1.5"}]}]


def test_none_is_told_apart_from_unknown() -> None:
    unknown, _ = to_document(compact(read({}, PROFILE), PROFILE), None, PROFILE)
    none, _ = to_document(read({"/undertaking/no_aid": ["1"]}, PROFILE), None, PROFILE)
    assert "undertaking" not in unknown
    assert none["undertaking"] == {"aid_received": []}


def test_what_the_page_does_not_ask_for_stays_with_its_row() -> None:
    base = {"parcels": [{"id": "A", "glmc8_ha": "1"}, {"id": "B", "glmc8_ha": "2"}], "declared": {"x": True}}
    tree = from_document(base, PROFILE, "nl")
    remove_row(tree, "/parcels/0", PROFILE)
    document, _ = to_document(tree, base, PROFILE)
    assert document["parcels"] == [{"id": "B", "glmc8_ha": "2"}]
    assert document["declared"] == {"x": True}


def test_thousands_in_an_amount_are_read_by_the_language_that_they_were_written_in() -> None:
    def balance(written: str, language: str) -> object:
        tree = read({"/finance/loans/0/lender": ["x"], "/finance/loans/0/balance_eur": [written]}, PROFILE)
        document, problems = to_document(tree, None, PROFILE, language)
        return [p.pointer for p in problems] or document["finance"]["loans"][0]["balance_eur"]  # type: ignore[index]

    assert balance("750.000", "nl") == balance("750,000", "en") == balance("750 000", "nl") == "750000"
    assert balance("750.000,50", "nl") == balance("750,000.50", "en") == "750000.50"
    assert balance("750,000", "nl") == balance("750.000", "en") == ["/finance/loans/0/balance_eur"]


def test_an_amount_keeps_its_worth_when_the_language_changes() -> None:
    tree = read({"/herd/milk_kg_year": ["690.000"], "/parcels/0/area_ha": ["1.234"]}, PROFILE)
    english = translated(tree, PROFILE, "nl", "en")
    assert english["herd"] == {"milk_kg_year": "690000"}
    assert english["parcels"] == [{"area_ha": "1.234"}], "what could be two numbers stays as it was written"


def test_every_unreadable_number_is_told_with_its_place() -> None:
    sent = {"/parcels/0/area_ha": ["1.234"], "/herd/dairy_cows": ["veel"], "/parcels/0/id": ["P1"]}
    _, problems = to_document(read(sent, PROFILE), None, PROFILE)
    assert {problem.pointer for problem in problems} == {"/parcels/0/area_ha", "/herd/dairy_cows"}


steps = st.lists(
    st.sampled_from(
        ["parcels", "measures", "0", "1", "id", "farm", "_from", "supply", "programmes", "no_aid", "x"]
    ),
    max_size=6,
)


@given(
    st.dictionaries(
        steps.map(lambda s: "/" + "/".join(s)), st.lists(st.text(max_size=5), min_size=1, max_size=2)
    )
)
def test_no_field_name_breaks_the_form(sent: dict[str, list[str]]) -> None:
    tree = compact(read(sent, PROFILE), PROFILE)
    document, _ = to_document(tree, {"parcels": [{"id": "P1"}]}, PROFILE)
    assert document["profile"] == "stapelwijzer-farm-1"
