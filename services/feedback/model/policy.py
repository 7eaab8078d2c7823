"""The ministry's policy on cases: how many days it takes itself, in which calendar, and whom people can call meanwhile.

Days are working days of the country's calendar. Fixed-date public holidays: Kazakhstan, Law of 13 December 2001 No. 267 on
holidays; Mongolia, Law on public holidays and commemorative days of 2003. Feasts that move from year to year (Kurban Ait,
Tsagaan Sar) and days off that a government shifts are entered by their dates in `dated`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

ACKNOWLEDGE_DAYS = 3
RESOLVE_DAYS = 15
EXTENDED_DAYS = 30
APPEAL_DAYS = 20
ANSWER_WITHIN = 30  # calendar days in which a person may say whether they are satisfied, or appeal
SENSITIVE_WITHIN = 1  # calendar day, weekends included
ALARMS = (75, 100, 150)  # percent of the days: the first warns, the others take a case up a level

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The days on which nobody can be expected to work."""

    weekend: frozenset[int] = frozenset({5, 6})  # as date.weekday() counts: Monday is 0
    fixed: frozenset[str] = frozenset()  # MM-DD
    dated: frozenset[str] = frozenset()  # YYYY-MM-DD

    def works(self, day: date) -> bool:
        """Tell whether it is a working day."""
        text = day.isoformat()
        return not (day.weekday() in self.weekend or text[5:] in self.fixed or text in self.dated)

    def after(self, day: str, days: int) -> str:
        """The day on which so many working days have passed since `day`, which is not counted."""
        found = date.fromisoformat(day)
        while days:
            found += DAY
            days -= self.works(found)
        return found.isoformat()


KAZAKHSTAN = Calendar(
    fixed=frozenset(
        {"01-01", "01-02", "01-07", "03-08", "03-21", "03-22", "03-23", "05-01", "05-07", "05-09", "07-06", "08-30",
         "10-25", "12-16"}
    )
)  # fmt: skip
MONGOLIA = Calendar(fixed=frozenset({"01-01", "03-08", "06-01", "07-11", "07-12", "07-13", "07-14", "07-15", "11-26", "12-29"}))
CALENDARS = {"KZ": KAZAKHSTAN, "MN": MONGOLIA}

HOTLINES = {
    "KZ": {"111": "family, women and children", "112": "emergencies"},
    "MN": {"107": "violence", "108": "children", "102": "police"},
}


def hotlines(country: str | None) -> list[dict[str, str]]:
    """Whom people can call, each with its country, number and what it is for; of all countries where none is given."""
    shown = [country] if country in HOTLINES else list(HOTLINES)
    return [{"country": c, "number": n, "serves": what} for c in shown if c for n, what in HOTLINES[c].items()]


def calendar(country: str | None) -> Calendar:
    """The calendar of a country by its ISO 3166-1 code; plain weeks where none is given."""
    return CALENDARS.get(country or "", Calendar())


def alarms(start: str, days: int, country: str | None) -> list[str]:
    """The last days before a case warns or goes up, if `days` working days are allowed from `start`; the second is the limit."""
    return [calendar(country).after(start, days * percent // 100) for percent in ALARMS]


def sensitive_alarms(start: str) -> list[str]:
    """The same for the acknowledgment of a sensitive case, which cannot wait for a working day."""
    return [start, days_on(start, SENSITIVE_WITHIN)]


def days_on(day: str, days: int) -> str:
    """The calendar day so many days later."""
    return (date.fromisoformat(day) + days * DAY).isoformat()


def up_to(today: str, days: int = 400) -> list[str]:
    """Today and the days before it: everything that may have fallen due while the clock stood still."""
    last = date.fromisoformat(today)
    return [(last - back * DAY).isoformat() for back in range(days)]
