"""Who reads a queue: its name, what it is bound to, and whether it has a retry ladder."""

from dataclasses import dataclass
from typing import Any

import amqp
from pymongo.database import Database

from shared import broker

Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """A consumer as it is declared on the broker."""

    name: str
    bindings: tuple[tuple[str, str], ...]  # (service, routing key)
    ladder: bool
    bound: bool = True  # to what it takes; else it is sent nothing but replays

    def declare(self, channel: amqp.Channel) -> None:
        """Declare its queues and bindings on the broker."""
        broker.declare_consumer(channel, self.name, self.bindings if self.bound else (), ladder=self.ladder)

    def register(self, database: Database[Document]) -> None:
        """Tell operators, and those who replay, what it takes."""
        told = {"bindings": [list(one) for one in self.bindings], "ladder": self.ladder}
        database["consumers"].update_one({"_id": self.name}, {"$set": told}, upsert=True)

    def takes(self, type: str) -> bool:  # noqa: A002
        """Whether an event of this type would reach its inbox."""
        _, service, *key = type.split(".")
        return any(service == one and matches(pattern, ".".join(key)) for one, pattern in self.bindings)


def find(database: Database[Document], name: str) -> Consumer | None:
    """A consumer that has registered, or None."""
    found = database["consumers"].find_one({"_id": name})
    bindings = tuple((service, key) for service, key in found["bindings"]) if found else ()
    return Consumer(name=name, bindings=bindings, ladder=found["ladder"]) if found else None


def matches(pattern: str, key: str) -> bool:
    """Whether a binding's key takes a routing key: ``#`` takes all, ``*`` one word."""
    wanted, words = pattern.split("."), key.split(".")
    return pattern == "#" or (len(wanted) == len(words) and all(w in {"*", k} for w, k in zip(wanted, words, strict=True)))
