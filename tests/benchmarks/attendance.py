"""Attendance by batches: what tablets send that come back into the net after a week.

Every command records a session of 25 learners for the first time, which holds the session too. A few connections send
batches of 20 such commands each.
"""

import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any

from tests.benchmarks import seeds
from tests.benchmarks.backlog import Backlog
from tests.benchmarks.rows import Row, at_least
from tests.benchmarks.stage import Spoiled, Stage

OFFERINGS, LEARNERS = 8, 25
SESSIONS = 1_600  # a round
BATCH = 20  # commands
CONNECTIONS = 4
DAY, NOON = "2026-03-03", "2026-03-03T09:00:00.000Z"
PROGRAM = {
    "title": {"en": "Felt making"}, "kind": "income_generating", "field": "0214", "rale_field": "continuing_and_vocational",
    "level": "9", "target_groups": ["women"], "languages": ["kk"], "mode": "in_person", "hours": 72, "need_ids": [],
    "agreement_id": None,
}  # fmt: skip
OFFERING = {"places": 40, "starts_on": "2026-03-02", "ends_on": "2026-05-29", "facilitators": [], "schedule": []}
LEARNER = {"sex": "female", "birth_year": 1991, "name": "A", "consents": [{"purpose": "learning", "given_on": "2026-02-20"}]}
Order = dict[str, Any]


class School:
    """A center with offerings and enrolled learners; its manager records who comes."""

    def __init__(self, stage: Stage) -> None:
        self._platform = stage.platform
        code = f"S-{uuid.uuid4().hex[:8]}"
        described = {"code": code, "area_id": stage.areas[0], **seeds.DESCRIBED}
        self._center = seeds.post(self._platform, "/v1/centers/entries", described)
        self._manager = self._platform.token_of("center_manager", center=self._center["id"])
        program = self._do(f"/v1/centers/{self._center['id']}/programs", PROGRAM)["id"]
        seeds.post(self._platform, f"/v1/programs/{program}/approve", {"override_reason": "The district asked for it."})
        self._enrolled = {offering: self._enrol(offering) for offering in [self._offer(program) for _ in range(OFFERINGS)]}

    def schedule(self, sessions: int) -> list[Order]:
        """Fix so many sessions; the commands that record who came."""
        wanted = [
            order("schedule_session", {"offering_id": offering}, {"starts_at": NOON, "day": DAY, "minutes": 90})
            for offering in islice(cycle(self._enrolled), sessions)
        ]
        held = [one["body"] for batch in chunks(wanted, 500) for one in self.give(batch)]
        return [self._attendance(one["id"], self._enrolled[one["offering_id"]]) for one in held]

    def give(self, orders: list[Order]) -> list[Order]:
        """The results of a batch, none of them a refusal.

        Raises:
            Spoiled: one is.
        """
        results: list[Order] = seeds.post(self._platform, "/v1/batches", {"commands": orders}, token=self._manager)["results"]
        for result in results:
            if result["status"] >= 300:
                raise Spoiled(f"a command of a batch was refused: {result}")
        return results

    def _attendance(self, session: str, learners: list[str]) -> Order:
        marks = [{"learner_id": one, "mark": "present", "marked_at": NOON} for one in learners]
        return order("record_attendance", {"session_id": session}, {"device": "tablet-7", "marks": marks})

    def _offer(self, program: str) -> str:
        offering: str = self._do(f"/v1/programs/{program}/offerings", {"center_id": self._center["id"], **OFFERING})["id"]
        self._do(f"/v1/offerings/{offering}/open", {})
        return offering

    def _enrol(self, offering: str) -> list[str]:
        register = [order("register_learner", {}, {"center_id": self._center["id"], **LEARNER}) for _ in range(LEARNERS)]
        learners = [one["body"]["id"] for one in self.give(register)]
        self.give([order("enrol", {"offering_id": offering}, {"learner_id": one}) for one in learners])
        return learners

    def _do(self, path: str, body: Order) -> Order:
        return seeds.post(self._platform, path, body, token=self._manager)


def measure(stage: Stage) -> list[Row]:
    """Marks per second in every round."""
    school, measured = School(stage), []
    for number in range(stage.rounds):
        batches = iter(list(chunks(school.schedule(SESSIONS), BATCH)))
        Backlog(stage.platform, "programs").settle()
        began = time.monotonic()
        _send(school, batches)
        measured.append(SESSIONS * LEARNERS / (time.monotonic() - began))
        stage.say(f"  round {number + 1} of {stage.rounds}: {measured[-1]:,.0f} marks/s")
    note = f"batches of {BATCH} sessions with {LEARNERS} marks, over {CONNECTIONS} connections"
    return [at_least("attendance by batches", measured, "marks/s", least=5000, note=note)]


def _send(school: School, batches: Iterator[list[Order]]) -> None:
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        for _ in connections.map(school.give, batches):
            pass


def order(command: str, path: dict[str, str], body: Order) -> Order:
    """One command of a batch."""
    return {"id": uuid.uuid4().hex, "command": command, "path": path, "body": body}


def chunks(orders: Iterable[Order], size: int) -> Iterator[list[Order]]:
    """The orders, so many at a time."""
    rest = iter(orders)
    while chunk := list(islice(rest, size)):
        yield chunk
