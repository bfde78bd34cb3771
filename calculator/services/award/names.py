"""What the codes and ids of an award are called, in one language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from calculator.domain.claim import OpenQuestion, Terms
from calculator.domain.memory import Answers
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme, Text
from calculator.domain.source import Source
from calculator.eligibility.claiming import continues
from calculator.eligibility.wording import of_the_rules
from calculator.registry.words.names import selector
from calculator.services.profile import fact_names

#: By language.
_NAMES: Answers[str, Names] = Answers("names")

Json = dict[str, object]
#: Terms, the names of their payment, and what is said of both.
Phrase = tuple[Terms, Json, Json]
#: Payments and years named at most before all that is kept with the rules is forgotten.
_MOST_ASKED = 50_000


@dataclass(frozen=True, slots=True)
class Names:
    """What codes and ids are called; ``versions`` are the schemes by id, ``asked`` the names of payments so far.

    ``payers`` is what was said of payments (by the identity of their scheme) and ``cited`` of sources (beside each itself, so
    that nothing else can come to bear its identity), ``winners`` what payments can lose to, ``phrases`` of terms that the
    rules keep, and ``asked_for`` what open questions miss by the rules' own words. All that follows from the rules alone, and
    is kept with them. ``lines`` and ``activities`` are what those of this award on the same terms say alike, and ``missing``
    what its open questions miss, in all places and years alike. ``first`` is the first year in which the award pays anything.
    """

    rulebook: Rulebook
    language: str
    versions: dict[str, list[Scheme]] = field(default_factory=dict)
    asked: dict[tuple[str, str, int], Json] = field(default_factory=dict)
    lines: dict[tuple[int, int], Json] = field(default_factory=dict)
    activities: dict[tuple[int, int], Json] = field(default_factory=dict)
    missing: dict[object, list[str]] = field(default_factory=dict)
    phrases: dict[tuple[int, int], Phrase] = field(default_factory=dict)
    asked_for: dict[int, tuple[tuple[Text, ...], list[str]]] = field(default_factory=dict)
    payers: dict[object, Json] = field(default_factory=dict)
    ended: dict[tuple[tuple[str, str, int], tuple[int, int]], bool] = field(default_factory=dict)
    cited: dict[int, tuple[Source, Json]] = field(default_factory=dict)
    winners: dict[tuple[str, int], str] = field(default_factory=dict)
    first: int = 0

    @classmethod
    def of(cls, rulebook: Rulebook, language: str, first: int = 0) -> Names:
        """Names for one award, with what the rules alone say as it was found for others."""
        kept = rulebook.memory.of(_NAMES)
        shared = kept.setdefault(language, cls(rulebook, language))
        if len(shared.asked) > _MOST_ASKED:
            shared = kept[language] = cls(rulebook, language)
        return replace(shared, lines={}, activities={}, missing={}, first=first)

    def missed(self, question: OpenQuestion) -> list[str]:
        """What an open question misses; the same in every year."""
        missing = question.missing
        found = self.asked_for.get(id(missing))
        if found is not None and found[0] is missing:
            return found[1].copy()
        if of_the_rules(self.rulebook, missing):
            told = fact_names.missing(missing, question.paths, self.language, self.rulebook)
            if len(self.asked_for) >= _MOST_ASKED:
                self.asked_for.clear()
            self.asked_for[id(missing)] = (missing, told)
            return told.copy()
        key = (id(missing), id(question.paths))
        said = self.missing.get(key)
        if said is None:
            # Questions about many places share what they miss: comparing its texts would take longer than naming it.
            alike = (id(question.missing), question.paths)
            said = self.missing.get(alike)
            if said is None:
                said = fact_names.missing(question.missing, question.paths, self.language, self.rulebook)
            self.missing[key] = self.missing[alike] = said
        return said

    def continues(self, paid: tuple[str, str, int], on: date) -> bool:
        """Whether a payment (scheme, payment, year) would go on after its legal basis ended, on that day of its year."""
        key = (paid, (on.month, on.day))
        found = self.ended.get(key)
        if found is None:
            scheme = self.scheme(paid[0], paid[2])
            payment = self.payment(scheme, paid[1])
            day = same_day_in(paid[2], on)
            found = bool(scheme and payment and continues(self.rulebook, scheme, payment, day))
            self.ended[key] = found
        return found

    def source(self, source: Source | None) -> Json | None:
        """Where a figure stands."""
        if source is None:
            return None
        found = self.cited.get(id(source))
        if found is None:
            said: Json = {
                "title": source.title,
                "url": source.url,
                "article": source.article,
                "seen": source.seen.isoformat(),
                "published": source.published,
            }
            found = self.cited[id(source)] = (source, said)
        return found[1].copy()

    def scheme(self, scheme_id: str, year: int) -> Scheme | None:
        """The version of that year, or the last one there is (a contract outlives its scheme)."""
        if not self.versions:
            for each in self.rulebook.schemes:
                self.versions.setdefault(each.id, []).append(each)
        versions = self.versions.get(scheme_id, [])
        started = [s for s in versions if s.validity.start.year <= year]
        return started[-1] if started else (versions[0] if versions else None)

    def payment(self, scheme: Scheme | None, payment_id: str) -> Payment | None:
        """The payment of the scheme, if it has it."""
        return scheme.payment(payment_id) if scheme else None

    def code(self, codelist: str, code: str) -> str:
        """The name of a code, or the code where the list does not have it."""
        found = self.rulebook.code(codelist, code)
        return found.name[self.language] if found else code

    def text(self, text: Text | None) -> str | None:
        """The text in the language, where there is one."""
        return text[self.language] if text is not None else None

    def lost_to(self, written: str | None, year: int) -> str | None:
        """The name of a limit, a payment with its scheme, a scheme, or the payments of a group."""
        if written is None:
            return None
        found = self.winners.get((written, year))
        if found is None:
            scheme, mark, payment = written.partition("#")
            both = self.both(scheme, payment, year) if mark else {}
            limits = [x.name for x in self.rulebook.limits if x.id == written]
            other = limits[-1] if limits else selector(written, self.rulebook)
            found = f"{both['scheme_name']}: {both['payment_name']}" if mark else other[self.language]
            self.winners[written, year] = found
        return found

    def both(self, scheme_id: str, payment_id: str, year: int) -> Json:
        """Scheme and payment as every list names them."""
        found = self.asked.get((scheme_id, payment_id, year))
        if found is None:
            scheme = self.scheme(scheme_id, year)
            payment = self.payment(scheme, payment_id)
            said: Json = {
                "scheme": scheme_id,
                "scheme_name": scheme.name[self.language] if scheme else scheme_id,
                "payment": payment_id,
                "payment_name": payment.name[self.language] if payment else payment_id,
            }
            # Years under one version share what is said, so that it is known by its identity.
            shared = self.payers.setdefault((id(scheme), scheme_id, payment_id, "named"), said)
            found = self.asked[scheme_id, payment_id, year] = shared
        return found
