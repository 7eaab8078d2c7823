"""Learners are registered and enrolled; sessions are held, and marks arrive as they do in life."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from deploy.demo.api import Order
from deploy.demo.season.cast import CROWDED_PLACES, SESSIONS, Chain, Home
from deploy.demo.season.stage import MINISTRY, Stage
from deploy.demo.words import text

SECOND = 12  # learners who also come to the second offering
MARKS = ("present",) * 15 + ("late",) * 2 + ("absent",) * 2 + ("excused",)
BORN = (1955, 2004)
HOUR, MINUTES = 10, 90
HELD_SO_FAR = 4  # of the sessions of an offering that still runs
SLOW_CLOCK = -180  # seconds that are added to what the clock of a device says
WALKS_INTO = 1  # the session


def register(stage: Stage) -> None:
    """Facilitators register the learners. They have no names here: none is needed to learn."""
    stage.act(stage.facilitators, lambda home: map(partial(_learner, home), range(len(home.learners))))


def enrol(stage: Stage) -> None:
    """Learners enrol; where the places run out, some wait. One leaves, and the first who waits moves up."""
    stage.act(stage.facilitators, _enrolled)
    stage.act(stage.facilitators, _left)


def schedule(stage: Stage) -> None:
    """Sessions are fixed for the whole season."""
    stage.act(stage.facilitators, lambda home: (_session(home, c, n) for c in home.given for n in range(SESSIONS)))


def attend(stage: Stage) -> None:
    """Marks arrive from tablets that were offline: together, some twice, some before older ones."""
    stage.act(stage.facilitators, lambda home: (order for chain in home.given for order in _attended(home, chain)))


def admit(stage: Stage) -> None:
    """Who walked in gets a place."""
    stage.act(stage.facilitators, lambda home: _admitted(stage, home))


def held(chain: Chain) -> int:
    """Return how many sessions of an offering were held."""
    return HELD_SO_FAR if chain.outcome == "running" else SESSIONS


def cancelled(home: Home, session: int) -> bool:
    """Tell whether a storm kept people from a session."""
    return home.place % 5 == 0 and session == SESSIONS // 2


def _learner(home: Home, number: int) -> Order:
    chance = home.seeds.chance(home.code, "learner", number)
    since = home.seeds.day(2).isoformat()
    consents = [{"purpose": purpose, "given_on": since} for purpose in ("learning", "statistics")]
    told = {"sex": chance.choice(("female", "female", "male")), "birth_year": chance.randint(*BORN), "consents": consents}
    body = {"center_id": home.center_id, "highest_level": chance.choice("1223"), **told}
    return Order(home.key("register", number), "register_learner", {}, body, home.learners[number])


def _comers(home: Home, chain: Chain) -> list[str]:
    return home.learners[:-1] if chain.number == 0 else home.learners[:SECOND]


def _seated(home: Home, chain: Chain) -> list[str]:
    """Return those who have a place: where one has left, the first who waited has moved up."""
    comers = _comers(home, chain)
    return comers[1 : CROWDED_PLACES + 1] if home.is_crowded and chain.number == 0 else comers


def _enrolled(home: Home) -> Iterator[Order]:
    for chain in home.given:
        for number, learner in enumerate(_comers(home, chain)):
            path = {"offering_id": chain.id("offering")}
            yield Order(chain.key("enrol", number), "enrol", path, {"learner_id": learner}, chain.id("enrolment", number))


def _left(home: Home) -> Iterator[Order]:
    if home.is_crowded:
        path = {"enrolment_id": home.chains[0].id("enrolment", 0)}
        yield Order(home.key("withdraw"), "withdraw_enrolment", path, {"reason_code": "found_work"})


def _session(home: Home, chain: Chain, number: int) -> Order:
    day = _day(home, chain, number)
    body = {"starts_at": home.seeds.moment(day, HOUR), "day": day.isoformat(), "minutes": MINUTES}
    path = {"offering_id": chain.id("offering")}
    return Order(chain.key("schedule", number), "schedule_session", path, body, chain.id("session", number))


def _day(home: Home, chain: Chain, number: int) -> date:
    """Return the day of a session; those of a running offering that are not held yet are still to come."""
    ahead = number - held(chain) + 1
    return chain.day_of(number) if ahead <= 0 else home.seeds.today + timedelta(weeks=ahead)


def _attended(home: Home, chain: Chain) -> Iterator[Order]:
    sessions = [number for number in range(held(chain)) if not cancelled(home, number)]
    if home.place % 3 == 0:
        sessions.reverse()
    for number in sessions:
        yield _marks(home, chain, number)
        if home.place % 3 == 1:
            yield _marks(home, chain, number, again=True)
        if home.place % 6 == 2:  # noqa: PLR2004
            yield _marks(home, chain, number, device="tablet 2", minute=20, only=4)
    yield from (_storm(home, chain, number) for number in range(held(chain)) if cancelled(home, number))


def _marks(
    home: Home, chain: Chain, number: int, *, again: bool = False, device: str = "tablet 1", minute: int = 5, only: int = 99
) -> Order:
    chance = home.seeds.chance(home.code, chain.number, "marks", number, device)
    at = home.seeds.moment(_day(home, chain, number), HOUR, minute)
    walks_in = home.learners[-1:] if chain.number == 0 and number >= WALKS_INTO else []
    learners = [*_seated(home, chain), *walks_in][:only]
    marks = [{"learner_id": learner, "mark": chance.choice(MARKS), "marked_at": at} for learner in learners]
    body = {"device": device, "clock_offset_seconds": SLOW_CLOCK, "marks": marks}
    path = {"session_id": chain.id("session", number)}
    return Order(chain.key("attend", number, device, again), "record_attendance", path, body)


def _storm(home: Home, chain: Chain, number: int) -> Order:
    why = text("season", "storm")
    path = {"session_id": chain.id("session", number)}
    return Order(chain.key("storm", number), "cancel_session", path, {"reason": why[home.language]})


def _admitted(stage: Stage, home: Home) -> Iterator[Order]:
    if not home.is_crowded:
        yield Order(home.key("admit"), "admit_enrolment", {"enrolment_id": _walked_in(stage, home)})


def _walked_in(stage: Stage, home: Home) -> str:
    """Return the enrolment of who walked in: programs made it, and it shows as soon as the read model has it."""
    offering, learner = home.chains[0].id("offering"), home.learners[-1]
    found: list[str] = []

    def shows() -> bool:
        enrolments = stage.api.all("/v1/enrolments", MINISTRY, learner_id=learner, offering_id=offering)
        found.extend(one["id"] for one in enrolments)
        return bool(found)

    stage.api.until(f"the enrolment of learner {learner}", shows)
    return found[0]
