"""The sentences about plans: what a plan chose, what it left, and what one step more would bring."""

from __future__ import annotations

from calculator.domain.scheme import Text

PLANS = Text("Plannen en de volgende stap", "Plans and the next step")
ON_A_PLAN = Text(
    "Dit overzicht is van een plan. Het rekent met maatregelen die het bedrijf overweegt en nog niet uitvoert: {measures}. "
    "Zonder die maatregelen komt er {now} uit.",
    "This statement is of a plan. It counts on measures that the farm considers and does not carry out yet: {measures}. "
    "Without those measures the outcome is {now}.",
)
ON_A_PLAN_BARE = Text(
    "Dit overzicht is van een plan. Het kan rekenen met maatregelen die het bedrijf overweegt en nog niet uitvoert.",
    "This statement is of a plan. It may count on measures that the farm considers and does not carry out yet.",
)
INTRO = Text(
    "Elk plan kiest uit de maatregelen die het bedrijf overweegt, met hun kosten en gederfde inkomsten. De inspanning is wat "
    "de gekozen maatregelen per jaar vragen.",
    "Each plan chooses from the measures that the farm considers, with their cost and lost income. The effort is what the "
    "chosen measures ask per year.",
)
SET = Text("Vastgelegd voor het plan", "Set for the plan")
SET_EFFORT = Text("hoogstens {amount} per jaar aan inspanning", "at most {amount} of effort per year")
SET_LOCK = Text("in elk geval {measures}", "in any case {measures}")
SET_FORBID = Text("zonder {measures}", "without {measures}")
TABLE = Text("Plannen naast elkaar", "Plans side by side")
PLAN = Text("Plan", "Plan")
THIS = Text("dit overzicht", "this statement")
COST = Text("Kosten", "Costs")
LEFT = Text("Wat overblijft", "What is left")
EFFORT = Text("Inspanning per jaar", "Effort per year")
NO_CANDIDATE = Text("zonder overwogen maatregelen", "without considered measures")
DISPLACES = Text("in plaats van {measures}", "instead of {measures}")
CANDIDATES = Text("Elke overwogen maatregel gewogen", "Every considered measure weighed")
CANDIDATE = Text("Maatregel", "Measure")
IN_PLAN = Text("In het plan", "In the plan")
TURNED = Text("Andersom scheelt", "The other way round")
WORTH = Text("waard tot {amount} per eenheid per jaar", "worth up to {amount} per unit per year")
BECAUSE = {
    "chosen": Text("ja", "yes"),
    "less_left": Text("nee: er blijft minder over", "no: less is left"),
    "open": Text("nog niet te wegen", "cannot be weighed yet"),
    "forbidden": Text("nee: uitgesloten", "no: excluded"),
    "no_fit": Text("nee: past niet bij het grondgebruik", "no: does not suit the land use"),
    "cannot": Text("nee: past niet bij wat vastligt", "no: does not go with what is set"),
}
COULD_PAY = Text(
    "{payment} kan hoogstens {amount} betalen, {years}", "{payment} could pay at most {amount}, {years}"
)
COULD_PAY_UNKNOWN = Text(
    "wat {payment} kan betalen is onbekend, {years}", "what {payment} could pay is unknown, {years}"
)
TIER_ALONE = Text("op zichzelf niets", "nothing by itself")
TIERS = Text("Hoe ver het naar de volgende trede is", "How far the next tier is")
INDICATOR = Text("Indicator", "Indicator")
NOW = Text("Nu", "Now")
NEXT_AT = Text("Trede bij", "Tier at")
BRINGS = Text("Brengt over de termijn", "Brings over the term")
NEXT_STEP = Text(
    "Beste volgende stap: {what}; dat brengt {brings} over de termijn, na kosten {left}.",
    "Best next step: {what}; it brings {brings} over the term, {left} after costs.",
)
NEXT_STEP_GROSS = Text(
    "Beste volgende stap: {what}; dat brengt {brings} over de termijn, kosten onbekend.",
    "Best next step: {what}; it brings {brings} over the term, costs unknown.",
)
