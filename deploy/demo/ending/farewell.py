"""Where to go from here: the addresses, and a token to go there with."""

from collections.abc import Mapping

from rich.console import Console

from deploy.demo.api import Api
from deploy.demo.roles import HOURS
from deploy.demo.season.stage import MINISTRY
from deploy.demo.words import say
from deploy.local.layout import LOCAL


def addresses(told: Mapping[str, str | None]) -> dict[str, str]:
    """Return what can be opened, by its name."""
    gateway = told["gateway"]
    found = {"api": f"{gateway}/v1", "docs": f"{gateway}/docs", "broker": told.get("management"), "files": str(LOCAL / "demo")}
    return {name: address for name, address in found.items() if address}


def say_goodbye(console: Console, api: Api, told: Mapping[str, str | None], language: str) -> None:
    """Print them."""
    console.rule(say(language, "further"))
    for name, address in addresses(told).items():
        console.print(f"{say(language, name)}: {address}", highlight=False, soft_wrap=True)
    console.print(f"{say(language, 'token', hours=HOURS)}:")
    console.print(api.token(MINISTRY), soft_wrap=True, highlight=False)
    console.print(f"{say(language, 'try_it')}:")
    console.print(f'curl -s -H "Authorization: Bearer $TOKEN" {api.url}/v1/overview', soft_wrap=True, highlight=False)
