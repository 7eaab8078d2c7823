"""The judgement, when the faults have healed: I1 to I6, from the clients' histories and the databases behind them.

Each invariant gets a list of what contradicts it, in a line each; an empty one holds.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pymongo.errors import AutoReconnect

from deploy.cli.verify import checks
from deploy.cli.verify.finding import INVARIANTS, SHOWS, Finding
from deploy.cli.verify.installation import aggregates
from shared.store.cause import command_key
from tests.faults.history import Order
from tests.faults.load import Load, again
from tests.faults.platform import SERVICES, Platform

Document = dict[str, Any]
Wrong = dict[str, list[str]]
Changes = dict[tuple[str, str, str], int]  # by service, kind and id: how many were accepted
FATE = ("suspend_center", "reopen_center")
ASKED_AGAIN = 60  # accepted commands that are sent once more
STEP = 0.2


def judge(platform: Platform, load: Load, *, patience: float, excused: frozenset[str] = frozenset()) -> Wrong:
    """Wait for what is under way, `patience` seconds at most, and judge. `excused` are checks that the fault itself breaks.

    When the database has another primary meanwhile, it is judged anew.
    """
    until = time.monotonic() + 2 * patience
    while True:
        try:
            return _judged(platform, load, patience, excused)
        except AutoReconnect:
            if time.monotonic() > until:
                raise
            time.sleep(STEP)


def _judged(platform: Platform, load: Load, patience: float, excused: frozenset[str]) -> Wrong:
    wrong: Wrong = {name: [] for name in INVARIANTS}
    changes = load.history.changes()
    caught_up(platform, changes, patience)
    for finding in _verified(platform, patience, excused):
        for name in SHOWS[finding.name]:
            wrong[name] += _told(finding)
    for name, check in CHECKS:
        wrong[name] += check(platform, load, changes)
    return wrong


def caught_up(platform: Platform, changes: Changes, seconds: float) -> bool:
    """Wait until the tally has counted all that the clients were told; False if it never has."""
    wanted = sum(count for (_, kind, _), count in changes.items() if kind != "case")
    until = time.monotonic() + seconds
    while _counted(platform, changes).total() < wanted:
        if time.monotonic() > until:
            return False
        time.sleep(STEP)
    return True


def _verified(platform: Platform, patience: float, excused: frozenset[str]) -> list[Finding]:
    """What `toono verify` finds wrong; as long as there is patience that may be what is still in somebody's hands."""
    until = time.monotonic() + patience
    while True:
        found = checks.check(platform.addresses["mongo"], platform.amqp, seconds=max(until - time.monotonic(), 0))
        wrong = [finding for finding in found if not finding.holds and finding.name not in excused]
        if not wrong or time.monotonic() > until:
            return wrong
        time.sleep(STEP)


def _told(finding: Finding) -> Iterator[str]:
    yield from (f"{finding.name}: {example}" for example in finding.examples)


def _lost(platform: Platform, load: Load, changes: Changes) -> list[str]:
    held = _versions(platform, changes)
    found = [f"{kind} {id_}: {held[kind, id_]} of {n} changes" for (_, kind, id_), n in changes.items() if held[kind, id_] < n]
    return found + [f"the district's center: {held} of {told} changes" for held, told in _fate(platform, load) if held < told]


def _twice(platform: Platform, load: Load, changes: Changes) -> list[str]:
    held, counted = _versions(platform, changes), _counted(platform, changes)
    found = [f"{kind} {id_}: {held[kind, id_]} for {n} changes" for (_, kind, id_), n in changes.items() if held[kind, id_] > n]
    found += [f"{kind} {id_}: counted {counted[id_]} of {n}" for (_, kind, id_), n in changes.items() if counted[id_] > n]
    found += [f"the district's center: {held} for {told} changes" for held, told in _fate(platform, load) if held > told]
    return found + [line for service in (*SERVICES, "tally") for line in _reacted_twice(platform, service)]


def _fate(platform: Platform, load: Load) -> Iterator[tuple[int, int]]:
    """How often the district's center has been changed since the first answer, and how often the district was told so."""
    told = [order.accepted[1]["version"] for order in load.history.accepted() if order.command in FATE and order.accepted]
    if told:
        center = platform.mongo["toono_registry"]["center"].find_one({"_id": load.place.fated.ids["center"]}) or {"version": 0}
        yield center["version"] - told[0] + 1, len(told)


def _reacted_twice(platform: Platform, service: str) -> Iterator[str]:
    same: Document = {"$group": {"_id": {"on": "$command", "event": "$causation"}, "n": {"$sum": 1}}}
    steps: list[Document] = [{"$match": {"command": {"$regex": "^on "}}}, same, {"$match": {"n": {"$gt": 1}}}]
    for found in platform.mongo[f"toono_{service}"]["journal"].aggregate(steps):
        yield f"{service} has reacted {found['n']} times {found['_id']}"


def _missing(platform: Platform, load: Load, changes: Changes) -> list[str]:
    counted = _counted(platform, changes)
    found = [f"{kind} {id_}: counted {counted[id_]} of {n}" for (_, kind, id_), n in changes.items()
             if kind != "case" and counted[id_] < n]  # fmt: skip
    found += [line for service in SERVICES for line in _disordered(platform, service)]
    return found + _follows(platform, load)


