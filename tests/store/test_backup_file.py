"""A backup of which any byte differs is called damaged, in whatever way the file is broken by it."""

import zipfile
from pathlib import Path

import pytest

from calculator.store.backup_file import BackupDamaged, checked


def test_a_backup_with_spoilt_packed_bytes_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", "{}" * 999)
    data = path.read_bytes()
    begin = data.index(b"manifest.json") + len("manifest.json")
    path.write_bytes(data[:begin] + b"\xff" * 6 + data[begin + 6 :])
    with pytest.raises(BackupDamaged):
        checked(path)
