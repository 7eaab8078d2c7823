"""Waiting until what is under way has arrived, before anything is compared."""

import time

from deploy.cli.verify.installation import Opened
from deploy.cli.verify.queues import lengths
from deploy.local.environment import SERVICES

POLL_SECONDS = 0.2


def wait_until_empty(installation: Opened, *, seconds: float) -> bool:
    """Wait until everything is numbered, sent, taken from the queues and seen by all; False if it never is."""
    deadline = time.monotonic() + seconds
    while not _is_empty(installation):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _is_empty(installation: Opened) -> bool:
    """Tell whether nothing is under way. The journals are looked at after the queues: what leaves one enters the other."""
    waiting = any(length for name, length in lengths(installation.amqp_uri) if ".parked." not in name)
    return not waiting and all(_is_seen(installation, service) for service in SERVICES)


def _is_seen(installation: Opened, service: str) -> bool:
    if installation.journal(service).find_one({"pending": True}):
        return False
    head = installation.head(service)
    listening = (installation.read_model["marks"], installation.own("partnerships")["delivery_marks"])
    seen = [(marks.find_one({"_id": service}) or {"upto": 0})["upto"] for marks in listening]
    return {head["sent"], *seen} == {head["position"]}
