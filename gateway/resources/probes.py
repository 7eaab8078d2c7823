"""Is the process alive, and can it work?"""

import falcon
import pymongo
from pymongo.errors import PyMongoError

from gateway.platform import Platform
from shared.errors import Unavailable


class Live:
    """The process only."""

    def on_get(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """It answers, so it lives."""
        resp.data = b'{"live":true}'


class Ready:
    """What reads depend on."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def on_get(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """The read model answers within a second."""
        try:
            with pymongo.timeout(1):
                self._platform.database.ping()
        except PyMongoError as error:
            raise Unavailable(what="The read model") from error
        resp.data = b'{"ready":true}'
