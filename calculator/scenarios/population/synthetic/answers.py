"""What synthetic farms answer besides their land and herd: indicators, aid received, and what rules ask of everyone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calculator.scenarios.population.synthetic import margins
from calculator.scenarios.population.synthetic.drawing import Random, happens, words
from calculator.scenarios.population.synthetic.farms import YEAR, Drawn

#: Answers of every farm, without which a payment would stay open on all of them; assumptions, as in docs/populations.md.
SHARED = {
    "typical": {"declared.eco_rustgewas_vorige_drie_jaar": True},
    "advise": {"declared.eco_rustgewas_vorige_drie_jaar": True},
    "hard": {
        "declared.eco_rustgewas_vorige_drie_jaar": True,
    },
}


def shared(kind: str) -> pd.DataFrame:
    """The answers that hold for every farm of the kind."""
    held = SHARED[kind]
    return pd.DataFrame({
        "farm_key": pd.Series([None] * len(held), dtype=object), "path": list(held), "kind": "flag",
        "value": ["yes" if answer else "no" for answer in held.values()],
    })  # fmt: skip


def indicators(farms: Drawn, random: Random) -> pd.DataFrame:
    """Values of farms with milk, normally spread."""
    found: list[tuple[np.ndarray, str, np.ndarray]] = []
    spread, known = (
        {(r.a, r.b): r.value for r in margins.by_name(f"indicator_{m}")} for m in ("spread", "known")
    )
    for row in margins.by_name("indicator_mean"):
        asked = farms.milk & happens(random, known[row.a, row.b] / 100, len(farms))
        if row.b:
            asked &= farms.province == farms.provinces.index(row.b)
        at = np.flatnonzero(asked)
        values = np.maximum(random.normal(row.value, spread[row.a, row.b], len(at)), row.value / 10)
        found.append((at, row.a, np.rint(values * 10) * 100_000))
    at = np.concatenate([rows for rows, _, _ in found])
    spelled = np.repeat(np.arange(len(found)), [len(rows) for rows, _, _ in found])
    frame = pd.DataFrame({"farm_key": words(at, list(farms.frame["farm_key"].cat.categories))})
    frame["indicator"] = words(spelled, [code for _, code, _ in found])
    frame["year"] = np.full(len(at), YEAR)
    frame["value_micro"] = np.concatenate([values for _, _, values in found]).astype(np.int64)
    return frame


def aid(farms: Drawn, kind: str, random: Random) -> pd.DataFrame:
    """De minimis aid received in the two years before; near the ceiling in a hard population."""
    farm, day, amount = (_near_ceiling if kind == "hard" else _grants)(farms, random)
    known = farms.frame["aid_known"].to_numpy()[farm]
    farm, day, amount = farm[known], day[known], amount[known]
    days = pd.date_range(f"{YEAR - 2}-01-01", periods=730).strftime("%Y-%m-%d").tolist()
    frame = pd.DataFrame({"farm_key": words(farm, list(farms.frame["farm_key"].cat.categories))})
    frame["legal_basis"] = words(np.zeros(len(farm), int), ["de_minimis_agri_1408_2013"])
    frame["grant_date"] = words(day, days)
    frame["amount_cents"] = amount
    return frame


def _grants(farms: Drawn, random: Random) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The farm of each grant, its day and its amount in cents."""
    having = np.flatnonzero(happens(random, margins.share("has_aid"), len(farms)))
    number = 1 + random.poisson(margins.of("grants")[""] - 1, len(having))
    farm = np.repeat(having, number)
    amount = margins.of("grant")[""] * random.lognormal(0, margins.of("spread_of_grant")[""], len(farm))
    return (
        farm,
        random.integers(0, 730, len(farm)),
        np.rint(np.minimum(amount, 40_000) * 100).astype(np.int64),
    )


def _near_ceiling(farms: Drawn, random: Random) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Aid near EUR 50,000 within three years, so that hardly another grant fits."""
    having = np.flatnonzero(happens(random, margins.share("near_ceiling"), len(farms)))
    grant = margins.of("near_ceiling_grant")
    amount = random.uniform(grant["low"], grant["high"], len(having))
    return having, random.integers(366, 730, len(having)), np.rint(amount * 100).astype(np.int64)
