"""What a recipient gets, what stays with the farmer, and how a withheld value is proven later."""

from __future__ import annotations

import copy
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from calculator import cli
from calculator.services.registry import rulebooks
from calculator.services.statement.recipient import in_language, named, unknown_to, warning
from calculator.statements.carrying.commitments import OpeningError, committed, proven
from calculator.statements.carrying.packing import Shared
from calculator.statements.carrying.purposes import Recipient, codes, never, purposes, whole
from calculator.statements.carrying.withholding import leaves, parted
from calculator.statements.checking import visible
from calculator.statements.checking.verdict import Part, State
from calculator.statements.content.content import SECTIONS, content
from calculator.statements.issuing import Made
from tests.statements import builders, told
from tests.statements.drawing.test_pdf import failures
from tests.statements.redacted import (
    BANK,
    LANDLORD,
    LAYERS,
    LOAN,
    OTHER_LOAN,
    PROVINCE,
    SEED,
    again,
    award,
    checked,
    farm,
    given,
)


def bytes_inside(raw: bytes) -> Iterator[bytes]:
    """Every byte a reader of the file could get at: the file, each stream unpacked, each text object, the pages' words."""
    yield raw
    with pikepdf.open(io.BytesIO(raw)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                yield item.read_bytes()
            yield repr(item).encode()
    yield "".join("".join(visible.pages_text(raw)).split()).encode()


#: Keys that decide what is shown to whom, or that the pages of any farm hold; a planted value would change the farm.
_DECIDE = frozenset(
    (
        "scheme",
        "payer",
        "layer",
        "id",
        "parcel",
        "parcels",
        "lender",
        "lessor",
        "year",
        "lost_to",
        "public",
        "unit",
        "status",
    )
)


def planted(
    document: dict[str, object], places: Iterable[str], tokens: Iterator[int]
) -> tuple[object, set[str]]:
    """The document with a value of its own at every place (numbers stay numbers), and those values."""
    made_, found = copy.deepcopy(document), set()
    for place in places:
        *way, last = place.split("/")[1:]
        if last in _DECIDE or (last.isdigit() and way and way[-1] in _DECIDE):
            continue
        holder = made_
        for step in way:
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
        key = int(last) if isinstance(holder, list) else last
        token = str(next(tokens))
        numeric = re.fullmatch(r"-?\d+(\.\d+)?", str(holder[key]))
        holder[key] = f"{token}.25" if numeric else f"geheim{token}"
        found.add(token)
    return made_, found


def as_data_and_as_read(parts: Iterable[bytes]) -> tuple[bytes, bytes]:
    """All of it at once, and without the points and commas by which a reader is shown thousands."""
    whole = b"\n".join(parts)
    return whole, re.sub(rb"(?<=\d)[.,](?=\d{3})", b"", whole)


@pytest.mark.parametrize("purpose", [code for code in codes() if code != "farmer"])
def test_no_withheld_value_is_anywhere_in_the_file(purpose: str) -> None:
    names = {"landlord": LANDLORD.name, "bank": BANK.name, "buyer": "FrieslandCampina"}
    recipient = Recipient(names.get(purpose, PROVINCE.name), purpose)
    tokens = itertools.count(730_000_001, 1013)
    one, other = parted(award(), farm(), recipient)
    given_award, first = planted(award(), one.withheld, tokens)
    given_farm, second = planted(farm(), other.withheld, tokens)
    secrets = first | second
    assert len(secrets) > 15
    again = parted(given_award, given_farm, recipient)
    assert [part.withheld.keys() for part in again] == [one.withheld.keys(), other.withheld.keys()]
    inside = as_data_and_as_read(bytes_inside(given(recipient, given_award, given_farm).pdf))
    found = {number.decode() for part in inside for number in re.findall(rb"(?=(73\d{7}))", part)}
    assert all(re.fullmatch(r"73\d{7}", secret) for secret in secrets)
    assert found & secrets == set()


def test_the_search_for_leaks_finds_what_is_shown() -> None:
    inside = list(bytes_inside(given(BANK).pdf))
    assert any(LOAN.encode() in part for part in inside)
    assert not any(OTHER_LOAN.encode() in part for part in inside)
    assert any(
        "Verwacht" in part.decode("utf-8", "replace") or "Getoonde" in part.decode("utf-8", "replace")
        for part in inside
    )


def test_a_landlord_gets_no_loans_and_no_other_payments() -> None:
    one, other = parted(award(), farm(), LANDLORD)
    assert list(other.shown["finance"]) == ["leases"]
    assert {line["payer"] for year in one.shown["years"] for line in year["lines"]} == {"asr"}
    assert not whole() & one.shown.keys()
    assert [sorted(parcel) for parcel in other.shown["parcels"]][:2] == [["area_ha", "id", "land_use"]] * 2
    assert "measures" in other.shown["parcels"][2]


@pytest.mark.parametrize("purpose", [code for code in codes() if code != "farmer"])
def test_what_a_farmer_only_considers_is_told_to_nobody(purpose: str) -> None:
    shown = parted(award(), farm(), Recipient("anlb", purpose))[1].shown
    assert "candidate" not in json.dumps(shown)


def test_what_is_set_for_a_plan_is_told_to_nobody() -> None:
    planned = award()
    planned["receipt"] |= {"mode": "advise", "effort": "731", "lock": ["geheime-maatregel@P3"]}
    inside = list(bytes_inside(given(BANK, planned).pdf))
    assert not any(b"geheime-maatregel" in part for part in inside)
    assert any(b"Hetkanrekenenmetmaatregelen" in part for part in inside)


def test_a_name_with_a_typing_error_owns_nothing_and_the_likest_name_is_told_first() -> None:
    rules = rulebooks.current()
    typed = unknown_to(award(), farm(), Recipient("a.s.r. real estat", "landlord"), rules)
    assert typed is not None
    assert typed[0].nl == "a.s.r. real estate"
    assert unknown_to(award(), farm(), LANDLORD, rules) is None
    assert unknown_to(award(), farm(), PROVINCE, rules) is None
    assert unknown_to(award(), farm(), Recipient("Rabobnk", "bank"), rules) is not None


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "typed", ["Waterschap Limburg", " water board limburg", "waterschap-limburg"], ids=["nl", "en", "code"]
)
def test_a_payer_is_the_same_one_by_any_of_its_names_in_a_statement_of_any_language(
    typed: str, language: str
) -> None:
    rules = rulebooks.current()
    reader = in_language(Recipient(typed, "landlord"), rules, language)
    said = {"nl": "Waterschap Limburg", "en": "Water board Limburg"}[language]
    assert reader == Recipient(said, "landlord")
    paid = award(language)
    lines = [line for year in paid["years"] for line in year["lines"]]
    lines[0] |= {"payer": "waterschap-limburg", "payer_name": said}
    assert unknown_to(paid, farm(), reader, rules) is None


