"""What the services have not sent yet."""

import falcon
import orjson

from gateway.resources.bodies import query_of
from gateway.resources.operations.desk import READ, Desk, told


class Outbox(Desk):
    """GET /v1/operations/outbox."""

    parameters = ()

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """As each service's background process has measured it last."""
        query_of(req, self.parameters)
        self.admit(req, READ)
        resp.data = orjson.dumps({"items": [told(one) for one in self.collection("outboxes").find().sort("_id")]})
