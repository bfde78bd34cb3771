"""Small rules and farms for tests, in the words of the field. Sensible where silent, explicit where it matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.farm import FarmProfile, Measure, Parcel
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.rulebook import Code, LegalBasis, Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Reward, Scheme, Text
from calculator.domain.source import Confidence, Figure, Series, Source, Status
from calculator.domain.undertaking import AidReceived, Undertaking
from calculator.stacking.awarding import Question

ALWAYS = Period(date(2000, 1, 1))
SOURCE = Source("S1", "A decree", "https://example.org/decree", date(2026, 11, 24), "1")
GOALS = ("klimaat", "bodem-en-lucht", "water", "landschap", "biodiversiteit")


def text(words: str) -> Text:
    return Text(words, words)


def figure(value: object, **changes: object) -> Figure:
    """A definitive figure: one value, a mapping of keys to values, or a (low, high) pair."""
    values: dict[str, Decimal] = {}
    low: dict[str, Decimal] = {}
    high: dict[str, Decimal] = {}
    if isinstance(value, Mapping):
        values = {str(k): Decimal(str(v)) for k, v in value.items()}
    elif isinstance(value, tuple):
        low, high = {"": Decimal(str(value[0]))}, {"": Decimal(str(value[1]))}
    else:
        values = {"": Decimal(str(value))}
    made = Figure(ALWAYS, Status.DEFINITIVE, Confidence.HIGH, ("S1",), values, low, high)
    return replace(made, **changes)  # type: ignore[arg-type]


def series(value: object) -> Series:
    if isinstance(value, Series):
        return value
    return Series((value,)) if isinstance(value, Figure) else Series((figure(value),))


def payment(
    id: str, *, measures: Sequence[str] = (), figures: Mapping[str, object] | None = None, **changes: object
) -> Payment:
    """A flat payment per hectare on land when it names measures, else per farm; ``rate`` and other figures by name."""
    made = Payment(
        id=id,
        name=text(id),
        kind=PaymentKind.FLAT,
        level=Level.UNIT if measures else Level.FARM,
        unit=Unit.HECTARE if measures else Unit.FARM,
        figures={name: series(v) for name, v in (figures or {}).items()},
        reward=Reward("landschap", "ha", "ha", "1 jaar"),
        measures=tuple(measures),
        quantity="area" if measures else "one",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def scheme(id: str, *payments: Payment, **changes: object) -> Scheme:
    layer, payer, _ = id.split(".", 2)
    made = Scheme(
        id=id,
        name=text(id),
        layer=layer,
        payer=payer,
        payer_is_public=True,
        state_resources=True,
        legal_basis="notified_scheme",
        validity=ALWAYS,
        recorded_on=date(2026, 11, 24),
        sources={"S1": SOURCE},
        payments=payments,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def pays(id: str, code: str, rate: object, **changes: object) -> Scheme:
    """A province that pays a rate per hectare for one measure."""
    return scheme(f"province.x.{id}", payment("p", measures=[code], figures={"rate": rate}), **changes)


def relation(a: str, type: RelationType, b: str, **changes: object) -> Relation:
    made = Relation(f"{a} {type} {b}", a, b, type, Quantity.ALL, Level.UNIT, ALWAYS, SOURCE, Confidence.HIGH)
    return replace(made, **changes)  # type: ignore[arg-type]


def limit(id: str, kind: LimitKind, *, figures: Mapping[str, object], **changes: object) -> Limit:
    made = Limit(
        id=id,
        name=text(id),
        kind=kind,
        validity=ALWAYS,
        figures={name: series(v) for name, v in figures.items()},
        sources={"S1": SOURCE},
        article="1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def de_minimis(ceiling: int | Decimal = 50_000, **changes: object) -> Limit:
    given: dict[str, object] = {
        "legal_bases": ("de_minimis_agri_1408_2013", "unknown"),
        "all_or_nothing": True,
        "window": "rolling",
        "window_years": 3,
    }
    return limit(
        "de-minimis-landbouw",
        LimitKind.DE_MINIMIS,
        figures={"ceiling": ceiling, "discount_rate": 3},
        **{**given, **changes},
    )


def rulebook(*schemes: Scheme, relations: Sequence[Relation] = (), limits: Sequence[Limit] = ()) -> Rulebook:
    uses = {
        "arable": "annual_crop",
        "permanent_crop": "specialised_perennial",
        "permanent_grassland": "other_land_use",
        "temporary_grassland": "other_land_use",
    }
    bases = {
        "cap_eco_scheme_art31": date(2027, 12, 31),
        "cap_aecc_art70": date(2027, 12, 31),
        "private": None,
    }
    codes = sorted({m for s in schemes for p in s.payments for m in p.measures})
    return Rulebook(
        schemes=tuple(sorted(schemes, key=lambda s: (s.id, s.validity))),
        relations=tuple(relations),
        limits=tuple(limits),
        codelists={
            "land_uses": {k: Code(k, text(k), {"aber_class": v}) for k, v in uses.items()},
            "measures": {c: Code(c, text(c), {"unit": "ha", "implies": ""}) for c in codes},
        },
        legal_bases={k: LegalBasis(k, text(k), k != "private", v, "1") for k, v in bases.items()},
        digest="sha256:test",
    )


def measure(code: str, quantity: object, **changes: object) -> Measure:
    return replace(Measure(code, Decimal(str(quantity)), "ha"), **changes)  # type: ignore[arg-type]


def parcel(id: str, area: object, *measures: Measure | str, **changes: object) -> Parcel:
    """A parcel of permanent grassland in region 1; measures named by code cover it whole."""
    size = Decimal(str(area))
    laid = tuple(Measure(m, size, "ha") if isinstance(m, str) else m for m in measures)
    made = Parcel(id, size, "permanent_grassland", laid, eco_region="1")
    return replace(made, **changes)  # type: ignore[arg-type]


def farm(
    *parcels: Parcel, aid: Sequence[tuple[str, str | int]] | None = (), **changes: object
) -> FarmProfile:
    """A farm of 2026 that has filled in what aid it received: none, unless told otherwise."""
    received = (
        None
        if aid is None
        else tuple(
            AidReceived("de_minimis_agri_1408_2013", date.fromisoformat(day), Decimal(str(amount)))
            for day, amount in aid
        )
    )
    made = FarmProfile(2026, "Proefhoeve", parcels, undertaking=Undertaking(("Proefhoeve",), received))
    return replace(made, **changes)  # type: ignore[arg-type]


def ask(profile: FarmProfile, rules: Rulebook, on: str = "2026-07-01", years: int = 1) -> Question:
    return Question(profile, rules, date.fromisoformat(on), years, "test", "sha256:test")