def test_a_name_of_nobody_known_stays_as_it_was_typed() -> None:
    reader = Recipient("Jansen", "landlord")
    assert in_language(reader, rulebooks.current(), "en") is reader


def test_names_that_are_proposed_are_in_the_language_of_whoever_reads_the_warning() -> None:
    paid = award("en")
    lines = [line for year in paid["years"] for line in year["lines"]]
    lines[0] |= {"payer": "waterschap-limburg", "payer_name": "Water board Limburg"}
    known = unknown_to(paid, farm(), Recipient("Waterschap Limbrug", "landlord"), rulebooks.current())
    assert known is not None
    assert known[0].nl == "Waterschap Limburg"
    assert "Wel bekend: Waterschap Limburg," in warning("x", known).nl
    assert "Known are: Water board Limburg," in warning("x", known).en
    assert named("Water board Limburg")["nl"] == "Water board Limburg"
    assert named(["Waterschap Limburg", "Water board Limburg"]) == known[0]


def test_a_bank_gets_its_own_loan_and_not_what_another_lender_pays() -> None:
    one, other = parted(award(), farm(), BANK)
    assert [loan["lender"] for loan in other.shown["finance"]["loans"]] == ["rabobank"]
    payers = {line["payer"] for year in one.shown["years"] for line in year["lines"]}
    assert "triodos" not in payers
    assert "rabobank" in payers
    assert "total_eur" not in one.shown


def test_a_bank_gets_no_notice_that_tells_of_what_another_lender_pays() -> None:
    seen, *others = builders.terms()["notices"]
    another = {**seen, "instead": [*seen["instead"], "bank.triodos.rentekorting#korting"]}
    one, _ = parted(award() | {"notices": [seen, another, *others]}, farm(), BANK)
    assert one.shown["notices"] == [seen, *others]


