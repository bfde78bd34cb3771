"""A scheme as a rule file says it: who pays, on which legal basis, for what, how much, under which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calculator.domain.lasting import Extension, Notice
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.quickly import made_quickly
from calculator.domain.source import Series, Source

#: The service of what rewards none, such as income support (``codelists/services.csv``).
NO_SERVICE = "geen-dienst"


class PaymentKind(StrEnum):
    """The closed vocabulary of how an amount comes about; ``docs/rules.md`` gives figures and formula of each."""

    FLAT = "flat"
    FIRST_QUANTITY = "first_quantity"
    CLASS_PREMIUM = "class_premium"
    ACTIVITY = "activity"
    KPI_BINARY = "kpi_binary"
    TIERED = "tiered"
    RAMP = "ramp"
    INTERPOLATED = "interpolated"
    POINTS = "points"
    GATE_POINTS = "gate_points"
    BEST_N = "best_n"
    CONTRACT_YEAR = "contract_year"
    STEP_AREA = "step_area"
    BANDED = "banded"
    FIXED_PLUS_VARIABLE = "fixed_plus_variable"
    PERCENT_COST = "percent_cost"
    PERCENT_BALANCE = "percent_balance"
    PERCENT_RENT = "percent_rent"
    VALUE_LOSS = "value_loss"
    COST_SHARE = "cost_share"
    TENDER_INDEX = "tender_index"
    MODEL = "model"


class Level(StrEnum):
    """On what a payment, relation or limit works."""

    UNIT = "unit"
    PARCEL = "parcel"
    FARM = "farm"
    CONTRACT = "contract"


class Presence(StrEnum):
    """What an absent fact means: ``ask`` makes the payment open, ``presume`` counts as met and prints as an assumption."""

    ASK = "ask"
    PRESUME = "presume"


@made_quickly
@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Dutch (first) and English."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Condition:
    """One test. ``kind`` is from the closed list in ``docs/rules.md``; ``arguments`` are that kind's own.

    ``remedy`` says what a farmer can do when it fails.
    """

    kind: str
    arguments: Mapping[str, object]
    absent: Presence
    text: Text
    sources: tuple[str, ...]
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``at_least`` (inclusive) or down from ``at_most`` (inclusive), the figure of this name is paid.

    ``rate`` names a figure that is paid besides, for every unit above ``at_least`` (a step of area only).
    """

    figure: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class GrantRule:
    """When the right is conferred: by yearly or one multi-year decision; no day means it is assumed."""

    decision: str = "annual"
    month_day: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reward:
    """The ecosystem service a payment rewards (``codelists/services.csv``), how it is measured, and for how long."""

    service: str
    indicator: str
    quantity: str
    term: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment line of a scheme.

    ``figures`` are the sourced numbers by name (``rate``, ``cap``, ``threshold`` ...), ``quantity`` names what is
    multiplied (``area``, ``length``, ``count``, ``subsidiable_ha``, ``one``, or a dotted path of the profile);
    ``extra_quantity`` is a path whose quantity counts besides, up to the share ``extra_share`` of the two together;
    ``cap_per`` is a quantity of the farm that its ``cap`` is multiplied with; ``share_of`` is the land of which a first share is
    not paid (the figure ``free_share``); ``keyed_by`` is the attribute (``eco_region``) that picks a key of a keyed figure.
    ``groups`` are the names that relations and limits may use instead of the payment's own.
    """

    id: str
    name: Text
    kind: PaymentKind
    level: Level
    unit: Unit
    figures: Mapping[str, Series]
    reward: Reward
    measures: tuple[str, ...] = ()
    quantity: str = "area"
    extra_quantity: str | None = None
    cap_per: str | None = None
    share_of: str | None = None
    divide_by: Decimal = Decimal(1)
    indicator: str | None = None
    keyed_by: str | None = None
    tiers: tuple[Tier, ...] = ()
    conditions: tuple[Condition, ...] = ()
    groups: tuple[str, ...] = ()
    cost_components: tuple[str, ...] = ()
    legal_basis: str | None = None
    term_years: int | None = None
    extension: Extension | None = None
    notice: Notice | None = None
    grant: GrantRule = field(default_factory=GrantRule)
    sources: tuple[str, ...] = ()
    activities: str | None = None
    organic_class: str | None = None
    parties: Mapping[str, str] = field(default_factory=dict)
    value_zero_when: str | None = None
    note: Text | None = None

    @property
    def once(self) -> bool:
        """Whether it is paid in one year only: an investment, a planting, a loss of value."""
        return self.reward.term == "eenmalig"

    @property
    def serves(self) -> bool:
        """Whether it rewards an ecosystem service; income support rewards none."""
        return self.reward.service != NO_SERVICE


@dataclass(frozen=True, slots=True)
class NotModelled:
    """What the text asks and is not computed; blocks the scheme until ``accepted``, then prints on the statement."""

    text: Text
    accepted: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme from one date, as one rule file holds it. ``id`` is ``{layer}.{payer}.{scheme}``, the path.

    ``unsaid`` are the kinds of place of its territory that a farm leaves open: no file says so, it is how such farms read it.
    """

    id: str
    name: Text
    layer: str
    payer: str
    payer_is_public: bool
    state_resources: bool
    legal_basis: str
    validity: Period
    recorded_on: date
    sources: Mapping[str, Source]
    payments: tuple[Payment, ...]
    territory: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    budget_depends: bool = False
    corrects: str | None = None
    apply: Text | None = None
    digest: str = ""
    path: str = ""
    unsaid: tuple[str, ...] = ()
    _by_id: dict[str, Payment] = field(init=False, default_factory=dict, compare=False, repr=False)
    _asking: dict[tuple[str, ...], Scheme] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def asking(self, places: Mapping[str, Condition]) -> Scheme:
        """The scheme as farms read it that leave kinds of place open: it asks of each that it is so.

        The same object for the same words, whatever the rulebook: rules that share a scheme share what was found of it.
        """
        key = (*places, *(condition.text.nl for condition in places.values()))
        if key not in self._asking:
            asked = (*places.values(), *self.conditions)
            self._asking[key] = replace(self, conditions=asked, unsaid=tuple(places))
        return self._asking[key]

    def payment(self, payment_id: str) -> Payment | None:
        """The payment of that id, or None."""
        if not self._by_id:
            self._by_id.update({p.id: p for p in reversed(self.payments)})
        return self._by_id.get(payment_id)
