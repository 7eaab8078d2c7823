"""The gateway's API, as a command on this machine speaks to it: with a token of its own for one role."""

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

import click
import urllib3

from deploy.cli.installation import Installation
from deploy.cli.tokens import claims, sign

TOKEN_SECONDS = 3600
REFUSED = 400  # and above

Document = dict[str, Any]


class Gateway:
    """Asks the gateway as somebody with this role, somewhere or in the whole country."""

    def __init__(self, installation: Installation, role: str, where: Mapping[str, str] | None = None) -> None:
        self._url = installation.gateway
        claimed = claims(role=role, where=where or {}, now=int(time.time()), seconds=TOKEN_SECONDS)
        self._headers = {"Authorization": f"Bearer {sign(installation.token_key, claimed)}"}

    def get(self, path: str) -> bytes:
        """What stands at a path.

        Raises:
            ClickException: the gateway cannot be reached, or refuses.
        """
        return self._ask("GET", path)

    def read(self, path: str) -> Document:
        """The JSON object at a path."""
        return json.loads(self.get(path))  # type: ignore[no-any-return]

    def post(self, path: str, body: bytes, media: str | None = None) -> Document:
        """Ask for something, under a key of its own; the answer's JSON object."""
        told = {"Idempotency-Key": str(uuid.uuid4())} | ({"Content-Type": media} if media else {})
        return json.loads(self._ask("POST", path, body=body, headers=told))  # type: ignore[no-any-return]

    def tell(self, path: str, **body: Any) -> Document:
        """Ask for something that is described in JSON; what is None is left out."""
        told = {name: value for name, value in body.items() if value is not None}
        return self.post(path, json.dumps(told).encode(), "application/json")

    def _ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        try:
            answer = urllib3.request(method, self._url + path, body=body, headers={**self._headers, **(headers or {})})
        except urllib3.exceptions.HTTPError as error:
            raise click.ClickException(f"The gateway does not answer at {self._url}: `make up` starts it.") from error
        if answer.status >= REFUSED:
            told = answer.json()
            raise click.ClickException(f"{told['detail']} {told['remedy']}")
        return answer.data
