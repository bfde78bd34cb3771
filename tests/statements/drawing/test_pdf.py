import hashlib
import io
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import page
import pikepdf
import pytest
from weasyprint import HTML, Attachment

from calculator.statements.award.reading import objects
from calculator.statements.checking import visible
from calculator.statements.content.content import SECTIONS
from calculator.statements.drawing import pdf
from calculator.statements.drawing.finish import ENDS_WRONGLY
from calculator.statements.drawing.fonts import SURE, clean, coverage, faces_for, font_file
from calculator.statements.drawing.pdf import RendererReachedOutError
from calculator.statements.drawing.xmp import Described
from tests.statements import builders
from tests.statements.conftest import issue

STANDARDS = ("3a", "ua1")


def failures(raw: bytes) -> list[str]:
    return [
        f"{standard}: {failure.rule_id} {failure.message}"
        for standard in STANDARDS
        for failure in page.validate_pdf_bytes(raw, profile=standard).failures
    ]


def test_it_conforms_to_the_archive_and_the_accessibility_standard_at_once(
    dutch: bytes, english: bytes
) -> None:
    assert failures(dutch) == []
    assert failures(english) == []


def test_the_first_page_says_it_all_on_one_page(dutch: bytes, english: bytes) -> None:
    for raw, total, next_title in (
        (dutch, "€ 90.515,82", "2. Per jaar en per betaler"),
        (english, "€90,515.82", "2. Per year and per payer"),
    ):
        first, second = visible.pages_text(raw)[:2]
        assert total in first
        assert next_title not in first
        assert next_title in second


def test_the_first_page_fits_with_the_most_that_it_can_say() -> None:
    award = {**builders.award("nl", (2026, 2027, 2028, 2029)), **builders.plans()}
    award["receipt"] |= {"mode": "advise"}
    award["years"][3]["lines"] = []
    for year in award["years"][:3]:
        year["lines"] += [
            {**builders.line("interest", "farm", "1", "farm", f"{year['year']}{n}.00"), "payer": f"bank{n}",
             "payer_name": f"Coöperatieve vereniging van betalers nummer {n}"} for n in range(9)
        ]  # fmt: skip
    award["continuation_eur"] = "43743.96"
    # Of the third year a part is known: one more note, below the table.
    gone, year = award["years"][2]["lines"][0], award["years"][2]
    year["lines"] = [line for line in year["lines"] if line["payment"] != gone["payment"]]
    award["open"].append(
        {**award["open"][0], **{key: gone[key] for key in ("scheme", "payment")}, "years": [2028]}
    )
    first, second = visible.pages_text(issue(builders.with_totals(award)))[:2]
    assert "Daarbuiten staat" in first
    assert "* Van 2028 is maar een deel bekend" in first
    assert "2. Per jaar en per betaler" in second


@pytest.mark.parametrize("payers", [12, 30])
def test_however_many_payers_the_first_page_ends_where_the_next_chapter_begins(payers: int) -> None:
    """With little else to tell it names more of them, and still fits."""
    award = builders.award("nl", (2026, 2027))
    award |= {"open": [], "refusals": [], "limits": [], "not_chosen": []}
    for year in award["years"]:
        year["lines"] = [
            {**builders.line("interest", "farm", "1", "farm", f"{n + 1}00.00"), "payer": f"bank{n}",
             "payer_name": f"Coöperatieve vereniging van betalers nummer {n}"[: 29 if n % 2 else None]}
            for n in range(payers)
        ]  # fmt: skip
    first, second = visible.pages_text(issue(builders.with_totals(award)))[:2]
    assert "2. Per jaar en per betaler" in second
    assert ("andere betalers" in first) == (payers > 12)


def test_every_word_of_the_content_is_on_the_pages(dutch: bytes) -> None:
    shown = "".join(" ".join(visible.pages_text(dutch)).split())
    for line in (
        Path(__file__).parents[1].joinpath("golden").joinpath("nl/limits.txt").read_text("utf-8").splitlines()
    ):
        for cell in re.sub("^(##|==|table:) ", "", line).split(" | "):
            assert "".join(cell.split()).partition("(")[0] in shown