def test_nobody_else_is_told_when_the_farmer_means_to_give_notice() -> None:
    for recipient in (LANDLORD, PROVINCE):
        one, _ = parted(award() | builders.terms(), farm(), recipient)
        assert "notices" not in one.shown


def test_where_every_payment_is_shown_so_is_the_total() -> None:
    plain = builders.award()
    for year in plain["years"]:
        for line in year["lines"]:
            line["layer"] = LAYERS.get(line["payer"], line["layer"])
    one, _ = parted(plain, builders.profile(), BANK)
    assert one.shown["total_eur"] == plain["total_eur"]


def test_a_name_that_is_no_payer_owns_nothing() -> None:
    one, other = parted(award(), farm(), Recipient("Jansen", "landlord"))
    assert all(year["lines"] == [] for year in one.shown["years"])
    assert other.shown["finance"] == {"leases": []}


def test_shown_and_withheld_together_are_the_whole() -> None:
    for recipient in (LANDLORD, BANK, PROVINCE):
        for document, part in zip((award(), farm()), parted(award(), farm(), recipient), strict=True):
            everything = leaves(document, "")
            assert part.withheld.items() <= everything.items()
            left = {str(value) for path, value in everything.items() if path not in part.withheld}
            assert left
            assert left <= {str(value) for value in leaves(part.shown, "").values()}


def test_the_farmer_gets_everything() -> None:
    one, other = parted(award(), farm(), Recipient())
    assert (one.shown, other.shown) == (award(), farm())
    assert given(Recipient(), builders.brief()).openings is None


def test_a_redacted_statement_verifies_as_recomputed_in_part(landlords: Made) -> None:
    verdict = checked(landlords.pdf)
    assert verdict.state is State.IN_PART
    assert not verdict.genuine
    assert "deels nagerekend" in verdict.message.nl
    assert "recomputed in part" in verdict.message.en
    assert verdict.told.recipient == LANDLORD.name


def test_amounts_that_do_not_follow_are_counted_and_keep_it_from_being_ok() -> None:
    def poor(_profile: object, _rules: object, options: dict[str, object]) -> dict[str, object]:
        found = award(str(options["language"]))
        found["years"][0]["lines"] = []
        return found

    raw = given(LANDLORD, recompute=poor).pdf
    verdict = checked(raw, poor)
    assert verdict.state is State.IN_PART
    assert not verdict.followed
    assert any("2 van de 3" in note.nl for note in verdict.notes)
    assert "2 van de 3" in visible.pages_text(raw)[0]


def test_a_shown_amount_that_the_rules_do_not_give_is_altered(landlords: Made) -> None:
    def other(_profile: object, _rules: object, options: dict[str, object]) -> dict[str, object]:
        found = award(str(options["language"]))
        for line in found["years"][1]["lines"]:
            line["amount_eur"] = "1.00"
        return found

    verdict = checked(landlords.pdf, other)
    assert verdict.state is State.ALTERED
    assert Part.AMOUNTS in {finding.part for finding in verdict.findings}
    assert verdict.findings[0].place == "years/1/lines/0"


def test_a_payer_whom_no_payment_concerns_is_shown_no_amount() -> None:
    bare = builders.with_totals({**award("nl"), "years": []})
    issue = replace(builders.ISSUE, shared=Shared(PROVINCE, {}))
    text = told.section_text(content(bare, farm(), {}, language="nl", issue=issue).sections[0])
    assert "Er is geen betaling die dit doel aangaat." in text
    assert "Getoonde betalingen over" not in text


def test_what_is_withheld_is_not_called_none() -> None:
    bare = {**builders.with_totals(award("nl")), "years": [], "not_modelled": [], "limits": []}
    withheld = {"award/limits": "00" * 32, "award/years": "11" * 32}
    issue = replace(builders.ISSUE, shared=Shared(PROVINCE, withheld))
    said = content(bare, farm(), {}, language="nl", issue=issue).sections
    empty = {section.id: told.section_text(section).split()[-1] for section in said if section.is_empty}
    assert (empty["limits"], empty["schedule"], empty["not_modelled"]) == ("weggelaten", "weggelaten", "geen")


def test_the_hashes_of_what_is_withheld_stand_right_below_each_other(landlords: Made) -> None:
    document = pypdfium2.PdfDocument(landlords.pdf)
    words = document[len(document) - 1].get_textpage()
    text = words.get_text_range()
    start = text.index("Wat is weggelaten, met")
    lefts = [
        words.get_charbox(start + found.start(), loose=True)[0]
        for found in re.finditer(r"\b[0-9a-f]{64}\b", text[start:])
    ]
    words.close()
    document.close()
    assert len(lefts) > 10
    assert max(lefts) - min(lefts) < 0.3


