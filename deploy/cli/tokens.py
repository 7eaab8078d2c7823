"""`toono token`: a token for the installation on this machine, for people who try it and for tests."""

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

import click
import jwt

from deploy.cli.installation import Installation
from gateway.access import AUDIENCE, ISSUERS, ROLES

ALGORITHM = "HS256"
HOUR = 3600
LOOKUP_SECONDS = 60
COLLECTIONS = {"area": "areas", "center": "centers", "partner": "partners"}

Claims = dict[str, Any]


def claims(*, role: str, where: Mapping[str, str | None], now: int, seconds: int) -> Claims:
    """Return the claims of a token: one grant of a role, in an area, a center or for a partner (ids), or everywhere."""
    return {
        "iss": ISSUERS[0],
        "aud": AUDIENCE,
        "sub": f"local:{role}",
        "iat": now,
        "exp": now + seconds,
        "jti": str(uuid.uuid4()),
        "grants": [{"role": role, **dict.fromkeys(COLLECTIONS), **where}],
    }


def sign(key: str, claimed: Claims) -> str:
    """Return the token, as it goes into the Authorization header."""
    return jwt.encode(claimed, key, ALGORITHM)


@click.command()
@click.option(
    "--role", type=click.Choice([role for role in ROLES if role != "public"]), required=True, help="What its bearer may do."
)
@click.option("--area", metavar="CODE", help="Only in this area and below it.")
@click.option("--center", metavar="CODE", help="Only in this center.")
@click.option("--partner", metavar="CODE", help="Only for this partner.")
@click.option("--hours", default=12.0, show_default=True, type=click.FloatRange(min=0, min_open=True), help="Validity.")
@click.option("--json", "wants_json", is_flag=True, help="Print the claims too, as JSON.")
def token(role: str, hours: float, *, wants_json: bool, **codes: str | None) -> None:
    """Print a token for the installation on this machine."""
    installation, now = Installation.here(), int(time.time())
    where = place_of(installation, **codes)
    claimed = claims(role=role, where=where, now=now, seconds=round(hours * HOUR))
    signed = sign(installation.token_key, claimed)
    click.echo(json.dumps({"token": signed, "claims": claimed}, indent=2) if wants_json else signed)


def place_of(installation: Installation, **codes: str | None) -> dict[str, str]:
    """Return the ids of what a grant names by codes."""
    return {kind: _resolve(installation, kind, code, int(time.time())) for kind, code in codes.items() if code}


def _resolve(installation: Installation, kind: str, code: str, now: int) -> str:
    """Return the id that a grant names; only an administrator may look everything up."""
    administrator = claims(role="ministry_administrator", where={}, now=now, seconds=LOOKUP_SECONDS)
    found = installation.find(COLLECTIONS[kind], code=code, token=sign(installation.token_key, administrator))
    if not found:
        raise click.BadParameter(f"There is no {kind} with the code {code}.", param_hint=f"--{kind}")
    return found
