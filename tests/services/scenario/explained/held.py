"""The tables of explained awards, held against what an award says of each farm."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

TABLES = ("lines", "continuation", "refusals", "open", "not_chosen", "limits", "classes", "points", "totals")


#: What only an explanation in full holds.
WHOLE = ("activities", "limits_used", "tiers", "remarks")


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def of(rows: Iterable[dict[str, str]], farm: str, *keys: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row[key] for key in keys) for row in rows if row["farm_key"] == farm)


def said(rows: Iterable[dict[str, object]], *keys: str) -> list[tuple[str, ...]]:
    return sorted(tuple("" if row[key] is None else str(row[key]) for key in keys) for row in rows)


def hold(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, Any], places: dict[str, str]
) -> None:
    """Every row of a farm is in its award and the other way round; ``places`` are the names of its places in the tables."""
    hold_lines(found, farm, award, places)
    hold_reasons(found, farm, award, places)
    hold_classes(found, farm, award)
    hold_totals(found, farm, award, places)


def hold_lines(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, list], places: dict[str, str]
) -> None:
    keys = (
        "year", "unit", "scheme", "scheme_name", "payment", "payment_name", "quantity", "unit_of_measure", "rate_eur",
        "amount_eur", "legal_basis", "legal_basis_name", "status", "certainty", "confidence",
    )  # fmt: skip
    lines = [
        {**x, "year": y["year"], "unit": places[x["unit"]]}
        for y in award["years"]
        for x in y["lines"]
        if Decimal(x["amount_eur"])
    ]
    assert of(found["lines"], farm, *keys) == said(lines, *keys)
    mine = [row["sources"] for row in found["lines"] if row["farm_key"] == farm]
    assert all(x["sources"][0]["title"] in "".join(mine) for x in lines)


def hold_reasons(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, list], places: dict[str, str]
) -> None:
    keys = ("scheme", "payment", "scheme_name", "payment_name", "unit")
    refusals = [
        {**x, "unit": places[x["unit"]], "source": x["source"] and x["source"]["title"]}
        for x in award["refusals"]
    ]
    why = (*keys, "year", "reason", "shortfall", "remedy", "source")
    assert of(found["refusals"], farm, *why) == said(refusals, *why)
    lost = [{**x, "unit": places[x["unit"]]} for x in award["not_chosen"]]
    why = (*keys, "because", "relation", "lost_to", "article", "difference_eur")
    assert of(found["not_chosen"], farm, *why) == said(lost, *why)
    limits = {(x["limit"], x["name"], x["price_eur"] or "0.00") for x in award["limits"] if x["binding"]}
    assert of(found["limits"], farm, "limit", "name", "price_eur") == sorted(limits)


def hold_classes(found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, list]) -> None:
    classes, points = list[dict[str, object]](), list[dict[str, object]]()
    for x in award["classes"]:
        following = x["to_next"] or {"class": None, "value_per_ha": None, "points": {}}
        classes.append({**x, "next_class": following["class"], "short_per_ha": following["value_per_ha"]})
        for goal, scored in x["points"].items():
            short = following["points"].get(goal, {"short": "0"})["short"]
            points.append({**x, **scored, "goal": goal, "goal_name": scored["name"], "short": short})
    keys = ("year", "scheme", "class", "value_per_ha", "next_class", "short_per_ha")
    assert of(found["classes"], farm, *keys) == said(classes, *keys)
    keys = ("year", "scheme", "goal", "goal_name", "scored", "needed", "short")
    assert of(found["points"], farm, *keys) == said(points, *keys)


def hold_totals(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, Any], places: dict[str, str]
) -> None:
    row = {f"{name}_eur": amount for name, amount in award["range"].items()}
    row["continuation_eur"] = award["continuation_eur"]
    assert of(found["totals"], farm, *row) == said([row], *row)
    later = [
        {**x, "year": y["year"], "unit": places[x["unit"]]}
        for y in award["years"]
        for x in y["continuation"]
        if Decimal(x["amount_eur"])
    ]
    keys = ("year", "unit", "scheme", "payment", "quantity", "rate_eur", "amount_eur")
    assert of(found["continuation"], farm, *keys) == said(later, *keys)
    keys = ("scheme", "payment", "scheme_name", "payment_name", "unit", "could_pay_up_to_eur")
    rows = [{**x, "unit": places[x["unit"]]} for x in award["open"]]
    each = [row for row in found["open"] for _ in row["years"].split()]
    assert of(each, farm, *keys) == said(rows, *keys)


def hold_whole(found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, Any]) -> None:
    """The tables of an explanation in full."""
    keys = ("year", "unit", "scheme", "payment", "payment_name", "quantity", "value_per_unit_eur", "because")
    assert of(found["activities"], farm, *keys) == said(award["activities"], *keys)
    for use, row in zip(
        award["activities"], [r for r in found["activities"] if r["farm_key"] == farm], strict=True
    ):
        assert (row["value_counts"] == "yes") is use["value_counts"]
        points = dict(goal.split(":") for goal in row["points_per_unit"].split())
        assert points == use["points_per_unit"]
    keys = (
        "year",
        "limit",
        "name",
        "scope",
        "used_eur",
        "ceiling_eur",
        "price_eur",
        "largest_grant_that_fits_eur",
        "article",
    )
    assert of(found["limits_used"], farm, *keys) == said(award["limits"], *keys)
    keys = ("scheme", "payment", "indicator", "now", "next_at", "short", "brings_eur")
    assert of(found["tiers"], farm, *keys) == said(award["tiers"], *keys)
    told = [("assumption", x) for x in award["assumptions"]] + [("caveat", x) for x in award["caveats"]]
    told += [("contingent", x) for x in award["contingent"]]
    told += [("not_modelled", x["text"]) for x in award["not_modelled"]]
    assert of(found["remarks"], farm, "sort", "text") == sorted(told)