def test_it_conforms_and_names_its_recipient(landlords: Made) -> None:
    assert failures(landlords.pdf) == []
    first = visible.pages_text(landlords.pdf)[0]
    assert "a.s.r. real estate (verpachter)" in first
    assert "Getoonde betalingen" in first


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_hashes(landlords: Made) -> None:
    assert given(LANDLORD).pdf == landlords.pdf
    other = given(LANDLORD, seed=bytes(32))
    assert other.check_code != landlords.check_code


def test_a_withheld_value_is_proven_with_its_salt_and_a_wrong_one_is_not(landlords: Made) -> None:
    roots = checked(landlords.pdf).withheld
    openings = json.loads(json.dumps(landlords.openings))
    member = openings["members"]["profile/finance"]
    path = "profile/finance/loans/0/balance_eur"
    one = {**openings, "members": {"profile/finance": {**member, "opened": {path: member["opened"][path]}}}}
    assert proven(one, roots) == {path: LOAN}
    for change in ({"value": "1"}, {"salt": "00" * 16}):
        wrong = copy.deepcopy(one)
        wrong["members"]["profile/finance"]["opened"][path] |= change
        with pytest.raises(OpeningError):
            proven(wrong, roots)
    moved = copy.deepcopy(one)
    moved["members"]["profile/herd"] = moved["members"].pop("profile/finance")
    with pytest.raises(OpeningError):
        proven(moved, roots)


@pytest.mark.parametrize(
    "openings", [None, [], {}, {"form": "x"}, {"form": "stapelwijzer-openings-1", "members": {"a": 1}},
                 {"form": "stapelwijzer-openings-1", "members": {"profile/finance": {"leaves": [1], "opened": {}}}}]
)  # fmt: skip
def test_openings_of_another_form_are_refused(openings: object) -> None:
    with pytest.raises(OpeningError):
        proven(openings, {"profile/finance": "00"})


def test_a_hash_tells_neither_how_many_values_there_are_nor_what_they_are() -> None:
    few = committed({"profile/finance/loans/0/balance_eur": "1"}, SEED).roots
    many = committed({f"profile/finance/loans/{n}/balance_eur": "1" for n in range(9)}, SEED).roots
    assert few.keys() == many.keys() == {"profile/finance"}
    roots = [committed({"profile/year": 2026}, bytes([n]) * 32).roots["profile/year"] for n in range(20)]
    assert len(set(roots)) == 20


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        committed({}, b"short")


def test_every_purpose_names_sections_and_tests_that_exist() -> None:
    known = {"own", "public", "not_other_lenders", "leased", "shown"}
    for purpose in purposes().values():
        assert set(purpose.sections) <= SECTIONS.keys()
        assert list(purpose.sections) == [name for name in SECTIONS if name in purpose.sections]
        assert {"short", "correct", "receipt"} <= set(purpose.sections)
        used = re.findall(r'"of": "(\w+)"', json.dumps([dict(purpose.profile), dict(purpose.award)]))
        assert {*used, purpose.lines} <= known
        assert purpose.name.nl != purpose.name.en or purpose.code == "bank"
    assert never() & {"cost_eur_per_unit_year"}


def test_the_command_names_the_same_purposes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["statement", "--help"])
    assert "|".join(codes()) in "".join(capsys.readouterr().out.split())


def test_no_two_purposes_are_alike() -> None:
    shown = {code: json.dumps(parted(award(), farm(), Recipient("anlb", code))[1].shown) for code in codes()}
    assert all(one != other for one, other in itertools.combinations(shown.values(), 2))


def test_a_later_engine_may_put_sentences_better_and_no_amount_otherwise(landlords: Made) -> None:
    def later(amount: str) -> Callable[..., object]:
        def engine(*asked: object) -> dict[str, object]:
            found = again(*asked)
            found["receipt"]["engine"] = "stapelwijzer 9.0.0"
            for line in found["years"][0]["lines"]:
                line |= {"formula": "better words", "a_new_key": []}
                line["amount_eur"] = amount if line["payer"] == "asr" else line["amount_eur"]
            return found

        return engine

    assert checked(landlords.pdf, later("279.00")).followed
    assert checked(landlords.pdf, later("279.01")).state is State.ALTERED
