"""Rule files changed at random: a folder is either sound or refused with its problems, and reading never breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator import registry
from tests.fuzz.spoiling import spoilt
from tests.registry.builders import documents
from tests.samples import cases

FILES = documents()


@st.composite
def folders(draw: st.DrawFn) -> dict[str, bytes]:
    name = draw(st.sampled_from(sorted(FILES)))
    return {**FILES, name: draw(spoilt(FILES[name]))}


@settings(max_examples=cases(50, 150), deadline=None, suppress_health_check=list(HealthCheck))
@given(folders())
def test_a_folder_with_a_mistake_is_sound_or_refused_with_its_problems(files: dict[str, bytes]) -> None:
    rulebook, problems = registry.from_documents(files)
    assert rulebook is not None or problems
    for problem in problems:
        assert problem.text("nl")
        assert problem.text("en")
