"""The delivery process while the endpoints of all webhooks are away: what waits for them may not be in its memory."""

from concurrent.futures import ThreadPoolExecutor

import psutil

from tests.benchmarks.feed import TYPE, write
from tests.benchmarks.partners import Partner
from tests.benchmarks.receiving import Receiver
from tests.benchmarks.rows import Row, at_most
from tests.benchmarks.stage import Stage
from tests.benchmarks.webhooks import until

SUBSCRIPTIONS, FACTS = 200, 5_000  # a million deliveries wait
AT_ONCE = 8  # subscriptions that are opened side by side
FAILURES = 5  # attempts after which an endpoint is taken to be away
MIB = 1024 * 1024


def measure(stage: Stage) -> list[Row]:
    """Its resident memory before and after, once every line has met its endpoint's absence."""
    partner, receiver = Partner.agree(stage.platform, TYPE), Receiver()
    try:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(
                threads.map(
                    lambda number: partner.subscribe("webhook", endpoint=f"{receiver.url}/{number}"), range(SUBSCRIPTIONS)
                )
            )
        until(lambda: partner.proved() == SUBSCRIPTIONS)
    finally:
        receiver.close()
    delivery = psutil.Process(next(row["pid"] for row in stage.platform.processes() if row["name"] == "delivery"))
    before, tries = delivery.memory_info().rss, _failed(stage)
    write(stage.platform, stage.areas[0], FACTS)
    until(lambda: _failed(stage) - tries >= FAILURES * SUBSCRIPTIONS)
    after = delivery.memory_info().rss
    note = f"{SUBSCRIPTIONS} webhooks away, {FACTS} events for each; {before / MIB:.0f} MiB before, {after / MIB:.0f} after"
    return [at_most("memory of delivery while a million wait", [after / before], "×", most=1.3, note=note)]


def _failed(stage: Stage) -> int:
    return stage.platform.mongo["toono_partnerships"]["webhook_attempts"].count_documents({"error": {"$ne": None}})