def test_the_same_input_gives_the_same_bytes_in_another_process(dutch: bytes) -> None:
    ask = (
        "import sys, hashlib; from tests.statements import builders; from tests.statements.conftest import issue; "
        "issue(builders.brief('en'), language='en'); sys.stdout.write(hashlib.sha256(issue()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-W", "ignore", "-c", ask]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert answer.stdout == hashlib.sha256(dutch).hexdigest()


def test_a_statement_with_rare_signs_leaves_no_trace_in_the_next_one() -> None:
    before = issue(builders.brief())
    issue(builders.brief(), builders.profile(name="農場 مزرعة"))
    assert issue(builders.brief()) == before


def test_it_names_its_language_title_and_chapters(english: bytes) -> None:
    opened = pikepdf.open(io.BytesIO(english))
    assert str(opened.Root.Lang) == "en"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo.Title) == "Reward statement · Voorbeeldboerderij De Vlietlanden"
    with opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "1. In short"
    assert len(titles) == len(SECTIONS)


def test_it_carries_profile_award_rules_and_a_manifest_of_their_hashes(dutch: bytes) -> None:
    opened = pikepdf.open(io.BytesIO(dutch))
    root = opened.Root
    listed = list(root.Names.EmbeddedFiles.Names)
    files = {str(name): item for name, item in zip(listed[0::2], listed[1::2], strict=True)}
    assert list(files) == sorted(files)
    manifest = json.loads(files["manifest.json"].EF.F.read_bytes())
    hashes = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    assert hashes == {
        name: hashlib.sha256(item.EF.F.read_bytes()).hexdigest()
        for name, item in files.items()
        if name != "manifest.json"
    }
    assert {str(files["award.json"].AFRelationship), str(files["manifest.json"].AFRelationship)} == {
        "/Data",
        "/Source",
    }
    assert str(files["rules.json"].EF.F.Subtype) == "/application/json"
    rules = json.loads(files["rules.json"].EF.F.read_bytes())
    assert {path: text.encode() for path, text in rules.items()} == builders.rule_files()
    assert len(root.AF) == len(files)
    assert json.loads(files["profile.json"].EF.F.read_bytes()) == builders.profile()
    assert manifest["options"] == {"on": "2026-11-23", "years": 3, "mode": "managed", "language": "nl"}


def test_the_check_code_is_printed_and_follows_every_embedded_file() -> None:
    farms = (builders.profile(), builders.profile(kvk="87654321"))
    first, second = (visible.pages_text(issue(builders.brief(), farm))[0] for farm in farms)
    code = first.partition("controlecode ")[2][:19]
    assert len(code) == 19
    assert code not in second


def test_only_our_own_fonts_are_in_it(dutch: bytes) -> None:
    opened = pikepdf.open(io.BytesIO(dutch))
    names = {
        str(font.BaseFont).partition("+")[2] for item in opened.pages for font in item.Resources.Font.values()
    }
    assert names == {"Statement", "Statement-Semi-Bold"}


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script><img src='file:///etc/passwd'> & Zn.",
        "{{ 7 * 7 }} {% raw %} </style><style>*{display:none}",
        "url(http://example.org/x.png) @import 'x'; content: element(x)",
        "مزرعة الأمل الخضراء",
        "חוות שָׁלוֹם Boerderij",
        "農場 🐄👩‍🌾🏽 Ōkami — Łąka Ñandú",
        "क्षेत्र ไร่นา ვენახი Ферма Φάρμα Ấp Đồng",
        "De " + "lange naam " * 27,
        "X" * 300,
        "",
        "\u202eregaw \x07\x00 \ue000 \U000e0041",
    ],
)
def test_any_name_can_be_printed_and_none_is_interpreted(name: str) -> None:
    raw = issue(builders.brief(), builders.profile(name=name))
    assert failures(raw) == []
    first = visible.pages_text(raw)[0]
    if name.isascii() and name:
        assert name[:30].strip() in first.replace("\n", " ")
    assert "Wie betaalt hoeveel" in first
    assert len(pikepdf.open(io.BytesIO(raw)).pages) <= 9


def test_turning_and_control_signs_never_reach_the_page() -> None:
    assert clean("a\u202e00.01 \u20ac\u202cb\x07\tc\ue000") == "a00.01 €b c\ufffd"
    assert clean("e\u0301") == "é"


