"""The profile of a farm, filled in part by part or read from files, and the result of it; whose farm it is matters elsewhere."""

from __future__ import annotations

from calculator.web.pages.farm import filling, key_figures, parcel_import, parcel_map, parts, quick
from calculator.web.pages.frame import BOTH, Page

PAGES = (
    Page("farm", "/bedrijf", "/en/farm", filling.start, BOTH, forgery="never"),
    Page("farm_draft", "/bedrijf/<draft_id>", "/en/farm/<draft_id>", filling.draft, BOTH, forgery="never"),
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
        parcel_map.answer,
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
    Page("result", "/bedrijf/<draft_id>/uitkomst", "/en/farm/<draft_id>/result", filling.result),
)
