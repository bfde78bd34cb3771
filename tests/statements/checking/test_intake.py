"""Files from anybody: a clear answer, within bounds, and never an exception."""

import io
import zlib

import pikepdf
import psutil
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from calculator.statements.checking.intake import Limits
from calculator.statements.checking.verdict import State
from calculator.statements.checking.verify import Trust, verify
from tests.statements.checking.test_verify import checked, saved


def reason(raw: bytes, **given: object) -> str:
    verdict = verify(raw, Trust(lambda *_: {}, lambda *_: False, **given))
    assert verdict.state is State.UNKNOWN
    return verdict.findings[0].message.nl


@pytest.mark.parametrize("raw", [b"", b"hello", b"%PDF-1.7\n", b"PK\x03\x04" * 100, b"\x00" * 10_000])
def test_something_else_is_no_statement(raw: bytes) -> None:
    assert "geen leesbare PDF" in reason(raw)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_statement_is_told_to_be_damaged(dutch: bytes, share: float) -> None:
    assert "afgebroken" in reason(dutch[: int(len(dutch) * share)])


def test_a_locked_file_is_told_to_be_locked(dutch: bytes) -> None:
    locked = saved(pikepdf.open(io.BytesIO(dutch)), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "wachtwoord" in reason(locked)
    open_to_read = saved(pikepdf.open(io.BytesIO(dutch)), encryption=pikepdf.Encryption(owner="a", user=""))
    assert "wachtwoord" in reason(open_to_read)


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert "groter dan" in reason(b"%PDF-1.7" + b"0" * 30_000_001)


def test_an_ordinary_pdf_is_told_to_carry_no_calculation() -> None:
    blank = pikepdf.new()
    blank.add_blank_page()
    assert "geen berekening" in reason(saved(blank))


def bomb(name: str, size: int) -> bytes:
    """A PDF whose attachment unpacks to far more than it weighs."""
    opened = pikepdf.new()
    opened.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()
    stream = pikepdf.Stream(opened, packed)
    stream.Filter = pikepdf.Name.FlateDecode
    listed = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, UF=name, EF=pikepdf.Dictionary(F=stream))
    opened.Root.Names = pikepdf.Dictionary(
        EmbeddedFiles=pikepdf.Dictionary(Names=[name, opened.make_indirect(listed)])
    )
    out = io.BytesIO()
    opened.save(out, compress_streams=False)
    return out.getvalue()


def test_an_attachment_that_unpacks_to_gigabytes_is_stopped() -> None:
    raw = bomb("manifest.json", 500_000_000)
    assert len(raw) < 1_000_000
    process = psutil.Process()
    before = process.memory_info().rss
    assert reason(raw)
    assert process.memory_info().rss - before < 200_000_000


def test_the_bounds_are_those_that_are_given(dutch: bytes) -> None:
    assert "groter dan" in reason(dutch, limits=Limits(file=1000))
    assert "groter dan" in reason(dutch, limits=Limits(unpacked=1000))
    assert "groter dan" in reason(dutch, limits=Limits(attachments=2))
    assert "groter dan" in reason(dutch, limits=Limits(pages=1))


@pytest.mark.parametrize(
    "text", [b"[]", b"{", b"[" * 100_000, b'{"form": "stapelwijzer-statement-9"}', b"9" * 6000, b"\xff"]
)
def test_a_manifest_of_another_kind_is_not_believed(text: bytes) -> None:
    opened = pikepdf.new()
    opened.add_blank_page()
    opened.attachments["manifest.json"] = text
    assert reason(saved(opened))


@settings(max_examples=25, deadline=None, phases=[Phase.generate], report_multiple_bugs=False)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damage_to_its_bytes_makes_the_check_fall_over(
    dutch: bytes, changes: list[tuple[float, int]]
) -> None:
    damaged = bytearray(dutch)
    for place, value in changes:
        damaged[int(place * (len(damaged) - 1))] = value
    verdict = checked(bytes(damaged))
    # Some bytes say nothing (a comment, the file identifier); whatever shows must be found.
    assert verdict.state in State
    if bytes(damaged) == dutch:
        assert verdict.genuine
