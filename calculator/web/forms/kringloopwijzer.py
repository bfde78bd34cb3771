"""The output file (XML) of the KringloopWijzer: which of its fields are key figures of our list.

The file is made at mijnkringloopwijzer.nl; no description of it is published. Root ``KW_Output``, names of fields and their
units are those that public software reads and prints (``docs/key-figures.md`` says which). A field stands somewhere below
``DUMPFILES_JAAR0``, the year of the file; other years beside it are left alone. Numbers have a point or a comma before
their decimals and never a sign between thousands.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # nosec B405  # only the elements of what was parsed
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

ROOT = "kw_output"
_YEAR_OF_FILE = re.compile(r"dumpfiles(_jaar0)?")
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,30})?")

#: Our figure by the fields that may hold it, the newest name first. The unit is the same on both sides.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "stikstofbodemoverschot_kg_ha": ("dzhm_nbodem_over", "dzh_nbodem_over", "verl_bodbal1_ha"),
    "fosfaatbodemoverschot_kg_ha": ("verl_bodbal2_ha",),
    "stikstofbalans_bedrijf_kg_ha": ("kring1_bedbal_ovrtot",),
    "ammoniakemissie_kg_ha": ("dzhm_nh3_bedrha", "dzh_nh3_bedrha"),
    "co2eq_g_kg_melk": ("dzhm_co2_melkprod", "dzh_co2_melkprod"),
    "eiwit_eigen_land_pct": ("dzhm_eiwit_pcrants", "dzh_eiwit_pcrants", "dzh_eiwit_pceig"),
    "ruw_eiwit_rantsoen_g_kg_ds": ("rants_geh_re",),
    "tankmelkureum_mg_100g": ("ureum",),
    "blijvend_grasland_pct": ("dzhm_blijgras_aand", "dzh_blijgras_aand"),
}
#: Days in the year and hours a day of the dairy cows outside; the product is the hours in the year.
_DAYS, _HOURS = "weidmk_dgn", "weidmk_urn"
#: A cow gives milk with urea, and eats protein: a nought here says that nobody filled it in.
_NEVER_NONE = frozenset({"co2eq_g_kg_melk", "ruw_eiwit_rantsoen_g_kg_ds", "tankmelkureum_mg_100g"})


def is_output(root: ET.Element) -> bool:
    """Whether this is an output file of the KringloopWijzer."""
    return _bare(root) == ROOT


def year(root: ET.Element) -> int | None:
    """The year that the figures are about, or None where the file does not say."""
    said = _fields(root).get("jaartal", "")
    return int(said) if re.fullmatch(r"20[0-9]{2}", said) else None


def figures(root: ET.Element) -> Iterator[tuple[str, str, str]]:
    """Code of each figure that the file knows, its value in machine form with three decimals at most, and its field.

    The value is empty where the field is there without a number.
    """
    held = _fields(root)
    for code, names in FIELDS.items():
        name = next((name for name in names if name in held), None)
        if name is not None:
            value = _machine(held[name])
            yield code, "" if code in _NEVER_NONE and value == "0" else value, name
    if _DAYS in held and _HOURS in held:
        days, hours = _machine(held[_DAYS]), _machine(held[_HOURS])
        yield "weidegang_uren_jaar", _plain(Decimal(days) * Decimal(hours)) if days and hours else "", _DAYS


def _fields(root: ET.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in (node for node in root.iter() if _YEAR_OF_FILE.fullmatch(_bare(node))):
        for node in section.iter():
            if len(node) == 0:
                found.setdefault(_bare(node), (node.text or "").strip())
    return found


def _bare(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2].casefold()


def _machine(written: str) -> str:
    return _plain(Decimal(written.replace(",", "."))) if _NUMBER.fullmatch(written) else ""


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.001"), ROUND_HALF_UP)
    return format(rounded.normalize(), "f") if rounded else "0"
