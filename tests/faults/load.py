"""The load: clients that work on all four services at once, by single commands and by batches, and keep their histories.

Each client changes only what it has made itself, so that what must be there in the end follows from its own history alone. One
more, the district, suspends and reopens a center again and again, which the other services follow by events.
"""

import random
import threading
import time
import uuid
from dataclasses import dataclass

import urllib3

from gateway.catalog import commands
from gateway.resources.commands import PARAMETER
from tests.client import Api, wait_until
from tests.faults.history import History, Order
from tests.faults.platform import Platform
from tests.world import World, build, day

PEOPLE, BATCH = 4, 20  # clients that give single commands; commands of a batch
ALONE = "case"  # a complaint is nobody's, and in no batch
LEISURE = 0.05  # seconds between two commands of a client where the load is a light one
WAIT = 45.0  # seconds for an answer
CLIENT = "local:ministry_administrator"  # by which the gateway knows them
MAKING = 0.4  # part of the commands that make something new
LIVES = {  # kind: what makes one, what changes it, and how often that may be done
    "center": ("enter_center", "verify_center", 4),
    "session": ("schedule_session", "revise_session", 4),
    "contribution": ("pledge_contribution", "confirm_contribution", 1),
    "need": ("raise_need", "validate_need", 1),
    "case": ("receive_case", None, 0),
}


@dataclass
class Place:
    """Where the load works: a world, and a center with an offering that the district suspends and reopens."""

    world: World
    fated: World
    everything: Api  # holds grants for all of it

    @classmethod
    def make(cls, platform: Platform) -> "Place":
        """Make it all through the API."""

        def api(role: str = "ministry_administrator", **where: str) -> Api:
            return Api(platform.api.url, platform.token(role, **where), pool())

        world = build(api)
        fated = World(world.ministry, world.manager, dict(world.ids))
        fated.give("enter_center", code=f"F-{uuid.uuid4().hex[:8]}")
        fated.give("draft_center_program", need_ids=[], agreement_id=None)
        fated.give("approve_program", override_reason="The district asked for it.")
        fated.give("plan_offering", facilitators=[], decision_id=None, starts_on=day(-30), ends_on=day(60))
        fated.give("open_offering")
        roles: tuple[tuple[str, dict[str, str]], ...]
        roles = ("ministry_administrator", {}), ("center_manager", {"center": world.ids["center"]})
        return cls(world, fated, Api(platform.api.url, platform.token_of(*roles), pool()))


@dataclass
class Thing:
    """Something that a client has made, and how often it has been changed."""

    id: str
    version: int
    changes: int = 0


class Client(threading.Thread):
    """Gives commands until told to stop."""

    def __init__(self, load: "Load", number: int, *, batches: bool = False) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self._load, self._batches = load, batches
        self._chance = random.Random(f"{load.seed} {number}")  # noqa: S311  # it is printed, to be run again
        self._things: dict[str, list[Thing]] = {kind: [] for kind in LIVES}
        self._pool = pool()

    def run(self) -> None:
        """Give one command after the other, or one batch."""
        while not self._load.stopped.is_set():
            self._load.hold()
            if self._batches:
                self._give_batch([self._next(in_batch=True) for _ in range(BATCH)])
                self._load.stopped.wait(BATCH * self._load.pause)
            else:
                order, thing = self._next(in_batch=False)
                send(order, self._load.history)
                self._learn(order, thing)
                self._load.stopped.wait(self._load.pause)

    def _give_batch(self, chosen: list[tuple[Order, Thing | None]]) -> None:
        send_batch([order for order, _ in chosen], self._load.history)
        for order, thing in chosen:
            self._learn(order, thing)

    def _next(self, *, in_batch: bool) -> tuple[Order, Thing | None]:
        kind = self._chance.choice([kind for kind in LIVES if not (in_batch and kind == ALONE)])
        makes, changes, _ = LIVES[kind]
        things = self._things[kind]
        if in_batch and kind == "session":
            changes = None  # a batch has no If-Match
        if changes and things and self._chance.random() > MAKING:
            thing = things.pop(self._chance.randrange(len(things)))
            return self._order(kind, changes, thing, in_batch=in_batch), thing
        return self._order(kind, makes, None, in_batch=in_batch), None

    def _order(self, kind: str, name: str, thing: Thing | None, *, in_batch: bool) -> Order:
        order = self._load.order(kind, name, subject=thing.id if thing else None, in_batch=in_batch)
        order.caller = Api(order.caller.url, order.caller.token, self._pool)
        if thing and order.method == "PATCH":
            order.match = f'"{thing.version}"'
            order.body["minutes"] = 60 + thing.version  # what changes nothing would be no fact
        return order

    def _learn(self, order: Order, thing: Thing | None) -> None:
        """Go on with what the answer tells; what is in doubt is left alone until everything has healed."""
        most = LIVES[order.kind][2]
        if order.accepted and most:
            now = Thing(str(order.about), order.accepted[1]["version"], thing.changes + 1 if thing else 0)
            if now.changes < most:
                self._things[order.kind].append(now)


