"""Programs are drafted for the needs, endorsed by the communities, approved by the districts and offered."""

from collections.abc import Iterator

from deploy.demo.api import Order
from deploy.demo.season.cast import COMPLETED, SESSIONS, Chain, Home
from deploy.demo.season.stage import Stage
from deploy.demo.words import text

TOLD = ("kind", "field", "rale_field", "level", "target_groups", "hours")


def draft(stage: Stage) -> None:
    """Programs are drafted."""
    stage.act(stage.managers, lambda home: (_draft(home, chain) for chain in home.chains))


def endorsed(stage: Stage) -> None:
    """Wait until the decisions have reached the programs."""
    stage.until("programs", [chain.id("program") for chain in stage.chains if chain.is_given], "endorsed", "approved")


def approve(stage: Stage) -> None:
    """The districts approve what the communities have endorsed."""
    stage.act(stage.officer, lambda home: (_program(chain, "approve_program") for chain in home.given))


def open_offerings(stage: Stage) -> None:
    """The centers offer them."""
    stage.act(stage.managers, _offered)


def start(stage: Stage) -> None:
    """The lessons begin."""
    stage.act(stage.managers, lambda home: (_offering(chain, "start_offering") for chain in home.given))


def complete(stage: Stage) -> None:
    """The lessons end."""
    stage.act(stage.managers, _completed)


def _draft(home: Home, chain: Chain) -> Order:
    told = {name: chain.told[name] for name in TOLD if name in chain.told}
    spoken = [language for language in ("kk", "mn", "ru") if language in home.name]
    body = {"title": chain.title, "need_ids": [chain.id("need")], "languages": spoken, "mode": "in_person", **told}
    return Order(chain.key("draft"), "draft_center_program", {"center_id": home.center_id}, body, chain.id("program"))


def _program(chain: Chain, command: str) -> Order:
    return Order(chain.key(command), command, {"program_id": chain.id("program")})


def _offering(chain: Chain, command: str, **body: object) -> Order:
    return Order(chain.key(command), command, {"offering_id": chain.id("offering")}, body)


def _offered(home: Home) -> Iterator[Order]:
    for chain in home.given:
        days = {"starts_on": chain.day_of(0).isoformat(), "ends_on": home.seeds.today.isoformat()}
        body = {"center_id": home.center_id, "places": home.places, "schedule": ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE"], **days}
        path = {"program_id": chain.id("program")}
        yield Order(chain.key("plan"), "plan_offering", path, body, chain.id("offering"))
        yield _offering(chain, "open_offering")


def _completed(home: Home) -> Iterator[Order]:
    for chain in home.chains:
        if chain.outcome in COMPLETED:
            yield _offering(chain, "complete_offering", completed_on=home.seeds.today.isoformat())
            path, said = {"decision_id": chain.id("decision")}, {"outcome": _outcome(chain)}
            yield Order(chain.key("act on"), "act_on_decision", path, said)


def _outcome(chain: Chain) -> dict[str, str]:
    return text("season", "acted_on", title=chain.title, sessions=SESSIONS)
