"""Commands to the services, over internal HTTP."""

import time
from typing import Any

import orjson
import urllib3

from shared.errors import Unavailable
from shared.tokens import sign

THREADS = 64
TIMEOUT = urllib3.Timeout(connect=1.0, read=30.0)
PATIENCE = 2.0  # seconds that a command waits for a service that restarts, or for a fact that is still under way
STEP = 0.1

Answer = tuple[int, bytes]


class Services:
    """The four services, by their names."""

    def __init__(self, urls: dict[str, str], key: str) -> None:
        self._key = key
        self._pools = {
            name: urllib3.connectionpool.connection_from_url(url, maxsize=THREADS, block=False, retries=False, timeout=TIMEOUT)
            for name, url in urls.items()
        }

    def command(self, service: str, name: str, order: dict[str, Any], actor: dict[str, Any] | None) -> Answer:
        """Give one command and return status and body. It has its key: giving it again does no harm.

        Raises:
            Unavailable: the service does not answer.
        """
        return self._patiently(service, f"/commands/{name}", orjson.dumps(order), actor)

    def batch(self, service: str, orders: list[dict[str, Any]], actor: dict[str, Any] | None) -> list[dict[str, Any]]:
        """Give many commands to one service; a result each, in their order.

        Raises:
            Unavailable: the service does not answer.
        """
        status, body = self._patiently(service, "/batches", orjson.dumps({"orders": orders}), actor)
        if status != 200:  # noqa: PLR2004
            raise Unavailable(what=f"The {service} service")
        results: list[dict[str, Any]] = orjson.loads(body)["results"]
        return results

    def upload(self, service: str, name: str, order: dict[str, Any], file: bytes, actor: dict[str, Any] | None) -> Answer:
        """Give a command together with a file."""
        return self._patiently(service, f"/commands/{name}", file, actor, order)

    def _patiently(
        self, service: str, path: str, body: bytes, actor: dict[str, Any] | None, order: dict[str, Any] | None = None
    ) -> Answer:
        token = sign(self._key, service, body, {"actor": actor} | ({"order": order} if order else {}))
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/octet-stream" if order else "application/json",
        }
        until = time.monotonic() + PATIENCE
        step = STEP
        while True:
            try:
                answer = self._pools[service].urlopen("POST", path, body=body, headers=headers)
                if answer.status != 409 or b"/problems/not-yet-known" not in answer.data or time.monotonic() > until:  # noqa: PLR2004
                    return answer.status, answer.data
            except urllib3.exceptions.HTTPError as error:
                if time.monotonic() > until or isinstance(error, urllib3.exceptions.ReadTimeoutError):
                    raise Unavailable(what=f"The {service} service") from error
            time.sleep(step)
            step = min(step * 2, 0.5)
