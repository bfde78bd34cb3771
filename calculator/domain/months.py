"""The months by name, in Dutch and English."""

from __future__ import annotations

from datetime import date

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


def in_full(day: date) -> Text:
    """A day with its month by name: 1 oktober 2027, 1 October 2027."""
    of_year = day_of_year(day.month, day.day)
    return Text(f"{of_year.nl} {day.year}", f"{of_year.en} {day.year}")


def day_of_year(month: int, day: int) -> Text:
    """A day of any year: 1 oktober, 1 October."""
    name = MONTHS[month - 1]
    return Text(f"{day} {name.nl}", f"{day} {name.en}")
