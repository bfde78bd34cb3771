"""Forgeries of a statement: each is a way to make it say more than the rules pay."""

import io
import itertools
import json
import re
from collections.abc import Callable

import pikepdf
import pytest

from calculator.domain.scheme import Text
from calculator.statements import issuing
from calculator.statements.carrying import packing
from calculator.statements.checking.verdict import CannotRecomputeError, Part, State, Verdict
from calculator.statements.checking.verify import Trust, verify
from calculator.statements.drawing import pdf
from tests.statements import builders
from tests.statements.builders import ECO, recompute
from tests.statements.conftest import issue

#: What is told of a file whatever is on its pages needs few of them.
BRIEF = builders.brief
PUBLISHED = {(path, packing.sha256(raw)) for path, raw in builders.rule_files().items()}


def checked(
    raw: bytes, published: Callable[[str, str], bool] = lambda path, digest: (path, digest) in PUBLISHED
) -> Verdict:
    return verify(raw, Trust(recompute, published))


def saved(opened: pikepdf.Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    opened.save(out, fix_metadata_version=False, **how)
    return out.getvalue()


def opened(raw: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(raw))


def parts(verdict: Verdict) -> set[Part]:
    return {finding.part for finding in verdict.findings}


def test_an_untouched_statement_is_genuine_and_says_that_nobody_signed_it(dutch: bytes) -> None:
    verdict = checked(dutch)
    assert verdict.state is State.GENUINE
    assert verdict.genuine
    assert any("niet ondertekend" in note.nl for note in verdict.notes)
    assert verdict.told.total_eur == "90515.82"
    assert verdict.told.number == "2026-000017"


def test_an_english_statement_is_genuine_too(english: bytes) -> None:
    assert checked(english).genuine


@pytest.mark.parametrize(
    "how", [{}, {"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}]
)
def test_saving_it_again_changes_nothing(dutch: bytes, how: dict[str, object]) -> None:
    verdict = checked(saved(opened(dutch), **how))
    assert verdict.genuine
    assert any("opnieuw opgeslagen" in note.nl for note in verdict.notes)


def reissued(change: Callable[[dict[str, object]], None], **given: object) -> bytes:
    """A statement that was made whole again after a change: pages, data and manifest agree with each other."""
    award = builders.award()
    change(award)
    return issue(award, **given)


def test_an_award_edited_and_issued_anew_does_not_verify() -> None:
    def richer(award: dict[str, object]) -> None:
        award["years"][0]["lines"][0]["amount_eur"] = "9985.99"

    verdict = checked(reissued(richer))
    assert verdict.state is State.ALTERED
    assert Part.AMOUNTS in parts(verdict)
    assert "3985.99" in verdict.findings[0].message.nl


def test_a_forged_rule_that_pays_ten_thousand_a_hectare_does_not_verify_and_is_never_run() -> None:
    rules = {**builders.rule_files(), ECO: b"id: national.rvo.eco-regeling\nrate: 10000.00\n"}

    def never(*_: object) -> dict[str, object]:
        raise AssertionError("a rule that was never published was computed with")

    raw = issue(BRIEF(), rule_files=rules)
    verdict = verify(raw, Trust(never, lambda path, digest: (path, digest) in PUBLISHED))
    assert verdict.state is State.RULES_NOT_PUBLISHED
    assert [finding.place for finding in verdict.findings] == [ECO]


def test_a_published_rule_under_another_path_does_not_count() -> None:
    rules = builders.rule_files()
    rules["rules/schemes/province/x.yaml"] = rules[ECO]
    assert checked(issue(BRIEF(), rule_files=rules)).state is State.RULES_NOT_PUBLISHED


def test_a_rule_that_is_left_out_is_missed_though_all_others_are_published() -> None:
    rules = builders.rule_files()
    del rules["rules/codelists/provinces.csv"]
    whole = {path for path, _ in PUBLISHED}
    verdict = verify(
        issue(BRIEF(), rule_files=rules),
        Trust(
            recompute,
            lambda path, digest: (path, digest) in PUBLISHED,
            lambda hashes: sorted(whole - hashes.keys()),
        ),
    )
    assert verdict.state is State.RULES_NOT_PUBLISHED
    assert [finding.place for finding in verdict.findings] == ["rules/codelists/provinces.csv"]


def test_another_profile_inside_does_not_verify() -> None:
    profile = builders.profile()
    profile["parcels"][0]["area_ha"] = "184.00"
    assert checked(issue(profile=profile)).state is State.ALTERED


def test_data_that_cannot_be_computed_with_is_told_with_the_reason(dutch: bytes) -> None:
    def refuse(*_: object) -> dict[str, object]:
        raise CannotRecomputeError(Text("Perceel P9 bestaat niet.", "Parcel P9 does not exist."))

    verdict = verify(dutch, Trust(refuse, lambda *_: True))
    assert verdict.state is State.ALTERED
    assert verdict.findings[0].message.nl == "Perceel P9 bestaat niet."


def with_content(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    read = opened(raw)
    stream = read.pages[0].Contents
    changed = change(stream.read_bytes())
    assert changed != stream.read_bytes()
    stream.write(changed)
    return saved(read)


def swapped_glyphs(content: bytes) -> bytes:
    """The first two unlike signs of the first line of text change places."""
    start = content.index(b"[<")
    line = content[start : content.index(b"]", start)]
    glyphs = re.findall(rb"<[0-9a-f]{4}>", line)
    one, other = next((a, b) for a, b in itertools.pairwise(glyphs) if a != b)
    turned = line.replace(one, b"?", 1).replace(other, one, 1).replace(b"?", other, 1)
    return content.replace(line, turned, 1)


def test_changed_text_on_a_page_is_found_and_quoted(dutch: bytes) -> None:
    verdict = checked(with_content(dutch, swapped_glyphs))
    assert verdict.state is State.ALTERED
    assert parts(verdict) == {Part.TEXT}
    assert verdict.findings[0].place == "p. 1"


def test_a_white_box_over_an_amount_is_found(dutch: bytes) -> None:
    verdict = checked(with_content(dutch, lambda content: content + b"\nq 1 1 1 rg 0 0 400 400 re f Q"))
    assert verdict.state is State.ALTERED
    assert parts(verdict) == {Part.DRAWING}
    assert verdict.findings[0].place == "p. 1"


def forged(raw: bytes, change: Callable[[pikepdf.Pdf], None]) -> Verdict:
    read = opened(raw)
    change(read)
    return checked(saved(read))


def stamp(read: pikepdf.Pdf) -> None:
    read.pages[0].Annots = read.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 200, 200], Contents="x"
            )
        ]
    )


