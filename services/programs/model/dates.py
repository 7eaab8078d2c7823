"""Rules of dates and clocks that several aggregates share."""

from collections.abc import Callable
from datetime import timedelta

from shared.errors import Invalid
from shared.events import instant, moment

SLACK = timedelta(days=2)  # by how much a mark may lie ahead: the clocks of server and device may each be a day wrong


class DatesReversed(Invalid):
    """Something was to end before it begins."""

    text = "{last} lies before {first}."
    remedy = "Give an end on or after the beginning."


class NotYetPast(Invalid):
    """Something was dated on a day to come, and can only be told once it has happened."""

    text = "{day} has not come yet."
    remedy = "Give the day on which it happened; today at the latest."


class ClockWrong(Invalid):
    """A device's clock is so far ahead that its word would win for ever."""

    text = "{shown} with the clock's offset of {offset} seconds lies in the future, or outside of all calendars."
    remedy = "Compare the device's clock with ours, and send the difference as clock_offset_seconds."


def in_order(first: str | None, last: str | None, *, field: str) -> None:
    """Refuse an end before the beginning; both are days, or open."""
    if first and last and last < first:
        raise DatesReversed(field, first=first, last=last)


def past(day: str, *, today: str, field: str) -> None:
    """Refuse a day to come."""
    if day > today:
        raise NotYetPast(field, day=day)


def true_clock(*, offset: int, now: str) -> Callable[[str], str]:
    """What turns the instants that a device's clock showed into true ones: `offset` seconds are added to them."""
    latest, ahead = instant(moment(now) + SLACK), timedelta(seconds=offset)

    def true(shown: str) -> str:
        try:
            meant = instant(moment(shown) + ahead) if offset else shown
        except OverflowError:
            meant = None
        if meant is None or meant > latest:
            raise ClockWrong("clock_offset_seconds", shown=shown, offset=offset)
        return meant

    return true
