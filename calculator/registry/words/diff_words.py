"""How a change reads: what an amount was and is, which words of a condition differ, how two payments meet from now on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from calculator.domain.relation import Relation
from calculator.domain.scheme import Condition, Payment, Text
from calculator.domain.source import Figure
from calculator.registry.words import lasting_words, wording

#: From which likeness of their words (0 to 1) a condition that went and one that came are told as one that changed.
_ALIKE = 0.6
#: With more keys than this, amounts that stay are not written out again.
_FEW = 3


def figure(was: Figure | None, now: Figure | None, named: Mapping[str, Text]) -> Text | None:
    """What became of an amount, or None where nothing did: an amount that was not published and is not there now."""
    told = [_figure(was, now, language, named) for language in ("nl", "en")]
    return Text(told[0], told[1]) if told[0] else None


def _figure(was: Figure | None, now: Figure | None, language: str, named: Mapping[str, Text]) -> str:
    old, new = _amount(was, language, named), _amount(now, language, named)
    if was is not None and now is not None and old and new:
        if was.status is now.status and old == new:
            return ""
        return _step(was, now, language, named)
    if old:
        if now is None:
            return Text(f"geen bedrag meer; was {old}", f"no amount any more; was {old}")[language]
        return Text(f"niet gepubliceerd; was {old}", f"not published; was {old}")[language]
    if new:
        before = Text("; was niet gepubliceerd", "; was not published")[language] if was is not None else ""
        return new + before
    if now is None or was is not None:
        return ""
    return Text("nog niet gepubliceerd", "not published yet")[language]


def _step(was: Figure, now: Figure, language: str, named: Mapping[str, Text]) -> str:
    status = [wording.STATUS[f.status][language] for f in (was, now)]
    same = wording.figure(now, language, named)
    if wording.figure(was, language, named) == same:
        if len(now.values) > _FEW:
            return Text(
                f"alle bedragen blijven gelijk; was {status[0]}, is nu {status[1]}",
                f"all amounts stay the same; was {status[0]}, is now {status[1]}",
            )[language]
        return Text(
            f"blijft {same}; was {status[0]}, is nu {status[1]}",
            f"stays {same}; was {status[0]}, is now {status[1]}",
        )[language]
    first, second = wording.apart(was, now)
    by = wording.difference(first, second, language)
    old, new = _amount(first, language, named), _amount(second, language, named)
    return Text(f"van {old} naar {new}", f"from {old} to {new}")[language] + (f": {by}" if by else "")


def _amount(found: Figure | None, language: str, named: Mapping[str, Text]) -> str:
    """The amount with its status; empty where no amount is published."""
    if found is None or not (found.values or found.low):
        return ""
    return f"{wording.figure(found, language, named)} ({wording.STATUS[found.status][language]})"


@dataclass(frozen=True, slots=True)
class Reworded:
    """A condition that came (``now``), went (``was``), or changed (both)."""

    was: Condition | None
    now: Condition | None


def reworded(old: Sequence[Condition], new: Sequence[Condition]) -> list[Reworded]:
    """The conditions that differ, in the order of the later day, those that went last; they have no name, so that their
    words say which is which.
    """
    was, now = {c.text.nl: c for c in old}, {c.text.nl: c for c in new}
    gone = [c for key, c in was.items() if key not in now]
    found = []
    for key, condition in now.items():
        before = was.get(key)
        if before is None:
            before = max(gone, key=lambda c: _likeness(c, condition), default=None)
            if before is not None and _likeness(before, condition) < _ALIKE:
                before = None
            if before is not None:
                gone.remove(before)
            found.append(Reworded(before, condition))
        elif (before.kind, before.arguments) != (condition.kind, condition.arguments):
            found.append(Reworded(before, condition))
    return [*found, *(Reworded(c, None) for c in gone)]


def _likeness(one: Condition, other: Condition) -> float:
    return SequenceMatcher(None, one.text.nl, other.text.nl, autojunk=False).ratio()


def condition(change: Reworded) -> Text:
    """``nieuwe voorwaarde: ...``, ``voorwaarde vervalt: ...``, or what it was and what it is now."""
    was, now = change.was, change.now
    if was is None and now is not None:
        return Text(f"nieuwe voorwaarde: {now.text.nl}", f"new condition: {now.text.en}")
    if was is not None and now is None:
        return Text(f"voorwaarde vervalt: {was.text.nl}", f"condition ends: {was.text.en}")
    if was is None or now is None or was.text == now.text:
        text = now.text if now is not None else Text("", "")
        return Text(
            f"voorwaarde telt anders, met dezelfde woorden: {text.nl}",
            f"condition works otherwise, in the same words: {text.en}",
        )
    return Text(
        f'voorwaarde gewijzigd: was "{was.text.nl}", is nu "{now.text.nl}"',
        f'condition changed: was "{was.text.en}", is now "{now.text.en}"',
    )


def lasting(old: Payment, new: Payment) -> Iterator[Text]:
    """For how many years a contract runs, how it goes on and how it is ended, where that differs."""
    for label, told in (
        (Text("looptijd", "term"), _term),
        (Text("verlenging", "extension"), _extension),
        (Text("opzegging", "notice"), _notice),
    ):
        was, now = told(old), told(new)
        if was and now and was != now:
            yield Text(
                f"{label.nl}: was {was.nl}, is nu {now.nl}", f"{label.en}: was {was.en}, is now {now.en}"
            )
        elif now and not was:
            yield Text(f"nieuwe {label.nl}: {now.nl}", f"new {label.en}: {now.en}")
        elif was and not now:
            yield Text(f"{label.nl} vervalt; was: {was.nl}", f"{label.en} ends; was: {was.en}")


def _term(payment: Payment) -> Text | None:
    return lasting_words.years(payment.term_years) if payment.term_years else None


def _extension(payment: Payment) -> Text | None:
    return lasting_words.extension(payment.extension) if payment.extension else None


def _notice(payment: Payment) -> Text | None:
    return lasting_words.notice(payment.notice) if payment.notice else None


def relation(old: Relation | None, new: Relation | None) -> Text:
    """How two payments meet: ``nieuw: ...``, ``niet meer: ...``, or from what to what."""
    was, now = (Text("", "") if r is None else wording.RELATION[r.type] for r in (old, new))
    if old is None:
        return Text(f"nieuwe combinatieregel: {now.nl}", f"new rule: {now.en}")
    if new is None:
        return Text(f"combinatieregel vervalt; was: {was.nl}", f"rule ends; was: {was.en}")
    if old.type is new.type and old.level != new.level:
        first, second = wording.MEETING[old.level], wording.MEETING[new.level]
        return Text(
            f"{now.nl}; gold {first.nl}, nu {second.nl}", f"{now.en}; held {first.en}, now {second.en}"
        )
    if old.type is new.type:
        return Text(
            f"{now.nl}; was {old.parameter}, is nu {new.parameter}",
            f"{now.en}; was {old.parameter}, is now {new.parameter}",
        )
    return Text(f"was: {was.nl}; is nu: {now.nl}", f"was: {was.en}; is now: {now.en}")
