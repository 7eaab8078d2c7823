"""What a command needs to know of the installation that runs in this copy."""

from dataclasses import dataclass
from typing import Self

import click
import urllib3

from deploy.local import endpoints, keys
from deploy.local.layout import ENDPOINTS, SECRETS

TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Installation:
    """The address of the gateway, and the key with which tokens for it are signed."""

    gateway: str
    token_key: str

    @classmethod
    def here(cls) -> Self:
        """Read the files that `make up` has written; a sentence when it never ran."""
        if not (ENDPOINTS.exists() and SECRETS.exists()):
            raise click.ClickException("This copy has never been started: run `make up` first.")
        return cls(gateway=endpoints.addresses()["gateway"], token_key=keys.load().token_key)

    def find(self, collection: str, *, code: str, token: str) -> str | None:
        """Return the id of what has this code in a collection of the API, None when nothing has.

        Raises:
            ClickException: the gateway cannot be reached, or refuses.
        """
        try:
            answer = urllib3.request(
                "GET",
                f"{self.gateway}/v1/{collection}",
                fields={"code": code},
                headers={"Authorization": f"Bearer {token}"},
                timeout=TIMEOUT_SECONDS,
                retries=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise click.ClickException(f"The gateway does not answer at {self.gateway}: `make up` starts it.") from error
        if answer.status != 200:  # noqa: PLR2004  # OK
            raise click.ClickException(f"The gateway answered {answer.status} when asked for {collection}.")
        found: list[dict[str, str]] = answer.json()["items"]
        return found[0]["id"] if found else None
