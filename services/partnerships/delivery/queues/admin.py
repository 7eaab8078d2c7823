"""The broker's management API: vhost, users and permissions (https://www.rabbitmq.com/docs/http-api-reference)."""

import base64
import json
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import urllib3

VHOST = "partners"
PREFIX = "subscription."
TIMEOUT = 5.0  # seconds
GONE = 404
OWN = {"configure": ".*", "write": ".*", "read": ".*"}


class AdminRefused(OSError):
    """The management API did not do what it was asked for."""


class Admin:
    """Speaks to the management API at a URI such as ``http://user:password@broker:15672``."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        told = f"{unquote(parts.username or 'guest')}:{unquote(parts.password or 'guest')}"
        self._url = f"{parts.scheme}://{parts.hostname}:{parts.port or 15672}{parts.path.rstrip('/')}/api"
        self._headers = {"Authorization": "Basic " + base64.b64encode(told.encode()).decode()}
        self._pool = urllib3.PoolManager(retries=False, timeout=TIMEOUT)

    def prepare(self, user: str) -> None:
        """Make the vhost, and let our own user do everything there."""
        self._ask("PUT", f"vhosts/{VHOST}", {"description": "queues of partner systems"})
        self._ask("PUT", f"permissions/{VHOST}/{quote(user, safe='')}", OWN)

    def users(self) -> set[str]:
        """The users that there are for subscriptions."""
        return {one["name"] for one in self._ask("GET", "users") if one["name"].startswith(PREFIX)}

    def admit(self, user: str, password: str) -> None:
        """Let a user read the queue of its own name, with this password."""
        self._ask("PUT", f"users/{user}", {"password": password, "tags": ""})
        queue = "^" + user.replace(".", "\\.") + "$"
        self._ask("PUT", f"permissions/{VHOST}/{user}", {"configure": "^$", "write": "^$", "read": queue})

    def remove(self, user: str) -> None:
        """Let it in no more; the broker closes its connections."""
        self._ask("DELETE", f"users/{user}")

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        told = {**self._headers, "Content-Type": "application/json"}
        try:
            answer = self._pool.request(method, f"{self._url}/{path}", body=json.dumps(body) if body else None, headers=told)
        except urllib3.exceptions.HTTPError as error:
            raise AdminRefused(f"{method} {path.split('/', maxsplit=1)[0]}: {type(error).__name__}") from error
        if answer.status >= 300 and not (method == "DELETE" and answer.status == GONE):  # noqa: PLR2004
            raise AdminRefused(f"{method} {path.split('/', maxsplit=1)[0]}: {answer.status}")
        return answer.json() if answer.data else None