def script(read: pikepdf.Pdf) -> None:
    read.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def layer(read: pikepdf.Pdf) -> None:
    read.Root.OCProperties = pikepdf.Dictionary(OCGs=[], D=pikepdf.Dictionary())


def form(read: pikepdf.Pdf) -> None:
    read.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def extra_page(read: pikepdf.Pdf) -> None:
    read.add_blank_page()


def lost_page(read: pikepdf.Pdf) -> None:
    del read.pages[2]


def swapped_pages(read: pikepdf.Pdf) -> None:
    first = read.pages[1]
    del read.pages[1]
    read.pages.append(first)


def extra_file(read: pikepdf.Pdf) -> None:
    read.attachments["zz.exe"] = b"MZ"


def other_title(read: pikepdf.Pdf) -> None:
    read.docinfo.Title = "Beschikking"


def other_font(read: pikepdf.Pdf) -> None:
    font = next(iter(read.pages[0].Resources.Font.values()))
    stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    stream.write(stream.read_bytes()[:-1] + b"\x01")


def other_words_for_who_hears_it(read: pikepdf.Pdf) -> None:
    figures = [
        item for item in read.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    figures[0].Alt = "Staafdiagram. 2026: € 1.000.000,00."


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (stamp, Part.ANNOTATIONS),
        (form, Part.ANNOTATIONS),
        (script, Part.ACTIONS),
        (layer, Part.LAYERS),
        (extra_page, Part.PAGES),
        (lost_page, Part.PAGES),
        (swapped_pages, Part.TEXT),
        (extra_file, Part.ATTACHMENTS),
        (other_title, Part.METADATA),
        (other_font, Part.DRAWING),
        (other_words_for_who_hears_it, Part.STRUCTURE),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_whatever_is_added_or_exchanged_is_found(
    dutch: bytes, change: Callable[[pikepdf.Pdf], None], part: Part
) -> None:
    verdict = forged(dutch, change)
    assert verdict.state is State.ALTERED
    assert part in parts(verdict)


def exchanged(raw: bytes, name: str, new: Callable[[bytes], bytes]) -> bytes:
    read = opened(raw)
    listed = list(read.Root.Names.EmbeddedFiles.Names)
    stream = dict(zip(map(str, listed[0::2]), listed[1::2], strict=True))[name].EF.F
    stream.write(new(stream.read_bytes()))
    return saved(read)


def edited(key: str, value: object) -> Callable[[bytes], bytes]:
    return lambda raw: packing.canonical({**json.loads(raw), key: value})


@pytest.mark.parametrize(
    ("name", "new", "part"),
    [
        ("award.json", edited("total_eur", "1000000.00"), Part.DATA),
        ("profile.json", edited("year", 2020), Part.DATA),
        ("rules.json", lambda raw: raw.replace(b"174.80", b"10000.00"), Part.RULES),
        ("manifest.json", edited("number", "2026-000001"), Part.ATTACHMENTS),
        ("manifest.json", edited("issued_on", "2031-01-01"), Part.ATTACHMENTS),
        ("manifest.json", edited("check_code", "0000-0000-0000-0000"), Part.ATTACHMENTS),
    ],
)
def test_an_embedded_file_exchanged_for_another_is_named(
    dutch: bytes, name: str, new: Callable[[bytes], bytes], part: Part
) -> None:
    verdict = checked(exchanged(dutch, name, new))
    assert verdict.state is State.ALTERED
    assert {(finding.part, finding.place) for finding in verdict.findings} == {(part, name)}


def test_a_statement_of_another_renderer_is_compared_by_words_and_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older = {**pdf.renderer(), "weasyprint": "69.0"}
    monkeypatch.setattr(issuing, "renderer", lambda: older)
    raw = issue(BRIEF())
    monkeypatch.undo()
    redrawn = with_content(raw, lambda content: content + b"\n% another way to draw the same")
    trust = Trust(lambda *_: BRIEF(), lambda *_: True)
    verdict = verify(redrawn, trust)
    assert verdict.genuine
    assert any("andere versie" in note.nl for note in verdict.notes)
    covered = with_content(raw, lambda content: content + b"\nq 1 1 1 rg 40 400 300 300 re f Q")
    assert verify(covered, trust).state is State.UNKNOWN
    assert not verify(with_content(raw, swapped_glyphs), trust).genuine
    stamped = opened(raw)
    stamp(stamped)
    assert verify(saved(stamped), trust).state is State.ALTERED


def test_a_later_engine_that_says_more_still_agrees(dutch: bytes) -> None:
    def later(*given: object) -> dict[str, object]:
        award = recompute(*given)
        award["receipt"]["engine"] = "stapelwijzer 9.0.0"
        award["a_new_key"] = []
        return award

    assert verify(dutch, Trust(later, lambda *_: True)).genuine


def test_the_same_engine_must_say_exactly_the_same(dutch: bytes) -> None:
    def more(*given: object) -> dict[str, object]:
        return {**recompute(*given), "a_new_key": []}

    assert verify(dutch, Trust(more, lambda *_: True)).state is State.ALTERED
