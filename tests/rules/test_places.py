"""Municipalities, provinces and water boards of the shipped lists hold together, and with the farms of the cases."""

from collections import defaultdict

import yaml

from calculator.domain.rulebook import Rulebook
from calculator.resources import rules_dir
from calculator.services.registry import rulebooks

#: In which provinces each water board has ground; written down apart from the list of municipalities, so that a wrong row
#: shows.
LIES_IN = {
    "noorderzijlvest": "groningen drenthe fryslan",
    "wetterskip-fryslan": "fryslan groningen",
    "hunze-en-aas": "groningen drenthe",
    "drents-overijsselse-delta": "drenthe overijssel",
    "vechtstromen": "drenthe overijssel gelderland",
    "vallei-en-veluwe": "gelderland utrecht overijssel",
    "rijn-en-ijssel": "gelderland overijssel",
    "de-stichtse-rijnlanden": "utrecht zuid-holland",
    "amstel-gooi-en-vecht": "noord-holland utrecht zuid-holland",
    "hollands-noorderkwartier": "noord-holland",
    "rijnland": "zuid-holland noord-holland",
    "delfland": "zuid-holland",
    "schieland-en-de-krimpenerwaard": "zuid-holland",
    "rivierenland": "gelderland noord-brabant utrecht zuid-holland",
    "hollandse-delta": "zuid-holland",
    "scheldestromen": "zeeland noord-brabant",
    "brabantse-delta": "noord-brabant",
    "de-dommel": "noord-brabant",
    "aa-en-maas": "noord-brabant",
    "limburg": "limburg",
    "zuiderzeeland": "flevoland fryslan overijssel",
}


def rulebook() -> Rulebook:
    return rulebooks.current()


def test_every_municipality_lies_in_one_province_and_in_water_boards_of_that_province() -> None:
    lists = rulebook().codelists
    reach: dict[str, set[str]] = defaultdict(set)
    assert set(LIES_IN) == set(lists["water_boards"])
    for row in lists["municipalities"].values():
        assert row.columns["province"] in lists["provinces"]
        for board in row.columns["water_board"].split():
            reach[board].add(row.columns["province"])
    assert {board: " ".join(sorted(found)) for board, found in reach.items()} == {
        board: " ".join(sorted(provinces.split())) for board, provinces in LIES_IN.items()
    }


def test_of_every_municipality_the_water_boards_are_recorded_with_their_source() -> None:
    for row in rulebook().codelists["municipalities"].values():
        assert row.columns["water_board"].split(), row.code
        assert row.columns["board_source_url"].startswith("https://"), row.code


def test_the_farms_of_the_cases_lie_where_the_lists_say() -> None:
    towns = rulebook().codelists["municipalities"]
    wrong = []
    for path in sorted(rules_dir().glob("schemes/**/cases/*.yaml")):
        farm = yaml.safe_load(path.read_text(encoding="utf-8"))["farm"].get("farm", {})
        town = towns.get(farm.get("municipality", ""))
        if town is None:
            continue
        if farm.get("province", town.columns["province"]) != town.columns["province"]:
            wrong.append(f"{path.name}: {farm}")
        boards = town.columns["water_board"].split()
        if farm.get("water_board", boards[0]) not in boards:
            wrong.append(f"{path.name}: {farm}")
    assert wrong == []
