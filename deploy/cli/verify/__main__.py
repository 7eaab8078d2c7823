"""The verifier: carries out what operators have asked for by the API, one verification after the other."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.cli.verify import checks
from deploy.cli.verify.finding import report
from shared import metrics
from shared.background import run_until_told
from shared.config import Process
from shared.logs import log, to_stderr
from shared.repair.database import operations
from shared.repair.requests import take

Document = dict[str, Any]
LOOK = 1.0  # seconds between two looks for a request
LEASE = timedelta(minutes=30)  # after which another verifier takes a request that was not finished


class Verifier:
    """Takes requests from `verifications`, and writes there what was found."""

    def __init__(self, settings: Process) -> None:
        self._settings = settings
        self._client: MongoClient[Document] = MongoClient(settings.mongo_uri, tz_aware=True, serverSelectionTimeoutMS=3000)
        self._requests = operations(self._client)["verifications"]
        self._me = uuid.uuid4().hex
        self._stop = threading.Event()

    def run(self) -> None:
        """Work until told to stop; a database that is away only makes it wait."""
        while not self._stop.wait(LOOK):
            try:
                request = self._take()
                if request is not None:
                    self._note(request, **self._verified())
            except PyMongoError as error:
                log(__name__, "verification interrupted", 30, why=repr(error)[:300])

    def stop(self) -> None:
        """Finish the one under way."""
        self._stop.set()

    def _take(self) -> Document | None:
        return take(self._requests, holder=self._me, lease=LEASE)

    def _verified(self) -> Document:
        try:
            found = checks.check(self._settings.mongo_uri, self._settings.amqp_uri)
        except PyMongoError:
            raise
        except Exception as error:  # noqa: BLE001  whoever has asked must hear of it
            log(__name__, "verification failed", 40, why=repr(error)[:300])
            return {"status": "failed", "failed_because": repr(error)[:300]}
        return {"status": "done", **report(found)}

    def _note(self, request: Document, **told: Any) -> None:
        self._requests.update_one({"_id": request["_id"]}, {"$set": {**told, "ended_at": datetime.now(UTC)}})


def main() -> None:
    """Run the process."""
    settings = Process.read()
    to_stderr("verifier", settings.log_level)
    metrics.serve(settings.metrics_port, "0.1")
    run_until_told([Verifier(settings)])


if __name__ == "__main__":
    main()
