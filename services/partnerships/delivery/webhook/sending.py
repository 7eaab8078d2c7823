"""Sending a batch to one endpoint: in time with its rate, side by side as far as that helps, and no further once it is away."""

import math
import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import orjson

from services.partnerships.delivery.webhook import signing
from services.partnerships.delivery.webhook.answer import Answer
from services.partnerships.delivery.webhook.breaker import Breaker
from services.partnerships.delivery.webhook.pace import Pace
from services.partnerships.delivery.webhook.post import Post
from services.partnerships.delivery.webhook.subscribed import Told
from services.partnerships.delivery.webhook.waiting import Entry
from shared.envelope import CONTENT_TYPE

RATE = 500.0  # attempts a second
SIDE_BY_SIDE = 8  # attempts under way at an endpoint
SHORT = 0.005  # seconds of an attempt up to which one thread is quicker than several that take turns
SMOOTHING = 0.2  # weight of the newest attempt in the mean


@dataclass(frozen=True, slots=True)
class Task:
    """An event to be sent; with its entry if it waited."""

    told: Told
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a task; without an answer it was not tried: the endpoint is away, the line ends, or it is `held`."""

    task: Task
    at: float = 0.0  # seconds since 1970
    answer: Answer | None = None
    held: bool = False

    @property
    def failed(self) -> bool:
        """Whether it was tried, and not taken."""
        return self.answer is not None and not self.answer.is_success

    @property
    def taken(self) -> bool:
        """Whether the endpoint has it."""
        return self.answer is not None and self.answer.is_success


class Sending:
    """Everything that is sent to one endpoint passes here."""

    def __init__(self, post: Post, *, secrets: tuple[str, ...], rate: float = RATE, chance: random.Random | None = None) -> None:
        self.post, self.secrets = post, secrets
        self.breaker = Breaker(chance or random.Random())  # noqa: S311  nobody gains by guessing when a circuit closes
        self.stopped = threading.Event()
        self._pace = Pace(rate, now=time.monotonic())
        self._mean = 0.0  # seconds of an attempt
        self._probing = False

    def batch(self, strands: Sequence[Sequence[Task]]) -> list[Tried]:
        """Send strands side by side, and the tasks of each one after the other; after a failure the rest of a strand is left."""
        wanted = min(math.ceil(self._mean / SHORT) or 1, SIDE_BY_SIDE, len(strands))
        if wanted <= 1:
            return [one for strand in strands for one in self._strand(strand)]
        with ThreadPoolExecutor(wanted, thread_name_prefix="sending") as threads:
            return [one for tried in threads.map(self._strand, strands) for one in tried]

    def one(self, *, id: str, body: bytes) -> Answer:  # noqa: A002
        """Send one body, signed for this moment, and learn from what comes of it."""
        headers = signing.headers(secrets=self.secrets, id=id, body=body, now=time.time())
        answer = self.post.send(body=body, headers={"Content-Type": CONTENT_TYPE, **headers})
        self._mean += SMOOTHING * (answer.duration - self._mean)
        if answer.is_success:
            self.breaker.succeeded()
        else:
            self.breaker.failed(time.monotonic(), answers=answer.is_refusal)
        if answer.rest:
            self.breaker.rest(time.monotonic(), answer.rest)
        return answer

    @contextmanager
    def probing(self) -> Iterator[None]:
        """Send also while the circuit is open: the caller takes care that it is one event."""
        self._probing = True
        try:
            yield
        finally:
            self._probing = False

    def _strand(self, strand: Sequence[Task]) -> list[Tried]:
        tried: list[Tried] = []
        for task in strand:
            if tried and (tried[-1].failed or tried[-1].held):
                tried.append(Tried(task, held=True))
            else:
                tried.append(self._task(task))
        return tried

    def _task(self, task: Task) -> Tried:
        delay = self._pace.take(time.monotonic())
        if (delay and self.stopped.wait(delay)) or self.stopped.is_set() or (self.breaker.is_open and not self._probing):
            return Tried(task)
        at = time.time()
        return Tried(task, at, self.one(id=task.told.id, body=orjson.dumps(task.told.document)))
