"""The code lists that commands and states use, with labels in every language."""

import falcon
import orjson

from gateway.catalog import contracts
from gateway.resources.bodies import query_of


class CodeLists:
    """GET /v1/code-lists."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """By service and list: each code with its labels."""
        query_of(req, ())
        resp.data = orjson.dumps({name: contract.codes for name, contract in contracts().items()})
