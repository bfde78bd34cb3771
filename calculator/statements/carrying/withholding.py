"""Profile and award as one recipient gets them, and the values that stay behind, each by its place in the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from calculator.statements.award.reading import Obj, inner, items, objects, text
from calculator.statements.carrying.purposes import Purpose, Recipient, Rule, never, purposes, whole

#: Layers whose money is public.
PUBLIC = frozenset({"national", "province", "municipality", "water_board"})

Document = dict[str, object]
Test = Callable[[str, Obj], bool]


@dataclass(frozen=True, slots=True)
class Parted:
    """A document in two: what is shown, and the withheld leaves by JSON pointer into the original."""

    shown: Document
    withheld: Mapping[str, object]


class _Gone:
    """Stands where something was taken away, so that the places of the rest stay known."""


_GONE = _Gone()


def parted(award: Obj, profile: Obj, recipient: Recipient) -> tuple[Parted, Parted]:
    """Award and profile for a recipient; the farmer gets both whole. Raises KeyError for an unknown purpose."""
    if recipient.gets_all:
        return Parted(dict(award), {}), Parted(dict(profile), {})
    purpose = purposes()[recipient.purpose]
    tests = _Tests(award, profile, purpose, recipient)
    kept = {key: _masked(value, purpose.profile.get(key), tests.fits) for key, value in profile.items()}
    return _two(award, _award(award, purpose, tests)), _two(profile, kept)


def _award(award: Obj, purpose: Purpose, tests: _Tests) -> Document:
    lines: Rule = {"of": purpose.lines}
    years: dict[str, object] = {"year": "all", "lines": lines, "continuation": lines}
    if all(
        tests.fits(purpose.lines, line)
        for year in objects(award, "years")
        for key in ("lines", "continuation")
        for line in objects(year, key)
    ):
        years["total_eur"] = "all"
        known: dict[str, Rule] = {**purpose.award, **dict.fromkeys(whole(), "all")}
    else:
        known = dict(purpose.award)
    rules: Mapping[str, Rule] = {**known, "years": years}
    return {key: _masked(value, rules.get(key), tests.fits) for key, value in award.items()}


class _Tests:
    """The tests that the table names, for one farm and one recipient."""

    def __init__(self, award: Obj, profile: Obj, purpose: Purpose, recipient: Recipient) -> None:
        self._own = own_codes(award, recipient.name)
        leases = [lease for lease in objects(inner(profile, "finance"), "leases") if self._is_own(lease)]
        self._leased = {str(parcel) for lease in leases for parcel in items(lease, "parcels")}
        self._schemes = {
            text(line, "scheme")
            for year in objects(award, "years")
            for key in ("lines", "continuation")
            for line in objects(year, key)
            if self.fits(purpose.lines, line)
        }

    def fits(self, test: str, item: Obj) -> bool:
        """Whether an item passes; raises KeyError for a test that the table must not name."""
        layer = text(item, "layer") or text(item, "scheme").partition(".")[0]
        known: dict[str, Callable[[], bool]] = {
            "own": lambda: self._is_own(item),
            "public": lambda: layer in PUBLIC,
            "not_other_lenders": lambda: layer != "bank" or self._is_own(item),
            "leased": lambda: bool({text(item, "id"), text(item, "parcel")} & self._leased),
            "shown": lambda: self._is_shown(item),
        }
        return known[test]()

    def _is_own(self, item: Obj) -> bool:
        owner = text(item, "scheme").split(".")[1:2]
        named = [text(item, key) for key in ("lender", "lessor", "payer")] + owner
        return bool({name.casefold() for name in named if name} & self._own)

    def _is_shown(self, item: Obj) -> bool:
        if text(item, "scheme") not in self._schemes and text(item, "id") not in self._schemes:
            return False
        # What it lost to, and what comes in its place, must be of those that are shown as well.
        rivals = (text(item, "lost_to"), *map(str, items(item, "instead")))
        return {rival.partition("#")[0] for rival in rivals if rival} <= self._schemes


def owners(award: Obj, profile: Obj, purpose: str) -> tuple[str, ...]:
    """The names that own something for a purpose: payers, lenders, lessors; empty where the name decides nothing."""
    if not _by_name(purposes()[purpose]):
        return ()
    finance = inner(profile, "finance")
    payers = {
        text(line, "payer"): text(line, "payer_name") or text(line, "payer")
        for year in objects(award, "years")
        for line in (*objects(year, "lines"), *objects(year, "continuation"))
    }
    named = [text(loan, "lender") for loan in objects(finance, "loans")]
    named += [text(lease, "lessor") for lease in objects(finance, "leases")]
    found = [*payers.values(), *(payers.get(name, name) for name in named)]
    return tuple(dict.fromkeys(filter(None, found)))


def owns(award: Obj, profile: Obj, recipient: Recipient) -> bool:
    """Whether a payment, loan, lease or contract is the recipient's own; true where the name decides nothing."""
    purpose = purposes()[recipient.purpose]
    if not _by_name(purpose):
        return True
    tests = _Tests(award, profile, purpose, recipient)
    finance = inner(profile, "finance")
    lines = [
        line
        for year in objects(award, "years")
        for key in ("lines", "continuation")
        for line in objects(year, key)
    ]
    owned = (*lines, *objects(finance, "loans"), *objects(finance, "leases"), *objects(profile, "contracts"))
    return any(tests.fits("own", item) for item in owned)


