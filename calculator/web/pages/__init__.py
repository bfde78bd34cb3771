"""The pages, Dutch first. They work without script; without an account they keep nothing."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext

from calculator.services.account.rights import Actor, Role
from calculator.services.scenario.bench import BENCH
from calculator.web.forms import controls
from calculator.web.pages import (
    account,
    batches,
    catalogue,
    check,
    clients,
    compare,
    farm,
    farm_map,
    farm_result,
    frame,
    home,
    keep,
    key_figures,
    kpis,
    mandates,
    my_farms,
    my_statements,
    parcel_import,
    parts,
    passwords,
    people,
    population_farm,
    populations,
    quick,
    registry,
    same_for_all,
    scenario_change,
    scenario_runs,
    scenarios,
    schemes,
    session,
    sharing,
    statement,
)
from calculator.web.pages.frame import SIGNED_IN, Page

BOTH = ("GET", "POST")
_ST_NL, _ST_EN = "/mijn/overzichten/<statement_id>", "/en/my/statements/<statement_id>"
_NL, _EN = "/mijn/bedrijven/<farm_id>", "/en/my/farms/<farm_id>"
ADVISER, ADMINISTRATOR = frozenset({Role.ADVISER}), frozenset({Role.ADMINISTRATOR})
_SC, _RUN = "/scenarios/<scenario_id>", "/scenarios/berekening/<run_id>"
_SC_EN, _RUN_EN = f"/en{_SC}", "/en/scenarios/run/<run_id>"

PAGES = (
    Page("home", "/", "/en", home.show),
    Page("schemes", "/regelingen", "/en/schemes", schemes.listing),
    Page("scheme", "/regelingen/<scheme_id>", "/en/schemes/<scheme_id>", schemes.one),
    Page("measures", "/maatregelen", "/en/measures", catalogue.measures),
    Page("measure", "/maatregelen/<code>", "/en/measures/<code>", catalogue.measure),
    Page("matrix", "/stapelmatrix", "/en/stacking-matrix", catalogue.matrix),
    Page("kpis", "/indicatoren", "/en/indicators", kpis.listing),
    Page("kpi_set", "/indicatoren/<code>", "/en/indicators/<code>", kpis.one, BOTH, forgery="never"),
    Page("coverage", "/dekking", "/en/coverage", registry.coverage),
    Page("unknown", "/onbekend", "/en/unknown", registry.unknown),
    Page("stale", "/nakijken", "/en/to-check", registry.stale),
    Page("changes", "/wijzigingen", "/en/changes", registry.changes),
    Page("limits", "/grenzen", "/en/limits", schemes.limits),
    Page("farm", "/bedrijf", "/en/farm", farm.start, BOTH, forgery="never"),
    Page("farm_draft", "/bedrijf/<draft_id>", "/en/farm/<draft_id>", farm.draft, BOTH, forgery="never"),
    Page("quick", "/schatting", "/en/estimate", quick.answer, BOTH, forgery="never"),
    Page(
        "farm_tasks",
        "/bedrijf/<draft_id>/delen",
        "/en/farm/<draft_id>/parts",
        parts.tasks,
        BOTH,
        forgery="never",
    ),
    Page(
        "farm_part",
        "/bedrijf/<draft_id>/deel/<part>",
        "/en/farm/<draft_id>/part/<part>",
        parts.part,
        BOTH,
        forgery="never",
    ),
    Page(
        "farm_import",
        "/bedrijf/<draft_id>/percelen-inlezen",
        "/en/farm/<draft_id>/read-parcels",
        parcel_import.answer,
        BOTH,
        forgery="never",
    ),
    Page(
        "farm_import_file",
        "/bedrijf/<draft_id>/percelen-inlezen/<import_id>",
        "/en/farm/<draft_id>/read-parcels/<import_id>",
        parcel_import.one,
        BOTH,
        forgery="never",
    ),
    Page(
        "farm_map",
        "/bedrijf/<draft_id>/kaart",
        "/en/farm/<draft_id>/map",
        farm_map.answer,
        BOTH,
        forgery="never",
    ),
    Page(
        "farm_figures",
        "/bedrijf/<draft_id>/kengetallen-inlezen",
        "/en/farm/<draft_id>/read-figures",
        key_figures.answer,
        BOTH,
        forgery="never",
    ),
    Page(
        "farm_parcel",
        "/bedrijf/<draft_id>/perceel/<number>",
        "/en/farm/<draft_id>/parcel/<number>",
        parts.parcel,
        BOTH,
        forgery="never",
    ),
    Page("result", "/bedrijf/<draft_id>/uitkomst", "/en/farm/<draft_id>/result", farm.result),
    Page("statement", "/beloningsoverzicht", "/en/statement", statement.download, ("POST",), forgery="never"),
    Page("outputs", "/meenemen", "/en/take-away", statement.outputs, ("POST",), forgery="never"),
    Page("compare", "/vergelijken", "/en/compare", compare.answer, BOTH, forgery="never"),
    Page("check", "/controle", "/en/check", check.answer, BOTH, forgery="never"),
    Page("accessibility", "/toegankelijkheid", "/en/accessibility", home.accessibility),
    Page("sign_in", "/inloggen", "/en/sign-in", session.sign_in, BOTH),
    Page("to_broker", "/inloggen/broker", "/en/sign-in/broker", session.to_broker),
    Page("from_broker", "/inloggen/terug", "/en/sign-in/back", session.from_broker),
    Page("sign_out", "/uitloggen", "/en/sign-out", session.sign_out, ("POST",)),
    Page("register", "/account-maken", "/en/register", passwords.register, BOTH),
    Page("forgot", "/wachtwoord-vergeten", "/en/forgot-password", passwords.forgot, BOTH),
    Page("set_password", "/wachtwoord/<secret>", "/en/password/<secret>", passwords.set_password, BOTH),
    Page("keep", "/bewaren", "/en/keep", keep.keep, ("POST",), forgery="signed in"),
    Page("account", "/mijn/account", "/en/my/account", account.show, BOTH, SIGNED_IN),
    Page("export", "/mijn/gegevens", "/en/my/data", account.export, ("POST",), SIGNED_IN),
    Page("delete_account", "/mijn/account/weg", "/en/my/account/delete", account.delete, BOTH, SIGNED_IN),
    Page("my_farms", "/mijn/bedrijven", "/en/my/farms", my_farms.listing, roles=SIGNED_IN),
    Page("my_farm", _NL, _EN, my_farms.one, roles=SIGNED_IN),
    # Both look themselves at who asks: what was filled in must survive the end of a sign-in.
    Page("edit_farm", f"{_NL}/wijzigen", f"{_EN}/edit", my_farms.edit, BOTH, forgery="never"),
    Page(
        "add_farm", "/mijn/bedrijven/nieuw", "/en/my/farms/new", my_farms.add, ("POST",), forgery="signed in"
    ),
    Page("delete_farm", f"{_NL}/weg", f"{_EN}/delete", my_farms.delete, BOTH, SIGNED_IN),
    Page(
        "farm_statements", f"{_NL}/overzichten", f"{_EN}/statements", my_statements.listing, BOTH, SIGNED_IN
    ),
    Page("statement_file", f"{_ST_NL}.pdf", f"{_ST_EN}.pdf", my_statements.file, roles=SIGNED_IN),
    Page(
        "statement_openings",
        f"{_ST_NL}/bewijs.json",
        f"{_ST_EN}/proof.json",
        my_statements.openings,
        roles=SIGNED_IN,
    ),
    Page("statement_paid", f"{_ST_NL}/betaald", f"{_ST_EN}/paid", my_statements.paid, BOTH, SIGNED_IN),
    Page("batches", "/mijn/reeksen", "/en/my/batches", batches.listing, BOTH, SIGNED_IN),
    Page("batch", "/mijn/reeksen/<batch_id>", "/en/my/batches/<batch_id>", batches.one, BOTH, SIGNED_IN),
    Page(
        "batch_file",
        "/mijn/reeksen/<batch_id>.zip",
        "/en/my/batches/<batch_id>.zip",
        batches.archive,
        roles=SIGNED_IN,
    ),
    Page("scenarios", "/scenarios", "/en/scenarios", scenarios.listing, BOTH, BENCH),
    Page("populations", "/scenarios/bedrijven", "/en/scenarios/farms", populations.listing, BOTH, BENCH),
    Page(
        "population_farm",
        "/scenarios/bedrijven/<population_id>/bedrijf",
        "/en/scenarios/farms/<population_id>/farm",
        population_farm.show,
        roles=BENCH,
    ),
    Page(
        "scenario_compare",
        "/scenarios/vergelijken",
        "/en/scenarios/compare",
        scenario_runs.compare,
        roles=BENCH,
    ),
    Page("scenario", _SC, _SC_EN, scenarios.one, BOTH, BENCH),
    Page("scenario_file", f"{_SC}.yaml", f"{_SC_EN}.yaml", scenarios.file, roles=BENCH),
    Page("scenario_drafts", f"{_SC}/regels.zip", f"{_SC_EN}/rules.zip", scenarios.drafts, roles=BENCH),
    Page("scenario_change", f"{_SC}/wijziging", f"{_SC_EN}/change", scenario_change.answer, BOTH, BENCH),
    Page("scenario_begin", f"{_SC}/doorrekenen", f"{_SC_EN}/run", scenario_runs.begin, BOTH, BENCH),
    Page("scenario_run", _RUN, _RUN_EN, scenario_runs.one, BOTH, BENCH),
    Page("scenario_years", f"{_RUN}/jaren", f"{_RUN_EN}/years", scenario_runs.years, roles=BENCH),
    Page("scenario_report", f"{_RUN}.pdf", f"{_RUN_EN}.pdf", scenario_runs.report, roles=BENCH),
    Page("scenario_download", f"{_RUN}/<form>", f"{_RUN_EN}/<form>", scenario_runs.file, roles=BENCH),
    Page("farm_seen", f"{_NL}/inzage", f"{_EN}/seen", my_farms.seen, roles=SIGNED_IN),
    Page("mandates", "/mijn/machtigingen", "/en/my/mandates", mandates.given, BOTH, SIGNED_IN),
    Page("farm_result", f"{_NL}/berekening", f"{_EN}/calculation", farm_result.show, BOTH, SIGNED_IN),
    Page("farm_shares", f"{_NL}/delen", f"{_EN}/share", sharing.links, BOTH, SIGNED_IN),
    Page("shared", "/gedeeld/<secret>", "/en/shared/<secret>", sharing.shared),
    Page("shared_file", "/gedeeld/<secret>/overzicht.pdf", "/en/shared/<secret>/statement.pdf", sharing.file),
    Page("clients", "/klanten", "/en/clients", clients.listing, BOTH, ADVISER),
    Page(
        "client_mandates",
        "/klanten/machtigingen",
        "/en/clients/mandates",
        mandates.asked_for,
        BOTH,
        ADVISER,
    ),
    Page("organisation", "/organisatie", "/en/organisation", mandates.organisation, BOTH, ADVISER),
    Page("people", "/beheer/mensen", "/en/admin/people", people.show, BOTH, ADMINISTRATOR),
)

_MINE = {
    Role.ADVISER: ("clients", "client_mandates", "organisation", "my_farms", "scenarios", "account"),
    Role.PROJECT_GROUP: ("scenarios", "my_farms", "account"),
    Role.ADMINISTRATOR: ("my_farms", "people", "account"),
}


def my_pages(who: Actor) -> list[tuple[str, str]]:
    """The pages in the menu of somebody who is signed in, with their names."""
    words = {
        "my_farms": gettext("Mijn bedrijven"),
        "mandates": gettext("Machtigingen"),
        "clients": gettext("Klanten"),
        "client_mandates": gettext("Machtigingen"),
        "organisation": gettext("Organisatie"),
        "people": gettext("Mensen"),
        "scenarios": gettext("Scenario's"),
        "account": gettext("Account"),
    }
    return [(name, words[name]) for name in _MINE.get(who.role, ("my_farms", "mandates", "account"))]


def install(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.globals.update(my_pages=my_pages)
    controls.install(app)
    same_for_all.install(app)
    frame.install(app, PAGES)
