"""The run from its beginning to its end: platform, lists, season, checks."""

import contextlib
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from deploy.cli.verify import checks
from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import opened
from deploy.demo.api import Api
from deploy.demo.calendar import Calendar
from deploy.demo.country import Country
from deploy.demo.lists import Imported, bring_in, keep, lists
from deploy.demo.partner.system import System, receiving
from deploy.demo.places import Settlement, settlements
from deploy.demo.progress import Progress
from deploy.demo.season.cases import Receipt
from deploy.demo.season.cast import cast
from deploy.demo.season.script import SCRIPT
from deploy.demo.season.stage import MINISTRY, Stage
from deploy.demo.words import say
from deploy.local import endpoints, keys, settings, startup
from deploy.local.environment import SERVICES
from deploy.local.layout import LOCAL
from deploy.local.presence import supervisor_pid

Positions = dict[str, int]
IMPORTS = ("import_areas", "import_trial", "import_centers", "import_again")
SECONDS = 60.0  # that the checks wait for what is under way


@dataclass(frozen=True)
class Done:
    """All that a run leaves to tell of."""

    country: Country
    places: list[Settlement]
    stage: Stage
    imported: list[Imported]
    system: System
    before: Positions
    after: Positions
    findings: list[Finding]
    addresses: Mapping[str, Any]

    @property
    def holds(self) -> bool:
        """Whether every invariant holds."""
        return all(one.holds for one in self.findings)


def run(country: Country, calendar: Calendar, progress: Progress, language: str) -> Done:
    """Run it, on the platform that is up.

    Raises:
        Refused, NeverHappened: the platform did not do what the demonstration expects of it.
    """
    addresses = endpoints.addresses()
    api = Api(addresses["gateway"], keys.load().token_key)
    before = positions(addresses)
    with progress.step(say(language, "places_read")):
        places = settlements(country)
        drawn = lists(country, places, calendar.seeds)
        keep(drawn, LOCAL / "demo")
    imported: list[Imported] = []
    for what, sheet in zip(IMPORTS, drawn.sheets, strict=True):
        with progress.step(say(language, what)):
            imported.append(bring_in(api, sheet, calendar.seeds, country.languages[0]))
    stage = _set(api, country, calendar, drawn.centers.clean)
    with ExitStack() as running:
        with progress.step(say(language, "partner_subscribes")):
            system = running.enter_context(receiving(stage, addresses))
        receipts = _play(stage, progress, language)
        with progress.step(say(language, "partner_told")):
            system.settle()
    with progress.step(say(language, "verifying")):
        findings = checks.check(addresses["mongo"], addresses["amqp"], seconds=SECONDS)
    after = positions(addresses)
    findings += [*_own_findings(imported, receipts, before, after, calendar), system.finding()]
    calendar.finish()
    return Done(country, places, stage, imported, system, before, after, findings, addresses)


def start(country: str) -> None:
    """Bring the platform up unless it runs.

    Raises:
        OtherCountry: it runs, for another country.
        NotReady, PortsTaken: it cannot be started.
    """
    if supervisor_pid():
        startup.wait()
    else:
        with contextlib.redirect_stdout(sys.stderr):
            startup.up()
    if endpoints.told()["TOONO_COUNTRY"] != country:
        told = endpoints.told()["TOONO_COUNTRY"]
        raise settings.OtherCountry(f"This copy holds the data of {told}, not {country}: run `make clean` first, or use another.")


def positions(addresses: Mapping[str, Any]) -> Positions:
    """Return how many events each service has told."""
    with opened(addresses["mongo"], addresses["amqp"]) as installation:
        return {service: installation.head(service)["position"] for service in SERVICES}


def _set(api: Api, country: Country, calendar: Calendar, clean: set[str]) -> Stage:
    areas, centers = api.all("/v1/areas", MINISTRY), api.all("/v1/centers", MINISTRY)
    homes = cast(country, centers, areas, clean, calendar.seeds)
    return Stage(api, calendar.seeds, tuple(homes), country.currency)


def _play(stage: Stage, progress: Progress, language: str) -> list[Receipt]:
    receipts: list[Receipt] = []
    for name, step in SCRIPT:
        with progress.step(say(language, name)):
            result = step(stage)
        receipts += [one for one in result if isinstance(one, Receipt)] if isinstance(result, list) else []
    return receipts


def _own_findings(
    imported: list[Imported], receipts: list[Receipt], before: Positions, after: Positions, calendar: Calendar
) -> list[Finding]:
    """Return what only the demonstration can know."""
    strange = [f"{one.sheet.name}: {one.counts} instead of {one.sheet.expected}" for one in imported if not one.as_planted]
    leaked = [f"{one.case_id}: another PIN opened it" for one in receipts if not one.wrong_pin_refused]
    found = [Finding.of("planted", len(imported), strange), Finding.of("private", len(receipts), leaked)]
    if calendar.is_finished:
        moved = [
            f"{service}: {before[service]} and then {after[service]}" for service in after if before[service] != after[service]
        ]
        found.append(Finding.of("repeatable", len(after), moved))
    return found
