"""A service whose facts nobody has heard, and a consumer to whom they are told again."""

import uuid
from typing import Any

from shared import broker
from shared.repair import Consumer, Replays
from shared.repair.database import operations
from shared.repair.requests import Choice, ask
from shared.store import Store
from tests.client import wait_until
from tests.integration.beside import beside
from tests.integration.jars import closed, do, filled, open_jar
from tests.integration.relays import relayed, sent
from tests.integration.wire import Wire


class Teller:
    """A service with ten facts of two jars, and a consumer that has heard none of them."""

    def __init__(self, jars: Store, wire: Wire) -> None:
        self.store, self.wire, self.desk = jars, wire, operations(jars.client)
        self.name = f"test{uuid.uuid4().hex[:8]}"
        wire.exchange(jars.service)
        wire.consumer(self.name, [], ladder=False)
        self.listens("#")
        with relayed(jars, wire.uri):
            self.jars = [open_jar(jars), open_jar(jars)]
            for number in range(7):
                do(jars, filled, self.jars[number % 2])
            do(jars, closed, self.jars[0])
            sent(jars, 10)

    def listens(self, *keys: str) -> None:
        """What the consumer is said to listen to."""
        Consumer(name=self.name, bindings=tuple((self.store.service, key) for key in keys), ladder=False).register(self.desk)

    def ask(self, *, to: str | None = None, dry_run: bool = False, **chosen: Any) -> str:
        """Ask for a replay; its id."""
        choice = Choice(source=self.store.service, **chosen)
        told = ask(self.desk, choice, to=to or self.name, why="a test", by="tests", dry_run=dry_run)
        return str(told["_id"])

    def done(self, id_: str, status: str = "done") -> dict[str, Any]:
        """The replay, once it has ended so."""
        return wait_until(lambda: self.desk["replays"].find_one({"_id": id_, "status": status}) or {}, 20)

    def replayed(self, **chosen: Any) -> list[int]:
        """The positions that arrive for a choice."""
        with beside(Replays(self.store, self.wire.uri, self.desk)):
            self.done(self.ask(**chosen))
        return [event.position or 0 for event in self.wire.events(broker.inbox(self.name))]
