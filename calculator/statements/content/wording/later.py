"""The sentences of a follow-up: what was expected of a year, what was paid, and why that differs."""

from __future__ import annotations

from calculator.domain.scheme import Text

TITLE = Text("Opvolging van een beloningsoverzicht", "Follow-up of a reward statement")
SUBTITLE = Text(
    "Verwacht en betaald in {year}, opgemaakt op {day}", "Expected and paid in {year}, drawn up on {day}"
)
NOTE = Text(
    "Naast wat voor {year} was berekend staat hier wat er volgens de boer is betaald. Dat laatste is een opgave en is "
    "niet na te rekenen. Wat niet is opgegeven, is onbekend en telt niet als nul.",
    "Beside what was calculated for {year} stands what was paid according to the farmer. The latter is a statement of the "
    "farmer and cannot be recomputed. What was not stated is unknown and does not count as zero.",
)
STATEMENT = Text("Overzicht", "Statement")
STATEMENT_SAYS = Text("{number}opgemaakt op {day}", "{number}drawn up on {day}")
STATEMENT_CODE = Text("Controlecode daarvan", "Its check code")
YEAR = Text("Jaar", "Year")
EXPECTED = Text("Verwacht in {year}", "Expected in {year}")
EXPECTED_NOTE = Text("{count} betalingen", "{count} payments")
EXPECTED_NOTE_ONE = Text("1 betaling", "1 payment")
PAID = Text("Betaald, volgens de boer", "Paid, according to the farmer")
PAID_NOTE = Text("{known} van de {count} betalingen zijn bekend", "{known} of the {count} payments are known")
DIFFERENCE = Text("Verschil", "Difference")
DIFFERENCE_NOTE = Text("over de betalingen die bekend zijn", "over the payments that are known")
STILL_UNKNOWN = Text("Nog onbekend", "Still unknown")
STILL_UNKNOWN_NOTE = Text("zoveel was er van verwacht", "so much was expected of them")
TABLE = Text("Verwacht en betaald per betaling", "Expected and paid per payment")
COLUMN_EXPECTED = Text("Verwacht", "Expected")
COLUMN_PAID = Text("Betaald", "Paid")
COLUMN_WHY = Text("Verklaring", "Explanation")
LATER_SAYS = Text("volgens de regels van {day}: {amount}", "under the rules of {day}: {amount}")
WHERE_FROM = Text("Waar het verschil vandaan komt", "Where the difference comes from")
WHERE_TABLE = Text("Verschil per verklaring", "Difference per explanation")
COUNT = Text("Betalingen", "Payments")
LATER_SAME = Text(
    "De regels waren op de dag van deze opvolging dezelfde als die van het overzicht.",
    "On the day of this follow-up the rules were the same as those of the statement.",
)
LATER_OTHER = Text(
    "De regels waren op de dag van deze opvolging andere dan die van het overzicht. Beide zitten in dit bestand; wat de "
    "nieuwe zouden geven, staat bij elke betaling waar het anders is.",
    "On the day of this follow-up the rules were others than those of the statement. Both are in this file; what the new "
    "ones would give stands at each payment where it differs.",
)
PER_PAYER = Text("Per betaler", "Per payer")
