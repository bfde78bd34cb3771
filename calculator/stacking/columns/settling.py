"""Farms settled in columns: best money per piece, the class it reaches, and the proof by bounds that nothing pays more.

Per farm the bound is the best of every piece by itself, plus the highest class that any choice could reach. Where the class that
the best money reaches is that one, and nothing else on the farm is scarce, the two agree and the farm is settled: its gap is
nil. Every other farm is left, with the reason, to be settled another way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import Gathering, Ints, Opened
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.ceilings.caps import leave_full, near
from calculator.stacking.columns.ceilings.on_land import keep_out, leave_over, leave_weighed
from calculator.stacking.columns.ceilings.scarcity import scarce
from calculator.stacking.columns.ceilings.uncounted import leave_uncounted
from calculator.stacking.columns.ceilings.windows import Ceilings
from calculator.stacking.columns.classes.balancing import balance
from calculator.stacking.columns.classes.withholding import withhold
from calculator.stacking.columns.offered.compiled import Compiled
from calculator.stacking.columns.offered.contracting import Contracting
from calculator.stacking.columns.offered.granted import Beside, Granted, in_year
from calculator.stacking.columns.offered.land import Land, Types
from calculator.stacking.columns.offered.meeting import Meeting
from calculator.stacking.columns.offered.premiums import Named, eased, offered
from calculator.stacking.columns.offered.tables import Tables
from calculator.stacking.columns.offered.units import Units
from calculator.stacking.columns.offered.whole_farm import FarmPayments
from calculator.stacking.columns.paying import pay
from calculator.stacking.columns.reading import sharing
from calculator.stacking.columns.reading.farms import Farms, encode
from calculator.stacking.columns.reading.kinds import Kinds
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.columns.reading.whereabouts import Whereabouts
from calculator.stacking.columns.touched import Touching
from calculator.stacking.law.windows import stands

#: By the horizon; of so many the oldest goes first.
_COLUMNS: Answers[tuple[date, range], tuple[Units, Tables]] = Answers("columns")
_REMEMBERED = 8
#: And so many claims on a unit of land; beyond this all are forgotten and made anew.
_MOST_TEMPLATES = 100_000


@dataclass(slots=True)
class Columns:
    """All that is worked out once for one rulebook, read on the day ``on`` of each of the years.

    ``like`` are those of another rulebook: what holds under both is taken from there.
    """

    rulebook: Rulebook
    on: date
    years: range
    words: Vocabulary = field(default_factory=Vocabulary)
    like: InitVar[Columns | None] = None
    places: Whereabouts = field(init=False)
    types: Types = field(init=False)
    payments: FarmPayments = field(init=False)
    contracting: Contracting = field(init=False)
    ceilings: Ceilings = field(init=False)
    meeting: Meeting = field(init=False)

    def __post_init__(self, like: Columns | None) -> None:
        units, tables = known(self.rulebook, self.on, self.years)
        compiled, other = Compiled(), None
        if (
            like is not None
            and like.words is self.words
            and not units.answers
            and sharing.answers(self, like)
        ):
            other = like
            units.take(other.types.units)
            if sharing.between(self.rulebook, other.rulebook):
                tables, compiled = other.types.tables, other.types.compiled
        self.places = Whereabouts(self.rulebook)
        self.types = Types(units, tables, compiled, Kinds(units.sorts, self.places))
        self.payments = FarmPayments(self.rulebook, self.on, self.years, self.places)
        self.contracting = Contracting(self.types, self.on, self.years)
        self.ceilings = Ceilings(self.rulebook, self.on, self.years)
        self.meeting = Meeting(tables.rules)
        if other is not None:
            self.places.take(other.places)
            self.payments.take(other.payments)
            self.types.take(other.types, tables=tables is other.types.tables)

    def settle(self, profiles: Sequence[FarmProfile], first: int, into: Gathering) -> dict[int, str]:
        """Add the rows of the farms that can be settled, the first of them numbered ``first``; the others with the reason."""
        return self.settle_columns(encode(profiles, self.words), first, into)

    def settle_columns(self, farms: Farms, first: int, into: Gathering) -> dict[int, str]:
        """As ``settle``, of farms that are columns already."""
        left, open_ = dict(farms.reasons), Opened(len(farms))
        case, chosen = self.solved(farms, *self.offered(farms, left, open_), left, open_)
        Touching(case, self.ceilings, self.meeting).settle(chosen)
        pay(case, chosen, open_, first, into)
        return left

    def offered(
        self, farms: Farms, left: dict[int, str], open_: Opened, beside: Beside | None = None
    ) -> tuple[Land, list[Granted]]:
        """What farms are offered on their land and as a whole; the last three gain the farms to leave, what is open, and what
        is granted and not paid.
        """
        return self.on_land(farms, left, open_), self.granted(farms, left, open_, beside)

    def on_land(self, farms: Farms, left: dict[int, str], open_: Opened) -> Land:
        """What farms are offered on their land, as ``offered``."""
        land = self.types.of(farms, left, open_)
        self.contracting.mark(farms, land, self.places, open_)
        return land

    def granted(
        self, farms: Farms, left: dict[int, str], open_: Opened, beside: Beside | None = None
    ) -> list[Granted]:
        """What farms are offered as a whole, as ``offered``."""
        ended = list[Granted]()
        found = self.payments.of(farms, left, open_, ended)
        held = None if beside is None else beside.held
        if beside is not None:
            beside.ended += [self._known_aid(g, farms, open_, held) for g in ended]
        return [self._known_aid(g, farms, open_, held) for g in found]

    def solved(
        self,
        farms: Farms,
        land: Land,
        granted: list[Granted],
        left: dict[int, str],
        open_: Opened,
        *,
        ended: bool = False,
        planned: bool = False,
        meeting: Meeting | None = None,
        hopes: Mapping[Named, Ints] | None = None,
    ) -> tuple[Case, list[Chosen]]:
        """What of that farms take, and the classes that they reach; ``left`` gains the farms on which it hangs on more.

        ``ended``: what is offered are payments after the end of their legal basis. ``planned``: land under a full ceiling lies as
        if it were not full, since a plan is held against what it leaves without what is scarce. ``meeting`` says what holds
        between payments in another reading, ``hopes`` what is scored for classes beside what is laid on land, in millionths.
        """
        premiums = list(
            offered(self.rulebook, self.on, self.years, farms, land.scoring, open_, self.places, ended=ended)
        )
        if hopes:
            premiums = [made for one in premiums for made in eased(one, hopes)]
        compiled = self.types.compiled
        fixed, picked = compiled.best(land.farm, land.table, land.quantity)
        case = Case(
            farms, land, granted, premiums, left, compiled, self.rulebook, self.on, self.years, fixed, picked
        )
        leave_uncounted(case, self.types.tables.terms)
        scarce(case, meeting or self.meeting, self.ceilings, self.types.tables, apart=not planned)
        case.caps = near(case, self.types.tables.most)
        keep_out(case)
        chosen = case.classes()
        leave_weighed(case)
        withhold(case, chosen, balance(case, chosen))
        leave_over(case, self.ceilings)
        leave_full(case)
        return case, chosen

    def _known_aid(self, one: Granted, farms: Farms, open_: Opened, held: list[Granted] | None) -> Granted:
        """Without the farms whose aid received is unknown, where a ceiling over years counts the payment."""
        if not any(stands(self.rulebook, in_year(one.claim, year)) for year in one.years):
            return one
        known_ = farms.aid_unknown[one.farm] == 0
        open_.add(one.claim.ref, one.farm[~known_])
        if held is not None:
            held.append(one.of(~known_))
        return one.of(known_)


def known(rulebook: Rulebook, on: date, years: range) -> tuple[Units, Tables]:
    """What follows from the rules alone, remembered with them: nothing of it says whose land it is."""
    memory = rulebook.memory.of(_COLUMNS)
    key = (on, years)
    if key in memory and len(memory[key][0].templates) > _MOST_TEMPLATES:
        del memory[key]
    if key not in memory:
        if len(memory) >= _REMEMBERED:
            memory.pop(next(iter(memory)))
        memory[key] = (Units(rulebook, on, years), Tables(rulebook, on, years))
    return memory[key]
