"""Who may do what at every route of the application. A new route gets its line here, or the matrix fails.

``Open`` is for everybody, ``Known`` for people who are signed in (of some roles, or of any), and ``OnFarm`` for whoever
``services.rights`` lets do the action with the farm in the address. ``ok`` is what is answered where it is allowed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from calculator.domain.statement_life import Life
from calculator.services.account.rights import Action, Role

PROFILE = json.loads((Path(__file__).resolve().parents[1] / "farms" / "veen-32ha.json").read_text("utf-8"))


@dataclass(frozen=True)
class Open:
    """Everybody gets the same; ``token`` says whether somebody who is signed in must send the token of the session."""

    ok: int = 200
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    token: bool = True


@dataclass(frozen=True)
class Known:
    """``anonymous`` is the answer to nobody in particular where it is not the way to the sign-in page."""

    ok: int = 200
    roles: frozenset[Role] = frozenset(Role)
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    anonymous: int | None = None


@dataclass(frozen=True)
class OnFarm:
    """``data`` is what is sent with a form, or as JSON to the API; ``{farm}`` in it stands for the farm.

    ``statement`` names the state of a statement of the farm that the address is about; ``query`` asks for the farm there.
    """

    action: Action
    ok: int = 200
    data: Mapping[str, object] = field(default_factory=dict)
    statement: Life | None = None
    query: bool = False


Expected = Open | Known | OnFarm

ADVISER, ADMINISTRATOR = frozenset({Role.ADVISER}), frozenset({Role.ADMINISTRATOR})
BENCH = frozenset({Role.PROJECT_GROUP, Role.ADVISER})
SCENARIO, RUN = {"scenario_id": "x"}, {"run_id": "x"}
KPI_SET = {"code": "bmm"}
SCHEME = {"scheme_id": "national.rvo.eco-regeling"}
DRAFT = {"draft_id": "AAAAAAAAAAAAAAAAAAAAAA"}
SAVE = {"action": "save", "revision": "1", "/year": "2026", "/parcels/0/id": "P1", "/parcels/0/area_ha": "2,5",
        "/parcels/0/land_use": "permanent_grassland"}  # fmt: skip
FILE = {"document": json.dumps(PROFILE), "on": "2026-05-15", "years": "1"}

ROUTES: dict[tuple[str, str], Expected] = {
    ("static", "GET"): Open(values={"filename": "site.css"}),
    # Pages that keep nothing.
    ("home", "GET"): Open(),
    ("schemes", "GET"): Open(),
    ("scheme", "GET"): Open(values=SCHEME),
    ("measures", "GET"): Open(),
    ("measure", "GET"): Open(values={"code": "langjarig-grasland"}),
    ("matrix", "GET"): Open(),
    ("quick", "GET"): Open(),
    ("quick", "POST"): Open(ok=422, token=False),
    ("farm_tasks", "GET"): Open(ok=404, values=DRAFT),
    ("farm_tasks", "POST"): Open(ok=404, values=DRAFT, token=False),
    ("farm_part", "GET"): Open(ok=404, values={**DRAFT, "part": "herd"}),
    ("farm_part", "POST"): Open(ok=404, values={**DRAFT, "part": "herd"}, token=False),
    ("farm_figures", "GET"): Open(ok=404, values=DRAFT),
    ("farm_figures", "POST"): Open(ok=404, values=DRAFT, token=False),
    ("farm_import", "GET"): Open(ok=404, values=DRAFT),
    ("farm_map", "GET"): Open(ok=404, values=DRAFT),
    ("farm_map", "POST"): Open(ok=404, values=DRAFT, token=False),
    ("farm_import", "POST"): Open(ok=404, values=DRAFT, token=False),
    ("farm_import_file", "GET"): Open(ok=404, values={**DRAFT, "import_id": "x"}),
    ("farm_import_file", "POST"): Open(ok=404, values={**DRAFT, "import_id": "x"}, token=False),
    ("farm_parcel", "GET"): Open(ok=404, values={**DRAFT, "number": "1"}),
    ("farm_parcel", "POST"): Open(ok=404, values={**DRAFT, "number": "1"}, token=False),
    ("kpis", "GET"): Open(),
    ("kpi_set", "GET"): Open(values=KPI_SET),
    ("kpi_set", "POST"): Open(values=KPI_SET, token=False),
    ("coverage", "GET"): Open(),
    ("stale", "GET"): Open(),
    ("unknown", "GET"): Open(),
    ("changes", "GET"): Open(),
    ("limits", "GET"): Open(),
    ("farm", "GET"): Open(),
    ("farm", "POST"): Open(303, data={"action": "show"}, token=False),
    # A form under way is its browser's own; nobody else has one at that address.
    ("farm_draft", "GET"): Open(404, values=DRAFT),
    ("farm_draft", "POST"): Open(303, values=DRAFT, data={"action": "show"}, token=False),
    ("result", "GET"): Open(404, values=DRAFT),
    ("statement", "POST"): Open(422, token=False),
    ("outputs", "POST"): Open(404, token=False),
    ("compare", "GET"): Open(),
    ("compare", "POST"): Open(422, token=False),
    ("check", "GET"): Open(),
    ("check", "POST"): Open(422, token=False),
    ("accessibility", "GET"): Open(),
    # Signing in and out.
    ("sign_in", "GET"): Known(303, anonymous=200),
    ("sign_in", "POST"): Open(422, data={"/email": "niemand@voorbeeld.nl", "/password": "x"}),
    ("to_broker", "GET"): Open(404),  # where no broker is configured
    ("from_broker", "GET"): Open(404),
    ("sign_out", "POST"): Open(303),
    ("register", "GET"): Open(),
    ("register", "POST"): Open(422),
    ("forgot", "GET"): Open(),
    ("forgot", "POST"): Open(),
    ("set_password", "GET"): Open(404, values={"secret": "x"}),
    ("set_password", "POST"): Open(404, values={"secret": "x"}),
    # One's own account.
    ("keep", "POST"): Known(303, data=FILE, anonymous=200),
    ("account", "GET"): Known(),
    ("account", "POST"): Known(303, data={"action": "none"}),
    ("export", "POST"): Known(),
    ("delete_account", "GET"): Known(),
    ("delete_account", "POST"): Known(422, data={"/password": "x"}),
    ("my_farms", "GET"): Known(),
    ("mandates", "GET"): Known(),
    ("mandates", "POST"): Known(303, data={"action": "none"}),
    ("clients", "GET"): Known(roles=ADVISER),
    ("clients", "POST"): Known(422, roles=ADVISER, data={"action": "recalculate"}),
    ("client_mandates", "GET"): Known(roles=ADVISER),
    ("client_mandates", "POST"): Known(422, roles=ADVISER, data={"action": "request"}),
    ("organisation", "GET"): Known(roles=ADVISER),
    ("organisation", "POST"): Known(303, roles=ADVISER, data={"action": "none"}),
    ("people", "GET"): Known(roles=ADMINISTRATOR),
    ("people", "POST"): Known(303, roles=ADMINISTRATOR, data={"action": "none"}),
    # One farm.
    ("my_farm", "GET"): OnFarm(Action.VIEW),
    ("add_farm", "POST"): Known(303, data=SAVE),
    ("edit_farm", "GET"): OnFarm(Action.VIEW),
    ("edit_farm", "POST"): OnFarm(Action.EDIT, 303, SAVE),
    ("delete_farm", "GET"): OnFarm(Action.VIEW),
    ("delete_farm", "POST"): OnFarm(Action.DELETE, 303),
    ("farm_seen", "GET"): OnFarm(Action.TRAIL),
    ("farm_result", "GET"): OnFarm(Action.VIEW),
    ("farm_result", "POST"): OnFarm(Action.COMMENT, 303, {"action": "comment", "/text": "Gezien"}),
    ("farm_shares", "GET"): OnFarm(Action.VIEW),
    ("farm_shares", "POST"): OnFarm(Action.SHARE, 422, {"action": "make"}),
    ("shared", "GET"): Open(404, values={"secret": "x"}),
    ("shared_file", "GET"): Open(404, values={"secret": "x"}),
    ("farm_statements", "GET"): OnFarm(Action.VIEW),
    ("farm_statements", "POST"): OnFarm(Action.ISSUE, 422, {"action": "ask", "on": "1850-01-01"}),
    ("statement_file", "GET"): OnFarm(Action.VIEW, statement=Life.ISSUED),
    ("statement_openings", "GET"): OnFarm(Action.DISCLOSE, statement=Life.ISSUED),
    # The file of these cases is no more than a name of one, so that whoever may read it is told that.
    ("statement_paid", "GET"): OnFarm(Action.VIEW, 422, statement=Life.ISSUED),
    ("statement_paid", "POST"): OnFarm(Action.VIEW, 422, statement=Life.ISSUED),
    # A batch is its maker's; one of nobody shows that the way to it is shut.
    ("batches", "GET"): Known(),
    ("batches", "POST"): Known(422),
    ("batch", "GET"): Known(404, values={"batch_id": "x"}),
    ("batch", "POST"): Known(404, values={"batch_id": "x"}),
    ("batch_file", "GET"): Known(404, values={"batch_id": "x"}),
    ("batches.listBatches", "GET"): Known(),
    ("batches.beginBatch", "POST"): Known(422, data={"farms": ["x"]}),
    ("batches.getBatch", "GET"): Known(404, values={"batch_id": "x"}),
    ("batches.getBatchFile", "GET"): Known(404, values={"batch_id": "x"}),
    ("batches.cancelBatch", "POST"): Known(404, values={"batch_id": "x"}),
    # The scenarios of the project group and of advisers; one of nobody shows that the way to it is shut.
    ("scenarios", "GET"): Known(roles=BENCH),
    ("scenarios", "POST"): Known(422, roles=BENCH),
    ("populations", "GET"): Known(roles=BENCH),
    ("populations", "POST"): Known(303, roles=BENCH),
    ("population_farm", "GET"): Known(404, roles=BENCH, values={"population_id": "x"}),
    ("scenario_compare", "GET"): Known(roles=BENCH),
    ("scenario", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario", "POST"): Known(404, roles=BENCH, values=SCENARIO, data={"action": "head"}),
    ("scenario_file", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario_drafts", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario_change", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario_change", "POST"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario_begin", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario_begin", "POST"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenario_run", "GET"): Known(404, roles=BENCH, values=RUN),
    ("scenario_run", "POST"): Known(404, roles=BENCH, values=RUN),
    ("scenario_years", "GET"): Known(404, roles=BENCH, values=RUN),
    ("scenario_report", "GET"): Known(404, roles=BENCH, values=RUN),
    ("scenario_download", "GET"): Known(404, roles=BENCH, values={**RUN, "form": "xlsx"}),
    ("scenarios.listScenarios", "GET"): Known(roles=BENCH),
    ("scenarios.addScenario", "POST"): Known(422, roles=BENCH, data={"text": "scenario: x"}),
    ("scenarios.getScenario", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenarios.saveScenario", "PUT"): Known(404, roles=BENCH, values=SCENARIO, data={"text": "x"}),
    ("scenarios.listRuns", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    ("scenarios.beginRun", "POST"): Known(404, roles=BENCH, values=SCENARIO, data={"population": "x"}),
    ("scenarios.getRun", "GET"): Known(404, roles=BENCH, values=RUN),
    ("scenarios.getRunAnswers", "GET"): Known(404, roles=BENCH, values=RUN),
    ("scenarios.cancelRun", "POST"): Known(404, roles=BENCH, values=RUN),
    ("bench_farms.listPopulations", "GET"): Known(roles=BENCH),
    ("bench_farms.addPopulation", "POST"): Known(422, roles=BENCH, data={"farms": 0}),
    ("bench_farms.sendPopulation", "POST"): Known(422, roles=BENCH),
    ("bench_farms.addClients", "POST"): Known(422, roles=ADVISER, data={"name": "x"}),
    ("bench_farms.getPopulation", "GET"): Known(404, roles=BENCH, values={"population_id": "x"}),
    ("bench_farms.removePopulation", "DELETE"): Known(404, roles=BENCH, values={"population_id": "x"}),
    ("scenarios.getRunFile", "GET"): Known(404, roles=BENCH, values={**RUN, "form": "xlsx"}),
    ("scenarios.getDrafts", "GET"): Known(404, roles=BENCH, values=SCENARIO),
    # The API.
    ("health.health", "GET"): Open(),
    ("health.ready", "GET"): Open(),
    ("metrics", "GET"): Open(404),  # where no token is configured
    ("api-docs.openapi_json", "GET"): Open(),
    ("schemas.schema", "GET"): Open(values={"name": "award"}),
    ("registry.schemes", "GET"): Open(),
    ("registry.scheme", "GET"): Open(values=SCHEME),
    ("registry.limits", "GET"): Open(),
    ("registry.matrix", "GET"): Open(),
    ("registry.unknown", "GET"): Open(),
    ("awards.compute", "POST"): Open(422, token=False),
    ("farms.listFarms", "GET"): Known(),
    ("farms.addFarm", "POST"): Known(201, data=PROFILE),
    ("farms.getFarm", "GET"): OnFarm(Action.VIEW),
    ("farms.saveFarm", "PUT"): OnFarm(Action.EDIT, 200, PROFILE),
    ("farms.removeFarm", "DELETE"): OnFarm(Action.DELETE, 204),
    # A day before any rule shows that whoever asks may ask, without computing.
    ("statements.issueStatement", "POST"): OnFarm(Action.ISSUE, 422, {"farm": "{farm}", "on": "1850-01-01"}),
    ("statements.listStatements", "GET"): OnFarm(Action.VIEW, query=True),
    ("statements.getStatement", "GET"): OnFarm(Action.VIEW, statement=Life.DRAFT),
    ("statements.getStatementFile", "GET"): OnFarm(Action.VIEW, statement=Life.ISSUED),
    ("statements.getStatementOpenings", "GET"): OnFarm(Action.DISCLOSE, statement=Life.ISSUED),
    ("statements.approveStatement", "POST"): OnFarm(Action.APPROVE, statement=Life.DRAFT),
    # What is issued already is given again, and a draft is not where issuing starts.
    ("statements.issueApproved", "POST"): OnFarm(Action.VIEW, statement=Life.ISSUED),
    ("statements.withdrawStatement", "POST"): OnFarm(
        Action.ISSUE, data={"reason": "vergissing"}, statement=Life.ISSUED
    ),
}
