"""The bench of the project group: scenarios and their changes, the farms they are tried on, runs and what these told."""

from __future__ import annotations

from calculator.services.scenario.bench import BENCH
from calculator.web.pages.frame import BOTH, Page
from calculator.web.pages.scenarios import change, one_farm, populations, runs, scenario

_SC, _RUN = "/scenarios/<scenario_id>", "/scenarios/berekening/<run_id>"
_SC_EN, _RUN_EN = f"/en{_SC}", "/en/scenarios/run/<run_id>"

PAGES = (
    Page("scenarios", "/scenarios", "/en/scenarios", scenario.listing, BOTH, BENCH),
    Page("populations", "/scenarios/bedrijven", "/en/scenarios/farms", populations.listing, BOTH, BENCH),
    Page(
        "population_farm",
        "/scenarios/bedrijven/<population_id>/bedrijf",
        "/en/scenarios/farms/<population_id>/farm",
        one_farm.show,
        roles=BENCH,
    ),
    Page(
        "scenario_compare",
        "/scenarios/vergelijken",
        "/en/scenarios/compare",
        runs.compare,
        roles=BENCH,
    ),
    Page("scenario", _SC, _SC_EN, scenario.one, BOTH, BENCH),
    Page("scenario_file", f"{_SC}.yaml", f"{_SC_EN}.yaml", scenario.file, roles=BENCH),
    Page("scenario_drafts", f"{_SC}/regels.zip", f"{_SC_EN}/rules.zip", scenario.drafts, roles=BENCH),
    Page("scenario_change", f"{_SC}/wijziging", f"{_SC_EN}/change", change.answer, BOTH, BENCH),
    Page("scenario_begin", f"{_SC}/doorrekenen", f"{_SC_EN}/run", runs.begin, BOTH, BENCH),
    Page("scenario_run", _RUN, _RUN_EN, runs.one, BOTH, BENCH),
    Page("scenario_years", f"{_RUN}/jaren", f"{_RUN_EN}/years", runs.years, roles=BENCH),
    Page("scenario_report", f"{_RUN}.pdf", f"{_RUN_EN}.pdf", runs.report, roles=BENCH),
    Page("scenario_download", f"{_RUN}/<form>", f"{_RUN_EN}/<form>", runs.file, roles=BENCH),
)
