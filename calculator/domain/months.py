"""The months by name, in Dutch and English."""

from __future__ import annotations

from calculator.domain.scheme import Text

MONTHS = (
    Text("januari", "January"),
    Text("februari", "February"),
    Text("maart", "March"),
    Text("april", "April"),
    Text("mei", "May"),
    Text("juni", "June"),
    Text("juli", "July"),
    Text("augustus", "August"),
    Text("september", "September"),
    Text("oktober", "October"),
    Text("november", "November"),
    Text("december", "December"),
)


def day_of_year(month: int, day: int) -> Text:
    """A day of any year: 1 oktober, 1 October."""
    name = MONTHS[month - 1]
    return Text(f"{day} {name.nl}", f"{day} {name.en}")
