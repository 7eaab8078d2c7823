"""What communities say that they need: raised, supported, confirmed, ranked together, and at the end judged."""

from collections.abc import Iterator

from deploy.demo.api import Order
from deploy.demo.season.cast import Chain, Home
from deploy.demo.season.stage import Stage
from deploy.demo.words import text

SUPPORTERS = (6, 14)
DECLINED = 6  # every which center raises a need that is declined


def raise_needs(stage: Stage) -> None:
    """Needs are raised, and people stand behind them."""
    stage.act(stage.managers, _raised)


def rank_needs(stage: Stage) -> None:
    """The assessment has confirmed and ranked them."""
    stage.act(stage.managers, _ranked)


def planned(stage: Stage) -> None:
    """Wait until every need for which a program was approved knows of it."""
    ids = [chain.id("need") for chain in stage.chains if chain.is_given]
    stage.until("needs", ids, "planned", "answered", "met")


def answered(stage: Stage) -> None:
    """Wait until every need whose offering was completed knows of it."""
    ids = [chain.id("need") for chain in stage.chains if chain.outcome in {"answered", "met"}]
    stage.until("needs", ids, "answered", "met")


def supporters(chain: Chain) -> int:
    """Return how many stand behind a need."""
    return chain.seeds.chance(chain.center, chain.number, "support").randint(*SUPPORTERS)


def heads(chain: Chain) -> int:
    """Return how many hands went up for it at the assessment."""
    return chain.seeds.chance(chain.center, chain.number, "heads").randint(12, 24)


def _raised(home: Home) -> Iterator[Order]:
    for chain in home.chains:
        yield _raise(home, chain)
        for number in range(supporters(chain)):
            body = {"supporter": f"device {chain.key('supporter', number)}"}
            yield Order(chain.key("support", number), "support_need", {"need_id": chain.id("need")}, body)
    if home.place % DECLINED == 0:
        yield from _declined(home)


def _raise(home: Home, chain: Chain) -> Order:
    said = text("season", "first_voice", day=home.seeds.day(0, chain.number).isoformat())
    told = {name: chain.told[name] for name in ("topic", "raised_by_group")}
    body = {"center_id": home.center_id, "title": chain.told["need"], "description": said, "channel": "visit", **told}
    return Order(chain.key("raise"), "raise_need", {}, body, chain.id("need"))


def _declined(home: Home) -> Iterator[Order]:
    need = home.id("another need")
    body = {"center_id": home.center_id, "title": text("season", "another_need"), "topic": "access"}
    body |= {"raised_by_group": "parents", "channel": "phone"}
    yield Order(home.key("raise another"), "raise_need", {}, body, need)
    why = text("season", "declined")
    yield Order(home.key("decline"), "decline_need", {"need_id": need}, {"reason": why[home.language]})


def _ranked(home: Home) -> Iterator[Order]:
    meeting = home.id("meeting", 0)
    for chain in home.chains:
        path = {"need_id": chain.id("need")}
        yield Order(chain.key("validate"), "validate_need", path)
        yield Order(chain.key("hands"), "count_support", path, {"meeting_id": meeting, "heads": heads(chain)})
        yield Order(chain.key("rank"), "prioritize_need", path, {"meeting_id": meeting, "rank": chain.number + 1})
