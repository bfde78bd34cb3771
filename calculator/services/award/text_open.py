"""What is open in an award as lines of text: payments that cannot be decided, and candidates that cannot be weighed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, cast

from calculator.domain.scheme import Text
from calculator.domain.sentences import joined
from calculator.services.award.open_json import listed
from calculator.statements.award.could_add import ended, together
from calculator.statements.award.voice import Voice
from calculator.statements.content.wording import plans, rules

Json = Mapping[str, object]

_UP_TO = Text("hoogstens {} erbij", "at most {} more")
_NO_MORE = Text("hier komt niets bij", "adds nothing more")
_NOT_COUNTED = Text(
    "na het einde van de grondslag; telt niet mee", "after the end of its legal basis; not counted"
)
_UNKNOWN = Text("bedrag onbekend", "amount unknown")


class Page(Protocol):
    """How a page of text says things."""

    voice: Voice

    def say(self, text: Text) -> str:
        """In its language."""

    def what(self, row: Json) -> str:
        """The payment and where it lies."""

    def when(self, years: Sequence[int]) -> str:
        """The years, where more than one was asked."""

    def place(self, code: object) -> str:
        """A parcel or element by its own name, or the farm or undertaking in words."""


def lines(page: Page, award: Json) -> Iterator[str]:
    """What is open, once for all its years, and what it could add to the total: unknown where one of them is."""
    same: dict[tuple[str, ...], list[Json]] = {}
    for row in cast("list[Json]", award["open"]):
        same.setdefault((page.what(row), *_missing(row)), []).append(row)
    for (what, *missing), rows in same.items():
        years = sorted({int(str(year)) for row in rows for year in listed(row, "years", "year")})
        more = together(award, rows)
        said = [page.say(_UNKNOWN if more is None else _UP_TO if more else _NO_MORE)]
        after = ended(rows)
        if after == years:
            said = [page.say(_NOT_COUNTED)]
        elif after:
            said.append(page.say(rules.AFTER_BASIS).format(years=page.voice.years(after)))
        most = "; ".join(said).format(page.voice.money(more or 0))
        yield f"{what}{page.when(years)}: {joined(missing)} ({most})"


def of_candidates(page: Page, candidates: Iterable[Json]) -> Iterator[str]:
    """What is open of each candidate that is left, and whether it can be weighed all the same."""
    for candidate in candidates:
        what = f"{candidate['name']} ({page.place(candidate['unit'])})"
        because = page.say(plans.BECAUSE[str(candidate["because"])])
        for row in cast("list[Json]", candidate.get("open", [])):
            years = [int(str(year)) for year in listed(row, "years", "year")]
            more = together({}, [row])
            most = page.say(_UNKNOWN if more is None else _UP_TO).format(page.voice.money(more or 0))
            asked = f"{row['scheme_name']}, {row['payment_name']}{page.when(years)}: {joined(_missing(row))}"
            yield f"{what}: {because}; {asked} ({most})"


def _missing(row: Json) -> list[str]:
    return [str(text) for text in cast("list[object]", row["missing"])]
