"""The pull feed: one caller that takes in all that a ministry's agreement opens, page by page.

The facts are put into the log as delivery writes them; what is timed is everything between the caller and them: the gateway,
delivery, the rules of the scope for each fact, and JSON on both sides.
"""

import time
import uuid
from datetime import UTC, datetime
from typing import Any

import urllib3

from services.partnerships.delivery.log import Log
from shared.envelope import Event
from shared.events import instant
from tests.benchmarks.partners import Partner
from tests.benchmarks.platform import Platform
from tests.benchmarks.rows import Row, at_least
from tests.benchmarks.stage import Spoiled, Stage

FACTS, BATCH, PAGE = 30_000, 500, 1000
TYPE = "toono.feedback.need.raised"
NEED = {
    "version": 1, "status": "raised", "title": {"kk": "Компьютер курсы", "en": "A computer course"}, "topic": "digital",
    "raised_by_group": "herders", "channel": "meeting", "offering_ids": [], "support": {"persons": 0, "head_count": 0},
}  # fmt: skip


def measure(stage: Stage) -> list[Row]:
    """Events per second, in every round."""
    partner = Partner.agree(stage.platform, TYPE)
    subscription = partner.subscribe("feed")
    write(stage.platform, stage.areas[0], FACTS)
    measured = [_pull(stage.platform, subscription, partner.token) for _ in range(stage.rounds)]
    stage.say(" · ".join(f"{rate:,.0f}/s" for rate in measured))
    note = f"{FACTS} facts, {PAGE} a page, one caller"
    return [at_least("events pulled by one caller", measured, "events/s", least=5000, note=note)]


def write(platform: Platform, area: str, count: int) -> None:
    """Write so many as the delivery process would, under its lease."""
    database = platform.mongo["toono_partnerships"]
    log = Log(database)
    log.head.epoch = (database["delivery"].find_one({"_id": "head"}) or {})["epoch"]
    for _ in range(0, count, BATCH):
        log.append([_fact(area) for _ in range(BATCH)])


def _fact(area: str) -> Event:
    id_ = str(uuid.uuid4())
    state: dict[str, Any] = {**NEED, "id": id_, "area_id": area, "center_id": area}
    return Event(
        id=str(uuid.uuid4()), source="/feedback", type=TYPE, time=instant(datetime.now(UTC)), subject=id_, version=1,
        area=area, dataschema=f"/schemas/{TYPE}/1", state=state,
    )  # fmt: skip


def _pull(platform: Platform, subscription: str, token: str) -> float:
    """Pull it all, from the beginning to the end."""
    path = f"{platform.gateway}/v1/subscriptions/{subscription}/events"
    headers, after, taken = {"Authorization": f"Bearer {token}"}, 0, 0
    with urllib3.PoolManager() as pool:
        began = time.perf_counter()
        while True:
            page = pool.request("GET", path, fields={"after": str(after), "limit": str(PAGE)}, headers=headers).json()
            taken, after = taken + len(page["items"]), page["next"]
            if after >= page["newest"]:
                break
        seconds = time.perf_counter() - began
    if taken < FACTS:
        raise Spoiled(f"only {taken} of {FACTS} came")
    return taken / seconds
