"""An award as text for a terminal: the total, per year, per payer, the lines, and everything that is not paid and why.

It reads the JSON of the award, so that what is printed is what anyone else gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from calculator.domain.money import cents_of
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.sentences import presumed
from calculator.services.award import notices_json, text_open
from calculator.services.award.names import Names
from calculator.services.award.text_heads import HEADS
from calculator.statements.award.known import partly_known
from calculator.statements.award.names import CERTAINTY, UNIT, unit_of_path
from calculator.statements.award.voice import Voice
from calculator.statements.content.figures.next_class import brings, shortage
from calculator.statements.content.parts.proof import firmness
from calculator.statements.content.wording import words
from calculator.statements.content.wording.lost import lost

Json = Mapping[str, object]

_COLUMNS = (
    Text("jaar", "year"), Text("regeling", "scheme"), Text("betaling", "payment"), Text("plek", "unit"),
    Text("hoeveelheid", "quantity"), Text("tarief", "rate"), Text("bedrag", "amount"), Text("zekerheid", "certainty"),
)  # fmt: skip
_RIGHT = {4, 5, 6}
_NO_CLASS = Text("geen klasse", "no class")
_TO_NEXT = Text("nog {short} tot {name}", "{short} to go to {name}")
_WITHOUT = Text("zonder deze grens {} meer", "{} more without this limit")
_FITS = Text("grootste nieuwe steun die past {}", "largest new grant that fits {}")
#: A step of an indicator: where it is, where the next one begins, and what that pays more.
_NEXT_STEP = Text("is nu {now}; bij {at} komt er {more} bij", "is now {now}; at {at} it brings {more} more")
#: What the best next step brings, over all the years that were asked.
_NET = Text("{amount} na kosten, over de termijn", "{amount} after costs, over the term")
_GROSS = Text("{amount} over de termijn, kosten niet ingevuld", "{amount} over the term, costs not filled in")
_PLACES = {"farm": Text("bedrijf", "farm"), "undertaking": Text("onderneming", "undertaking")}
_CHOSEN = {
    "cost": Text("toch kiezen kost {}", "choosing it after all costs {}"),
    "gain": Text("toch kiezen brengt {} meer", "choosing it after all brings {} more"),
    "same": Text("toch kiezen maakt geen verschil", "choosing it after all makes no difference"),
    "never": Text("toch kiezen kan niet", "choosing it after all is not possible"),
    "unsaid": Text(
        "wat toch kiezen doet, is niet uitgerekend", "what choosing it after all does was not worked out"
    ),
}


def render(award: Json, language: str, rulebook: Rulebook) -> str:
    """The whole award; sections that have nothing to say are left out. The rulebook names what a claim lost to."""
    page = _Page(language, Names.of(rulebook, language))
    page.top(award)
    page.plans(award)
    page.years(_rows(award, "years"), partly_known(award))
    page.classes(_rows(award, "classes"))
    page.listed("lapsed", (page.lapsed_line(row) for row in _rows(award, "activities") if row["because"]))
    page.listed("tiers", (page.tier_line(row) for row in _rows(award, "tiers")))
    page.listed("refusals", (page.refusal_line(row) for row in _rows(award, "refusals")))
    page.listed("open", text_open.lines(page, award))
    page.listed("candidates", text_open.of_candidates(page, _rows({"candidates": [], **award}, "candidates")))
    page.listed("not_chosen", (page.lost_line(row) for row in _rows(award, "not_chosen")))
    page.listed("limits", (page.limit_line(row) for row in _rows(award, "limits")))
    page.listed(
        "notices", notices_json.told_once(_rows({"notices": [], **award}, "notices"), page.voice.language)
    )
    page.listed("contingent", _texts(award, "contingent"))
    page.listed("assumptions", map(presumed, _texts(award, "assumptions")))
    page.listed("not_modelled", (page.unmodelled_line(row) for row in _rows(award, "not_modelled")))
    page.listed("caveats", _texts(award, "caveats"))
    return "\n".join(page.out) + "\n"


class _Page:
    """The lines so far, in one language."""

    def __init__(self, language: str, names: Names) -> None:
        self.language = language
        self.names = names
        self.voice = Voice("en" if language == "en" else "nl")
        self.out, self.asked, self.last = list[str](), 1, 0

    def say(self, text: Text) -> str:
        return text[self.language]

    def money(self, amount: object) -> str:
        """An amount as the statement writes it; a dash where it is unknown."""
        return "-" if amount is None else self.voice.money(cents_of(Decimal(str(amount))))

    def head(self, name: str) -> None:
        self.out += ["", self.say(HEADS[name])]

    def top(self, award: Json) -> None:
        spread, proof = cast("Json", award["range"]), cast("Json", award["certificate"])
        between = self.say(HEADS["range"]).format(
            low=self.money(spread["low"]), high=self.money(spread["high"])
        )
        beside = f" ({between})" if spread["low"] != spread["high"] else ""
        self.out.append(f"{self.say(HEADS['total'])}: {self.money(award['total_eur'])}{beside}")
        self.out.append(f"{self.say(HEADS['proof'])}: {firmness(proof, self.voice)}")
        if Decimal(str(award["continuation_eur"])) != 0:
            self.out.append(f"{self.say(HEADS['continuation'])}: {self.money(award['continuation_eur'])}")

    def plans(self, award: Json) -> None:
        if award["net_eur"] is not None:
            self.out.append(f"{self.say(HEADS['net'])}: {self.money(award['net_eur'])}")
        variants = _rows(award, "variants")
        if variants:
            self.head("variants")
            amounts = ("total_eur", "net_eur", "effort_eur_per_year")
            self.table(
                [
                    [
                        f"{'*' if v['shown'] else ' '} {v['title']}",
                        *(self.money(v[key]) for key in amounts),
                        ", ".join(map(self.measure, _rows(v, "measures"))),
                    ]
                    for v in variants
                ],
                right={1, 2, 3},
            )
        step = cast("Json | None", award["next_step"])
        if step is not None:
            self.head("next_step")
            self.out.append(f"  {self.step_line(step)}")

    def years(self, years: Sequence[Json], partly: Sequence[int]) -> None:
        self.asked, self.last = len(years), max((int(str(year["year"])) for year in years), default=0)
        self.head("years")
        marks = dict.fromkeys(partly, words.MARK)
        self.table(
            [
                [
                    str(y["year"]),
                    self.money(y["total_eur"] if y["lines"] else None),
                    marks.get(int(str(y["year"])), ""),
                ]
                for y in years
            ],
            right={1},
        )
        if partly:
            self.out.append(f"  {self.say(words.PARTLY_NOTE).format(years=self.voice.years(list(partly)))}")
        lines = [(str(y["year"]), line) for y in years for line in _rows(y, "lines")]
        payers: dict[str, Decimal] = {}
        for _, line in lines:
            name = str(line["payer_name"])
            payers[name] = payers.get(name, Decimal(0)) + Decimal(str(line["amount_eur"]))
        if lines:
            self.head("payers")
            self.table([[name, self.money(total)] for name, total in payers.items()], right={1})
            self.head("lines")
            titles = [self.say(title) for title in _COLUMNS]
            self.table([titles, *(self._line(year, line) for year, line in lines)], right=_RIGHT)

    def _line(self, year: str, line: Json) -> list[str]:
        certainty = CERTAINTY.get(str(line["certainty"]))
        return [
            year,
            str(line["scheme_name"]),
            str(line["payment_name"]),
            self.place(line["unit"]),
            self._quantity(line),
            self.voice.rate(Decimal(str(line["rate_eur"]))),
            self.money(line["amount_eur"]),
            self.say(certainty) if certainty else str(line["certainty"]),
        ]

    def _quantity(self, line: Json) -> str:
        unit = UNIT.get(str(line["unit_of_measure"]))
        said = self.say(unit) if unit else str(line["unit_of_measure"])
        return f"{self._figure(line['quantity'])} {said}"

    def _figure(self, value: object) -> str:
        return self.voice.number(Decimal(str(value)))

    def _points(self, value: object) -> str:
        return self.voice.points(Decimal(str(value)))

    def classes(self, classes: Sequence[Json]) -> None:
        rows = []
        for found in classes:
            points = ", ".join(
                f"{goal['name']} {self._points(goal['scored'])}/{self._points(goal['needed'])}"
                for goal in cast("Mapping[str, Json]", found["points"]).values()
            )
            value, further = f"{self.money(found['value_per_ha'])}/ha", cast("Json", found["to_next"] or {})
            short, more = shortage(self.voice, further), brings(self.voice, further)
            ahead = self.say(_TO_NEXT).format(short=short, name=further["class_name"]) if short else ""
            reached = found["class_name"] or self.say(_NO_CLASS)
            row = f"{found['year']} {found['scheme_name']}: {reached}, {value} ({points})"
            said = row, ahead, short and more, cast("str | None", found["note"])
            rows.append("; ".join(filter(None, said)))
        self.listed("classes", rows)

    def unmodelled_line(self, row: Json) -> str:
        name = row["name"] or self.names.both(str(row["scheme"]), "", self.last)["scheme_name"]
        return f"{name}: {row['text']}"

    def lapsed_line(self, row: Json) -> str:
        return f"{self.what(row)}: {row['because']}"

    def tier_line(self, row: Json) -> str:
        unit = unit_of_path(str(row["indicator"]), self.names.rulebook, self.language)
        now, at = (f"{self._figure(row[key])} {unit}".strip() for key in ("now", "next_at"))
        what = f"{row['scheme_name']}, {row['payment_name']}"
        told = self.say(_NEXT_STEP).format(now=now, at=at, more=self.money(row["brings_eur"]))
        return f"{what}: {row['indicator_name']} {told}"

    def step_line(self, step: Json) -> str:
        gain = step["brings_eur"] if step["net_eur"] is None else step["net_eur"]
        said = _GROSS if step["net_eur"] is None else _NET
        told = self.say(said).format(amount=self.money(gain))
        return f"{self.measure(step)}: {told}"

    def measure(self, row: Json) -> str:
        """A measure with its place and size."""
        return f"{row['name']} ({self.place(row['unit'])}, {self._quantity(row)})"

    def what(self, row: Json) -> str:
        """The payment and where it lies."""
        others = len(cast("list[str]", row.get("units", []))) - 1
        more = f" (+{others})" if others > 0 else ""
        return f"{row['scheme_name']}, {row['payment_name']}, {self.place(row['unit'])}{more}"

    def place(self, code: object) -> str:
        """A parcel or element by its own name, or the farm or undertaking in words."""
        return self.say(_PLACES.get(str(code), Text(str(code), str(code))))

    def refusal_line(self, row: Json) -> str:
        shortfall = f" ({row['shortfall']})" if row["shortfall"] else ""
        remedy = f" — {row['remedy']}" if row["remedy"] else ""
        return f"{self.what(row)}: {row['reason']}{shortfall}{remedy}"

    def when(self, years: Sequence[int]) -> str:
        """The years, where more than one was asked."""
        return f", {self.voice.years(list(years))}" if self.asked > 1 else ""

    def lost_line(self, row: Json) -> str:
        reason = lost(row, str(row["lost_to_name"] or ""), self.language)
        article = f" [{self.voice.cited(str(row['article']))}]" if row["article"] else ""
        when = self.when(cast("list[int]", row["years"]))
        return f"{self.what(row)}{when}: {reason}{article}{self.price(row)}"

    def price(self, row: Json) -> str:
        """What choosing it after all would do to the total: mostly cost."""
        if row["difference_eur"] is None:
            return f" ({self.say(_CHOSEN['never' if row['worked_out'] else 'unsaid'])})"
        change = Decimal(str(row["difference_eur"]))
        said = _CHOSEN["cost" if change < 0 else "gain" if change > 0 else "same"]
        return f" ({self.say(said).format(self.money(abs(change)))})"

    def limit_line(self, row: Json) -> str:
        mark = "!" if row["binding"] else " "
        used, ceiling = self.money(row["used_eur"]), self.money(row["ceiling_eur"])
        price, fits = row["price_eur"], row["largest_grant_that_fits_eur"]
        counts = row.get("counts")
        said = [
            "" if not counts else str(cast("Json", counts)["text"]),
            "" if price is None else self.say(_WITHOUT).format(self.money(price)),
            "" if fits is None else self.say(_FITS).format(self.money(fits)),
        ]
        more = f" ({'; '.join(filter(None, said))})" if any(said) else ""
        least = " ≥" if row["kind"] == "minimum_total" else ""
        where = self.place(row["scope"])
        return f"{mark} {row['year']} {row['name']}, {where}: {used} /{least} {ceiling}{more}"

    def listed(self, name: str, lines: Iterable[str]) -> None:
        # The same reason in every year is said once.
        unique = list(dict.fromkeys(lines))
        if unique:
            self.head(name)
            self.out += [f"  {line}" for line in unique]

    def table(self, rows: Sequence[Sequence[str]], *, right: set[int]) -> None:
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
        for row in rows:
            cells = [
                cell.rjust(width) if i in right else cell.ljust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.out.append(("  " + "  ".join(cells)).rstrip())


def _rows(holder: Json, key: str) -> list[Json]:
    return cast("list[Json]", holder[key])


def _texts(holder: Json, key: str) -> list[str]:
    return cast("list[str]", holder[key])
