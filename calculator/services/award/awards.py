"""The main job: a farm document and a rulebook in, the award and everything needed to recompute it out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculator import __version__
from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.candidates import MOST_ARRANGEMENTS, TooManyCandidatesError
from calculator.services.award import as_json as award_json
from calculator.services.award import unanswered, wishes
from calculator.services.errors import CannotComplete
from calculator.services.profile import farm_kinds, profiles
from calculator.stacking import awarding
from calculator.stacking.advising import variants
from calculator.stacking.advising.advice import NoPlanError
from calculator.stacking.advising.asking import MOST_TOGETHER
from calculator.stacking.advising.tied import TooManyPlansTogetherError
from calculator.stacking.advising.wish import NO_WISH, Wish
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.solving.outcome import named_payment
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.mending import UnsettledError

#: What the receipt names as the engine that computed an award.
ENGINE = f"stapelwijzer {__version__ or '0.1.0'}"


@dataclass(frozen=True, slots=True)
class AwardResult:
    """The award as JSON-ready data in the contract's shape, the value itself, and what was asked."""

    award: dict[str, object]
    value: Award
    options: dict[str, object]
    rule_files: Mapping[str, bytes]


def canonical(document: object) -> bytes:
    """The one way a document is written down to be hashed: keys sorted, no spaces, UTF-8, decimals as text."""

    def plain(value: object) -> str:
        if isinstance(value, Decimal):
            return str(value)
        raise TypeError(f"{type(value).__name__} has no place in a document")

    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain)
    return text.encode()


def _award(question: awarding.Question, wish: Wish = NO_WISH) -> Award:
    """The award, with every refusal of the core in words for a person."""
    try:
        return variants.award(question, wish)
    except NoLawfulAwardError as refusal:
        raise CannotComplete(refusal.reason) from refusal
    except (TooManyStacksError, TooManyPlansError) as excess:
        raise CannotComplete(_too_many_ways(question, excess)) from excess
    except UnsettledError as unsettled:
        raise CannotComplete(
            Text(
                nl="Wat vastligt in contracten kan alleen met een deel van een vierkante meter, meter of stuk, en dat wordt "
                "niet betaald. Maak een contractregel iets kleiner, of een maatregel waar hij op rust iets groter.",
                en="What contracts fix can only be kept on a part of a square metre, metre or piece, and that is not paid. "
                "Make a contract line a little smaller, or a measure that it rests on a little larger.",
            )
        ) from unsettled
    except LostError as lost:
        raise CannotComplete(
            Text(
                nl="Bedragen of hoeveelheden liggen te ver uiteen om dit zeker door te rekenen. Noem minder "
                "kandidaat-maatregelen, of vraag minder jaren tegelijk.",
                en="Amounts or quantities lie too far apart to work this out for certain. Name fewer candidate measures, "
                "or ask for fewer years at once.",
            )
        ) from lost
    except NoPlanError as none:
        raise CannotComplete(wishes.cannot(wish, none.place)) from none
    except TooManyCandidatesError as excess:
        raise CannotComplete(_too_many(excess.place)) from excess
    except TooManyPlansTogetherError as excess:
        raise CannotComplete(_too_many(None)) from excess


def _too_many_ways(question: awarding.Question, excess: TooManyStacksError | TooManyPlansError) -> Text:
    place = excess.place
    if place == "farm":
        return _too_many_for_farm(question, excess)
    if isinstance(excess, TooManyPlansError):
        return Text(
            nl=f"Op {place} liggen meer meerjarige pakketten dan doorgerekend kunnen worden; kies er minder.",
            en=f"{place} has more multi-year packages than can be worked out; choose fewer.",
        )
    return Text(
        nl=f"Op {place} zijn de betalingen op meer manieren te stapelen dan doorgerekend kunnen worden; "
        "verdeel de maatregelen over delen, of kies er minder.",
        en=f"On {place} payments can be stacked in more ways than can be worked out; divide the measures "
        "over parts, or choose fewer.",
    )


def _too_many_for_farm(question: awarding.Question, excess: TooManyStacksError | TooManyPlansError) -> Text:
    """Every year is decided by itself: years before the first that has too many ways can be asked, and no others."""
    name, year, first = named_payment(question.rulebook, excess.ref), excess.year, question.on.year
    if year > first:
        nl, en = f"vraag de jaren tot en met {year - 1}", f"ask for the years up to and including {year - 1}"
    else:
        nl = (
            "minder jaren of minder maatregelen veranderen dat niet, wel minder van deze betalingen: laat in het profiel weg "
            "waardoor het bedrijf in aanmerking komt voor wat u niet aanvraagt"
        )
        en = (
            "fewer years or fewer measures do not change that, but fewer of these payments do: leave out of the profile what "
            "makes the farm eligible for what you do not apply for"
        )
    return Text(
        nl=f"{name.nl} en {excess.others} andere betalingen voor het hele bedrijf hangen door combinatieregels samen, en zijn in "
        f"{year} op meer manieren te combineren dan doorgerekend kunnen worden. Er is dus niets uitgerekend; {nl}.",
        en=f"{name.en} and {excess.others} other payments for the whole farm hang together by combination rules, and can be "
        f"combined in more ways in {year} than can be worked out. So nothing was worked out; {en}.",
    )


def _too_many(place: str | None) -> Text:
    most = MOST_ARRANGEMENTS if place else MOST_TOGETHER
    return Text(
        nl=f"Op {place or 'dit bedrijf'} zijn meer dan {most} combinaties van kandidaat-maatregelen mogelijk; noem er minder.",
        en=f"More than {most} combinations of candidate measures are possible on {place or 'this farm'}; name fewer.",
    )


def compute(
    rulebook: Rulebook,
    document: object,
    *,
    on: date,
    years: int = 1,
    mode: str = "managed",
    language: str = "nl",
    wish: wishes.Typed = wishes.NOTHING,
    rule_files: Mapping[str, bytes] | None = None,
) -> AwardResult:
    """The award of a farm document; raises InputProblems (the document) and CannotComplete (the calculation).

    ``rule_files`` are the bytes of the rule files that the rulebook was read from, for the statement to embed.
    """
    wishes.check(wish, mode)
    profile = profiles.read(document, rulebook)
    question = awarding.Question(
        profile,
        rulebook,
        on,
        years,
        ENGINE,
        "sha256:" + hashlib.sha256(canonical(document)).hexdigest(),
        mode,
        wish.options,
    )
    value = _award(question, wishes.read(wish, profile, rulebook))
    told = list(unanswered.remarks(value, profile, rulebook, on, chosen=mode != "managed"))
    if kind := farm_kinds.remark(document, rulebook):
        told.append(kind)
    value = replace(value, caveats=(*value.caveats, *told))
    options: dict[str, object] = {"on": on.isoformat(), "years": years, "mode": mode, **wish.options}
    return AwardResult(
        award_json.to_json(value, rulebook, language=language), value, options, dict(rule_files or {})
    )


def of_profile(
    profile: FarmProfile, rulebook: Rulebook, *, on: date, years: int, read_from: str, language: str
) -> dict[str, object]:
    """The award of a farm as it is managed, whose profile did not come from a document; raises CannotComplete.

    ``read_from`` is what the receipt pins instead of a document.
    """
    pinned = "sha256:" + hashlib.sha256(read_from.encode()).hexdigest()
    value = _award(awarding.Question(profile, rulebook, on, years, ENGINE, pinned))
    told = unanswered.remarks(value, profile, rulebook, on)
    return award_json.to_json(replace(value, caveats=(*value.caveats, *told)), rulebook, language=language)
