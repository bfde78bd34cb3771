"""The sentences on contracts over years: how long they run, by when notice is given, and what comes after."""

from __future__ import annotations

from calculator.domain.scheme import Text

TERMS = Text("Looptijd en opzegging", "Terms and notice")
NOT_KNOWN = Text("van geen contract bekend", "not known of any contract")
INTRO = Text(
    "Een contract dat zichzelf verlengt, loopt door als het niet op tijd is opgezegd. Was die dag al voorbij en is er geen "
    "opzegging bekend, dan is aangenomen dat het doorloopt.",
    "A contract that extends itself goes on unless notice is given in time. Where that day had passed already and no notice "
    "is known of, it is assumed to go on.",
)
TABLE = Text("Tot wanneer elk contract loopt, en wat dan", "Until when each contract runs, and what then")
RUNS_UNTIL = Text("Loopt tot en met", "Runs until")
NOTICE_BY = Text("Opzeggen uiterlijk", "Give notice by")
WITHOUT_NOTICE = Text("Zonder opzegging", "Without notice")
AFTERWARDS = Text("Daarna, in dit overzicht", "Then, in this statement")
GIVEN = Text("is opgezegd", "notice was given")
DAY_NOT_KNOWN = Text("niet bekend: kijk in het contract", "not known: look in the contract")
RUNNING = Text("loopt al", "runs already")
BEGINS = Text("begint in dit overzicht", "begins in this statement")
WENT_ON = Text(
    "eerst tot en met {day}; aangenomen dat niet is opgezegd",
    "first until {day}; it is assumed that no notice was given",
)
GOES_ON = Text("loopt {years} jaar door, tot en met {day}", "goes on for {years} years, until {day}")
GOES_ON_ONE = Text("loopt een jaar door, tot en met {day}", "goes on for one year, until {day}")
ENDS = Text("eindigt vanzelf", "ends by itself")
NOT_NEEDED = Text("niet nodig", "not needed")
POSSIBLE = Text("kan tot en met {day}", "possible until {day}")
THEN_ENDS = Text("geen betaling meer van dit contract", "no more payments of this contract")
THEN_UNKNOWN = Text("niet bekend: de grondslag eindigt op {day}", "not known: the legal basis ends on {day}")
THEN_EXTENDED = Text("de verlenging", "the extension")
THEN_RENEWED = Text("een nieuw contract", "a new contract")
THEN_LATER = Text("na de jaren van dit overzicht", "after the years of this statement")
IF_ENDED = Text("alleen na opzegging", "only after notice")
ASK_FOR_IT = Text("vraag die op tijd aan", "ask for it in time")
