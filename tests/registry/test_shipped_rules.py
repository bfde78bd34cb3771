"""The rules in this repository are sound; one with any problem never serves."""

from calculator import registry, resources


def test_the_shipped_rules_have_no_problems() -> None:
    report = registry.check(resources.rules_dir())
    assert "\n".join(map(str, report.problems)) == ""
    assert report.rulebook is not None
    assert report.rulebook.schemes
