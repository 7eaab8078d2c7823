"""Communities come together three times: to rank their needs, to choose programs, and to look back."""

from collections.abc import Iterator

from deploy.demo.api import Order
from deploy.demo.season.cast import Chain, Home
from deploy.demo.season.stage import Stage
from deploy.demo.words import text

ASSESSMENT, CHOOSING, LOOKING_BACK = range(3)
WEEKS = {ASSESSMENT: 1, CHOOSING: 2, LOOKING_BACK: 12}
AGENDAS = {ASSESSMENT: "assessment", CHOOSING: "choosing", LOOKING_BACK: "looking_back"}
ELIGIBLE, PERCENT = 90, 30


def assess(stage: Stage) -> None:
    """They meet to rank their needs."""
    stage.act(stage.managers, lambda home: _held(home, ASSESSMENT))


def choose(stage: Stage) -> None:
    """They meet to choose programs, and decide on each that was drafted."""
    stage.act(stage.managers, lambda home: (*_held(home, CHOOSING), *(_chosen(home, chain) for chain in home.chains)))


def look_back(stage: Stage) -> None:
    """They meet to look back, and say which needs are met."""
    stage.act(stage.managers, _looked_back)


def _held(home: Home, which: int) -> Iterator[Order]:
    meeting, day = home.id("meeting", which), home.seeds.day(WEEKS[which])
    chance = home.seeds.chance(home.code, "meeting", which)
    called = {"called_for": home.seeds.moment(day, 13), "agenda": text("season", AGENDAS[which])}
    quorum = {"eligible": ELIGIBLE, "quorum_percent": PERCENT}
    yield Order(home.key("convene", which), "convene_meeting", {}, {"center_id": home.center_id, **called, **quorum}, meeting)
    women, men = chance.randint(16, 26), chance.randint(12, 20)
    came = {"by_sex": {"female": women, "male": men}, "by_group": {"older": chance.randint(4, 10), "youth": chance.randint(3, 9)}}
    path = {"meeting_id": meeting}
    yield Order(home.key("hold", which), "hold_meeting", path, {"held_on": day.isoformat(), "attendance": came})
    minutes = {"minutes": text("season", "minutes")[home.language], "language": home.language}
    yield Order(home.key("minute", which), "minute_meeting", path, minutes)


def _chosen(home: Home, chain: Chain) -> Order:
    for_it, against = (24, 1) if chain.is_given else (6, 17)
    said = text("season", "endorsed" if chain.is_given else "not_endorsed", title=chain.title)
    body = {"concerns": "program", "subject_id": chain.id("program"), "accepted": chain.is_given, "text": said}
    votes = {"votes": {"in_favor": for_it, "against": against, "abstained": 3}}
    path = {"meeting_id": home.id("meeting", CHOOSING)}
    return Order(chain.key("decide"), "record_decision", path, body | votes, chain.id("decision"))


def _looked_back(home: Home) -> Iterator[Order]:
    yield from _held(home, LOOKING_BACK)
    for chain in home.chains:
        if chain.outcome == "met":
            body = {"concerns": "need", "subject_id": chain.id("need"), "accepted": True}
            body |= {"text": text("season", "is_met", need=chain.told["need"])}
            body |= {"votes": {"in_favor": 23, "against": 2, "abstained": 2}}
            path = {"meeting_id": home.id("meeting", LOOKING_BACK)}
            yield Order(chain.key("judge"), "record_decision", path, body, chain.id("judgment"))