def test_the_signs_taken_as_sure_are_in_the_main_font() -> None:
    for face in faces_for("plain"):
        assert {ord(sign) for sign in SURE - {"\n"}} <= coverage(face.file)
    assert len(faces_for("農")) > len(faces_for("plain"))


def test_the_renderer_answers_for_our_fonts_only() -> None:
    fetcher = pdf._OnlyOurs()
    assert fetcher.fetch("statement:IBMPlexSans-Regular.woff2").read() == font_file(
        "IBMPlexSans-Regular.woff2"
    )
    for address in (
        "file:///etc/hostname",
        "http://127.0.0.1/x.png",
        "data:image/png;base64,AAAA",
        "statement:../x",
    ):
        with pytest.raises(RendererReachedOutError, match="statement"):
            pdf._drawn(f"<html><body><img src='{address}' alt='x'/></body></html>", None, list)


def test_a_page_read_as_xml_with_our_own_elements_draws_what_the_library_draws_from_html(
    dutch: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_Page", lambda page: HTML(string=page, url_fetcher=pdf._OnlyOurs()))
    assert issue() == dutch


def test_no_stream_ends_in_a_way_that_makes_its_length_seem_wrong() -> None:
    described = Described("t", "s", "nl", "p", "x", "2026-11-24T12:00:00Z")
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    # One checksum in 256 ends in a carriage return; among these are several, in files and in the file's own tables.
    for number in range(120):
        raw = f"{number}".encode()

        def files(raw: bytes = raw) -> list[Attachment]:
            return [
                Attachment(string=raw, name="a.csv", created=moment, modified=moment, relationship="Data")
            ]

        assert ENDS_WRONGLY not in pdf._drawn(
            f"<html lang='nl'><head><title>{number}</title></head></html>", described, files
        )
    rules = {
        **builders.rule_files(),
        "x.csv": next(r for r in _texts() if zlib.adler32(r) & 0xFF == ord("\r")),
    }
    assert failures(issue(rule_files=rules)) == []


def _texts() -> Iterator[bytes]:
    return (b"code,nl,en\n" + b"a" * length + b",b,c\n" for length in range(1, 2000))


def test_a_farm_without_land_or_payments_gets_a_statement_that_says_so() -> None:
    award = builders.with_totals(
        {**builders.award(), "years": [{"year": 2026, "lines": [], "continuation": []}]}
    )
    empty = {
        key: [] for key in ("classes", "refusals", "open", "not_chosen", "limits", "not_modelled", "caveats")
    }
    raw = issue({**award, **empty}, {**builders.profile(), "parcels": [], "elements": []})
    text = " ".join(visible.pages_text(raw))
    assert failures(raw) == []
    assert "geen percelen opgegeven" in text
    assert "geen enkele betaling" in text


def test_the_longest_day_in_the_receipt_stays_on_one_line() -> None:
    award = builders.brief("en")
    award["receipt"]["rules"][0]["valid_from"] = "2026-09-30"
    text = "\n".join(visible.pages_text(issue(award, language="en")))
    assert re.search(r"30\s?September\s?2026", text.replace("\u00a0", " "))


def test_thirty_years_and_ten_million_a_year_fit_their_columns() -> None:
    award = builders.award("nl", tuple(range(2026, 2056)))
    for place, year in enumerate(objects(award, "years")):
        # Every year another amount, so that none can share a column.
        year["lines"].append(builders.line("rent", "farm", "1", "farm", f"{10_000_000 + place}.00"))
    raw = issue(builders.with_totals(award))
    text = " ".join(visible.pages_text(raw))
    assert failures(raw) == []
    assert "Schema 2051–2055" in text
    assert "€ 300.905.593,20" in text


def test_four_hundred_parcels_are_all_on_it() -> None:
    profile, award = builders.profile(), builders.brief()
    parcel = profile["parcels"][0]
    profile["parcels"] = [{**parcel, "id": f"PERC{number:03}"} for number in range(400)]
    award["years"][0]["lines"] = [
        builders.line("bis", f"PERC{number:03}", "18.40", "ha", "216.63") for number in range(400)
    ]
    text = " ".join(visible.pages_text(issue(builders.with_totals(award), profile)))
    assert all(f"PERC{number:03}" in text for number in range(400))
    assert "7.360,00 ha op 400 percelen" in text
