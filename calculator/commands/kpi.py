"""``stapelwijzer kpi``: how a farm stands on the indicators of a set, as far as its profile says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import cast

from calculator.commands.output import print_json, print_lines, today
from calculator.domain.scheme import Text
from calculator.registry.files.problem import nearest
from calculator.registry.words import wording
from calculator.services import input_files
from calculator.services.catalogue.values import Data
from calculator.services.errors import InputProblem, InputProblems


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command, beside the language, ``--json`` and ``--rules``."""
    parser.add_argument("farm", metavar="FARM.json", help="a farm profile, or - for standard input")
    parser.add_argument("--set", metavar="CODE", help="one set (default: every set)")
    parser.set_defaults(run=_kpi)


def _kpi(asked: argparse.Namespace) -> int:
    from calculator.services.catalogue import kpis
    from calculator.services.profile import parse as profile_parse
    from calculator.services.profile import profiles
    from calculator.services.registry import rulebooks

    document = profile_parse.parse(input_files.read(asked.farm, profile_parse.MOST_BYTES))
    rulebook = rulebooks.given(input_files.folder(asked.rules))
    profile = profiles.read(document, rulebook)
    known = rulebook.codelists.get("kpi_sets", {})
    if asked.set is not None and asked.set not in known:
        said = Text(f'De set "{asked.set}" bestaat niet.', f'The set "{asked.set}" does not exist.')
        raise InputProblems([InputProblem("--set", said, nearest(asked.set, known))])
    wanted = [asked.set] if asked.set else list(known)
    found = [s for code in wanted if (s := kpis.one(rulebook, code, today(), asked.lang, profile))]
    return print_json(found) if asked.json else print_lines(_lines(found, asked.lang))


def _lines(found: Sequence[Data], language: str) -> Iterator[str]:
    for kpi_set in found:
        yield f"{kpi_set['name']}  ({kpi_set['code']})"
        for kpi in cast("list[Data]", kpi_set["kpis"]):
            yield f"  {kpi['name']}: {_value(kpi, language)}"
        yield ""


def _value(kpi: Data, language: str) -> str:
    if kpi["value"] is None:
        return Text("onbekend", "unknown")[language]
    origin = {
        "computed": Text("berekend uit het profiel", "computed from the profile"),
        "entered": Text("ingevuld", "entered"),
    }[str(kpi["origin"])][language]
    target = ""
    if kpi["target"]:
        met = Text("gehaald", "met") if kpi["reached"] else Text("niet gehaald", "not met")
        when = f" ({kpi['target_year']})" if kpi["target_year"] else ""
        target = Text(f"; doel {kpi['target']}{when}: {met.nl}", f"; target {kpi['target']}{when}: {met.en}")[
            language
        ]
    return f"{wording.unit_value(str(kpi['value']), str(kpi['unit']), language)}, {origin}{target}"