class District(threading.Thread):
    """Suspends and reopens its center, again and again."""

    def __init__(self, load: "Load") -> None:
        super().__init__(name="district", daemon=True)
        self._load = load

    def run(self) -> None:
        """One after the other; what is in doubt is sent again until it is not."""
        turn = 0
        while not self._load.stopped.is_set():
            self._load.hold()
            order = self._load.order("center", ("suspend_center", "reopen_center")[turn], fated=True)
            send(order, self._load.history)
            while order.in_doubt and not self._load.stopped.wait(0.2):
                send(order)
            if order.in_doubt:
                return
            turn = 1 - turn
            self._load.stopped.wait(0.1)


class Load:
    """All clients together."""

    def __init__(self, place: Place, seed: int, *, light: bool) -> None:
        self.place, self.seed = place, seed
        self.pause = LEISURE if light else 0.0
        self.history = History()
        self.stopped, self.allowed = threading.Event(), threading.Event()
        self.allowed.set()
        self.resting = 0
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin."""
        clients = [Client(self, number) for number in range(PEOPLE)]
        self._threads = [*clients, Client(self, PEOPLE, batches=True), District(self)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, when each has had its answer."""
        self.stopped.set()
        self.allowed.set()
        for thread in self._threads:
            thread.join(2 * WAIT)

    def rest(self) -> None:
        """Wait until those who have been held back have had their answers."""
        wait_until(lambda: self.resting >= len(self._threads), 2 * WAIT)

    def hold(self) -> None:
        """Where a client waits while the load is held back."""
        if not self.allowed.is_set():
            with self.history.changed:
                self.resting += 1
            self.allowed.wait()
            with self.history.changed:
                self.resting -= 1

    def answered(self) -> int:
        """How many commands have been answered."""
        return len(self.history.orders)

    def progress(self, commands: int, seconds: float = 120) -> None:
        """Wait until so many more commands have had an answer, good or bad."""
        wanted = self.answered() + commands
        with self.history.changed:
            assert self.history.changed.wait_for(lambda: self.answered() >= wanted, seconds), "the load stands still"

    def order(self, kind: str, name: str, *, subject: str | None = None, in_batch: bool = False, fated: bool = False) -> Order:
        """A command of this kind, with a key of its own."""
        world = self.place.fated if fated else self.place.world
        service, command = commands()[name]
        ids = {**world.ids, kind: subject or world.ids[kind]}
        own = World(world.ministry, world.manager, ids)
        body = own.body(name)
        if "code" in body:
            body["code"] = f"L-{uuid.uuid4().hex[:16]}"
        nobody = command.public and not in_batch
        return Order(
            caller=world.ministry.to(None) if nobody else self.place.everything, client="public" if nobody else CLIENT,
            service=service, kind=kind, command=name, method=command.method, path=own.path(command),
            names={one: ids[one.removesuffix("_id")] for one in PARAMETER.findall(command.path)}, body=body,
            key=str(uuid.uuid4()), subject=ids["center"] if fated else subject, in_batch=in_batch, shared=fated,
        )  # fmt: skip

    def settle(self, seconds: float = 60) -> int:
        """Send again, with its key, what nobody has answered, until it is; how many those were."""
        doubtful = self.history.in_doubt()

        def settled() -> bool:
            for order in doubtful:
                if order.in_doubt:
                    again(order)
            return not any(order.in_doubt for order in doubtful)

        wait_until(settled, seconds)
        return len(doubtful)


def send(order: Order, history: History | None = None) -> None:
    """Give a command, and note what comes back; nothing is noted as told if nothing does."""
    order.began = time.monotonic()
    try:
        answer = order.caller.request(order.method, order.path, body=order.body, key=order.key, match=order.match)
        order.told.append((answer.status, answer.body))
        order.bare += answer.status >= 500 and (answer.status != 503 or "Retry-After" not in answer.headers)
    except urllib3.exceptions.HTTPError:
        pass
    order.seconds = order.seconds or time.monotonic() - order.began
    if history:
        history.note(order)


def send_batch(orders: list[Order], history: History | None = None) -> None:
    """Give many commands in one batch."""
    began = time.monotonic()
    items = [{"id": one.key, "command": one.command, "path": one.names, "body": one.body} for one in orders]
    try:
        answer = orders[0].caller.to(orders[0].caller.token).post("/v1/batches", {"commands": items})
        results = answer.body["results"] if answer.status < 300 else [{"status": answer.status}] * len(orders)
        for order, result in zip(orders, results, strict=True):
            order.told.append((result["status"], result.get("body") or result.get("problem")))
    except urllib3.exceptions.HTTPError:
        pass
    for order in orders:
        order.began, order.seconds = began, order.seconds or (time.monotonic() - began)
        if history:
            history.note(order)


def again(order: Order) -> None:
    """The same command with the same key, the same way."""
    if order.in_batch:
        send_batch([order])
    else:
        send(order)


def pool() -> urllib3.PoolManager:
    """Connections that wait long enough for an answer to be told from silence."""
    return urllib3.PoolManager(retries=False, timeout=WAIT, maxsize=4)
