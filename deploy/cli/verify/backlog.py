"""Waiting until what is under way has arrived, before anything is compared.

A broker tells by AMQP how many messages wait in a queue, not how many a consumer has in hand and has not acknowledged. Those are
known by the effects that they have not had yet: a receipt that is missing, a copy that is behind, a position not seen.
"""

import time

from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import Opened
from deploy.cli.verify.queues import lengths
from deploy.cli.verify.receipts import copied, received
from deploy.local.environment import SERVICES

POLL_SECONDS = 0.2
IN_HAND_SECONDS = 6.0  # an effect that takes longer has failed, and its message waits in a queue again


def wait_until_arrived(installation: Opened, *, seconds: float) -> list[Finding]:
    """Wait until everything is numbered, sent and taken from the queues, and has had its effect on everybody.

    Return what was found of the effects last, which does not hold if something has not come although nothing waits any more.
    """
    deadline = time.monotonic() + seconds
    settled = deadline
    while True:
        empty = is_empty(installation)
        settled = min(settled, time.monotonic() + IN_HAND_SECONDS) if empty else deadline
        is_over = time.monotonic() > min(settled, deadline)
        if empty or is_over:
            found = [received(installation), copied(installation)]
            if is_over or all(one.holds for one in found):
                return found
        time.sleep(POLL_SECONDS)


def is_empty(installation: Opened) -> bool:
    """Tell whether nothing waits. The journals are looked at after the queues: what leaves one enters the other."""
    waiting = any(length for name, length in lengths(installation.amqp_uri) if ".parked." not in name)
    return not waiting and all(_is_seen(installation, service) for service in SERVICES)


def _is_seen(installation: Opened, service: str) -> bool:
    if installation.journal(service).find_one({"pending": True}):
        return False
    head = installation.head(service)
    listening = (installation.read_model["marks"], installation.own("partnerships")["delivery_marks"])
    seen = [(marks.find_one({"_id": service}) or {"upto": 0})["upto"] for marks in listening]
    return {head["sent"], *seen} == {head["position"]}
