"""Repair as an operator does it, through the API; and bindings that are lost and put back."""

import json
from collections.abc import Iterable
from typing import Any

from shared import broker
from tests.client import wait_until
from tests.faults.platform import Platform

REPLAYS, PARKED = "/v1/operations/replays", "/v1/operations/parked"
PAGE = 500


def replay(platform: Platform, source: str, *, to: str, after: int = 0) -> int:
    """Have facts of a service told to one consumer again; how many those were."""
    operator = platform.api.to(platform.token("operator"))
    asked = operator.post(REPLAYS, {"source": source, "to": to, "after": after, "reason": "A binding was lost."})
    assert asked.status == 202, asked.body

    def done() -> dict[str, Any] | None:
        request: dict[str, Any] = operator.get(f"{REPLAYS}/{asked.body['id']}").body
        assert request["status"] != "failed", request
        return request if request["status"] == "done" else None

    found: dict[str, Any] | None = wait_until(done, 60)
    return int(found["found"]) if found else 0


def parked(platform: Platform, status: str = "waiting") -> list[dict[str, Any]]:
    """What has been parked, as the operator sees it."""
    operator, found, after = platform.api.to(platform.token("operator")), list[dict[str, Any]](), ""
    while True:
        place: dict[str, Any] = {"after": after} if after else {}
        page = operator.get(PARKED, status=status, limit=PAGE, **place).body
        found += page["items"]
        if page["next"] is None:
            return found
        after = page["next"]


def bind(amqp: str, service: str, bindings: Iterable[tuple[str, str]], *, bind: bool) -> None:
    """Bind inboxes to the exchange of a service by (consumer, key), or take the bindings away."""
    connection = broker.connect(amqp, name="faults")
    channel = connection.channel()
    change = channel.queue_bind if bind else channel.queue_unbind
    for consumer, key in bindings:
        change(broker.inbox(consumer), broker.exchange(service), key)
    connection.close()


def resend(platform: Platform, found: list[dict[str, Any]]) -> int:
    """Have parked messages sent again; how many went."""
    operator = platform.api.to(platform.token("operator"))
    asked = [operator.post(f"{PARKED}/{one['id']}/resend", {"reason": "Tried again."}) for one in found]
    wait_until(lambda: not parked(platform, "resending"), 60)
    return sum(answer.status < 300 for answer in asked)


def give_up(platform: Platform, found: list[dict[str, Any]]) -> None:
    """Drop what is poison: all of it is parked again some time after it was sent again."""
    operator, ids = platform.api.to(platform.token("operator")), {one["id"] for one in found}

    def all_dropped() -> bool:
        for one in parked(platform):
            operator.post(f"{PARKED}/{one['id']}/drop", {"reason": "It was poison."})
        return ids <= {one["id"] for one in parked(platform, "dropped")}

    wait_until(all_dropped, 60)


def verified(platform: Platform) -> set[str]:
    """The checks of `toono verify` that do not hold, as somebody sees it who types it."""
    found = json.loads(platform.command("verify", "--json", "--wait", "3", module="deploy.cli", may_fail=True))
    return {check["name"] for check in found["checks"] if not check["holds"]}