def _follows(platform: Platform, load: Load) -> list[str]:
    """The fated center's offering stands as its center does, as the last reaction must have left it."""
    ids = load.place.fated.ids
    center = platform.mongo["toono_registry"]["center"].find_one({"_id": ids["center"]}) or {}
    offering = platform.mongo["toono_programs"]["offering"].find_one({"_id": ids["offering"]}) or {}
    same = (center.get("status") == "suspended") == (offering.get("status") == "on_hold")
    return [] if same else [f"the center is {center.get('status')}, its offering {offering.get('status')}"]


def _disordered(platform: Platform, service: str) -> Iterator[str]:
    """Positions follow each aggregate's versions, so that whoever replays them sees its life in its order."""
    newest: dict[tuple[str, str], int] = {}
    shown = {"facts.type": 1, "facts.subject": 1, "facts.version": 1}
    for entry in platform.mongo[f"toono_{service}"]["journal"].find({"sequence": {"$exists": True}}, shown).sort("sequence", 1):
        for fact in entry["facts"]:
            about = fact["type"].split(".")[2], fact["subject"]
            if fact["subject"] and newest.get(about, 0) >= fact["version"]:
                yield f"{about[0]} {about[1]}: version {fact['version']} has a position after {newest[about]}"
            newest[about] = fact["version"] or 0


def _by_halves(platform: Platform, load: Load, changes: Changes) -> list[str]:  # noqa: ARG001
    """The newest version that the journal tells of every aggregate is the one that is stored."""
    found = []
    for service, cls in aggregates():
        told, held = _newest_told(platform, service, cls.KIND), _all_versions(platform, service, cls.KIND)
        found += [f"{cls.KIND} {id_}: version {held.get(id_)} is stored, {version} told"
                  for id_, version in told.items() if held.get(id_) != version]  # fmt: skip
    accepted = load.history.accepted()
    sample = accepted[:: max(1, len(accepted) // ASKED_AGAIN)]
    for order in sample:
        again(order)
    return found + [line for order in accepted for line in _answers(order)]


def _newest_told(platform: Platform, service: str, kind: str) -> dict[str, int]:
    steps: list[Document] = [
        {"$unwind": "$facts"},
        {"$match": {"facts.type": {"$regex": rf"^toono\.{service}\.{kind}\."}, "facts.subject": {"$ne": None}}},
        {"$group": {"_id": "$facts.subject", "version": {"$max": "$facts.version"}}},
    ]
    return {one["_id"]: one["version"] for one in platform.mongo[f"toono_{service}"]["journal"].aggregate(steps)}


def _answers(order: Order) -> list[str]:
    """Once accepted, a command is answered the same for ever."""
    good = [one for one in order.told if one[0] < 300]
    late = order.told[order.told.index(good[0]) :]
    other = [one for one in late if one != good[0] and one[0] < 500 and one[0] != 429]
    return [f"{order.command} {order.key}: {good[0][0]} at first, then {other[0][0]}"] if other else []


def _entries(platform: Platform, load: Load, changes: Changes) -> list[str]:  # noqa: ARG001
    """One journal entry for each accepted command, none for one that was refused."""
    found = []
    for service in SERVICES:
        own = [order for order in load.history.orders if order.service == service]
        orders = {command_key(order.client, service, order.key): order for order in own}
        journal = platform.mongo[f"toono_{service}"]["journal"]
        kept = {entry["_id"] for entry in journal.find({"_id": {"$in": list(orders)}}, {"_id": 1})}
        found += [f"{order.command} {order.key}: {[one[0] for one in order.told]} told, in the journal: {key in kept}"
                  for key, order in orders.items() if bool(order.accepted) != (key in kept)]  # fmt: skip
    return found


def _versions(platform: Platform, changes: Changes) -> Counter[tuple[str, str]]:
    """How often each aggregate has been changed, as its own service stores it, without what happened before the load."""
    held: Counter[tuple[str, str]] = Counter()
    for service, kind in {(service, kind) for service, kind, _ in changes}:
        ids = [id_ for _, other, id_ in changes if other == kind]
        for one in platform.mongo[f"toono_{service}"][kind].find({"_id": {"$in": ids}}, {"version": 1}):
            held[kind, one["_id"]] = one["version"]
    return held


def _all_versions(platform: Platform, service: str, collection: str) -> dict[str, int]:
    return {one["_id"]: one["version"] for one in platform.mongo[f"toono_{service}"][collection].find({}, {"version": 1})}


def _counted(platform: Platform, changes: Changes) -> Counter[str]:
    query = {"_id": {"$in": [id_ for _, _, id_ in changes]}}
    return Counter({one["_id"]: one["counted"] for one in platform.mongo["toono_tally"]["count"].find(query)})


Check = Callable[[Platform, Load, Changes], list[str]]
CHECKS: tuple[tuple[str, Check], ...] = (("I1", _lost), ("I2", _twice), ("I3", _missing), ("I4", _by_halves), ("I5", _entries))
