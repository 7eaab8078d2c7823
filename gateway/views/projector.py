"""The projector: from everybody's facts to the read model, in batches of one transaction each."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from gateway.catalog import SERVICES
from gateway.views.database import NAME
from gateway.views.generations import Generation, ReadModel, built, written
from gateway.views.projection import Projection
from shared.envelope import Event
from shared.marks import Mark

Document = dict[str, Any]
Choose = Callable[[Database[Document], ClientSession], Iterable[Generation]]
CONSUMER = "gateway.projector"
BINDINGS = [(service, "#") for service in SERVICES]
DURABLE = WriteConcern("majority", j=True)


class Projector:
    """Applies batches of events to the read model."""

    def __init__(self, client: MongoClient[Document]) -> None:
        self._client = client
        self._database = client.get_database(NAME, write_concern=DURABLE, read_concern=ReadConcern("majority"))
        self._one_at_a_time = threading.Lock()  # two that write the same generation would only meet and try again

    def apply(self, events: list[Event]) -> list[Event]:
        """Take in a batch, in every generation that is kept: all of it or nothing; return what the one that lives passed over."""
        return self._take_in(events, written)

    def apply_beside(self, events: list[Event]) -> list[Event]:
        """Take in a batch of what is told again for a rebuild, in the generation that is being built only."""
        return self._take_in(events, built)

    def marks(self) -> Iterator[tuple[str, Mark]]:
        """Of each service, the positions that have been seen."""
        for service in SERVICES:
            yield service, Mark.load(ReadModel(self._database)["marks"].find_one({"_id": service}))

    def _take_in(self, events: list[Event], choose: Choose) -> list[Event]:
        def body(session: ClientSession) -> list[Event]:
            first, *_ = [Projection(one).take_in(events, session) for one in choose(self._database, session)] or [[]]
            return first

        if not events:
            return []
        with self._one_at_a_time, self._client.start_session() as session:
            return session.with_transaction(body, read_concern=ReadConcern("snapshot"), write_concern=DURABLE)
