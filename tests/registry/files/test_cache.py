"""The cache answers only with what was read from the same files, and only from a folder that nobody else can write."""

import os
import pickle
from pathlib import Path

import pytest

from calculator import registry
from calculator.registry import checks
from calculator.registry.files import cache
from tests.registry.builders import SCHEME, SCHEME_TEXT, edited, rule_folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A cache folder that holds the sound rulebook."""
    registry.load(rule_folder(tmp_path), cache_dir=tmp_path / "cache")
    return tmp_path / "cache"


def only(folder: Path) -> Path:
    (found,) = folder.glob("*.pickle")
    return found


def test_a_sound_folder_is_read_once(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "run", lambda *_: pytest.fail("the rules were read again"))
    found, problems = registry.load(tmp_path / "rules", cache_dir=kept)
    assert problems == ()
    assert found is not None


def test_the_kept_rulebook_equals_the_one_that_was_read(kept: Path, tmp_path: Path) -> None:
    found, _ = registry.load(tmp_path / "rules", cache_dir=kept)
    assert found == registry.check(tmp_path / "rules").rulebook


def test_a_changed_file_is_read_again(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "rules" / SCHEME).write_text(edited(SCHEME_TEXT, "1200.50", "1250"))
    found, _ = registry.load(tmp_path / "rules", cache_dir=kept)
    assert found is not None
    assert found.schemes[-1].payments[0].figures["rate"].figures[0].values[""] == 1250


def test_a_folder_with_a_problem_is_never_kept(tmp_path: Path) -> None:
    root = rule_folder(tmp_path, {SCHEME: edited(SCHEME_TEXT, "layer", "laag")})
    for _ in range(2):
        found, problems = registry.load(root, cache_dir=tmp_path / "cache")
        assert found is None
        assert problems
    assert list((tmp_path / "cache").glob("*")) == []


def test_the_folder_is_made_for_this_user_alone(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o700
    assert only(kept).stat().st_mode & 0o077 == 0


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("ran",)


@pytest.mark.parametrize("mode", [0o777, 0o750, 0o701])
def test_a_pickle_in_a_folder_that_others_enter_is_never_run(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.chdir(tmp_path)
    only(kept).write_bytes(pickle.dumps(Evil()))
    kept.chmod(mode)
    found, problems = registry.load(tmp_path / "rules", cache_dir=kept)
    assert found is not None
    assert problems == ()
    assert not (tmp_path / "ran").exists()


def test_a_pickle_that_others_can_write_is_never_run(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    only(kept).write_bytes(pickle.dumps(Evil()))
    only(kept).chmod(0o666)
    found, _ = registry.load(tmp_path / "rules", cache_dir=kept)
    assert found is not None
    assert not (tmp_path / "ran").exists()


def test_a_link_for_a_cache_folder_is_not_followed(kept: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(kept)
    assert cache.load(link, only(kept).stem) is None


@pytest.mark.parametrize("content", [b"", b"\x80", b"no pickle", pickle.dumps("a text")])
def test_a_damaged_cache_is_read_again_from_the_rules(kept: Path, tmp_path: Path, content: bytes) -> None:
    only(kept).write_bytes(content)
    found, problems = registry.load(tmp_path / "rules", cache_dir=kept)
    assert problems == ()
    assert found is not None


def test_a_place_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    found, problems = registry.load(rule_folder(tmp_path), cache_dir=tmp_path / "file" / "below")
    assert problems == ()
    assert found is not None


def test_the_cache_does_not_grow_without_end(tmp_path: Path) -> None:
    for number in range(15):
        root = rule_folder(tmp_path / str(number), {SCHEME: SCHEME_TEXT + f"# {number}\n"})
        registry.load(root, cache_dir=tmp_path / "cache")
    assert len(list((tmp_path / "cache").glob("*"))) == 12


def test_without_a_place_of_its_own_it_lies_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    registry.load(rule_folder(tmp_path))
    assert only(tmp_path / "xdg" / "stapelwijzer" / "rulebooks").exists()
