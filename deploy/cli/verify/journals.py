"""The journals: everything numbered, sent and seen, without a hole, and the hash chain unbroken."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import Opened
from deploy.cli.verify.states import States
from deploy.local.environment import SERVICES
from shared.store.archive import ArchiveDamaged

Document = dict[str, Any]
Newest = dict[tuple[str, str], tuple[int, bytes]]  # by kind and id: the version and a digest of the state
LINKED = (
    "_id", "actor", "causation", "command", "correlation", "facts", "fingerprint", "moot", "reason", "recorded_at", "reply",
)  # fmt: skip


def journals(installation: Opened, own: States) -> Iterator[Finding]:
    """Read every journal once, from its first entry to its last, and hold it against the states that the services keep."""
    read = [_Read(installation, service) for service in SERVICES]
    entries, facts = sum(one.entries for one in read), sum(one.facts for one in read)
    yield Finding.of("pending", entries, (line for one in read for line in one.pending()))
    yield Finding.of("dense", facts, (line for one in read for line in one.holes))
    yield Finding.of("chain", entries, (line for one in read for line in one.broken))
    yield Finding.of("versions", facts, (line for one in read for line in one.misnumbered()))
    yield Finding.of("unrouted", facts, (line for one in read for line in one.unrouted()))
    yield Finding.of("kept", sum(map(len, own.values())), kept(own, {k: v for one in read for k, v in one.newest.items()}))
    yield Finding.of("once", entries, (line for one in read for line in one.repeated()))
    yield Finding.of("seen", facts, (line for one in read for line in one.unseen()))


def kept(own: States, told: Newest) -> Iterator[str]:
    """Tell of states that are not the newest that was told."""
    for kind, states in own.items():
        for id_, state in states.items():
            version, digest = told.get((kind, id_), (0, b""))
            if version != state.get("version"):
                yield f"{kind} {id_} is kept at version {state.get('version')}, told up to {version}"
            elif digest != _digest(state):
                yield f"{kind} {id_} is kept otherwise than it was told at version {version}"


class _Read:
    """One journal, read in the order of its sequence."""

    def __init__(self, installation: Opened, service: str) -> None:
        self._installation = installation
        self._service = service
        self._head = installation.head(service)
        self._versions: Counter[tuple[str, str, int]] = Counter()
        self._caused: Counter[str] = Counter()
        self.newest: Newest = {}
        self.entries = self.facts = 0
        self.holes: list[str] = []
        self.broken: list[str] = []
        self._hash = ""
        numbered = installation.journal(service).find({"sequence": {"$exists": True}}).sort("sequence", 1)
        try:
            for entry in installation.archive(service).each(numbered):
                self._take(entry)
        except ArchiveDamaged as damage:
            self.broken.append(f"{service}: {damage}")
        self._end()

    def pending(self) -> Iterator[str]:
        """Tell of what is not numbered or not sent."""
        waiting = self._installation.journal(self._service).count_documents({"pending": True})
        if waiting or self._head["sent"] != self._head["position"]:
            yield f"{self._service}: {waiting} pending, {self._head['position'] - self._head['sent']} not sent"

    def misnumbered(self) -> Iterator[str]:
        """Tell of versions that are told twice or not at all."""
        newest: Counter[tuple[str, str]] = Counter()
        for (kind, subject, version), times in self._versions.items():
            newest[kind, subject] = max(newest[kind, subject], version)
            if times > 1:
                yield f"{kind} {subject}: version {version} is told {times} times"
        told = Counter((kind, subject) for kind, subject, _ in self._versions)
        yield from (
            f"{kind} {id_}: {told[kind, id_]} of {last} versions"
            for (kind, id_), last in newest.items()
            if told[kind, id_] != last
        )

    def repeated(self) -> Iterator[str]:
        """Tell of events to which the service has reacted more than once."""
        yield from (f"{self._service}: {times} effects of event {id_}" for id_, times in self._caused.items() if times > 1)

    def unrouted(self) -> Iterator[str]:
        """Tell of facts that no queue took."""
        for fact in self._installation.own(self._service)["unrouted"].find():
            yield f"{fact['type']} {fact['_id']}"

    def unseen(self) -> Iterator[str]:
        """Tell how far those who listen to everything are behind."""
        listening = {
            "projector": self._installation.read_model["marks"],
            "delivery": self._installation.own("partnerships")["delivery_marks"],
        }
        for name, marks in listening.items():
            mark = marks.find_one({"_id": self._service}) or {"upto": 0, "beyond": []}
            if mark["upto"] != self._head["position"] or mark["beyond"]:
                behind = f"seen up to {mark['upto']} of {self._head['position']}, {len(mark['beyond'])} beyond"
                yield f"{self._service} by {name}: {behind}"

    def _take(self, entry: Document) -> None:
        self.entries += 1
        if entry["command"].startswith("on "):
            self._caused[entry["causation"]] += 1
        if entry["sequence"] != self.entries:
            self.holes.append(f"{self._service}: sequence {entry['sequence']} stands in the place of {self.entries}")
        for fact in entry["facts"]:
            self.facts += 1
            if fact.get("position") != self.facts:
                self.holes.append(f"{self._service}: position {fact.get('position')} stands in the place of {self.facts}")
            if fact["subject"] is not None:
                self._know(fact)
        self._hash = _link(self._hash, entry)
        if entry["hash"] != self._hash:
            self.broken.append(f"{self._service}: entry {entry['_id']} (sequence {entry['sequence']})")
            self._hash = entry["hash"]

    def _know(self, fact: Document) -> None:
        key = (fact["type"].split(".")[2], fact["subject"])
        self._versions[*key, fact["version"]] += 1
        if self.newest.get(key, (0, b""))[0] < fact["version"]:
            self.newest[key] = (fact["version"], _digest(fact["state"]))

    def _end(self) -> None:
        if (self._head["sequence"], self._head["position"]) != (self.entries, self.facts):
            counted = f"{self.entries} entries and {self.facts} facts"
            self.holes.append(
                f"{self._service}: the head says {self._head['sequence']} and {self._head['position']}, there are {counted}"
            )
        if self._head["hash"] != self._hash:
            self.broken.append(f"{self._service}: the head's hash is not that of the last entry")


def _digest(state: Document) -> bytes:
    return hashlib.blake2b(orjson.dumps(state, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()


def _link(before: str, entry: Document) -> str:
    """Return SHA-256 of the hash before and the entry as canonical JSON: keys sorted, nothing left out."""
    canonical = orjson.dumps({name: entry.get(name) for name in LINKED}, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(before.encode("ascii") + canonical).hexdigest()