def _by_name(purpose: Purpose) -> bool:
    """Whether the table shows something because it is the recipient's own."""
    return "own" in (purpose.lines, *_tests_of(purpose.profile), *_tests_of(purpose.award))


def _tests_of(rule: object) -> list[str]:
    if isinstance(rule, Mapping):
        return [
            test
            for key, below in rule.items()
            for test in ([str(below)] if key == "of" else _tests_of(below))
        ]
    return []


def own_codes(award: Obj, name: str) -> frozenset[str]:
    """What a recipient goes by in profile and award: its name as given, and the code of the payer of that name."""
    given = name.strip().casefold()
    found = {given} if given else set()
    for year in objects(award, "years"):
        for line in (*objects(year, "lines"), *objects(year, "continuation")):
            if given and given in (text(line, "payer_name").casefold(), text(line, "payer").casefold()):
                found.add(text(line, "payer").casefold())
    return frozenset(found)


def _masked(value: object, rule: object, fits: Test) -> object:
    if rule is None:
        return _GONE
    if isinstance(value, list):
        return [_masked_item(item, rule, fits) for item in value]
    if rule == "all":
        return _stripped(value)
    if isinstance(value, Mapping):
        kept = dict.fromkeys(rule, "all") if isinstance(rule, list) else rule
        assert isinstance(kept, dict)
        return {key: _masked(below, kept.get(key), fits) for key, below in value.items()}
    return _GONE


def _masked_item(item: object, rule: object, fits: Test) -> object:
    if _is_plan(item):
        return _GONE
    if isinstance(rule, dict) and "of" in rule:
        if isinstance(item, Mapping) and fits(str(rule["of"]), item):
            return _stripped(item)
        return _masked(item, rule.get("else"), fits)
    return _masked(item, rule, fits)


def _stripped(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _GONE if key in never() else _stripped(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_GONE if _is_plan(item) else _stripped(item) for item in value]
    return value


def _is_plan(item: object) -> bool:
    """A measure that the farmer only considers is nobody else's business."""
    return isinstance(item, Mapping) and item.get("status") == "candidate"


def _two(original: Obj, masked: Document) -> Parted:
    withheld: dict[str, object] = {}
    shown = _pruned(original, masked, "", withheld)
    return Parted(shown if isinstance(shown, dict) else {}, withheld)


def _pruned(original: object, masked: object, place: str, withheld: dict[str, object]) -> object:
    if isinstance(masked, _Gone):
        withheld.update(leaves(original, place))
        return _GONE
    if isinstance(masked, dict) and isinstance(original, Mapping):
        pruned = {
            key: _pruned(original[key], below, f"{place}/{escaped(key)}", withheld)
            for key, below in masked.items()
        }
        return {key: below for key, below in pruned.items() if not isinstance(below, _Gone)}
    if isinstance(masked, list) and isinstance(original, list):
        pairs = enumerate(zip(original, masked, strict=True))
        found = [_pruned(one, below, f"{place}/{index}", withheld) for index, (one, below) in pairs]
        return [below for below in found if not isinstance(below, _Gone)]
    return masked


def leaves(value: object, place: str) -> dict[str, object]:
    """Every value that holds no others (an empty list too), by JSON pointer."""
    below: list[tuple[str, object]] = []
    if isinstance(value, Mapping):
        below = [(escaped(str(key)), item) for key, item in value.items()]
    elif isinstance(value, list):
        below = [(str(index), item) for index, item in enumerate(value)]
    if not below:
        return {place: value}
    return {deep: leaf for key, item in below for deep, leaf in leaves(item, f"{place}/{key}").items()}


def escaped(key: str) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
