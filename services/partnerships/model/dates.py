"""What may be dated how: an agreement's term, of which its first and last day are part, and days that have passed."""

from datetime import date, timedelta

from shared.errors import Conflict, Invalid

NOTICE = timedelta(days=60)
DAY = timedelta(days=1)


class EndBeforeStart(Invalid):
    """An agreement was to end before it starts."""

    text = "{ends_on} lies before the start on {starts_on}."
    remedy = "Give an end on or after the start."


class InFuture(Invalid):
    """What has happened was dated on a day to come."""

    text = "{day} has not come yet."
    remedy = "Give the day on which it happened, or leave it out for today."


class NotYetBegun(Conflict):
    """An agreement was to be in force before its start."""

    text = "The agreement starts on {starts_on}."
    remedy = "Activate it on that day, or correct its start."


class TermOver(Conflict):
    """The last day of the agreement has passed."""

    text = "The agreement ran until {ends_on}."
    remedy = "Propose a new agreement, or correct the end if it was recorded wrongly."


class NotLonger(Invalid):
    """A renewal must lengthen the agreement."""

    text = "{ends_on} is not after the present end, {present}."
    remedy = "Give a later end. An end that was recorded wrongly is corrected, not renewed."


class NotDueYet(Conflict):
    """The clock spoke too early."""

    text = "The agreement ends on {ends_on}; this is noted from {due_on} on."
    remedy = "Nothing needs to be done; it will be noted in time."


def refuse_future(field: str, day: str, *, today: str) -> None:
    """Refuse a day to come."""
    if day > today:
        raise InFuture(field, day=day)


def refuse_reversed(starts_on: str, ends_on: str) -> None:
    """Refuse an end before the start."""
    if ends_on < starts_on:
        raise EndBeforeStart("ends_on", starts_on=starts_on, ends_on=ends_on)


def refuse_outside(today: str, starts_on: str, ends_on: str) -> None:
    """Refuse a day outside the term."""
    if today < starts_on:
        raise NotYetBegun(starts_on=starts_on)
    if today > ends_on:
        raise TermOver(ends_on=ends_on)


def refuse_early(today: str, ends_on: str, due: timedelta) -> None:
    """Refuse a day before the one that lies `due` from the end."""
    due_on = (date.fromisoformat(ends_on) + due).isoformat()
    if today < due_on:
        raise NotDueYet(ends_on=ends_on, due_on=due_on)


def is_near(today: str, ends_on: str) -> bool:
    """Whether the end is so near that the partners are told."""
    return date.fromisoformat(ends_on) - date.fromisoformat(today) <= NOTICE
