"""Of which years an award knows only a part: what pays then is in its sums, and what else may pay is not."""

from __future__ import annotations

from calculator.statements.award.reading import Obj, objects, text


def partly_known(award: Obj) -> tuple[int, ...]:
    """Years in which something pays and something else has no known amount: it goes on past its legal basis, or is open then.

    An open payment counts where it pays in another year.
    """
    paid = {_year(year): _refs(year, "lines") for year in objects(award, "years")}
    ever = set().union(*paid.values())
    unknown = {_year(year): _refs(year, "continuation") for year in objects(award, "years")}
    for entry in objects(award, "open"):
        ref = (text(entry, "scheme"), text(entry, "payment"))
        for year in _years(entry) if ref in ever else ():
            unknown.setdefault(year, set()).add(ref)
    return tuple(sorted(year for year, refs in paid.items() if refs and unknown[year] - refs))


def _year(year: Obj) -> int:
    return int(text(year, "year"))


def _refs(year: Obj, key: str) -> set[tuple[str, str]]:
    return {(text(line, "scheme"), text(line, "payment")) for line in objects(year, key)}


def _years(entry: Obj) -> list[int]:
    found = entry.get("years")
    told = found if isinstance(found, list) else [entry.get("year")]
    return [int(str(year)) for year in told if year is not None]
