"""The owners' journals beside the receipts of every reaction: a fact without its receipt never arrived.

A reaction leaves a journal entry for every event, also one without effect ("moot"). So what is in the owner's journal and has no
entry under the reaction's key was lost on the way: its binding was missing, or somebody emptied a queue. What is parked is known
to wait, what was dropped was given up by somebody with a reason; neither is told as missing.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import Opened, service_class
from deploy.local.environment import SERVICES
from shared.repair.database import operations
from shared.store.cause import reaction_key

Document = dict[str, Any]
Told = tuple[str, str]  # id and type of a fact

AT_ONCE = 1000


def received(installation: Opened) -> Finding:
    """Look for every event's receipt at every service that reacts to its type."""
    looked_at, missing = 0, Counter[tuple[str, str]]()
    for owner in SERVICES:
        reactions = _reactions(owner)
        for facts in _batches(_told(installation, owner, list(reactions))):
            for consumer in SERVICES:
                heard = {id_: type_ for id_, type_ in facts if consumer in reactions[type_]}
                looked_at += len(heard)
                missing.update((consumer, heard[id_]) for id_ in _without_receipt(installation, consumer, list(heard)))
    wrong = [f"{consumer} has not had {count} of {type_}" for (consumer, type_), count in sorted(missing.items())]
    return Finding("receipts", looked_at, missing.total(), tuple(wrong))


def copied(installation: Opened) -> Finding:
    """Compare the copies that services keep of each other's things with the newest versions."""
    looked_at, wrong = 0, list[str]()
    for consumer in SERVICES:
        for known in service_class(consumer).knows:
            owner, kind = known.split(".")
            held = {one["_id"]: one["version"] for one in installation.own(consumer)[f"known_{kind}"].find({}, {"version": 1})}
            newest = {one["_id"]: one["version"] for one in installation.own(owner)[kind].find({}, {"version": 1})}
            looked_at += len(newest)
            behind = [id_ for id_, version in newest.items() if held.get(id_) != version]
            wrong += [f"{consumer}.copies: {kind} {id_} is at {held.get(id_)} of {newest[id_]}" for id_ in behind]
    return Finding.of("copies", looked_at, wrong)


def _reactions(owner: str) -> dict[str, set[str]]:
    """Who reacts to which of a service's event types."""
    found: dict[str, set[str]] = {}
    for consumer in SERVICES:
        for method in vars(service_class(consumer)).values():
            event = getattr(method, "event", "")
            if event.startswith(f"{owner}."):
                found.setdefault(f"toono.{event}", set()).add(consumer)
    return found


def _told(installation: Opened, owner: str, types: list[str]) -> Iterator[Told]:
    """Yield id and type of all facts of these types that are sent."""
    sent, shown = installation.head(owner)["sent"], {"facts.id": 1, "facts.type": 1, "facts.position": 1}
    for entry in installation.journal(owner).find({"facts.type": {"$in": types}}, shown):
        for fact in entry["facts"]:
            if fact["type"] in types and 0 < fact.get("position", 0) <= sent:
                yield fact["id"], fact["type"]


def _without_receipt(installation: Opened, consumer: str, ids: list[str]) -> set[str]:
    keys = {reaction_key(consumer, id_): id_ for id_ in ids}
    for entry in installation.journal(consumer).find({"_id": {"$in": list(keys)}}, {"_id": 1}):
        del keys[entry["_id"]]
    return set(keys.values()) - _parked(installation, consumer, list(keys.values()))


def _parked(installation: Opened, consumer: str, ids: list[str]) -> set[str]:
    query = {"consumer": consumer, "event.id": {"$in": ids}, "status": {"$ne": "resent"}}
    return {one["event"]["id"] for one in operations(installation.client)["parked"].find(query, {"event.id": 1})}


def _batches(facts: Iterator[Told]) -> Iterator[list[Told]]:
    batch: list[Told] = []
    for fact in facts:
        batch.append(fact)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
