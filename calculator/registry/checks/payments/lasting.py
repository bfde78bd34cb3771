"""What a payment says of extension and notice fits a contract with a term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calculator.domain.scheme import Text
from calculator.registry.files.row import Row

#: No payment for land is promised for longer, and no contract is extended by more or ended so long before.
_MOST = (("term_years", "term_years", 100), ("extension", "years", 30), ("notice", "months", 60))


def check(row: Row, since: date) -> Iterator[tuple[str, Text, Text]]:
    """The key, what is wrong and what to do; ``since`` is the first day of the scheme."""
    extension, notice = row.row("extension"), row.row("notice")
    if (row.maybe_whole("term_years") or 1) < 2:
        for key, nl, en in (
            ("extension", "een verlenging", "an extension"),
            ("notice", "een opzegging", "a notice"),
        ):
            if key in row:
                yield (
                    key,
                    Text(
                        nl=f"{nl} zonder termijn van twee jaren of meer",
                        en=f"{en} without a term of two years or more",
                    ),
                    Text(nl="voeg toe: term_years: 6", en="add: term_years: 6"),
                )
    yield from _too_long(row)
    yield from _too_late(row, since)
    if extension is not None and extension.flag("silent") and notice is None:
        yield (
            "extension",
            Text(
                nl="een verplichting die zichzelf verlengt zegt hoe zij wordt opgezegd (`notice`)",
                en="a commitment that extends itself says how it is ended (`notice`)",
            ),
            Text(
                nl="voeg toe: notice: {months: 6} of {by: 10-01}",
                en="add: notice: {months: 6} or {by: 10-01}",
            ),
        )
    if notice is not None and ("months" in notice) == ("by" in notice):
        yield (
            "notice",
            Text(
                nl="een opzegging heeft een aantal maanden (`months`) of een dag (`by`), niet beide",
                en="a notice has a number of months (`months`) or a day (`by`), not both",
            ),
            Text(nl="schrijf {months: 6} of {by: 10-01}", en="write {months: 6} or {by: 10-01}"),
        )


def _too_long(row: Row) -> Iterator[tuple[str, Text, Text]]:
    for place, key, most in _MOST:
        holder = row if place == key else row.row(place)
        if holder is not None and (holder.maybe_whole(key) or 0) > most:
            yield (
                place,
                Text(nl=f"`{key}` is hoogstens {most}", en=f"`{key}` is at most {most}"),
                Text(nl="kijk in de bron", en="look in the source"),
            )


def _too_late(row: Row, since: date) -> Iterator[tuple[str, Text, Text]]:
    """An extension begins in a year of this scheme, and its last day is before ``until``."""
    extension = row.row("extension")
    until = extension.maybe_day("until") if extension is not None else None
    if extension is None or until is None:
        return
    years = extension.maybe_whole("years") or 1
    if until.year < since.year + years:
        yield (
            "extension",
            Text(
                nl=f"`until` is {until}: een verlenging van {years} jaar vanaf {since.year} eindigt later, zodat niets wordt "
                "verlengd",
                en=f"`until` is {until}: an extension of {years} years from {since.year} ends later, so that nothing is "
                "extended",
            ),
            Text(
                nl="geef een latere dag, of laat `extension` weg",
                en="give a later day, or leave `extension` out",
            ),
        )
