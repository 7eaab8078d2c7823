"""What is personal about a learner: it is sealed, and shown by a purpose only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.programs.model.dates import past
from shared.errors import Invalid

ADULT = 18  # years
BANDS = ((14, "0-14"), (24, "15-24"), (64, "25-64"))  # years up to and including, domain's age bands
PERSONAL = frozenset({"name", "contacts", "birth_year", "birth_date", "locality", "group", "difficulties"})
DISCLOSED = {  # what each purpose needs to see, and no more
    "learning": ("name", "birth_date", "birth_year", "highest_level"),
    "contact": ("name", "contacts", "locality"),
    "certificate": ("name", "birth_date"),
    "correction": ("highest_level", *sorted(PERSONAL)),
    "learner_request": ("highest_level", *sorted(PERSONAL)),
}
COUNTED = ("group", "difficulties")  # asked for by consent, told to others as counts only
BLANK: Mapping[str, Any] = {
    "name": "",
    "contacts": {},
    "birth_date": "",
    "locality": "",
    "group": "",
    "difficulties": {},
}
Personal = Mapping[str, Any]


class NotAskedOfChildren(Invalid):
    """The questions on functional difficulty are those for adults."""

    text = "Functional difficulties are asked of people of {adult} and over only."
    remedy = "Leave difficulties out; for an adult whose birthday is not known, give the birth date."


class BirthDateElsewhere(Invalid):
    """The birth date lies in another year than the birth year."""

    text = "The birth date does not lie in the birth year."
    remedy = "Give a birth date in that year, or correct the year."


def refuse_unsound(personal: Personal, *, today: str) -> None:
    """Refuse a birth that cannot be, and questions to children that are for adults."""
    birth_date = personal.get("birth_date")
    if birth_date and int(birth_date[:4]) != personal["birth_year"]:
        raise BirthDateElsewhere("birth_date")
    past(birth_date or f"{personal['birth_year']}-01-01", today=today, field="birth_year")
    if personal.get("difficulties") and age(personal, on=today) < ADULT:
        raise NotAskedOfChildren("difficulties", adult=ADULT)


def age(personal: Personal, *, on: str) -> int:
    """Completed years of life; who has not told the birthday is taken to have been born on 31 December."""
    today = date.fromisoformat(on)
    born = date.fromisoformat(personal.get("birth_date") or f"{personal['birth_year']}-12-31")
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_band(birth_year: int, *, on: str) -> str:
    """The age band of domain statistics, by the years alone."""
    years = int(on[:4]) - birth_year
    return next((band for upto, band in BANDS if years <= upto), "65+")
