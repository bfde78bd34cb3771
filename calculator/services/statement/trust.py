"""What a check of a statement trusts here: our own list of published rules, our engine, and today's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from calculator import registry, resources
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files import documents
from calculator.registry.lists import published
from calculator.services.award import awards, wishes
from calculator.services.award import options as award_options
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.registry import rulebooks
from calculator.statements.checking.today import Today
from calculator.statements.checking.verdict import CannotRecomputeError

Json = dict[str, object]

#: Rulebooks read before, by their digest: reading takes longer than computing.
_READ: dict[str, Rulebook] = {}
_MOST_KEPT = 4

_NO_RULES = Text("Er zijn geen regels meegeleverd.", "No rules came with it.")


def recompute(document: Json, rule_files: Mapping[str, bytes], options: Json) -> Mapping[str, object]:
    """The award again, from the data of a statement alone; raises CannotRecomputeError."""
    digest = documents.digest(documents.hashes(rule_files))
    rulebook = _READ.get(digest)
    if rulebook is None:
        rulebook, problems = registry.from_documents(rule_files)
        if rulebook is None:
            raise CannotRecomputeError(problems[0].message if problems else _NO_RULES)
        keep(digest, rulebook)
    return computed(document, rulebook, options)


def keep(digest: str, rulebook: Rulebook) -> None:
    """Keep a rulebook for recomputations with exactly the same files; the digest is over all of them."""
    while len(_READ) >= _MOST_KEPT:
        _READ.pop(next(iter(_READ)), None)
    _READ[digest] = rulebook


def computed(document: Json, rulebook: Rulebook, options: Json) -> Mapping[str, object]:
    try:
        asked = award_options.read(
            rulebook,
            on=str(options.get("on")),
            years=str(options.get("years")),
            mode=str(options.get("mode")),
            today=date.min,
            wish=wishes.kept(options),
        )
        result = awards.compute(
            rulebook,
            document,
            on=asked.on,
            years=asked.years,
            mode=asked.mode,
            wish=asked.wish,
            language="en" if options.get("language") == "en" else "nl",
        )
    except InputProblems as wrong:
        first = wrong.problems[0]
        raise CannotRecomputeError(first.message) from wrong
    except CannotComplete as reason:
        raise CannotRecomputeError(reason.reason) from reason
    return result.award


def today() -> Today:
    """Our own rules as they are now."""
    return Today(
        documents.hashes(documents.read(resources.rules_dir())[0]),
        lambda profile, options: computed(profile, rulebooks.current(), options),
    )


def is_published(path: str, sha256: str) -> bool:
    """Whether a rule file stands in the list of published rules that came with this program."""
    return (path, sha256) in {(entry.path, entry.sha256) for entry in _published(_list())}


def missing(given: Mapping[str, str]) -> Sequence[str]:
    """Paths that keep rules (path to SHA-256) from being all that was published at some moment; empty where they are.

    The moments are the ends of publications in the list; the one that comes nearest tells what is missing.
    """
    best: list[str] | None = None
    for state in _states(_published(_list())):
        apart = sorted(path for path in state.keys() | given.keys() if state.get(path) != given.get(path))
        if not apart:
            return ()
        if best is None or len(apart) < len(best):
            best = apart
    return best if best is not None else sorted(given)


def _states(listed: tuple[published.Published, ...]) -> Iterator[dict[str, str]]:
    state: dict[str, str] = {}
    for place, entry in enumerate(listed):
        state[entry.path] = entry.sha256
        after = listed[place + 1] if place + 1 < len(listed) else None
        # A publication is written in the order of its paths: where that starts again, or a line is said once more, the
        # one before it was complete.
        if after is None or after.recorded_on != entry.recorded_on or after.path <= entry.path:
            yield dict(state)


def _list() -> Path:
    return resources.rules_dir() / documents.PUBLISHED


@lru_cache(maxsize=2)
def _published(target: Path) -> tuple[published.Published, ...]:
    # A line that cannot be read is trusted by nobody; `rules check` tells of it.
    return published.read_list(target.read_bytes())[0]
