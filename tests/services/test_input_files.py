"""Files that a command writes: what is said where one cannot be written."""

import errno
import os
from pathlib import Path

import pytest

from calculator.services import input_files
from calculator.services.errors import InputProblems


def test_a_full_disk_asks_for_room_and_not_for_rights() -> None:
    for number in (errno.ENOSPC, errno.EDQUOT):
        assert "room" in input_files.mending(OSError(number, os.strerror(number))).en


def test_a_place_that_is_no_folder_asks_for_the_name_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputProblems) as found:
        input_files.write(str(tmp_path / "file" / "answers.csv"), b"1")
    assert "the name and the rights" in found.value.problems[0].remedy.en
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
