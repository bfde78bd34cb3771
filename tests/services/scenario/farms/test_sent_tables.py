"""Tables that are sent are unpacked, or it is told why not."""

import io
import zipfile
from pathlib import Path

import pytest

from calculator.services.errors import InputProblems
from calculator.services.scenario.farms.sent_tables import laid_out


def packed() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("farms.csv", "farm_key\n" + "A\n" * 999)
    return written.getvalue()


def test_tables_in_a_zip_are_laid_out_by_their_names(tmp_path: Path) -> None:
    laid_out(packed(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["farms.csv"]


def test_a_zip_with_spoilt_bytes_inside_is_told_and_not_a_fault_of_ours(tmp_path: Path) -> None:
    data = packed()
    begin = data.index(b"farms.csv") + len("farms.csv")
    with pytest.raises(InputProblems) as told:
        laid_out(data[:begin] + b"\xff" * 6 + data[begin + 6 :], tmp_path)
    assert "cannot be unpacked" in told.value.problems[0].message.en
    assert list(tmp_path.iterdir()) == []
